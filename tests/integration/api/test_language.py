"""Answers in the language of the call."""

from typing import Any

import pytest
from tests.integration.api.conftest import Client

_BASKET = {"type": "purchase", "member": {"card": "ANN1"}, "amount": "0.10"}
_TOO_LITTLE = {
    "en": "The result was less than one point.",
    "ru": "Вышло меньше одного балла.",
    "ro": "A ieșit mai puțin de un punct.",
}


def sentence(body: Any) -> str:
    """Why the first rule gave nothing."""
    return str(body["reasons"][0]["sentence"])


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ({}, "en"),
        ({"headers": {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}}, "ru"),
        ({"headers": {"Accept-Language": "de"}}, "en"),
        ({"params": {"lang": "ro"}, "headers": {"Accept-Language": "ru"}}, "ro"),
    ],
)
def test_reasons_are_told_in_the_language_of_the_call(
    client: Client, asked: dict[str, Any], lang: str
) -> None:
    """The parameter before the header, English if there is neither; a quote, an activity and a batch alike."""
    assert sentence(client.post("/v1/quotes", json=_BASKET, **asked).json()) == _TOO_LITTLE[lang]
    one = client.post("/v1/activities", json=_BASKET | {"key": "p1"}, **asked).json()
    many = client.post("/v1/activities/batch", json={"activities": [_BASKET | {"key": "p2"}]}, **asked).json()
    assert sentence(one) == sentence(many["results"][0]["answer"]) == _TOO_LITTLE[lang]


@pytest.mark.usefixtures("member")
def test_a_stored_answer_is_told_in_the_language_of_whoever_reads_it(client: Client) -> None:
    """It is kept by its codes."""
    client.post("/v1/activities", json=_BASKET | {"key": "p1"})
    for lang, said in _TOO_LITTLE.items():
        assert sentence(client.get("/v1/activities/p1", params={"lang": lang}).json()) == said


def test_a_history_s_reasons_are_in_the_language_of_its_other_sentences(client: Client, member: str) -> None:
    """The member's own, unless the call asks for another one."""
    client.patch(f"/v1/members/{member}", json={"language": "ro"})
    client.post("/v1/activities", json=_BASKET | {"key": "p1"})
    path = f"/v1/members/{member}/history"
    assert sentence(client.get(path).json()["entries"][0]) == _TOO_LITTLE["ro"]
    russian = client.get(path, headers={"Accept-Language": "ru"}).json()["entries"][0]
    assert sentence(russian) == _TOO_LITTLE["ru"]


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Nothing in the programme is about activities of this type."),
        ("ru", "В программе ничего не сказано о событиях этого вида."),
        ("ro", "Programul nu spune nimic despre evenimentele de acest tip."),
    ],
)
def test_an_activity_that_nothing_is_about_says_so(client: Client, lang: str, said: str) -> None:
    """The quote, the first answer, that to a retry, and what is read later: a reason of no rule, in each language."""
    body, params = {"type": "pottery-evening", "member": {"card": "ANN1"}}, {"lang": lang}
    told = [{"rule": None, "code": "unknown_type", "sentence": said, "value": None}]
    answers = [client.post("/v1/quotes", json=body, params=params)]
    answers += [client.post("/v1/activities", json=body | {"key": "p1"}, params=params) for _ in range(2)]
    answers.append(client.get("/v1/activities/p1", params=params))
    assert [answer.status_code for answer in answers] == [200, 201, 200, 200]
    assert [answer.json()["reasons"] for answer in answers] == [told] * 4


@pytest.mark.usefixtures("member")
def test_a_language_of_no_sentences_is_named(client: Client) -> None:
    """What a header wishes is passed over; what the parameter says is refused, with the languages that there are."""
    problem = client.post("/v1/quotes", json=_BASKET, params={"lang": "de"})
    assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "lang")
    assert "en, ru, ro" in problem.json()["detail"]

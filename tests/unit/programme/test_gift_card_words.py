"""Gift cards, codes and giving back: what may be written, what may not, and what members read."""

import pytest
from tests.unit.programme.documents import HEAD, errors, programme
from tests.unit.programme.test_reward_words import CLUB

from tessera.programme.diff import diff
from tessera.programme.explain import explain
from tessera.programme.gift_cards import GiftCards
from tessera.programme.reward import UNDO_MINUTES, Code, GiftCard
from tessera.programme.sentences.gift_cards import tell_card
from tessera.programme.speak import speaker

LANGUAGES = ("en", "ru", "ro")


def club(terms: str, cards: str = "") -> str:
    """A document with one reward, and perhaps a section about gift cards."""
    text = HEAD + CLUB.replace("PERKS", "[{lounge: true}]") + f"  r: {terms}\n"
    return text + (f"gift-cards: {cards}\n" if cards else "")


def chapter(text: str, lang: str, place: int) -> list[str]:
    """The sentences of a chapter of the text."""
    lines = explain(programme(text), lang=lang).split("\n## ")[place].splitlines()
    return [line[2:] for line in lines if line.startswith("- ")]


def test_what_is_written_is_what_is_read() -> None:
    """Amounts in minor units; a card and a code have no `undo`, everything else has a day of it."""
    card = programme(club("{give: {gift-card: 25.00}}")).rewards["r"]
    code = programme(club("{give: {code: cinema}}")).rewards["r"]
    assert (card.give, code.give) == (GiftCard(2500), Code("cinema"))
    assert (card.undo_minutes, code.undo_minutes) == (0, 0)
    assert programme(club("{give: sample}")).rewards["r"].undo_minutes == UNDO_MINUTES
    assert programme(club("{give: sample, undo: never}")).rewards["r"].undo_minutes == 0
    assert programme(club("{give: sample, undo: {days: 1, hours: 2}}")).rewards["r"].undo_minutes == 26 * 60
    terms = programme(club("{give: sample}", "{valid: {months: 36}, grace: {days: 60}}")).gift_cards
    assert terms == GiftCards(36, 0, 60)
    assert programme(club("{give: sample}")).gift_cards == GiftCards(0, 0, 30)
    assert programme(club("{give: sample}", "{guests: true}")).gift_cards == GiftCards(guests=True)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ("{give: {gift-card: 25.00}, undo: {hours: 1}}", "wrong_key"),
        ("{give: {code: cinema}, undo: never}", "wrong_key"),
        ("{give: {code: cinema}, stock: 5}", "wrong_key"),
        ("{give: {code: cinema}, budget: 5.00}", "wrong_key"),
        ("{give: {gift-card: 25.00}, valid: {days: 3}}", "wrong_key"),
        ("{give: {gift-card: 25.00}, on-return: keep}", "wrong_key"),
        ("{give: sample, undo: {}}", "missing_key"),
        ("{give: {code: cinema, gift-card: 5.00}}", "one_benefit"),
    ],
)
def test_what_says_nothing_is_an_error(terms: str, code: str) -> None:
    """With the code of what is wrong."""
    assert [error.code for error in errors(club(terms))] == [code]


TOLD = {
    "{price: {points: 9}, give: {gift-card: 25.00}}": {
        "en": "R: 9 points. You get a gift card with $25 on it.",
        "ru": "R: 9 баллов. Вы получаете подарочную карту на 25 $.",
        "ro": "R: 9 puncte. Primiți un card cadou de 25 USD.",
    },
    "{give: {code: cinema}, text: A seat}": {
        "en": "R: free. A seat. You get a code of your own for it.",
        "ru": "R: бесплатно. A seat. Вы получаете собственный код.",
        "ro": "R: gratuit. A seat. Primiți un cod al dumneavoastră.",
    },
    "{give: access, undo: {hours: 1}}": {
        "en": "R: free. You can give it back unused within 1 hour.",
        "ru": "R: бесплатно. Если вы этим не воспользовались, можно вернуть. Срок — 1 час.",
        "ro": "R: gratuit. Dacă nu l-ați folosit, îl puteți da înapoi timp de o oră.",
    },
    "{give: access, undo: {hours: 3}}": {
        "en": "R: free. You can give it back unused within 3 hours.",
        "ru": "R: бесплатно. Если вы этим не воспользовались, можно вернуть. Срок — 3 часа.",
        "ro": "R: gratuit. Dacă nu l-ați folosit, îl puteți da înapoi timp de 3 ore.",
    },
    "{give: access, undo: {days: 5}}": {
        "en": "R: free. You can give it back unused within 5 days.",
        "ru": "R: бесплатно. Если вы этим не воспользовались, можно вернуть. Срок — 5 дней.",
        "ro": "R: gratuit. Dacă nu l-ați folosit, îl puteți da înapoi timp de 5 zile.",
    },
    "{give: access, undo: {days: 21, hours: 20}}": {
        "en": "R: free. You can give it back unused within 21 days and 20 hours.",
        "ru": "R: бесплатно. Если вы этим не воспользовались, можно вернуть. Срок — 21 день и 20 часов.",
        "ro": "R: gratuit. Dacă nu l-ați folosit, îl puteți da înapoi timp de 21 de zile și 20 de ore.",
    },
    "{give: access, undo: never}": {
        "en": "R: free. Once you have taken it, you cannot give it back.",
        "ru": "R: бесплатно. После получения вернуть это нельзя.",
        "ro": "R: gratuit. După ce l-ați luat, nu se mai poate da înapoi.",
    },
}


@pytest.mark.parametrize("terms", TOLD)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_members_read_it_in_their_language(terms: str, lang: str) -> None:
    """What one gets, and how long it can be given back where that is not what holds for all."""
    assert chapter(club(terms), lang, 3) == [TOLD[terms][lang]]


CARDS = {
    "en": [
        "You can use a gift card for 36 months from the day it was issued.",
        "If you return what you paid for with one, the money goes back to it, and you have at least 30 days to use that.",
    ],
    "ru": [
        "Срок действия подарочной карты — 36 месяцев со дня выпуска.",
        (
            "Если вы вернёте оплаченное картой, деньги вернутся на неё. Даже если её срок прошёл, у вас будет ещё 30 дней,"
            " чтобы их потратить."
        ),
    ],
    "ro": [
        "Un card cadou se poate folosi timp de 36 de luni din ziua în care a fost emis.",
        (
            "Dacă returnați ceva plătit cu cardul, banii revin pe el. Chiar dacă termenul lui a trecut, îi mai puteți folosi"
            " timp de 30 de zile."
        ),
    ],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_long_gift_cards_last_is_told(lang: str) -> None:
    """In a chapter of its own, where the document speaks of them."""
    assert chapter(club("{give: sample}", "{valid: {months: 36}}"), lang, 4) == CARDS[lang]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Gift cards do not expire."),
        ("ru", "Подарочные карты действуют бессрочно."),
        ("ro", "Cardurile cadou nu expiră."),
    ],
)
def test_cards_that_never_end_are_told_where_a_reward_gives_one(lang: str, said: str) -> None:
    """And nothing is said of gift cards where none are given."""
    assert chapter(club("{give: {gift-card: 5.00}}"), lang, 4) == [said]
    assert said not in explain(programme(club("{give: sample}")), lang=lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Whoever has a gift card can pay with it, member or not."),
        ("ru", "Подарочной картой может платить и тот, кто не участвует в программе."),
        ("ro", "Cu un card cadou poate plăti și cine nu este membru."),
    ],
)
def test_that_guests_may_pay_is_told(lang: str, said: str) -> None:
    """After how long a card lasts; a change of it is told by its path."""
    before, after = (programme(club("{give: sample}", cards)) for cards in ("", "{guests: true}"))
    assert chapter(club("{give: sample}", "{guests: true}"), lang, 4)[-1] == said
    assert [change.path for change in diff(before, after)] == ["gift-cards"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "We set $10 of a gift card aside for your basket.",
                "A gift card paid $10.",
                "$10 went back to the gift card.",
            ],
        ),
        (
            "ru",
            [
                "Мы отложили 10 $ с подарочной карты для вашей покупки.",
                "Подарочной картой оплачено 10 $.",
                "На подарочную карту вернулось 10 $.",
            ],
        ),
        (
            "ro",
            [
                "Am pus deoparte 10 USD de pe un card cadou pentru coșul dumneavoastră.",
                "Cu un card cadou s-au plătit 10 USD.",
                "10 USD s-au întors pe cardul cadou.",
            ],
        ),
    ],
)
def test_a_history_tells_what_became_of_a_card(lang: str, said: list[str]) -> None:
    """Set aside, paid, given back."""
    told = speaker(programme(club("{give: sample}")), lang=lang)
    plain = [tell_card(what, 1000, told).replace("\u00a0", " ") for what in ("held", "used", "refunded")]
    assert plain == said


def test_one_unit_of_money_is_told_in_the_singular() -> None:
    """Romanian verbs agree with the sum; cents make it many."""
    told = speaker(programme(club("{give: sample}")), lang="ro")
    assert [tell_card("used", minor, told) for minor in (100, 150)] == [
        "Cu un card cadou s-a plătit 1 USD.",
        "Cu un card cadou s-au plătit 1,50 USD.",
    ]
    assert tell_card("refunded", 100, told) == "1 USD s-a întors pe cardul cadou."


def test_a_change_is_told_by_its_path() -> None:
    """What holds for gift cards is one part; of a reward, its `undo` is part of what it says."""
    before, after = (
        programme(club(f"{{give: sample, undo: {{hours: {hours}}}}}", f"{{valid: {{months: {months}}}}}"))
        for hours, months in ((2, 12), (3, 24))
    )
    assert [change.path for change in diff(before, after)] == ["rewards.r", "gift-cards"]

"""A quote is the later purchase, unwritten."""

import pytest
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Activity, Line
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.quote_activities import quote_activities

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


def quoted(shop: Shop, submission: Submission) -> Answer:
    (answer,) = quote_activities(shop.connection, shop.programmes, [submission], clock=shop.clock)
    assert isinstance(answer, Answer), answer
    return answer


def told(answer: Answer) -> object:
    """What a quote promises: rules, amounts and terms, with the reasons; or the refusal."""
    grants = [(g.rule, g.currency, g.amount, g.available_at, g.expires_at) for g in answer.granted]
    return grants, answer.reasons, answer.refusal, answer.programme_version


def test_a_quote_equals_the_later_purchase(shop: Shop) -> None:
    """Through caps that fill up, a level that is reached, and days that pass."""
    shop.enrol("ANN1")
    for number in range(12):
        for submission in (
            shop.buy("ANN1", f"p{number}", MILK, TOY),
            shop.review("ANN1", f"v{number}"),
            Submission(
                "till", "card", "ANN1", Activity("purchase", f"e{number}", shop.clock.now(), 100, "EUR")
            ),
        ):
            quote = quoted(shop, submission)
            assert quote.activity_id is None
            assert told(quote) == told(shop.answer(submission))
        shop.clock.instant += number % 3 * DAY


@pytest.mark.parametrize("cards", [["ANN1"], ["ANN1", "BOB1", "ANN1"]])
def test_a_quote_writes_nothing(shop: Shop, cards: list[str]) -> None:
    """Not a row, however often it is asked; and each of a batch is quoted as if alone."""
    shop.enrol("ANN1", "BOB1")
    count = "select (select count(*) from posting), (select count(*) from activity), (select sum(version) from account)"
    before = shop.connection.execute(count).fetchone()
    asked = [shop.buy(card, f"p{place}", MILK, TOY) for place, card in enumerate(cards)]
    answers = quote_activities(shop.connection, shop.programmes, asked, clock=shop.clock)
    assert len({str(told(answer)) for answer in answers if isinstance(answer, Answer)}) == 1
    assert shop.connection.execute(count).fetchone() == before

"""Types of activities that nothing in the programme is about: recorded, and told so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
import pytest
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Activity, Line
from tessera.engine.decision import UNKNOWN_TYPE, Reason
from tessera.kit.codes import ReasonCode
from tessera.usecases.answers import Answer, Recorded, Submission

WITH_EVENINGS = PROGRAMME.replace("earn:\n", "earn:\n  evening: {on: pottery-evening, give: {points: 5}}\n")


def evening(shop: Shop, key: str) -> Submission:
    return Submission("till", "card", "ANN1", Activity("pottery-evening", key, shop.clock.instant))


@contextmanager
def with_reasons(shop: Shop, submission: Submission, reasons: Sequence[Reason]) -> Iterator[None]:
    """Record an activity, and let its answer in the books have these reasons instead for a while."""
    answer = shop.answer(submission)
    keep(shop, msgspec.structs.replace(answer, reasons=tuple(reasons)))
    yield
    keep(shop, answer)


def keep(shop: Shop, answer: Answer) -> None:
    """Let an activity have this answer in the books."""
    shop.connection.execute(
        "update activity set outcome = %s where activity_id = %s",
        (msgspec.msgpack.encode(answer), answer.activity_id),
    )


def test_what_was_told_stays_told_though_a_rule_comes(shop: Shop) -> None:
    """The reason is of the answer: a retry has it still, the next activity earns, and either is decided again alike."""
    shop.enrol("ANN1")
    before = evening(shop, "e1")
    first = shop.answer(before)
    assert (first.granted, first.reasons) == ((), (UNKNOWN_TYPE,))
    shop.clock.instant += DAY
    shop.publish(WITH_EVENINGS)
    (again,) = shop.record(before)
    assert isinstance(again, Recorded)
    assert (again.answer, again.replayed) == (first, True)
    earned = shop.answer(evening(shop, "e2"))
    assert ([one.rule for one in earned.granted], earned.reasons) == (["evening"], ())
    assert shop.verify().ok


def test_books_from_before_it_was_told_are_proved_still(shop: Shop) -> None:
    """Answers of then have no such reason."""
    shop.enrol("ANN1")
    with with_reasons(shop, evening(shop, "e1"), ()):
        assert shop.verify().ok


@pytest.mark.parametrize("reasons", [(UNKNOWN_TYPE,), (Reason("base", ReasonCode.CAP_REACHED),)])
def test_a_reason_that_is_not_so_is_found(shop: Shop, reasons: Sequence[Reason]) -> None:
    """That nothing knows a purchase, and that another reason was told of what is unknown."""
    shop.enrol("ANN1")
    is_of_a_rule = reasons[0].rule != ""
    told_of = evening(shop, "e1") if is_of_a_rule else shop.buy("ANN1", "p1", Line("milk", 1000))
    with with_reasons(shop, told_of, reasons):
        assert {one.check for one in shop.verify().differences} == {"decision"}

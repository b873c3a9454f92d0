"""Points that pay for whole items only: quoted, set aside, captured, given back."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.paying import BREAD, MILK, PROGRAMME, Checkout
from tests.integration.usecases.shop import DAY

from tessera.engine.activity import Line
from tessera.engine.payment import MOST
from tessera.kit.codes import RefusalCode
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer

WHOLE = PROGRAMME.replace("at-least: 100, step: 100, at-most: {share: 50%}", "pays: whole-items, step: 10")
EGGS = Line("eggs", 355)


@pytest.fixture
def till(dsn: str) -> Iterator[Checkout]:
    """A till, whose books must prove themselves at the end, also once everything has ended that will."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Checkout(connection, programme=WHOLE)
        yield shop
        assert shop.verify().differences == []
        shop.clock.instant += 400 * DAY
        shop.sweep()
        assert shop.verify().differences == []


def paid(answer: Answer) -> list[tuple[int, int, int]]:
    """What points paid: line, minor units, points."""
    return [(one.line, one.amount_minor, one.points) for of in answer.paid for one in of.payment.lines]


def test_a_quote_tells_what_could_be_paid_and_a_purchase_pays_it(till: Checkout) -> None:
    """A thousand points: the milk, or bread and eggs. What money pays earns; the answer says how many were spent."""
    quoted = till.quote(till.pay("", MILK, BREAD, EGGS))
    assert [(one.line, one.points) for one in quoted.allowed[0].items] == [(0, 1000), (1, 500), (2, 360)]
    assert (quoted.allowed[0].least, quoted.allowed[0].most) == (360, 1000)
    sent = till.pay("p", MILK, BREAD, EGGS, spend={"points": 990})
    answer = till.answer(sent)
    assert paid(answer) == [(1, 500, 500), (2, 355, 360)]
    assert (answer.due_minor, till.balance) == (1000, Balance(available=1000 - 860 + 10))
    assert till.answer(sent) == answer


def test_a_hold_takes_as_many_as_whole_items_cost_and_a_smaller_basket_fewer(till: Checkout) -> None:
    """990 are named and 860 set aside; the bread stays in the shop, and its 500 are free again."""
    held = till.answer(till.hold("h", MILK, BREAD, EGGS, spend={"points": 990}))
    assert held.held is not None
    assert till.balance == Balance(available=140, held=860)
    more = till.answer(till.pay("p1", MILK, EGGS, spend={"points": 990}, hold="h"))
    assert more.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
    answer = till.answer(till.pay("p2", MILK, EGGS, hold="h"))
    assert paid(answer) == [(1, 355, 360)]
    assert till.balance == Balance(available=140 + 500 + 10)


def test_what_comes_back_brings_exactly_the_points_that_it_cost(till: Checkout) -> None:
    """Item by item, whichever way; what money paid brings none."""
    till.answer(till.pay("p", MILK, BREAD, EGGS, spend={"points": MOST}))
    assert till.balance == Balance(available=8)
    till.answer(till.back("ANN1", "b1", "p", BREAD))
    back = till.answer(till.back("ANN1", "b2", "p", MILK, EGGS))
    assert [(one.points, one.amount_minor, one.to_lots) for one in back.refunded] == [(1000, 1000, 1000)]
    assert till.balance == Balance(available=1000)


def test_too_few_for_any_item_are_refused_and_change_nothing(till: Checkout) -> None:
    """Three points for eggs at 3.55."""
    answer = till.answer(till.pay("p", EGGS, spend={"points": 350}))
    assert answer.refusal == RefusalCode.NO_WHOLE_ITEM
    assert till.balance == Balance(available=1000)

"""What comes back to gift cards of what a guest bought: the same, however it is parted."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import programme

from tessera.catalogue.gift_card import Kind
from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.returned import Returned
from tessera.usecases.answer_parts import CardMoved
from tessera.usecases.guests.answer import GuestAnswer
from tessera.usecases.guests.decide import decide_refund

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
COMPILED = Compiled(
    programme(
        "programme: {id: club, name: Club, money: USD, timezone: UTC}\n"
        "currencies: {points: {name: [point, points]}}\n"
        "earn: {base: {on: purchase, give: {points: 1, per: 1.00}}}\n"
        "gift-cards: {guests: true}\n"
    ),
    number=1,
)


@given(
    amounts=st.lists(st.integers(1, 5000), min_size=1, max_size=5),
    shares=st.lists(st.integers(0, 9000), min_size=1, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_any_partition_of_a_return_sums_to_the_whole(
    amounts: list[int], shares: list[int], order: Random
) -> None:
    """Line by line in any order, each card has back in the end what it paid, and the rest is owed in money."""
    lines = tuple(Line(str(nth), amount) for nth, amount in enumerate(amounts))
    whole, cards = sum(amounts), []
    left = whole
    for nth, share in enumerate(shares):
        cards.append(CardMoved(Kind.USED, UUID(int=nth), min(share, left), 9000))
        left -= min(share, left)
    bought = Activity("purchase", "o", NOW, whole, "USD", lines=lines)
    paid = GuestAnswer(UUID(int=9), 1, cards=tuple(cards), due_minor=left)
    backs = list(lines)
    order.shuffle(backs)
    returned: Returned = {}
    got, owed = dict.fromkeys(range(len(shares)), 0), 0
    for line in backs:
        back = Activity("return", line.id, NOW, money="USD", lines=(Line(line.id, 0, 0),), of="o")
        answer, returned = decide_refund(
            COMPILED, back, bought=bought, paid=paid, before=returned, payment_id=UUID(int=8), now=NOW
        )
        owed += answer.owed_minor or 0
        for one in answer.cards:
            got[one.card_id.int] += one.amount_minor
    assert got == {nth: one.amount_minor for nth, one in enumerate(cards)}
    assert owed == left

"""Rewards that cost some members less: by what is known of each when it is taken."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.rewarding import MILK, PROGRAMME
from tests.integration.usecases.shop import DAY
from tests.integration.usecases.test_redeeming import Kiosk

from tessera.usecases.answer_parts import Balance
from tessera.usecases.read_catalogue import read_member_rewards
from tessera.usecases.update_member import update_member

SEGMENTED = PROGRAMME.replace(
    "gift: {price: {points: 100, money: 1.50}, give: sample}",
    "gift: {give: sample, price: {points: 100, for: {oak: 80}, segments: [{traits: {town: Orhei}, points: 90},"
    " {traits: {town: Orhei, guide: yes}, points: 30}, {birthday: day, points: 0}]}}",
)


@pytest.fixture
def kiosk(dsn: str) -> Iterator[Kiosk]:
    """A kiosk whose members pay different prices."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Kiosk(connection, programme=SEGMENTED)
        yield shop
        assert shop.verify().differences == []


def told(kiosk: Kiosk) -> int:
    """What Ann is told that the gift costs."""
    page = read_member_rewards(kiosk.connection, kiosk.programmes, kiosk.ann, clock=kiosk.clock)
    return next(one.cost.points for one in page.rewards if one.offer.reward == "gift")


def learn(kiosk: Kiosk, **traits: str | None) -> None:
    """Something is known of Ann, or no longer."""
    update_member(kiosk.connection, kiosk.ann, traits=traits, now=kiosk.clock.now())


def test_the_lowest_of_a_members_prices_counts_as_of_when_it_is_taken(kiosk: Kiosk) -> None:
    """Whoever is told a price pays it, by itself and with a basket; what was paid stays paid when a trait goes."""
    learn(kiosk, town="Chisinau")
    spent = []
    for key, traits in (
        ("r1", {}),
        ("r2", {"town": "Orhei"}),
        ("r3", {"guide": "yes"}),
        ("r4", {"town": None}),
    ):
        learn(kiosk, **traits)
        cost = told(kiosk)
        answer = kiosk.answer(kiosk.redeem(key, "gift"))
        assert answer.redeemed[0].taken.points == cost
        spent.append(cost)
    assert spent == [100, 90, 30, 100]
    learn(kiosk, birthday=f"{kiosk.clock.now():%m-%d}")
    bought = kiosk.answer(kiosk.take("p", MILK, rewards=("gift",)))
    assert (bought.redeemed[0].taken.currency, bought.redeemed[0].taken.points) == (None, 0)
    kiosk.clock.instant += DAY
    assert told(kiosk) == 100
    assert kiosk.balance == Balance(available=1000 - sum(spent) + 10)


def test_of_a_levels_price_and_a_segments_the_lower_one_counts(kiosk: Kiosk) -> None:
    """Fifty points make an oak, who pays 80; of a guide in Orhei 30 is less."""
    for number in range(5):
        kiosk.answer(kiosk.take(f"p{number}", MILK))
    assert told(kiosk) == 80
    learn(kiosk, guide="yes")
    assert told(kiosk) == 30

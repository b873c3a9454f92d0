"""The books over any life of a club, on PostgreSQL, beside a plain club; and in the end they prove themselves."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import SearchStrategy
from psycopg import Connection
from tests.database import FreshDatabase
from tests.integration.usecases.giving import Givers
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop
from tests.properties.usecases.plain_club import PROGRAMME, Basket, PlainClub

from tessera.engine.activity import Activity, Line
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import Problem
from tessera.ledger.lock import read_accounts, read_lots
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.donate_points import donation
from tessera.usecases.make_choice import make_choice
from tessera.usecases.merge_members import AlreadyMerged, SameMember
from tessera.usecases.unmerge_members import NotMerged

NAMES = ("ANN1", "BOB1", "EVE1")
DEPARTMENTS = ("milk", "toys", "books", "books")

members = st.sampled_from(NAMES)
lates = st.sampled_from([0, 0, 0, 1, 5, 20])  # days after which it is reported
baskets = st.lists(st.tuples(st.sampled_from(DEPARTMENTS), st.integers(1, 30)), min_size=1, max_size=3)
bought = st.tuples(members, baskets.map(tuple), lates)


def mostly(usual: SearchStrategy[str], any_: SearchStrategy[str]) -> SearchStrategy[str]:
    """What makes sense, three times of four."""
    return st.one_of(usual, usual, usual, any_)


class Purse(NamedTuple):
    """What an account holds, as books and plain club agree on it; `lots` are (points left, usable at, gone at)."""

    available: int
    pending: int
    debt: int
    lots: list[tuple[int, datetime, datetime]]


class Life(RuleBasedStateMachine):
    """Buy, bring back, be delivered to, choose, merge, part, sweep and wait, in any order; `fresh` opens a database."""

    fresh: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        dsn = self.open.enter_context(self.fresh())
        connection: Connection = self.open.enter_context(psycopg.connect(dsn, autocommit=True))
        self.shop = Shop(connection, programme=PROGRAMME)
        self.desk = Desk(self.shop)
        self.ids: dict[str, UUID] = dict(zip(NAMES, self.shop.enrol(*NAMES), strict=True))
        self.club = PlainClub(NAMES)
        self.begun = self.shop.clock.instant
        self.keys = 0
        self.sent: list[tuple[Submission, Answer]] = []

    def teardown(self) -> None:
        with self.open:
            self.shop.sweep()
            assert self.shop.verify().differences == []

    @rule(hours=st.sampled_from([1, 12, 30, 24 * 4, 24 * 12]))
    def time_passes(self, hours: int) -> None:
        self.shop.clock.instant += timedelta(hours=hours)

    @rule(hours=st.sampled_from([1, 12, 30, 24 * 4, 24 * 12]))
    def the_clock_is_set_back(self, hours: int) -> None:
        """What time has brought, once it was written down, stays."""
        self.shop.sweep()
        self.shop.clock.instant = max(self.begun, self.now - timedelta(hours=hours))

    @rule(purchases=st.lists(bought, min_size=1, max_size=3))
    def buy(self, purchases: list[tuple[str, Basket, int]]) -> None:
        """Some purchases at once, by any card; some of them are reported late."""
        submissions = []
        for card, basket, late in purchases:
            lines = [
                Line(str(place), 100 * dollars, department=of) for place, (of, dollars) in enumerate(basket)
            ]
            at = self.now - late * DAY
            submissions.append(self.shop.buy(card, self.key(), *lines, at=at))
        self.club.settle(self.now)
        for (card, basket, _), submission, answer in zip(
            purchases, submissions, self.send(*submissions), strict=True
        ):
            activity = submission.activity
            given = self.club.buy(card, activity.key, basket, at=activity.occurred_at, now=self.now)
            assert sum(granted.amount for granted in answer.granted) == given

    @rule(card=members, late=lates)
    def review(self, card: str, late: int) -> None:
        at = self.now - late * DAY
        self.send(self.shop.review(card, self.key(), at=at))
        self.club.settle(self.now)
        self.club.give(self.club.cards[card], 5, at=at, now=self.now)

    @precondition(lambda self: self.club.awaited())
    @rule(data=st.data())
    def deliver_what_is_waited_for(self, data: st.DataObject) -> None:
        """The whole of a purchase that has not come yet, in time."""
        key = data.draw(st.sampled_from(self.club.awaited()))
        self.deliver_to(self.draw_card(data, key), key, (), at=self.now)

    @precondition(lambda self: self.club.purchases)
    @rule(data=st.data(), some=st.booleans(), late=lates)
    def deliver(self, data: st.DataObject, *, some: bool, late: int) -> None:
        """A purchase, or some lines of it, to the member who has the purchase by now; perhaps once more, perhaps late."""
        key = data.draw(st.sampled_from(sorted(self.club.purchases)))
        places = range(len(self.club.purchases[key].lines))
        named = data.draw(st.sets(st.sampled_from(places), min_size=1)) if some else ()
        self.deliver_to(self.draw_card(data, key), key, sorted(named), at=self.now - late * DAY)

    @precondition(lambda self: self.club.purchases)
    @rule(data=st.data(), some=st.booleans())
    def bring_back(self, data: st.DataObject, *, some: bool) -> None:
        """Parts of lines, or all that is left; nothing that is another's, and nothing twice."""
        key = data.draw(st.sampled_from(sorted(self.club.purchases)))
        card = self.draw_card(data, key)
        left = self.club.left_of(key)
        back: dict[int, int] = {}
        if left and some:
            places = data.draw(st.sets(st.sampled_from(sorted(left)), min_size=1))
            back = {place: data.draw(st.integers(1, left[place])) for place in sorted(places)}
        lines = [Line(str(place), cents, 0) for place, cents in back.items()]
        (answer,) = self.send(self.shop.back(card, self.key(), key, *lines))
        self.club.settle(self.now)
        if self.is_strange(card, key):
            assert answer.refusal == RefusalCode.OTHER_MEMBERS_PURCHASE
        elif not left:
            assert answer.refusal == RefusalCode.RETURN_EXCEEDS_PURCHASE
        else:
            taken = self.club.take_back(key, back or left)
            assert sum(one.amount for one in answer.taken_back) == taken

    @rule(name=members, points=st.integers(-60, 40).filter(bool))
    def adjust(self, name: str, points: int) -> None:
        """By hand; more than there is cannot be taken."""
        holder = self.club.holder(name)
        self.club.settle(self.now)
        (answer,) = self.send(self.shop.adjust(self.ids[name], self.key(), points))
        if points > 0:
            self.club.give(holder, points, at=self.now, now=self.now)
        else:
            done = self.club.accounts[holder].adjust_down(-points)
            assert answer.refusal == (None if done else RefusalCode.INSUFFICIENT_POINTS)

    @rule(giver=members, taker=members, points=st.integers(1, 60))
    def transfer(self, giver: str, taker: str, points: int) -> None:
        """From one card to another, whosever they are by now; what was given once is not given again."""
        holder, other = self.club.cards[giver], self.club.cards[taker]
        self.club.settle(self.now)
        key, givers = self.key(), Givers(self.shop)
        answer = givers.give(giver, taker, points, key=key)
        if holder == other:
            assert answer.refusal == RefusalCode.TO_ONESELF
        else:
            done = self.club.transfer(holder, other, points, self.now)
            assert (answer.refusal is None) == done
        assert givers.try_give(giver, taker, points, key=key) == Recorded(answer, replayed=True)

    @rule(name=members, points=st.integers(1, 60))
    def donate(self, name: str, points: int) -> None:
        """To the trees; more than there is cannot be given."""
        holder = self.club.holder(name)
        self.club.settle(self.now)
        gift = donation(
            source="app", key=self.key(), member=("id", str(self.ids[name])), cause="trees", points=points,
            occurred_at=self.now,
        )  # fmt: skip
        (answer,) = self.send(gift)
        assert (answer.refusal is None) == self.club.accounts[holder].adjust_down(points)

    @rule(name=members, department=st.sampled_from(["toys", "books"]))
    def choose(self, name: str, department: str) -> None:
        """What counts from next Monday on, for a week."""
        today = self.now.date()
        week = today + timedelta(days=7 - today.weekday())
        choice = make_choice(
            source="till", key=self.key(), member_id=self.ids[name], choice="favourites",
            values=[department], period_on=week, occurred_at=self.now,
        )  # fmt: skip
        (answer,) = self.send(choice)
        assert answer.refusal is None
        self.club.choose(self.club.holder(name), week, department)

    @rule(name=members, into=members)
    def merge(self, name: str, into: str) -> None:
        """Two become one, if they are not one yet."""
        self.club.settle(self.now)
        ids, holder = (self.ids[name], self.ids[into]), self.club.holder(into)
        if holder == self.club.holder(name):
            with pytest.raises(SameMember):
                self.desk.try_merge(*ids, key=self.key())
        elif name in self.club.merges:
            with pytest.raises(AlreadyMerged):
                self.desk.try_merge(*ids, key=self.key())
        else:
            self.desk.merge(*ids, key=self.key())
            self.club.merge(name, holder, self.now)

    @precondition(lambda self: self.club.merges)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """One becomes two again; the last merge of a chain is undone first."""
        self.club.settle(self.now)
        name = data.draw(st.sampled_from(self.club.last_merged()))
        self.desk.undo(self.ids[name], self.ids[self.club.merges[name].into], key=self.key())
        self.club.undo(name, self.now)

    @rule(name=members, into=members)
    def undo_what_cannot_be(self, name: str, into: str) -> None:
        """Nobody is parted from whom they were not merged into, or who was merged further since."""
        merged = self.club.merges.get(name)
        if merged is None or merged.into != into:
            refusal: type[Problem] = NotMerged
        elif into in self.club.merges:
            refusal = AlreadyMerged
        else:
            return
        with pytest.raises(refusal):
            self.desk.try_undo(self.ids[name], self.ids[into], key=self.key())

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """What was answered once is answered the same for ever, whoever's it is by now."""
        submission, answer = data.draw(st.sampled_from(self.sent))
        assert self.shop.record(submission) == [Recorded(answer, replayed=True)]

    @invariant()
    def the_plain_club_agrees(self) -> None:
        self.club.settle(self.now)
        wallets = read_accounts(self.shop.connection, list(self.ids.values()))
        held = {account_id: own["points"] for account_id, own in wallets.items()}
        read_lots(self.shop.connection, held.values())
        for name, account_id in self.ids.items():
            wallet, plain = held[account_id], self.club.accounts[name]
            wallet.settle(self.now)
            lots = sorted((lot.remaining, lot.available_at, lot.expires_at) for lot in wallet.live_lots())
            ours = Purse(wallet.available, wallet.pending, wallet.debt, [lot for lot in lots if lot[0]])
            lots = sorted((lot.left, lot.available_at, lot.expires_at) for lot in plain.lots if lot.left)
            assert ours == Purse(plain.available, plain.pending, plain.debt, lots)

    @property
    def now(self) -> datetime:
        return self.shop.clock.now()

    def key(self) -> str:
        """One that nobody has used."""
        self.keys += 1
        return f"k{self.keys:03}"

    def deliver_to(self, card: str, key: str, named: Sequence[int], *, at: datetime) -> None:
        """The lines that are named, or all; another member's purchase is none of theirs."""
        event = Activity("delivery", self.key(), at, lines=tuple(Line(str(p), 0, 0) for p in named), of=key)
        (answer,) = self.send(Submission("till", "card", card, event))
        self.club.settle(self.now)
        if self.is_strange(card, key):
            assert answer.refusal == RefusalCode.OTHER_MEMBERS_PURCHASE
        else:
            assert answer.refusal is None
            places = named or range(len(self.club.purchases[key].lines))
            self.club.deliver(key, places, at=at, now=self.now)

    def draw_card(self, data: st.DataObject, key: str) -> str:
        """A card, mostly of the member who has a purchase by now."""
        holder = self.club.holder(self.club.purchases[key].account)
        own = sorted(card for card, owner in self.club.cards.items() if owner == holder)
        return data.draw(mostly(st.sampled_from(own), members))

    def is_strange(self, card: str, key: str) -> bool:
        """Is a purchase another's than the member's who has this card now?"""
        return self.club.holder(self.club.purchases[key].account) != self.club.cards[card]

    def send(self, *submissions: Submission) -> list[Answer]:
        """Record them as one batch; each is decided for the first time."""
        answers = []
        for submission, result in zip(submissions, self.shop.record(*submissions), strict=True):
            assert isinstance(result, Recorded), result
            assert not result.replayed
            self.sent.append((submission, result.answer))
            answers.append(result.answer)
        return answers


def test_whatever_happens_to_a_club_its_books_agree_with_a_plain_one(fresh_database: FreshDatabase) -> None:
    """Balances, debts and lots after every step; each life ends with a proof that decides everything again."""

    class OnThisServer(Life):
        fresh = staticmethod(fresh_database)

    run_state_machine_as_test(
        OnThisServer,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )

"""The open books of some accounts: what is known when an activity is decided, and what was decided. All in memory."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.budgets import Left
from tessera.engine.returned import Part
from tessera.engine.standing import Standing
from tessera.kit.activities import REDEMPTION
from tessera.kit.record import Record
from tessera.ledger.answers import SourceKey
from tessera.ledger.conversions import Asked
from tessera.ledger.lock import Wallets
from tessera.ledger.rows import Lot
from tessera.ledger.wallet import Wallet
from tessera.members.resolve import Found
from tessera.usecases.answer_parts import Sent
from tessera.usecases.answers import Answer
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.way import Joint, Way
from tessera.usecases.recording.spending.gift_cards import GiftCards, Maker
from tessera.usecases.recording.spending.pools import Pools
from tessera.usecases.recording.spending.supply import Supply
from tessera.usecases.recording.spending.vouchers import Vouchers

LotKey = tuple[UUID, str, int]
"""Account, currency, lot version."""


class Known(Record, frozen=True):
    """An activity that has been decided, before or in this batch."""

    account_id: UUID
    member_id: UUID
    activity: Activity
    answer: Answer


class Kept(Record, frozen=True):
    """A decision in the books."""

    item: Item
    answer: Answer
    standing: Standing


class Books:
    """Wallets, standings, answers and returns of the accounts at hand. Reading and writing them is done elsewhere."""

    def __init__(self, wallets: Wallets) -> None:
        self.wallets = wallets
        self.known: dict[SourceKey, Known] = {}
        self.standings: dict[UUID, Standing] = {}
        self.reviews: dict[UUID, datetime] = {}  # when to look at a member's levels again, as it was read
        self.looked: dict[UUID, tuple[UUID, datetime | None]] = {}  # with the account, where that changed
        self.returned: dict[UUID, dict[int, Part]] = {}  # by purchase
        self.lots: dict[
            LotKey, tuple[Lot, int]
        ] = {}  # purchases' lots as stored, with what of each had expired
        self.gone: dict[Asked, list[tuple[Lot, int]]] = {}  # as stored: what expired since an instant
        self.kept: list[Kept] = []
        self.came_back: dict[UUID, UUID] = {}  # purchases that returns touched, with their account
        self.ways: dict[UUID, Way] = {}  # by the account whose points went elsewhere
        self.kin: set[tuple[UUID, UUID]] = set()  # (member, whom they were ever merged into)
        self.joints: dict[UUID, Joint] = {}  # by the merging activity
        self.supply = Supply()
        self.mark = ""  # what stands before what all members of the sandbox share, apart from the others
        self.subscribed: dict[
            tuple[UUID, str], dict[str, int]
        ] = {}  # what members let points pay, by subscription
        self.roles: dict[UUID, str] = {}  # of members who share an account
        self.sharing: dict[UUID, set[UUID]] = {}  # by household, who belongs to it
        self.holders: dict[UUID, UUID] = {}  # by the hold, which of them it is of
        self._steps: dict[UUID, int] = {}  # by account that is shared, how far its postings had got
        self.short: dict[UUID, Left] = {}  # what was left of budgets, where decisions are made again
        self.sent: dict[UUID, Sent] = {}  # by the transfer, once its giver's half is decided
        self.vouchers = Vouchers()
        self.gift_cards = GiftCards()
        self.pools = Pools()
        self.redemptions: dict[UUID, Known] = {}  # by the voucher that was issued

    def standing(self, member_id: UUID) -> Standing:
        """The member's standing as of the last activity."""
        return self.standings.get(member_id) or Standing()

    def review_at(self, member_id: UUID) -> datetime | None:
        """When to look at the member's levels again; None for never."""
        return self.looked[member_id][1] if member_id in self.looked else self.reviews.get(member_id)

    def look_again(self, member: Found, at: datetime | None) -> None:
        """Look at the member's levels then, and not before."""
        self.looked[member.member_id] = member.account_id, at

    def settled(self, account_id: UUID, now: datetime) -> Mapping[str, Wallet]:
        """The account's wallets, with what time has brought by `now` posted."""
        wallets = self.wallets[account_id]
        for wallet in wallets.values():
            wallet.settle(now)
        return wallets

    def behind(self, at: datetime, *account_ids: UUID) -> dict[UUID, dict[str, int]]:
        """Of accounts that time has brought to `at` or beyond: the newest posting in each currency."""
        versions = {}
        for account_id in account_ids:
            wallets = self.wallets[account_id]
            for wallet in wallets.values():
                if wallet.reached_at >= at:
                    versions[account_id] = {currency: own.version for currency, own in wallets.items()}
                    break
        return versions

    def lot(self, account_id: UUID, currency: str, lot_version: int) -> tuple[Lot, int]:
        """A purchase's lot and what of it has expired, net of what was brought back."""
        wallet = self.wallets[account_id][currency]
        for lot in wallet.new_lots:
            if lot.lot_version == lot_version:
                return lot, _expired_here(wallet, lot_version)
        stored, expired = self.lots[account_id, currency, lot_version]
        live = next((lot for lot in wallet.live_lots() if lot.lot_version == lot_version), stored)
        return live, expired + _expired_here(wallet, lot_version)

    def gone_since(self, account_id: UUID, currency: str, at: datetime) -> list[tuple[Lot, int]]:
        """Lots of an account, and what of each has expired at an instant or since, net of what was brought back."""
        wallet = self.wallets[account_id][currency]
        stored = self.gone.get((account_id, currency, at), [])
        lots = {lot.lot_version: lot for lot, _ in stored}
        lots |= {lot.lot_version: lot for lot in (*wallet.new_lots, *wallet.live_lots())}
        gone = Counter({lot.lot_version: amount for lot, amount in stored})
        for number, amount in _expired_in(wallet, since=at):
            gone[number] += amount
        return [(lots[number], amount) for number, amount in sorted(gone.items()) if amount > 0]

    def places(self, account_id: UUID, currency: str, lot_version: int) -> list[tuple[UUID, int | None]]:
        """(account, lot) of points wherever they have lain, the last one now; None when nothing of the lot came along."""
        place: int | None = lot_version
        found = [(account_id, place)]
        while (way := self.ways.get(account_id)) is not None:
            account_id, place = way.account_id, None if place is None else way.lots.get((currency, place))
            found.append((account_id, place))
        return found

    def holder(self, account_id: UUID) -> UUID:
        """The account that has what this one had: itself, unless its member was merged or joined a household."""
        while (way := self.ways.get(account_id)) is not None:
            account_id = way.account_id
        return account_id

    def is_same(self, one: UUID, other: UUID) -> bool:
        """Is or was the one member the other?"""
        return one == other or (one, other) in self.kin or (other, one) in self.kin

    def turn(self, account_id: UUID) -> int:
        """The place of what was decided just now among all that has happened to an account, whichever member's it is.

        It grows with the postings; what posted nothing comes after what was posted before it, and beside its like.
        """
        wallets = self.wallets[account_id].values()
        before = self._steps.get(account_id, sum(wallet.stored_version for wallet in wallets))
        after = self._steps[account_id] = sum(wallet.version for wallet in wallets)
        return 2 * after + (after == before)

    def keep(self, item: Item, answer: Answer, standing: Standing) -> None:
        """Take a decision into the books. A refusal is remembered and changes nothing else."""
        member = item.member
        if member.account_id != member.member_id:
            answer = with_turns(self, answer, dict.fromkeys(item.account_ids, member.member_id))
        self.kept.append(Kept(item, answer, standing))
        self.known[item.key] = Known(member.account_id, member.member_id, item.submission.activity, answer)
        if item.submission.activity.type == REDEMPTION and answer.activity_id is not None:
            self.redemptions[answer.activity_id] = self.known[item.key]
        if answer.refusal is None:
            self.standings[member.member_id] = standing
            if answer.activity_id is not None and (answer.vouchers or answer.cards):
                self._keep_instruments(item, answer, answer.activity_id)

    def _keep_instruments(self, item: Item, answer: Answer, activity_id: UUID) -> None:
        """What an accepted activity did to vouchers and gift cards."""
        member, money = item.member, item.compiled.programme.money
        self.vouchers.keep(answer.vouchers, by=activity_id, account_id=member.account_id, at=item.now)
        maker = Maker(activity_id, member, item.submission.source, money, item.now)
        self.gift_cards.keep(answer.cards, maker)

    def keep_returned(self, account_id: UUID, purchase_id: UUID, returned: Mapping[int, Part]) -> None:
        """Take what has come back of a purchase into the books."""
        self.returned[purchase_id] = dict(returned)
        self.came_back[purchase_id] = account_id


def with_turns(books: Books, answer: Answer, members: Mapping[UUID, UUID]) -> Answer:
    """The answer with its place in the order of each account that is not only its member's own. `members`: by account."""
    turns = {one: books.turn(one) for one, member_id in members.items() if one != member_id}
    return msgspec.structs.replace(answer, turns=turns) if turns else answer


def _expired_here(wallet: Wallet, lot_version: int) -> int:
    """What of a lot has expired by the postings in memory, less what they brought back."""
    return sum(amount for number, amount in _expired_in(wallet) if number == lot_version)


def _expired_in(wallet: Wallet, *, since: datetime | None = None) -> Iterator[tuple[int, int]]:
    """(lot, points) expired by the postings in memory, perhaps only `since` an instant; below zero, brought back."""
    expiries = {
        posting.version
        for posting in wallet.postings
        if posting.contra == "expired"
        and (since is None or posting.amount > 0 or posting.effective_at >= since)
    }
    for allocation in wallet.allocations:
        if allocation.taker_version in expiries:
            yield allocation.lot_version, allocation.amount

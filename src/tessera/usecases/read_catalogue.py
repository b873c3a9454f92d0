"""What is on offer: the rewards of the document and of the catalogue beside it, page by page; and what a member may have."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.pools import list_pools
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.discount.eligible import Cost, Guest
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.standing import Standing
from tessera.engine.take import Taken, count_taken, want
from tessera.kit.activities import REDEMPTION
from tessera.kit.clock import Clock
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.kit.refused import Refused
from tessera.kit.sandbox import source_for
from tessera.ledger.lock import read_settled
from tessera.members.resolve import Found, resolve_members
from tessera.members.standings import read_standings
from tessera.programme.reward import Code
from tessera.programme.sentences.reward import tell_price, tell_reward
from tessera.programme.speak import Speaker, speaker
from tessera.usecases.address_member import language_of
from tessera.usecases.answers import Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.item import item_of
from tessera.usecases.recording.joining.role import refusal_in_role
from tessera.usecases.recording.joining.sharing import read_sharing
from tessera.usecases.recording.spending.left import budget_minor, refuse_short
from tessera.usecases.recording.spending.shared import look_at_supply
from tessera.usecases.recording.spending.supply import Supply, pieces_of
from tessera.usecases.recording.traits import traits_of

LIMIT = 200


class OnOffer(Record, frozen=True):
    """A reward as members read it: `price` and `says` in words, `left` the pieces that anybody can have (None: no end of
    them), `from_at` and `until_at` its period.
    """

    reward: str
    name: str
    price: str
    says: str
    picture: str | None
    from_at: datetime | None
    until_at: datetime | None
    left: int | None


class Catalogue(Record, frozen=True):
    """A page of what is on offer, by id, in `lang`; `next` asks for the following page (None at the end).

    `edition`: of the catalogue beside the document, 0 where there is none.
    """

    programme_version: int
    edition: int
    lang: str
    rewards: tuple[OnOffer, ...]
    next: str | None


class ForMember(Record, frozen=True):
    """A reward as a member sees it: at this cost, and why they cannot take it now (a code; None: they can)."""

    offer: OnOffer
    cost: Cost
    refusal: str | None


class MemberRewards(Record, frozen=True):
    """A page of what a member may have, likewise."""

    programme_version: int
    lang: str
    rewards: tuple[ForMember, ...]
    next: str | None


def read_catalogue(  # noqa: PLR0913 - which page, in which language, each by name
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    lang: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Catalogue:
    """A page of all rewards of the version in force. Raises NoProgramme, InvalidValue, UnknownLanguage."""
    programmes.refresh(connection)
    now = clock.now()
    compiled = programmes.at(now)
    page, following = _page(compiled, after=after, limit=limit)
    supply = look_at_supply(connection, page, now)
    told = _speaker(compiled, page, lang)
    return Catalogue(
        compiled.number,
        programmes.edition(compiled.number),
        told.lang,
        tuple(_on_offer(reward, told, supply) for reward in page),
        following,
    )


def read_member_rewards(  # noqa: PLR0913 - whose page, in which language, each by name
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    *,
    clock: Clock,
    lang: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> MemberRewards:
    """A page of all rewards, each with what it costs the member, and whether they could take it now.

    What a reward asks of a basket is asked when it is used there. `lang`: the member's own, if left out. Raises
    UnknownMember, NoProgramme, InvalidValue, UnknownLanguage.
    """
    programmes.refresh(connection)
    now = clock.now()
    member = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if member is None:
        raise UnknownMember("No member has this id.", field="member_id")
    compiled = programmes.at(now)
    page, following = _page(compiled, after=after, limit=limit)
    mark = source_for(member_id, "")
    supply = look_at_supply(connection, page, now, mark=mark)
    pools = () if mark else _filled(connection, page)  # the sandbox gives no real code away
    asker = _Asker(connection, compiled, member, supply, now, pools=pools)
    told = _speaker(compiled, page, language_of(connection, member_id, lang=lang))
    rewards = tuple(ForMember(_on_offer(reward, told, asker.supply), *asker.ask(reward)) for reward in page)
    return MemberRewards(compiled.number, told.lang, rewards, following)


class _Asker:
    """A member who would take a reward now, outside of any basket; `pools` are those that have a code for them."""

    def __init__(  # noqa: PLR0913 - who asks, when, and what is left, each by name
        self,
        connection: Connection,
        compiled: Compiled,
        member: Found,
        supply: Supply,
        now: datetime,
        *,
        pools: Collection[str],
    ) -> None:
        self._compiled, self._member, self.supply, self._now = compiled, member, supply, now
        self._pools = pools
        stored = read_standings(
            connection, [member.account_id], of={member.member_id: member.account_id}
        ).get(member.member_id)
        self._standing = Standing() if stored is None else read_standing(stored.state)
        activity = Activity(REDEMPTION, "", now)
        submission = Submission("", "id", str(member.member_id), activity)
        self._traits = traits_of(member, compiled, self._standing, submission, rewards=True)
        self._guest = Guest(compiled, self._standing, activity, self._traits)
        self._books = Books(read_settled(connection, [member.account_id], now))
        self._books.standings[member.member_id] = self._standing
        read_sharing(connection, self._books, [member])
        self._item = item_of(submission, member, compiled, now)

    def ask(self, reward: CompiledReward) -> tuple[Cost, str | None]:
        """What it costs, and why the member cannot take it; None when they can."""
        cost = self._guest.cost(reward)
        try:
            want(self._compiled, self._guest, reward.id, at_checkout=False)
            if isinstance(give := reward.reward.give, Code) and give.pool not in self._pools:
                return cost, RefusalCode.POOL_EMPTY
            taken = Taken(reward.id, self._compiled.number, cost.currency, cost.points, cost.money_minor)
            refuse_short(self.supply, reward, budget_minor(reward, taken, issued=True))
            count_taken(
                self._compiled,
                self._standing.caps,
                reward,
                at=self._now,
                traits=self._traits,
                aside=self.supply.set_aside(pieces_of(reward.id), self._member.member_id),
            )
        except Refused as refusal:
            return cost, refusal.code
        return cost, self._too_few(cost)

    def _too_few(self, cost: Cost) -> str | None:
        """Why the member cannot pay for it: with what is there, or with what a role in a household lets them spend."""
        if not cost.points or cost.currency is None:
            return None
        wallet = self._books.wallets[self._member.account_id].get(cost.currency)
        if wallet is None or wallet.available < cost.points:
            return RefusalCode.INSUFFICIENT_POINTS
        return refusal_in_role(self._books, self._item, cost.currency, cost.points)


def _filled(connection: Connection, page: Sequence[CompiledReward]) -> Collection[str]:
    """The pools that have a code left, where any of these rewards gives one."""
    if not any(isinstance(reward.reward.give, Code) for reward in page):
        return ()
    return {pool.pool for pool in list_pools(connection) if pool.left}


def _page(
    compiled: Compiled, *, after: str | None, limit: int
) -> tuple[Sequence[CompiledReward], str | None]:
    """The rewards after an id, and the last one's id where others follow."""
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    ids = compiled.rewards.ids
    start = 0 if after is None else bisect_right(ids, after)
    found = ids[start : start + limit]
    following = found[-1] if start + limit < len(ids) else None
    return [compiled.rewards.by_id[id_] for id_ in found], following


def _speaker(compiled: Compiled, page: Sequence[CompiledReward], lang: str | None) -> Speaker:
    """Whoever tells these rewards: in the programme's first language, where none is asked for."""
    shown = replace(compiled.programme, rewards={reward.id: reward.reward for reward in page})
    return speaker(shown, lang=lang or compiled.programme.languages[0])


def _on_offer(compiled: CompiledReward, told: Speaker, supply: Supply) -> OnOffer:
    reward = compiled.reward
    return OnOffer(
        reward.id,
        told.text(reward.name),
        tell_price(reward, told),
        tell_reward(reward, told),
        reward.picture,
        reward.from_at,
        compiled.until_at,
        supply.left(pieces_of(reward.id), compiled.pieces),
    )

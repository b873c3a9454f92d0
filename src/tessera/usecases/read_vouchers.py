"""Vouchers to look at: one by its code, or a member's own with the codes by which they are used."""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.codes import RANDOM_BYTES, hash_of, make_code, read_code
from tessera.catalogue.seal import Seal
from tessera.catalogue.spoken_codes import Meant
from tessera.catalogue.voucher import State, Voucher
from tessera.catalogue.vouchers import (
    Sealed,
    Told,
    UnknownVoucher,
    add_codes,
    find_vouchers,
    list_vouchers,
    read_sealed,
    read_steps,
    read_vouchers,
)
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.households import find_sources
from tessera.members.resolve import resolve_members
from tessera.programme.document import Texts
from tessera.usecases.programmes import Programmes

LIMIT = 200
_END = (datetime(9999, 12, 31, tzinfo=UTC), UUID(int=(1 << 128) - 1))


class Shown(Record, frozen=True):
    """A voucher as it stands now, by the name that its reward had when it was issued.

    `code` is told to whoever may know it; None where it cannot be shown: it was sealed with another secret.
    """

    voucher: Voucher
    state: State
    name: Texts
    code: str | None = None


class ShownVouchers(Record, frozen=True):
    """A page of a member's vouchers, the newest first; `next` asks for the following page (None at the end)."""

    vouchers: tuple[Shown, ...]
    next: str | None = None


def find_voucher(connection: Connection, code: str | Meant, *, source: str) -> Voucher:
    """The voucher of a code, or of what was said. Raises UnknownVoucher, and InvalidValue where the code is mistyped."""
    voucher_id = code.voucher_id if isinstance(code, Meant) else _find_typed(connection, code)
    voucher = None if voucher_id is None else read_vouchers(connection, [voucher_id]).get(voucher_id)
    if voucher is None or crosses(source, voucher.member_id):
        if isinstance(code, str):
            read_code(code)
        raise UnknownVoucher("No voucher has this code.", field="code")
    return voucher


def _find_typed(connection: Connection, code: str) -> UUID | None:
    code_hash = hash_of(code)
    return find_vouchers(connection, [code_hash]).get(code_hash)


def read_voucher(
    connection: Connection, programmes: Programmes, code: str | Meant, *, source: str, clock: Clock
) -> tuple[Shown, list[Told]]:
    """A voucher by its code, with what became of it; the code is not told again. Raises as `find_voucher`."""
    voucher = find_voucher(connection, code, source=source)
    programmes.refresh(connection)
    return _shown(programmes, voucher, clock.now()), read_steps(connection, voucher.voucher_id)


def read_own_vouchers(  # noqa: PLR0913 - which page of whose vouchers, each by name
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    *,
    seal: Seal,
    clock: Clock,
    before: str | None = None,
    limit: int = 50,
) -> ShownVouchers:
    """A page of the vouchers in a member's account, a household's too, and of all who were merged into it, with their codes.

    `before` is a page's `next`. Raises UnknownMember, InvalidValue.
    """
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    account_ids = accounts_of(connection, member_id)
    place = _END if before is None else _place_of(connection, before, account_ids)
    found = list_vouchers(connection, account_ids, before=place, limit=limit + 1)
    page, now = found[:limit], clock.now()
    codes = show_codes(connection, [voucher.voucher_id for voucher in page], seal=seal)
    programmes.refresh(connection)
    return ShownVouchers(
        tuple(_shown(programmes, voucher, now, codes[voucher.voucher_id]) for voucher in page),
        next=str(page[-1].voucher_id) if len(found) > limit else None,
    )


def read_own_code(connection: Connection, member_id: UUID, voucher_id: UUID, *, seal: Seal) -> str | None:
    """The code of one of a member's vouchers; None where it cannot be shown. Raises UnknownMember, UnknownVoucher."""
    voucher = read_vouchers(connection, [voucher_id]).get(voucher_id)
    if voucher is None or voucher.account_id not in accounts_of(connection, member_id):
        raise UnknownVoucher("The member has no voucher with this id.", field="voucher_id")
    return show_codes(connection, [voucher_id], seal=seal)[voucher_id]


def show_codes(
    connection: Connection, voucher_ids: Collection[UUID], *, seal: Seal
) -> dict[UUID, str | None]:
    """The code of each of these vouchers, made now where nobody has asked for it before."""
    known = read_sealed(connection, voucher_ids)
    lacking = [voucher_id for voucher_id in voucher_ids if voucher_id not in known]
    if lacking:
        add_codes(connection, [_sealed(voucher_id, seal) for voucher_id in lacking])
        known |= read_sealed(
            connection, lacking
        )  # another may have been quicker: then that one's code counts
    return {id_: seal.open(one.code_sealed, code_hash=one.code_hash) for id_, one in known.items()}


def _sealed(voucher_id: UUID, seal: Seal) -> Sealed:
    code = make_code(secrets.token_bytes(RANDOM_BYTES))
    return Sealed(voucher_id, hash_of(code), seal.close(code))


def _shown(programmes: Programmes, voucher: Voucher, now: datetime, code: str | None = None) -> Shown:
    reward = programmes.numbered(voucher.programme_version).rewards.by_id[voucher.reward].reward
    return Shown(voucher, voucher.state_at(now), reward.name, code)


def accounts_of(connection: Connection, member_id: UUID) -> list[UUID]:
    """A member's accounts: their own, and those of whoever was merged into them. Raises UnknownMember."""
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    return find_sources(connection, found.account_id)


def _place_of(connection: Connection, before: str, account_ids: Collection[UUID]) -> tuple[datetime, UUID]:
    """Where the page ended that has this `next`: it names its last voucher."""
    try:
        last = read_vouchers(connection, [UUID(before)]).get(UUID(before))
    except ValueError:
        last = None
    if last is None or last.account_id not in account_ids:
        raise InvalidValue("before must be the `next` of a page of these vouchers.", field="before")
    return last.issued_at, last.voucher_id

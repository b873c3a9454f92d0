"""The rows of vouchers, and of every step that was taken with them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_vouchers as _sql
from tessera.catalogue.voucher import State, Step, Voucher
from tessera.kit.problems import Problem


class UnknownVoucher(Problem):
    """No voucher has this code, or this id."""

    code = "unknown_voucher"
    title = "Unknown voucher"


class Taken(NamedTuple):
    """A step that an activity took: the voucher's `number`-th."""

    voucher_id: UUID
    number: int
    step: Step
    account_id: UUID
    activity_id: UUID
    at: datetime


class Told(NamedTuple):
    """A step as a voucher's history has it."""

    step: Step
    activity_id: UUID
    at: datetime


class Sealed(NamedTuple):
    """A voucher's code as it is kept."""

    voucher_id: UUID
    code_hash: bytes
    code_sealed: bytes


class Stood(NamedTuple):
    """How a voucher stands, and the steps by which it came there."""

    voucher_id: UUID
    account_id: UUID
    state: str
    number: int
    steps: Sequence[str]
    last: int


def read_vouchers(connection: Connection, voucher_ids: Collection[UUID]) -> dict[UUID, Voucher]:
    """Vouchers as they stand, by id; those that are not there are left out."""
    return _read(connection, _sql.READ_VOUCHERS, voucher_ids)


def lock_vouchers(connection: Connection, voucher_ids: Collection[UUID]) -> dict[UUID, Voucher]:
    """The same, kept from others until the transaction ends. Lock them after the accounts and the tallies."""
    return _read(connection, _sql.LOCK_VOUCHERS, voucher_ids)


def list_vouchers(
    connection: Connection, account_ids: Collection[UUID], *, before: tuple[datetime, UUID], limit: int
) -> list[Voucher]:
    """Vouchers of some accounts that were issued before another, the newest first."""
    rows = connection.execute(_sql.LIST_VOUCHERS, (list(account_ids), *before, limit))
    return [_voucher(row) for row in rows]


def count_vouchers(connection: Connection, now: datetime) -> dict[str, int]:
    """How many vouchers stand how at an instant, with what time has brought."""
    return dict(connection.execute(_sql.COUNT_VOUCHERS, (now, now)).fetchall())


def find_vouchers(connection: Connection, code_hashes: Collection[bytes]) -> dict[bytes, UUID]:
    """Which vouchers have codes with these hashes; unknown ones are left out."""
    if not code_hashes:
        return {}
    rows = connection.execute(_sql.FIND_VOUCHERS, (list(code_hashes),))
    return {bytes(code_hash): voucher_id for code_hash, voucher_id in rows}


def write_vouchers(
    connection: Connection, vouchers: Mapping[UUID, Voucher], steps: Sequence[Taken], *, new: Collection[UUID]
) -> None:
    """Vouchers as they stand now, of which those in `new` were not there, and the steps that were taken."""
    added = [_row(vouchers[id_]) for id_ in sorted(new, key=lambda one: one.int)]
    if added:
        connection.execute(_sql.ADD_VOUCHERS, _columns(added))
    moved = {step.voucher_id for step in steps} - set(new)
    if moved:
        changed = [vouchers[id_] for id_ in sorted(moved, key=lambda one: one.int)]
        rows = [
            (v.voucher_id, v.state.value, v.number, v.held_by, v.held_until, v.used_by, v.expires_at)
            for v in changed
        ]
        connection.execute(_sql.WRITE_VOUCHERS, _columns(rows))
    if steps:
        taken = [(s.voucher_id, s.number, s.step.value, s.account_id, s.activity_id, s.at) for s in steps]
        connection.execute(_sql.ADD_STEPS, _columns(taken))


def read_steps(connection: Connection, voucher_id: UUID) -> list[Told]:
    """What became of a voucher, in order."""
    rows = connection.execute(_sql.READ_STEPS_OF, (voucher_id,))
    return [Told(Step(step), activity_id, at) for step, activity_id, at in rows]


def read_steps_by(
    connection: Connection, account_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, UUID, int, str]]]:
    """What accounts' activities did, by account: (activity, voucher, number, step)."""
    found: dict[UUID, list[tuple[UUID, UUID, int, str]]] = {}
    for account_id, *step in connection.execute(_sql.READ_STEPS, (list(account_ids),)):
        found.setdefault(account_id, []).append((step[0], step[1], step[2], step[3]))
    return found


def accounts_with_steps(connection: Connection) -> set[UUID]:
    """The accounts whose activities took any step."""
    return {account_id for (account_id,) in connection.execute(_sql.LIST_ACCOUNTS)}


def read_all_steps(connection: Connection) -> Iterator[Stood]:
    """Every voucher."""
    yield from map(Stood._make, connection.execute(_sql.READ_ALL_STEPS))


def read_sealed(connection: Connection, voucher_ids: Collection[UUID]) -> dict[UUID, Sealed]:
    """The codes of vouchers that have one."""
    rows = connection.execute(_sql.READ_SEALED, (list(voucher_ids),))
    return {row[0]: Sealed(row[0], bytes(row[1]), bytes(row[2])) for row in rows}


def add_codes(connection: Connection, codes: Sequence[Sealed]) -> None:
    """Codes for vouchers that have none yet; one that has got one meanwhile keeps it."""
    if codes:
        connection.execute(_sql.ADD_CODES, _columns(codes))


def _read(connection: Connection, statement: str, voucher_ids: Collection[UUID]) -> dict[UUID, Voucher]:
    if not voucher_ids:
        return {}
    return {row[0]: _voucher(row) for row in connection.execute(statement, (list(voucher_ids),))}


def _voucher(row: tuple[Any, ...]) -> Voucher:
    fields = dict(zip(Voucher.__struct_fields__, row, strict=True))
    return Voucher(**fields | {"state": State(fields["state"])})


def _row(voucher: Voucher) -> tuple[Any, ...]:
    return tuple(
        value.value if isinstance(value, State) else value
        for value in (getattr(voucher, name) for name in voucher.__struct_fields__)
    )


def _columns(rows: Sequence[Sequence[Any]]) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))

"""Import a table in batches, each its own transaction: whatever stops it, the next run doubles nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from tessera.api.problems import problem_body
from tessera.bootstrap.imports.orders import to_enrolment, to_report
from tessera.bootstrap.imports.rejects import Rejects
from tessera.connect.mapping.convert import Item, Unfit, convert_rows
from tessera.connect.mapping.layout import Layout
from tessera.connect.tables.row import Broken, Table
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, Problem
from tessera.kit.record import Record
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment
from tessera.usecases.import_members import import_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result, record_activities

ITEMS_A_BATCH = 500
ROWS_A_BATCH = 20_000

Order = TypeVar("Order", Submission, Enrolment)


class Imported(Record):
    """What an import came to. `recorded` and `repeated` are members or activities; `rejected` are rows.

    `refused`: recorded, but the programme's rules said no. `grown`: the file has more now than was read.
    """

    recorded: int = 0
    repeated: int = 0
    refused: int = 0
    rejected: int = 0
    rejects: str | None = None
    grown: bool = False


class Desk(Generic[Order]):
    """How one sort of item is read and recorded."""

    def __init__(
        self, read: Callable[[dict[str, Any]], Order], record: Callable[[Sequence[Order]], list[Result]]
    ) -> None:
        self.read: Callable[[dict[str, Any]], Order] = read
        self.record: Callable[[Sequence[Order]], list[Result]] = record


def desk_of_members(  # noqa: PLR0913 - what it needs, each by name
    database: Database, programmes: Programmes, layout: Layout, *, as_of_then: bool, clock: Clock, new_id: Ids
) -> Desk[Enrolment]:
    """Members: enrolled, each with the activity that welcomes them."""
    return Desk(
        lambda body: to_enrolment(body, source=layout.source, as_of_then=as_of_then),
        lambda orders: import_members(database, programmes, orders, clock=clock, new_id=new_id),
    )


def desk_of_activities(  # noqa: PLR0913 - as above
    database: Database, programmes: Programmes, layout: Layout, *, as_of_then: bool, clock: Clock, new_id: Ids
) -> Desk[Submission]:
    """Activities: recorded as if a till had reported them. Raises NoProgramme when there is none yet."""
    now: datetime = clock.now()
    database.insist(programmes.refresh)
    programme = programmes.at(now).programme
    money = (programme.money, programme.money_digits)
    return Desk(
        lambda body: to_report(body, source=layout.source, as_of_then=as_of_then, now=now, money=money),
        lambda orders: database.insist(
            lambda connection: record_activities(connection, programmes, orders, clock=clock, new_id=new_id)
        ),
    )


def import_table(
    table: Table, layout: Layout, desk: Desk[Any], *, rejects: Rejects, advance: Callable[[int], None]
) -> Imported:
    """Take in every row, or write it among the rejects. `advance` is told how much more was read."""
    imported, read = Imported(), 0
    batch = Batch(desk, rejects, imported)
    for found in convert_rows(table.rows(), layout):
        if isinstance(found, Broken):
            rejects.add(found, found.reason)
        elif isinstance(found, Unfit):
            batch.reject(found, found.reason)
        else:
            batch.take(found)
        advance(table.read - read)
        read = table.read
    batch.flush()
    imported.rejected = rejects.count
    imported.grown = table.grown
    return imported


class Batch:
    """Items that go in together: no two with the same key, so that the second meets the first's answer."""

    def __init__(self, desk: Desk[Any], rejects: Rejects, imported: Imported) -> None:
        self._desk, self._rejects, self._imported = desk, rejects, imported
        self._items: dict[str, tuple[Item, Any]] = {}
        self._rows = 0

    def take(self, item: Item) -> None:
        """Add an item; one that cannot be read is rejected."""
        try:
            order = self._desk.read(item.body)
        except InvalidValue as problem:
            self.reject(item, _told(problem))
            return
        if item.body["key"] in self._items or len(self._items) >= ITEMS_A_BATCH or self._rows >= ROWS_A_BATCH:
            self.flush()
        self._items[item.body["key"]] = item, order
        self._rows += len(item.rows)

    def flush(self) -> None:
        """Record what there is."""
        if not self._items:
            return
        items, orders = zip(*self._items.values(), strict=True)
        for item, result in zip(items, self._desk.record(orders), strict=True):
            if isinstance(result, Problem):
                self.reject(item, _told(result))
            elif result.replayed:
                self._imported.repeated += 1
            else:
                self._imported.recorded += 1
                self._imported.refused += result.answer.refusal is not None
        self._items, self._rows = {}, 0

    def reject(self, item: Item | Unfit, reason: str) -> None:
        """Write the item's rows among the rejects."""
        for row in item.rows:
            self._rejects.add(row, reason)


def _told(problem: Problem) -> str:
    """The problem as the API would tell it, in a line."""
    body = problem_body(problem)
    return ": ".join([*(error.field for error in body.errors), body.detail])

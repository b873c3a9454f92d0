"""The books of a page: a table of dated activities of one member, and what they leave, worked by hand.

| # | when | what | worked by hand | points | level |
|---|---|---|---|---|---|
| 2 | 2026-03-02 08:55 | `purchase amount=12.40` | `base` twice 12.40, down: **24** | 500 + 24 | seed |

Instants are local, or carry their offset. What happens is written as in `tests/decided.py`; a return says `of=2` and
names lines by their number; a dash is time that passes. Of the working, each rule with its figure in bold is compared.
Balances are what can be used, plus what waits, minus what is owed. A column is the id of a currency or of a ladder, or
`level` when there is one ladder.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from tests.decided import read_activity
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.engine.choices import CHOICE, choice_facts
from tessera.kit.ids import new_id
from tessera.programme.document import Programme
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.read_balances import Balances, read_balances

_HEAD = re.compile(r"^\| # \|(?:[^|]+\|){3} (?P<columns>.+) \|$", re.MULTILINE)
_ROW = re.compile(
    r"^\| (?P<place>\d+) \| (?P<at>[^|]+) \| (?P<said>[^|]+) \| (?P<worked>[^|]*) \| (?P<left>.+) \|$",
    re.MULTILINE,
)
_GIVEN = re.compile(r"`([a-z0-9:-]+)`[^`]*?\*\*(−?[\d.]+)\*\*")
_CARD = "ANN1"
_TIME = "–"


@dataclass(frozen=True)
class Row:
    """A row: what happened when, what each rule gave for it, and what is in each column afterwards."""

    place: str
    at: str
    said: str
    given: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def read_rows(page: str) -> list[Row]:
    """The table's rows as the page has them."""
    return [
        Row(
            found["place"],
            found["at"],
            found["said"].strip("`"),
            tuple(sorted(_GIVEN.findall(found["worked"]))),
            tuple(found["left"].split(" | ")),
        )
        for found in _ROW.finditer(page)
    ]


def read_columns(page: str) -> list[str]:
    """What the columns after the working are."""
    head = _HEAD.search(page)
    assert head is not None, "The page has no table of activities."
    return head["columns"].split(" | ")


class Books:
    """The books of one member, Ann, kept by the real engine and ledger, row by row."""

    def __init__(self, shop: Shop, programme: Programme) -> None:
        self._shop = shop
        self._programme = programme
        self._ann: UUID | None = None

    def keep(self, rows: list[Row], columns: list[str]) -> Iterator[Row]:
        """Each row as the books have it."""
        for row in rows:
            self._shop.clock.instant = self._instant(row.at)
            given = self._happen(row)
            balances = self._balances()
            left = tuple(self._column(balances, column) for column in columns)
            yield replace(row, given=tuple(sorted(given)), left=left)

    def _instant(self, at: str) -> datetime:
        when = datetime.fromisoformat(at)
        return (when if when.tzinfo else when.replace(tzinfo=self._programme.timezone)).astimezone(UTC)

    def _happen(self, row: Row) -> list[tuple[str, str]]:
        if row.said == _TIME:
            self._shop.sweep()
            return []
        kind, *words = row.said.split()
        values = dict(word.split("=", 1) for word in words)
        if kind == "enrolment":
            return self._granted(self._enrol(values))
        of = values.pop("of", None)
        activity = read_activity(row.at, kind, values, zone=self._programme.timezone, key=row.place, of=of)
        if kind == CHOICE:
            ((choice, chosen),) = values.items()
            facts = choice_facts(choice, chosen.split(","), period_on=None)
            activity = msgspec.structs.replace(activity, facts=facts)
        if of is not None:
            back = [
                Line(line.category or "", line.amount_minor, line.quantity_milli) for line in activity.lines
            ]
            activity = msgspec.structs.replace(activity, lines=tuple(back))
        answer = self._shop.answer(Submission("till", "card", _CARD, activity))
        assert answer.refusal is None, f"Row {row.place} is refused: {answer.refusal_detail}"
        return self._granted(answer)

    def _enrol(self, values: dict[str, str]) -> Answer:
        traits = {name.removeprefix("my-"): value for name, value in values.items()}
        enrolment = Enrolment("till", "enrolment", "Ann", "en", traits, (("card", _CARD),))
        shop = self._shop
        with shop.connection.transaction():
            (recorded,) = enrol_members(
                shop.connection, shop.programmes, [enrolment], clock=shop.clock, new_id=new_id
            )
        self._ann = recorded.answer.member_id
        return recorded.answer

    def _granted(self, answer: Answer) -> list[tuple[str, str]]:
        """What each rule gave, or what was taken back of it, and what became a voucher, as the page writes it."""
        given = [(one.rule, self._amount(one.amount, one.currency)) for one in answer.granted]
        taken = [(one.rule, f"−{self._amount(one.amount, one.currency)}") for one in answer.taken_back]
        became = [(one.reward, f"−{self._amount(one.points, one.currency)}") for one in answer.issued]
        return given + taken + became

    def _balances(self) -> Balances:
        assert self._ann is not None, "The first row is the enrolment."
        return read_balances(
            self._shop.connection, self._shop.programmes, self._ann, at=None, clock=self._shop.clock
        )

    def _column(self, balances: Balances, column: str) -> str:
        if column not in self._programme.currencies:
            levels = {tier.structure: tier.level for tier in balances.tiers}
            return levels[column] if column in levels else next(iter(levels.values()))
        has = balances.balances.get(column, Balance())
        parts = [self._amount(has.available, column)]
        parts += [f"+ {self._amount(has.pending, column)}"] if has.pending else []
        parts += [f"− {self._amount(has.debt, column)}"] if has.debt else []
        return " ".join(parts)

    def _amount(self, units: int, currency: str) -> str:
        """As the page writes it: 5, 2.5, 1.20."""
        kept = self._programme.currencies[currency]
        digits = self._programme.money_digits if kept.is_money else kept.scale
        return str(Decimal(units).scaleb(-digits))

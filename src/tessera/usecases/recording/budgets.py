"""Budgets of rules in the books: which are asked for, what is left to a decision, and what it takes."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.tallies import read_tallies
from tessera.engine.activity import Activity
from tessera.engine.budgeted import budget_limits, budget_subjects, budgets_left
from tessera.engine.budgets import Left
from tessera.engine.compile import Compiled
from tessera.engine.decision import Decision
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item


def budgets_drawn(books: Books, items: Sequence[Item]) -> set[str]:
    """The subjects on which what these items give back had drawn."""
    return {
        subject for item in items if item.of in books.known for subject in books.known[item.of].answer.drawn
    }


def look_at_budgets(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """The same as it stands, without a lock: to quote."""
    asked = budgets_asked(items)
    if asked:
        books.supply.taken |= read_tallies(connection, asked, mark=books.mark)


def budgets_asked(items: Sequence[Item]) -> set[str]:
    """The subjects on which these items may draw."""
    return {subject for item in items for subject in budget_subjects(item.compiled, item.submission.activity)}


def left_to(
    books: Books, compiled: Compiled, activity: Activity, activity_id: UUID | None = None
) -> Left | None:
    """What is left of the budgets on which an activity may draw; where it is decided again, what was."""
    if activity.type not in compiled.budgeted:
        return None
    if books.supply.endless:
        return {} if activity_id is None else books.short.get(activity_id, {})
    for subjects, limit in budget_limits(compiled, activity).items():
        books.supply.ask(subjects, limit)
    return budgets_left(compiled, activity, books.supply.taken)


def draw_budgets(books: Books, decision: Decision) -> None:
    """Count what a decision takes, or frees."""
    books.supply.felt |= bool(decision.short)
    for subject, amount in decision.drawn.items():
        books.supply.take(subject, amount)

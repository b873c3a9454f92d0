"""What all members share of rewards: what is gone is what all answers took, and open holds set aside what is set aside."""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.reservations import Reservation, read_all_reservations
from tessera.catalogue.tallies import read_all_tallies
from tessera.engine.budgets import OF_RULES
from tessera.kit.sandbox import plain
from tessera.ledger.verify import Difference
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.spending.supply import Supply, is_of_reward

_NOBODY = UUID(int=0)


class Supplied:
    """What all decisions that were made again took together, and what their holds set aside in the end."""

    def __init__(self) -> None:
        self.taken = Counter[str]()
        self.reserved = set[Reservation]()

    def add(self, supply: Supply, *, mark: str) -> None:
        """Some accounts of one side of the sandbox's fence were decided again with this supply."""
        self.taken.update({mark + subject: amount for subject, amount in supply.taken.items()})
        placed = (one for own in supply.placed.values() for one in own)
        self.reserved.update(one._replace(subject=mark + one.subject) for one in placed)


def compare_supplies(
    connection: Connection, programmes: Programmes, supplied: Supplied
) -> Iterator[Difference]:
    """Each tally of a reward or of a rule's budget, and each reservation; one that is over may have been forgotten."""
    tallies = {
        subject: n
        for subject, n in read_all_tallies(connection).items()
        if is_of_reward(plain(subject)) or plain(subject).startswith(OF_RULES)
    }
    for subject in sorted(tallies.keys() | supplied.taken.keys()):
        stored, ours = tallies.get(subject, 0), supplied.taken[subject]
        if stored != ours:
            yield Difference("supply", _NOBODY, "", f"{subject}: stored {stored}, rebuilt {ours}")
    for reservation in read_all_reservations(connection):
        if reservation not in supplied.reserved:
            detail = f"no open hold {reservation.hold_id} sets {reservation.subject} aside"
            yield Difference("supply", _NOBODY, "", detail)
    budgets = {subject: n for subject, n in tallies.items() if plain(subject).startswith(OF_RULES)}
    yield from _compare_budgets(programmes, budgets)


def _compare_budgets(programmes: Programmes, budgets: Mapping[str, int]) -> Iterator[Difference]:
    """No more was ever given than the most that some version has of a budget."""
    most: dict[str, int] = {}
    for compiled in programmes.every() if budgets else ():
        for rule in compiled.rules.values():
            for budget in rule.budgets:
                most[budget.counts] = max(budget.limit, most.get(budget.counts, 0))
    for subject, taken in sorted(budgets.items()):
        own = plain(subject)
        limit = next((most[counts] for counts in (own, own.rpartition(" ")[0]) if counts in most), 0)
        if taken > limit:
            yield Difference("supply", _NOBODY, "", f"{subject}: {taken} taken, but there are only {limit}")

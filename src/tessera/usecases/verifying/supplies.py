"""What all members share of rewards: what is gone is what all answers took, and open holds set aside what is set aside."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.reservations import Reservation, read_all_reservations
from tessera.catalogue.tallies import read_all_tallies
from tessera.ledger.verify import Difference
from tessera.usecases.recording.supply import Supply, is_of_reward

_NOBODY = UUID(int=0)


class Supplied:
    """What all decisions that were made again took together, and what their holds set aside in the end."""

    def __init__(self) -> None:
        self.taken = Counter[str]()
        self.reserved = set[Reservation]()

    def add(self, supply: Supply) -> None:
        """Some accounts were decided again with this supply."""
        self.taken.update(supply.taken)
        self.reserved.update(one for placed in supply.placed.values() for one in placed)


def compare_supplies(connection: Connection, supplied: Supplied) -> Iterator[Difference]:
    """Each tally of a reward, and each reservation; one that is over may have been forgotten."""
    tallies = {subject: n for subject, n in read_all_tallies(connection).items() if is_of_reward(subject)}
    for subject in sorted(tallies.keys() | supplied.taken.keys()):
        stored, ours = tallies.get(subject, 0), supplied.taken[subject]
        if stored != ours:
            yield Difference("supply", _NOBODY, "", f"{subject}: stored {stored}, rebuilt {ours}")
    for reservation in read_all_reservations(connection):
        if reservation not in supplied.reserved:
            detail = f"no open hold {reservation.hold_id} sets {reservation.subject} aside"
            yield Difference("supply", _NOBODY, "", detail)

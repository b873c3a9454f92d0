"""The clock that is set, ids in the order of time, problems with their facts."""

from datetime import UTC, datetime, timedelta

from tessera.kit import problems
from tessera.kit.clock import SetClock, SystemClock
from tessera.kit.ids import new_id


def test_a_set_clock_shows_what_it_was_set_to() -> None:
    """And the system's clock tells UTC."""
    noon = datetime(2026, 6, 5, 12, tzinfo=UTC)
    clock = SetClock(noon)
    clock.instant += timedelta(days=1)
    assert clock.now() == noon + timedelta(days=1)
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_ids_rise() -> None:
    """A thousand ids: all different, in the order of their making, of version 7."""
    ids = [new_id() for _ in range(1000)]
    assert sorted(set(ids)) == ids
    assert {one.version for one in ids} == {7}


def test_every_problem_has_a_code_of_its_own() -> None:
    """And carries its facts beside the sentence."""
    kinds = problems.Problem.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds)
    problem = problems.KeyConflict("Used before.", field="amount")
    assert (str(problem), problem.facts) == ("Used before.", {"field": "amount"})

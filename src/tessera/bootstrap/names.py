"""Invented names for real households: the year of purchases has none, and a member's page wants one.

The same household gets the same name on every machine. Any likeness to a living person is chance.
"""

from faker import Faker

SEED = 0x7E55E7A


def invented_name(household: int) -> str:
    """The made-up full name of a household's member."""
    _faker.seed_instance(SEED + household)
    return f"{_faker.first_name()} {_faker.last_name()}"


_faker = Faker("en_US", use_weighting=False)

"""Which PostgreSQL the proofs run on."""

import psycopg
import pytest

from tessera.bootstrap.migrate import migrate


@pytest.mark.every_postgresql
def test_a_test_of_every_postgresql_runs_on_the_one_that_it_names(
    dsn: str, request: pytest.FixtureRequest
) -> None:
    """The newest and the oldest that Tessera promises to run on, not the same one twice; and they hold one schema."""
    named = request.node.callspec.params["postgresql"]
    with psycopg.connect(dsn) as connection:
        major = connection.info.server_version // 10_000
        assert major >= 18 if named == "postgresql-18" else major == 15
    migrate(dsn)  # what is there is what the migrations make: nothing is left to do

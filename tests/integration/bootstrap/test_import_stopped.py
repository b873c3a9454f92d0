"""An import that is stopped half-way."""

from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.bootstrap.test_import import BASKETS, Run, balances, imported, ready, run

from tessera.bootstrap.imports.driver import ITEMS_A_BATCH, desk_of_activities, import_table
from tessera.bootstrap.imports.rejects import Rejects
from tessera.connect.mapping.load import load_map
from tessera.connect.tables.delimited import Delimited
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes

__all__ = ["ready", "run"]
ROWS = ITEMS_A_BATCH * 2 + 100


def test_the_next_run_goes_on_and_doubles_nothing(ready: Run, dsn: str, tmp_path: Path) -> None:
    """What was committed before the stop is there once; the next run brings the rest."""
    rows = "".join(f"R{number};1111;03.03.2026 10:00;milk;1;1,00\n" for number in range(ROWS))
    path = tmp_path / "s.csv"
    path.write_text(f"receipt;card;sold;sku;qty;sum\n{rows}")
    layout, _ = load_map(BASKETS.encode(), file="m.yaml")
    assert layout is not None
    told = 0

    def stop(_: int) -> None:
        nonlocal told
        told += 1
        if told > ITEMS_A_BATCH + 50:
            raise KeyboardInterrupt

    with (
        Database(dsn, size=1) as database,
        closing(Delimited(path, delimiter=";")) as table,
        Rejects(tmp_path / "r.csv", columns=table.columns, layout=layout) as rejects,
    ):
        desk = desk_of_activities(
            database, Programmes(), layout, as_of_then=False, clock=SystemClock(), new_id=new_id
        )
        with pytest.raises(KeyboardInterrupt):
            import_table(table, layout, desk, rejects=rejects, advance=stop)
    assert balances(dsn)["Ann"] == 500 + 2 * ITEMS_A_BATCH
    rest = imported(ready("import", "s.csv", "--map", "m.yaml", "--json", m__yaml=BASKETS))
    assert (rest["repeated"], rest["recorded"]) == (ITEMS_A_BATCH, ROWS - ITEMS_A_BATCH)
    assert balances(dsn)["Ann"] == 500 + 2 * ROWS
    assert ready("verify").exit_code == 0

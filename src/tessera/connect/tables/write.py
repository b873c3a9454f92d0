"""Rows into a file, CSV or Parquet by its suffix, in bounded memory."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from tessera.connect.tables.open import need_parquet
from tessera.kit.problems import InvalidValue, Problem

ROWS_A_BATCH = 10_000
Row = Sequence[Any]


class UnwritableFile(Problem):
    """The file cannot be written; nothing of it is left."""

    code = "unwritable_file"
    title = "The file cannot be written"


def write_table(path: Path, columns: Mapping[str, type], rows: Iterable[Row]) -> int:
    """Write the rows under their columns (of str, int or datetime in UTC); returns how many there were.

    The file appears whole or not at all: it is written beside its place and then moved there. Raises InvalidValue for
    another suffix than .csv and .parquet, UnwritableFile, and UnreadableFile where Parquet is not installed.
    """
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise InvalidValue(f"{path} must end in .csv or .parquet, to say what it shall be.", field="file")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        write = _write_csv if path.suffix.lower() == ".csv" else _write_parquet
        count = write(unfinished, columns, iter(rows))
        unfinished.replace(path)
    except OSError as error:
        raise UnwritableFile(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _write_csv(path: Path, columns: Mapping[str, type], rows: Iterator[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell.isoformat() if isinstance(cell, datetime) else cell for cell in row])
            count += 1
    return count


def _write_parquet(path: Path, columns: Mapping[str, type], rows: Iterator[Row]) -> int:
    need_parquet()
    import pyarrow as pa  # noqa: PLC0415 - it comes with an extra
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    kinds = {str: pa.string(), int: pa.int64(), datetime: pa.timestamp("us", tz="UTC")}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    count = 0
    with ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, ROWS_A_BATCH)):
            cells = [
                pa.array(column, field.type)
                for column, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(cells, schema=schema))
            count += len(batch)
    return count

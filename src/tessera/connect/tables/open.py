"""Open a file as a table, by its suffix."""

from importlib.util import find_spec
from pathlib import Path

from tessera.connect.tables.delimited import Delimited
from tessera.connect.tables.ndjson import Ndjson
from tessera.connect.tables.row import Table, UnreadableFile

SUFFIXES = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".parquet")


def open_table(path: Path, *, delimiter: str | None, encoding: str) -> Table:
    """The file as a table; delimiter and encoding count for text. Raises UnreadableFile."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(f"{path} must end in one of {', '.join(SUFFIXES)}, to say what it is.")
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    if suffix in {".ndjson", ".jsonl"}:
        return Ndjson(path)
    if suffix == ".parquet":
        need_parquet()
        from tessera.connect.tables.parquet import Parquet  # noqa: PLC0415 - pyarrow comes with an extra

        return Parquet(path)
    return Delimited(path, delimiter=delimiter or ("\t" if suffix == ".tsv" else ","), encoding=encoding)


def need_parquet() -> None:
    """Raise UnreadableFile, saying how to mend it, where Parquet is not installed."""
    if find_spec("pyarrow") is None:
        raise UnreadableFile(
            "Parquet needs pyarrow, which is not installed: pip install 'tessera-loyalty[parquet]'. CSV needs nothing."
        )

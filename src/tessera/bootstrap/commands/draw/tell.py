"""A draw as lines for an operator, and its record as a file for everybody."""

from collections.abc import Iterator
from pathlib import Path

import click

from tessera.bootstrap.commands.context import tell
from tessera.engine.draw import DrawRecord, write_record
from tessera.usecases.read_draws import Announced

out_option = click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the public record to this file.",
)


def as_lines(announced: Announced, record: DrawRecord | None) -> Iterator[str]:
    """What is public of a draw."""
    name = announced.name.get("en") or next(iter(announced.name.values()))
    yield f"{announced.draw}: {name}, {announced.state}"
    yield f"  closes at: {announced.closes_at:%Y-%m-%d %H:%M} UTC"
    source = announced.public_source.get("en") or next(iter(announced.public_source.values()))
    yield f"  public value: {source}"
    yield f"  SHA-256 of the seed: {announced.seed_sha256}"
    if record is None:
        return
    entries = sum(count for _, count in record.closing.entries)
    accounts = len(record.closing.entries)
    yield f"  entries: {entries:,} of {accounts:,} {'account' if accounts == 1 else 'accounts'}"
    yield f"  SHA-256 of the closing: {record.closing_sha256}"
    if record.result is not None:
        yield f"  drawn with: {record.result.public}"
        yield f"  seed: {record.result.seed}"


def keep(record: DrawRecord, out: Path | None) -> None:
    """Write the record where the operator wants it."""
    if out is not None:
        out.write_bytes(write_record(record))
        tell(f"The record is in {out}. Anyone can check it: tessera draw verify {out}")

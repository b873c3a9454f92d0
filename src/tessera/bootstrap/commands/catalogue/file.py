"""A catalogue as a file: `rewards:` as the document has it, in YAML or JSON; and what is wrong with it in lines."""

import sys
from typing import NamedTuple, NoReturn

import click
import msgspec

from tessera.bootstrap.commands.context import tell
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.commands.programme.document import Document, DocumentFile, tell_findings
from tessera.programme.catalogue import REWARDS, Fault
from tessera.programme.nodes import Entries, Node, Scalar
from tessera.programme.plain import TooDeep, node_of
from tessera.programme.source import parse
from tessera.usecases.publish_catalogue import CatalogueHasErrors, Changes, Stocked

MOST_BYTES = 64_000_000

catalogue_argument = click.argument("document", metavar="FILE", type=DocumentFile())
part_option = click.option(
    "--part", is_flag=True, help="These beside the others; a reward of null goes. Else these and no others."
)


class CatalogueFile(NamedTuple):
    """The rewards of a file, and whether its lines and columns are known: JSON is read much quicker without them."""

    file: str
    changes: Changes
    has_places: bool


def read_or_exit(document: Document) -> CatalogueFile:
    """The rewards of a file; what cannot be read at all is told, and the command ends with the answer no."""
    if document.text.lstrip().startswith(b"{") and document.file.endswith(".json"):
        return CatalogueFile(document.file, _changes(_json(document), document), has_places=False)
    root, findings = parse(document.text, file=document.file, most_bytes=MOST_BYTES)
    if findings:
        tell_findings("error", findings)
        sys.exit(EXIT_NO)
    return CatalogueFile(document.file, _changes(root, document), has_places=True)


def tell_faults(refusal: CatalogueHasErrors, read: CatalogueFile) -> NoReturn:
    """One fault a line, at its place or under its reward and key; the command ends with the answer no."""
    for fault in refusal.faults:
        click.echo(_told("error", fault, read), err=True)
    sys.exit(EXIT_NO)


def tell_doubts(stocked: Stocked, read: CatalogueFile) -> None:
    """One warning a line, likewise; for standard error."""
    for doubt in stocked.doubts:
        tell(_told("warning", doubt, read))


def _told(word: str, fault: Fault, read: CatalogueFile) -> str:
    found = fault.finding
    place = f"{found.line}:{found.column}" if read.has_places else f"{fault.reward}.{fault.key}".rstrip(".")
    return f"{read.file}:{place}: {word}: {found.message} {found.advice}".rstrip()


def _json(document: Document) -> Node:
    try:
        # Fractions stay text, as they were written.
        return node_of(msgspec.json.Decoder(float_hook=str).decode(document.text))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TooDeep) as error:
        click.echo(f"{document.file}: error: This is not JSON that can be read: {error}.", err=True)
        sys.exit(EXIT_NO)


def _changes(root: Node | None, document: Document) -> Changes:
    rewards = root.get(REWARDS) if isinstance(root, Entries) else None
    others = [key.text for key, _ in root.pairs if key.text != REWARDS] if isinstance(root, Entries) else []
    if not isinstance(rewards, Entries) or others:
        advice = "Write `rewards:`, with rewards by id below it, and nothing else."
        click.echo(f"{document.file}: error: This is not a catalogue. {advice}", err=True)
        sys.exit(EXIT_NO)
    return {
        key.text: None if isinstance(value, Scalar) and value.is_nothing else value
        for key, value in rewards.pairs
    }

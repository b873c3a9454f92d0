"""A programme document as a word of the command line, and what is wrong with it in lines."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from tessera.bootstrap.commands.group import EXIT_NO
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.load import Loaded, load


class Document(NamedTuple):
    """A document's bytes, and the name of its file in messages."""

    file: str
    text: bytes

    def load(self) -> Loaded:
        """What comes of it: a programme or errors."""
        return load(self.text, vocabulary=VOCABULARY, file=self.file)


class DocumentFile(click.ParamType[Document]):
    """A file, or `-` for standard input."""

    name = "file"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Document:
        try:
            with click.open_file(value, "rb") as file:
                return Document("<stdin>" if value == "-" else value, file.read())
        except OSError as error:
            self.fail(f"{value}: {error.strerror}.", param, ctx)


def programme_or_exit(loaded: Loaded) -> Programme:
    """The programme; with errors, they are told and the command ends with the answer no."""
    if loaded.programme is None:
        tell_findings("error", loaded.errors)
        sys.exit(EXIT_NO)
    return loaded.programme


document_argument = click.argument("document", metavar="FILE", type=DocumentFile())


def tell_findings(severity: str, findings: Sequence[Finding]) -> None:
    """One finding a line, as compilers write them, so that editors find the place; a warning's code is for `allow`."""
    for found in findings:
        place = f"{found.file}:{found.line}:{found.column}"
        code = f" [{found.code}]" if severity == "warning" else ""
        click.echo(f"{place}: {severity}: {found.message} {found.advice}".rstrip() + code, err=True)

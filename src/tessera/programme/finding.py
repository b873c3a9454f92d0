"""What is wrong with a document, or unwise in it: data that carries its place and what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing found in a document, at a line and a column (both count from 1).

    `code` is stable, for machines. `message` says what is wrong, `advice` what to write instead.
    """

    line: int
    column: int
    code: str
    message: str
    advice: str
    file: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message} {self.advice}".rstrip()

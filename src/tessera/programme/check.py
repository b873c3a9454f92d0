"""What contradicts itself in a programme (errors), and what is probably not meant (warnings)."""

from collections.abc import Iterator

from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.nodes import Node


def contradictions(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    yield from ()


def doubts(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    yield from ()

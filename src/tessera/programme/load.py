"""Load a programme document: text → typed values, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tessera.programme.adjustments import Adjustments
from tessera.programme.check import contradictions, doubts
from tessera.programme.construct import Vocabulary
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.gift_cards import GiftCards
from tessera.programme.migration import Migration
from tessera.programme.nodes import Node
from tessera.programme.sections.header import Header
from tessera.programme.sections.plan import plan_of
from tessera.programme.sections.root import document
from tessera.programme.shapes import Overwhelmed, Scope, Unreadable
from tessera.programme.source import parse
from tessera.programme.survey import survey


@dataclass(frozen=True)
class Loaded:
    """What came of a document: a programme when there is no error, else None; findings in the document's order."""

    programme: Programme | None
    errors: tuple[Finding, ...] = ()
    root: Node | None = field(default=None, repr=False)
    file: str = "programme.yaml"

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """Looked for when asked: a server that takes up a published version has no use for them."""
        if self.programme is None or self.root is None:
            return ()
        return tuple(sorted(doubts(self.programme, self.root, file=self.file)))


def load(text: str | bytes, *, vocabulary: Vocabulary, file: str = "programme.yaml") -> Loaded:
    """Read, type and check a document. Never raises, whatever the text: errors are data.

    Shapes are read first and report all that they find; contradictions between parts are looked for once every part
    could be read.
    """
    root, found = parse(text, file=file)
    findings = list(found)
    if root is None:
        return Loaded(None, errors=tuple(findings))
    scope = survey(root, findings=findings, file=file)
    try:
        programme = _programme(document(vocabulary).read(root, scope), scope)
    except (Unreadable, Overwhelmed):
        return Loaded(None, errors=tuple(sorted(findings)))
    findings += contradictions(programme, root, file=file)
    if findings:
        return Loaded(None, errors=tuple(sorted(findings)))
    return Loaded(programme, root=root, file=file)


def _programme(sections: dict[str, Any], scope: Scope) -> Programme:
    header: Header = sections["programme"]
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = sections.get("words", {})
    return Programme(
        id=header.id,
        name=header.name,
        money=header.money,
        money_digits=scope.money_digits,
        timezone=header.timezone,
        currencies=sections["currencies"],
        rules=sections["earn"],
        tiers=sections.get("tiers", ()),
        choices=sections.get("choices", {}),
        conversions=sections.get("convert", ()),
        rewards=sections.get("rewards", {}),
        never_discount=sections.get("never-discount", {}),
        spending=sections.get("spend", {}),
        draws=sections.get("draws", {}),
        transfers=sections.get("transfers", {}),
        causes=sections.get("causes", {}),
        from_at=header.from_at,
        until_at=header.until_at,
        languages=tuple(header.name),
        words={word: {lang: forms[0] for lang, forms in said.items()} for word, said in words.items()},
        forms={word: said for word, said in words.items() if any(len(forms) > 1 for forms in said.values())},
        plan=plan_of(sections),
        migration=sections.get("migrate", Migration()),
        adjustments=sections.get("adjustments", Adjustments()),
        gift_cards=sections.get("gift-cards", GiftCards()),
        claims=sections.get("claims"),
        households=sections.get("households"),
    )

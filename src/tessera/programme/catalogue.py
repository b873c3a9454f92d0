"""Rewards that stand beside the document: more of them than a file can hold, in the same language.

Each is read by itself, so that thousands can be checked, and one of them compiled only when somebody asks for it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

from tessera.programme.check.page import Page
from tessera.programme.check.rewards import doubts_of, faults_of
from tessera.programme.construct import Vocabulary
from tessera.programme.finding import Finding
from tessera.programme.load import Loaded
from tessera.programme.nodes import Entries, Node, Scalar
from tessera.programme.plan import Doubt
from tessera.programme.reward import Reward
from tessera.programme.sections.reward import rewards
from tessera.programme.shapes import Overwhelmed, Unreadable
from tessera.programme.survey import survey

REWARDS = "rewards"
FILE = "catalogue"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one reward, or to be doubted: `key` is the one at fault, or "" where that is the reward itself."""

    reward: str
    key: str
    finding: Finding


class Reader:
    """Reads rewards of a catalogue with what a document declares: its currencies, its levels, its period."""

    def __init__(self, loaded: Loaded, *, vocabulary: Vocabulary, file: str = FILE) -> None:
        """`loaded` has a programme: it is without errors."""
        assert loaded.programme is not None and loaded.root is not None  # noqa: S101, PT018 - asked of the caller
        self._programme = loaded.programme
        self._scope = survey(loaded.root, findings=[], file=file)
        self._shape = rewards(vocabulary)

    def read(self, id_: str, node: Node) -> Reward | tuple[Fault, ...]:
        """A reward, or all that is wrong with it."""
        item = Entries(((Scalar(id_, node.place), node),), node.place)
        findings: list[Finding] = []
        reward = None
        scope = replace(self._scope, findings=findings, place=node.place)
        with suppress(Unreadable, Overwhelmed):
            reward = self._shape.read(item, scope)[id_]
        if id_ in self._programme.rewards:
            message = f"`{id_}` is a reward of the document already."
            scope.fault("duplicate_id", message, "Give one of the two another id.")
        if reward is not None:
            findings += faults_of(self._page(id_, node), self._programme, reward)
        if reward is None or findings:
            return tuple(Fault(id_, _key_at(node, finding), finding) for finding in sorted(findings))
        return reward

    def doubt(self, reward: Reward, node: Node) -> tuple[Fault, ...]:
        """Every warning of a reward that the document does not allow itself."""
        page, allowed = self._page(reward.id, node), self._programme.plan.checks.allow
        return tuple(
            Fault(reward.id, _key_at(node, finding), finding)
            for finding in sorted(doubts_of(page, self._programme, reward))
            if Doubt(finding.code) not in allowed
        )

    def _page(self, id_: str, node: Node) -> Page:
        """A reward where the document would have it."""
        item = Entries(((Scalar(id_, node.place), node),), node.place)
        return Page(Entries(((Scalar(REWARDS, node.place), item),), node.place), self._scope.file)


def _key_at(node: Node, finding: Finding) -> str:
    """The key of a reward under which a finding stands."""
    before = ""
    for key, _ in node.pairs if isinstance(node, Entries) else ():
        if (key.place.line, key.place.column) > (finding.line, finding.column):
            break
        before = key.text
    return before

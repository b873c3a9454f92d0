"""Move a document's dates by whole weeks, so that a year of campaigns ends when the shop's data does."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tessera.kit.problems import InvalidValue
from tessera.programme.nodes import Entries, Node, Scalar, find
from tessera.programme.source import parse

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def shift(text: str, *, weeks: int) -> str:
    """The same text with the dates of the programme's period, of rules, rewards and draws moved by `weeks`.

    Whole weeks, so that weekdays stay what they are. All else stays as it is, to the byte. Raises InvalidValue when
    the text is not YAML, or a date leaves the calendar.
    """
    body = text.removeprefix("\ufeff")
    root, findings = parse(body, file="")
    if root is None:
        raise InvalidValue(str(findings[0]), field="document")
    pieces, done = [], 0
    for scalar in sorted(_dates(root), key=lambda scalar: scalar.place.start):
        match = _DATE.search(body, scalar.place.start, scalar.place.end)
        if match is None:
            continue  # not a date: `load` says so at its place
        pieces += [body[done : match.start()], _moved(match[0], weeks)]
        done = match.end()
    return text[: len(text) - len(body)] + "".join([*pieces, body[done:]])


def _dates(root: Node) -> Iterator[Scalar]:
    periods = [(section, id_, "during") for section in ("earn", "rewards") for id_ in _ids(root, section)]
    paths = [(*path, end) for path in (("programme",), *periods) for end in ("from", "until")]
    paths += [("rewards", id_, "give", "event", "at") for id_ in _ids(root, "rewards")]
    paths += [("draws", id_, "closes") for id_ in _ids(root, "draws")]
    for path in paths:
        node = find(root, *path)
        if isinstance(node, Scalar):
            yield node


def _ids(root: Node, section: str) -> list[str]:
    entries = find(root, section)
    return [key.text for key, _ in entries.pairs] if isinstance(entries, Entries) else []


def _moved(day: str, weeks: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
    except (ValueError, OverflowError):
        raise InvalidValue(f"{day} cannot be moved by {weeks} weeks.", field="document") from None

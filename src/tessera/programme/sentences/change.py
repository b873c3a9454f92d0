"""What a change says to whoever publishes a version: the part, what it said, what it says now."""

from tessera.programme.diff import Change, Kind
from tessera.programme.speak import Speaker


def tell_change(change: Change, speaker: Speaker) -> str:
    """One line for what is new or gone, three for what changes."""
    if change.kind is not Kind.CHANGED:
        return speaker.say(
            "change", kind=change.kind, path=change.path, before=change.before, after=change.after
        )
    labels = {side: speaker.say("change-side", side=side) for side in ("before", "after")}
    width = max(map(len, labels.values()))
    said = {"before": change.before, "after": change.after}
    sides = [f"  {label:{width}} {said[side]}" for side, label in labels.items()]
    return "\n".join([speaker.say("change-of", path=change.path), *sides])

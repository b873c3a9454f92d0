"""Types of activities that hardly mean what they say."""

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.kit.problems import InvalidValue
from tessera.programme.reported import meant_by


def refuse_misspelt(compiled: Compiled, activity: Activity) -> None:
    """Raise InvalidValue for a type that nothing in the programme asks for, and that is nearly one that it knows.

    Only of what is reported now: what was recorded once stays what it is.
    """
    if activity.type in compiled.types:
        return
    meant = meant_by(activity.type, compiled.types)
    if meant is not None:
        raise InvalidValue(
            f"Nothing in the programme asks for this type. Perhaps {meant} is meant; if not, say in the programme's "
            "`words` how members read this one.",
            field="type",
        )

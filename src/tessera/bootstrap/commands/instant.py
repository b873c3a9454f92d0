"""An instant as a word of the command line."""

from datetime import UTC, datetime

import click


class Instant(click.ParamType[datetime]):
    """ISO 8601 with a zone: 2026-06-01T00:00Z, 2026-06-01T00:00-04:00."""

    name = "instant"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant; write it like 2026-06-01T00:00Z.", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} has no zone; write {instant.isoformat()}Z for UTC.", param, ctx)
        return instant.astimezone(UTC)

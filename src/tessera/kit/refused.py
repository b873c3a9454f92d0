"""A refusal that is decided: the facts that its answer tells."""

from datetime import datetime

from tessera.kit.codes import ReasonCode, RefusalCode


class Refused(Exception):  # noqa: N818 - it names the refused fact
    """What cannot be: `code` is a `RefusalCode`, or the `ReasonCode` of a condition that does not hold.

    `left`: so much or so many could be had now (None: it is not a matter of how many). `until`: from when on that is
    another figure (None: there is no such instant).
    """

    def __init__(
        self,
        code: RefusalCode | ReasonCode,
        detail: str,
        *,
        left: int | None = None,
        until: datetime | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.left = left
        self.until = until

"""What comes in about receipts: whose they are, and which were never reported."""

from typing import Annotated

from msgspec import Meta

from tessera.api.forms import By, Form, Key, MemberForm, Note, Reason

Source = Annotated[
    str,
    Meta(
        pattern=r"^(test:)?[a-z0-9][a-z0-9-]{0,39}$(?!\n)",
        description="Of the till; the calling source if left out.",
    ),
]


class CorrectionForm(Form, frozen=True):
    """Whose (`to`) the purchase is that a source recorded under the key `of` for somebody else. Both may read why."""

    of: Key
    to: MemberForm
    reason: Reason
    source: Source | None = None
    by: By | None = None
    note: Note | None = None
    key: Key | None = None

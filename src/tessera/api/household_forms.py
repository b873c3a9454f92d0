"""What comes in about households."""

from typing import Annotated

from msgspec import Meta

from tessera.api.fields import Key, Word
from tessera.api.forms import Form, MemberForm

Code = Annotated[
    str, Meta(min_length=1, max_length=200, description="As it was told; dashes and case do not matter.")
]
Consent = Annotated[
    bool,
    Meta(
        description="True: the member has agreed that their points go into the shared balance, and stay there."
    ),
]
By = Annotated[MemberForm, Meta(description="Who does it: a member whose role manages the household.")]


class FoundingForm(Form, frozen=True):
    """A member who starts a household."""

    member: MemberForm
    consent: Consent
    key: Key | None = None


class JoiningForm(Form, frozen=True):
    """A member who joins a household by an invitation."""

    member: MemberForm
    code: Code
    consent: Consent
    key: Key | None = None


class LeavingForm(Form, frozen=True):
    """A member who leaves, or (`by`) is removed by another one."""

    member: MemberForm
    by: MemberForm | None = None
    key: Key | None = None


class InvitationForm(Form, frozen=True):
    """An invitation to be somebody in the household."""

    by: By
    role: Word


class WithdrawalForm(Form, frozen=True):
    """Who takes an invitation back."""

    by: By


class RoleForm(Form, frozen=True):
    """What a member is in the household from now on."""

    by: By
    role: Word

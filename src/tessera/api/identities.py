"""How the wire names members: by one of their identities, in its normal form."""

from tessera.api.forms import IdentityForm, MemberForm
from tessera.kit.problems import InvalidValue
from tessera.kit.sandbox import kind_for
from tessera.members.identities import normalise


def to_ref(form: MemberForm, *, source: str, field: str = "member") -> tuple[str, str]:
    """The (kind, value) that names a member, normalised. Raises InvalidValue."""
    given = [
        (kind, value)
        for kind, value in (
            ("card", form.card),
            ("phone", form.phone),
            ("email", form.email),
            ("id", form.id),
            ("external_id", form.external_id),
        )
        if value is not None
    ]
    if len(given) != 1:
        raise InvalidValue(
            "Name the member by exactly one of card, phone, email, id or external_id.", field=field
        )
    kind, value = given[0]
    if kind == "id":
        return kind, str(value)
    return to_identity(kind, str(value), source=source, field=f"{field}.{kind}")


def to_identity(kind: str, value: str, *, source: str, field: str) -> tuple[str, str]:
    """An identity in its normal form; an external id becomes the source's. Raises InvalidValue."""
    if kind == "external_id":
        kind = f"external:{source}"  # a source of the sandbox has names of its own already
        return kind, normalise(kind, value, field=field)
    return kind_for(source, kind), normalise(kind, value, field=field)


def to_identities(forms: tuple[IdentityForm, ...], *, source: str) -> tuple[tuple[str, str], ...]:
    """A new member's identities, each once. Raises InvalidValue."""
    return tuple(
        dict.fromkeys(
            to_identity(form.kind, form.value, source=source, field=f"identities[{place}].value")
            for place, form in enumerate(forms)
        )
    )

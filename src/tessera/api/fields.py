"""What the fields of forms hold: words, keys, amounts, each with its limits."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from tessera.usecases.adjust_points import LIMIT_POINTS

_END = r"$(?!\n)"  # Python's `$` alone lets a line end pass behind it
SHAPES = {
    "word": rf"^[a-z][a-z0-9_-]{{0,49}}{_END}",
    "plain": rf"^[^\x00-\x1f\x7f]+{_END}",
    "note": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$",
    "key": rf"^[!-~]{{1,200}}{_END}",
    "money": rf"^[A-Z]{{3}}{_END}",
    "language": rf"^[A-Za-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*{_END}",
}
"""What a text must look like; `reading` says each in words."""

Word = Annotated[str, Meta(pattern=SHAPES["word"])]
# Lengths cost nothing to check; a pattern costs a microsecond, and a basket has fifty such words.
Name = Annotated[str, Meta(min_length=1, max_length=200)]
PersonName = Annotated[str, Meta(max_length=200, pattern=SHAPES["plain"])]
TraitWord = Annotated[str, Meta(min_length=1, max_length=200, pattern=SHAPES["plain"])]
Traits = Annotated[dict[TraitWord, TraitWord], Meta(max_length=50)]
Key = Annotated[
    str, Meta(pattern=SHAPES["key"], description="Yours to choose; 1 to 200 visible ASCII characters.")
]
Money = Annotated[str, Meta(pattern=SHAPES["money"], description="ISO 4217.")]
Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339, with its offset.")]
Facts = Annotated[dict[Name, Name], Meta(max_length=50)]
Language = Annotated[str, Meta(pattern=SHAPES["language"], max_length=35, description="BCP 47.")]
# A number or, where a client's numbers are floats, a string; read exactly either way.
Amount = Annotated[
    Decimal,
    Meta(description="In the money's unit, at most as precise as its smallest coin."),
]

Measures = Annotated[
    dict[Word, Decimal],
    Meta(
        max_length=20,
        description="What lines do not count, by unit: nights, kilometres; three decimals at most.",
    ),
]
Payments = Annotated[
    dict[Name, Amount], Meta(max_length=20, description="How it was paid: an amount for each way of paying.")
]

Spend = Annotated[
    dict[Word, Annotated[int, Meta(ge=1, le=LIMIT_POINTS)] | Literal["most"]],
    Meta(
        min_length=1,
        max_length=20,
        description="Points that are to pay, by currency; of a cash currency its minor units; `most` is as many as there "
        "are and as the basket allows.",
    ),
]

Rewards = Annotated[
    tuple[Word, ...],
    Meta(max_length=50, description="Rewards that are taken with it, by their ids in the programme."),
]
Vouchers = Annotated[
    tuple[Annotated[str, Meta(min_length=1, max_length=50)], ...],
    Meta(max_length=20, description="Vouchers that are presented, by their codes."),
]

Given = Annotated[int, Meta(ge=1, le=LIMIT_POINTS)]

By = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=SHAPES["plain"], description="Who of your staff does it.")
]
Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=SHAPES["plain"])]
Note = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2_000,
        pattern=SHAPES["note"],
        description="For colleagues; the member does not read it.",
    ),
]

"""What a conversion says to a member: when, how much of what becomes what, what it takes, and what is left."""

from dataclasses import dataclass
from decimal import Decimal

from tessera.programme.conversion import Conversion, SetDates
from tessera.programme.sentences.currency import named_amount
from tessera.programme.speak import Speaker, capital

_IN_EVERY_MONTH = 28


@dataclass(frozen=True, slots=True)
class WorkedConversion:
    """What becomes of `held` on a date: so much is given, so much is left; all in smallest units, as the engine decides."""

    conversion: Conversion
    held: int
    given: int
    left: int


def tell_conversion(conversion: Conversion, speaker: Speaker) -> str:
    """The exchange in one sentence; then what must be there, what comes on top, and what becomes of the rest."""
    taken = speaker.amount(conversion.takes, conversion.step)
    said = [
        capital(
            speaker.say(
                "convert",
                when=_when(conversion.on, speaker),
                several="one" if _counted(conversion.takes, conversion.step, speaker) == 1 else "some",
                taken=taken,
                noun=speaker.noun(conversion.takes, 1),
                given=named_amount(conversion.gives, conversion.amount, speaker),
            )
        )
    ]
    if any(day > _IN_EVERY_MONTH for day in conversion.on.days):
        said.append(speaker.say("convert-short-month"))
    if conversion.least > conversion.step:
        least = speaker.amount(conversion.takes, conversion.least, is_subject=True)
        said.append(speaker.say("convert-least", least=least))
    said += _bonuses(conversion, speaker)
    if conversion.step > 1 or conversion.least > 1:
        said.append(speaker.say("convert-left"))
    return " ".join(said)


def tell_worked_conversion(worked: WorkedConversion, speaker: Speaker) -> str:
    """The example in one sentence: "With 750 points you get $7 of cash back and keep 50 points."."""
    conversion = worked.conversion
    left = speaker.amount(conversion.takes, worked.left, is_subject=True)
    return speaker.say(
        "worked-conversion-left" if worked.left else "worked-conversion",
        held=speaker.amount(conversion.takes, worked.held, is_subject=True),
        given=named_amount(conversion.gives, worked.given, speaker),
        left=left,
        count=_counted(conversion.takes, worked.left, speaker),
    )


def tell_exchanged(
    conversion: Conversion, speaker: Speaker, *, taken: int, given: int, restored: int = 0
) -> str:
    """What a conversion has done: "We exchanged 700 points for $7 of cash back."; and what of it had expired meanwhile."""
    said = speaker.say(
        "exchanged",
        taken=speaker.amount(conversion.takes, taken),
        given=named_amount(conversion.gives, given, speaker),
    )
    if not restored:
        return said
    gone = speaker.amount(conversion.takes, restored, is_subject=True)
    return f"{said} {speaker.say('exchanged-restored', restored=gone)}"


def _counted(currency_id: str, units: int, speaker: Speaker) -> Decimal:
    """Smallest units as people count them."""
    currency = speaker.programme.currencies[currency_id]
    return speaker.in_major(units) if currency.is_money else Decimal(units).scaleb(-currency.scale)


def _when(on: SetDates, speaker: Speaker) -> str:
    if on.end is not None:
        return speaker.say("convert-at-end", end=on.end)
    if on.days:
        days = [
            speaker.say("day-number", shown=speaker.number(day), form=speaker.locale.ordinal_form(day))
            for day in sorted(on.days)
        ]
        return speaker.say("convert-on-days", days=speaker.all_of(days))
    dates = [speaker.day_of_year(*date) for date in sorted(on.dates)]
    return speaker.say("convert-on-dates", dates=speaker.all_of(dates))


def _bonuses(conversion: Conversion, speaker: Speaker) -> list[str]:
    """What comes on top, step by step, in one sentence."""
    steps = [
        speaker.say(
            "convert-bonus-next" if place else "convert-bonus",
            taken=speaker.amount(conversion.takes, at),
            given=speaker.amount(conversion.gives, extra),
        )
        for place, (at, extra) in enumerate(conversion.bonuses)
    ]
    return [capital(", ".join(steps)) + "."] if steps else []

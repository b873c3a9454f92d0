"""What a member is told of the life of points beyond its dates: what they wait for, what ends and what keeps them."""

from collections.abc import Iterable

from tessera.programme.document import Currency
from tessera.programme.life import Clocked, ExpiryRound, Inactivity, Pending, Shelter, Then
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def when_ready(pending: Pending, speaker: Speaker) -> str:
    """After which event points are ready, or how long after it; or at which end. "" where days alone tell."""
    days = duration(speaker, days=pending.days)
    wait = "some" if days else "none"
    if pending.round is not ExpiryRound.NONE:
        return speaker.say("at-end", round=pending.round, wait=wait, days=days)
    if pending.until is None:
        return ""
    (event,) = _said("event", [pending.until], speaker)
    return speaker.say("after-event", event=event, wait=wait, days=days)


def tell_waiting(pending: Pending, speaker: Speaker, *, sort: str) -> list[str]:
    """What becomes of points whose event does not come."""
    if pending.until is None:
        return []
    days = duration(speaker, days=pending.at_most_days)
    message = "waits-gone" if pending.then is Then.GONE else "waits-at-most"
    return [speaker.say(message, days=days, sort=sort)]


def tell_keeping(currency: Currency, speaker: Speaker) -> list[str]:
    """Its clock of inactivity, its shelter, and its most."""
    said = []
    if currency.expire.inactive is not None:
        said.append(_tell_clock(currency.expire.inactive, currency, speaker))
    if currency.shelter is not None:
        said += _tell_shelter(currency.shelter, speaker)
    if currency.most is not None:
        said.append(speaker.say("most", amount=speaker.amount(currency.id, currency.most)))
    return said


def _tell_clock(clock: Inactivity, currency: Currency, speaker: Speaker) -> str:
    after = clock.after
    lasts = duration(speaker, years=after.years, months=after.months, days=after.days)
    by = sorted(clock.by)
    if clock.of is Clocked.LOT:
        done = speaker.one_of(_said("done", by, speaker)) if by else speaker.say("anything-done")
        return speaker.say("kept-by", duration=lasts, done=done)
    without = "some" if by else "any"
    either = speaker.one_of(_said("undone", by, speaker)) if by else ""
    both = speaker.all_of(_said("undone", by, speaker)) if by else ""
    return speaker.say(
        "lapses",
        duration=lasts,
        without=without,
        either=either,
        both=both,
        sort="money" if currency.is_money else "points",
        name=speaker.currency_name(currency.id),
        round=after.round,
    )


def _said(message: str, types: Iterable[str], speaker: Speaker) -> list[str]:
    return [
        speaker.say(
            message,
            type="counted" if speaker.one(word) else word,
            plain=speaker.plain(word),
            one=speaker.counted(word, 1),
            few=speaker.counted(word, 2),
            many=speaker.counted(word, 5),
        )
        for word in types
    ]


def _tell_shelter(shelter: Shelter, speaker: Speaker) -> list[str]:
    levels = speaker.one_of([speaker.level(level) for level in shelter.levels])
    lasts = duration(speaker, months=shelter.months, days=shelter.days)
    after = speaker.say("shelter-while", duration=lasts) if lasts else speaker.say("shelter-ends")
    return [speaker.say("shelter", levels=levels), after]

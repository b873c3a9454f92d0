"""What a ladder counts, and how much of it, as phrases."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tessera.programme.declension import gender_of, object_form
from tessera.programme.document import Programme
from tessera.programme.ladder import Counter, Level, Need, QualifyBy, Traits
from tessera.programme.speak import Speaker

_MANY = 5  # as one speaks of an unknown number


def counter_phrase(counter: Counter, speaker: Speaker) -> str:
    """What is counted, without a number: "the number of your nights"."""
    return speaker.say(
        "counter-points" if counter.currency else f"counter-{counter.by}",
        name=speaker.currency_name(counter.currency) if counter.currency else "",
        activities=speaker.all_of(things(counter, speaker, _MANY)),
    )


def needs_phrase(level: Level, counters: Iterable[Counter], speaker: Speaker) -> str:
    """What a level needs: "25 nights and purchases of $2,000"."""
    by_name = {counter.name: counter for counter in counters}
    if len(by_name) == 1:
        (need,) = level.needs
        return amount_phrase(by_name[need.counter], need.at, speaker, more=need.more)
    phrases = [_need(need, by_name[need.counter], speaker) for need in level.needs]
    return speaker.one_of(phrases) if level.any_of else speaker.all_of(phrases)


def gender_of_need(level: Level, counters: Iterable[Counter], speaker: Speaker) -> str:
    """Of the one thing (or 21 of them) that a level needs, as the verb agrees with it; "none" of anything else."""
    (counter, *others), need = counters, level.needs[0]
    if others or need.more or counter.by not in {QualifyBy.COUNT, QualifyBy.MEASURE}:
        return "none"
    count = _count(counter, need.at)
    if speaker.locale.plural_form(count) != "one":
        return "none"
    return gender_of(things(counter, speaker, count)[0], lang=speaker.lang)


def missing_phrase(
    missing: Mapping[str, int], counters: Iterable[Counter], speaker: Speaker, *, any_of: bool
) -> str:
    """What is missing of counters, by their names, where anything is: "2 nights and purchases of $300"."""
    by_name = {counter.name: counter for counter in counters}
    phrases = [_need(Need(name, units), by_name[name], speaker) for name, units in missing.items() if units]
    return speaker.one_of(phrases) if any_of else speaker.all_of(phrases)


def _need(need: Need, counter: Counter, speaker: Speaker) -> str:
    """One of several needs: a sum of money is that of purchases here."""
    if counter.by is QualifyBy.SPEND:
        return speaker.say("spend-of-more" if need.more else "spend-of", money=speaker.money(need.at))
    return amount_phrase(counter, need.at, speaker, more=need.more, is_subject=True)


def amount_phrase(
    counter: Counter, units: int, speaker: Speaker, *, more: bool = False, is_subject: bool = False
) -> str:
    """So much of a counter, or `more` than that: "2,000 points", "more than 25 nights"; as one gets it, or as the
    subject.
    """
    if counter.currency and not more:
        return speaker.amount(counter.currency, units, is_subject=is_subject)
    phrase = _amount(counter, units, speaker, more=more)
    return speaker.say("more-than", amount=phrase) if more else phrase


def _amount(counter: Counter, units: int, speaker: Speaker, *, more: bool) -> str:
    match counter.by:
        case QualifyBy.SPEND:
            return speaker.money(units)
        case QualifyBy.POINTS_EARNED:
            currency = counter.currency or ""
            points = Decimal(units).scaleb(-speaker.programme.currencies[currency].scale)
            noun = speaker.noun(currency, _form(points, speaker, more=more))
            return speaker.say("amount", number=speaker.number(points), noun=noun)
        case QualifyBy.MEMBERSHIP_YEARS:
            form = _form(Decimal(units), speaker, more=more)
            years = speaker.say("years", n=form, shown=speaker.number(units))
            return speaker.say("years-of", years=years)
        case QualifyBy.COUNT | QualifyBy.MEASURE:
            count = _count(counter, units)
            activities = speaker.one_of(things(counter, speaker, _form(count, speaker, more=more)))
            return speaker.say("count-of", shown=speaker.number(count), activities=activities)


def _count(counter: Counter, units: int) -> Decimal:
    """So many activities, or so much of a measure, which is kept in thousandths."""
    return Decimal(units) if counter.by is QualifyBy.COUNT else Decimal(units) / 1000


def _form(count: Decimal, speaker: Speaker, *, more: bool) -> Decimal:
    """A number whose form the noun takes; after «больше» Russian nouns stand in the genitive: больше 21 ночи."""
    if not more or speaker.lang != "ru":
        return count
    return Decimal(2 if speaker.locale.plural_form(count) in {"one", "other"} else _MANY)


def things(counter: Counter, speaker: Speaker, count: int | Decimal) -> list[str]:
    """The activities, or the measures, in the form that goes with so many."""
    message, words = (
        ("measures", counter.units) if counter.by is QualifyBy.MEASURE else ("activities", counter.activities)
    )
    return [
        speaker.counted(word, count)
        or speaker.say(message, type=word, plain=speaker.plain(word), count=count)
        for word in sorted(words)
    ]


MARKS = frozenset({"true", "yes"})
"""Values of traits that say no more than that the member has them."""

UNITS = frozenset({"litre", "kg", "km", "night", "day", "hour", "visit", "stamp", "quantity"})
ACTIVITIES = frozenset({"purchase", "review", "referral", "stay", "visit"})
"""What the wording can count; of other words the document has the plural forms."""


def can_count(word: str, programme: Programme) -> bool:
    """Can so many of a unit or an activity be said in every language of the programme?"""
    forms = programme.forms.get(word, {})
    return word in UNITS | ACTIVITIES or all(len(forms.get(lang, ())) > 1 for lang in programme.languages)


def count_phrase(word: str, count: Decimal, speaker: Speaker, *, is_unit: bool) -> str:
    """So many of a unit or an activity, as what one buys: "10 litres", "1 flight"."""
    noun = speaker.counted(word, count) or speaker.say(
        "measures" if is_unit else "activities", type=word, plain=speaker.plain(word), count=count
    )
    if speaker.locale.plural_form(count) == "one":
        noun = object_form(noun, lang=speaker.lang)
    return speaker.say("count-of", shown=speaker.number(count), activities=noun)


def traits_phrase(traits: Traits, speaker: Speaker) -> str:
    """What a member must be: "your card is gold"."""
    phrases: Mapping[str, str] = {
        trait: speaker.say(
            "member-marked" if values <= MARKS else "member-trait",
            trait=speaker.plain(trait),
            values=speaker.one_of(sorted(values)),
        )
        for trait, values in traits.items()
    }
    return speaker.all_of(list(phrases.values()))

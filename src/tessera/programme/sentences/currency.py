"""What a currency says to a member: its worth, and its life."""

from decimal import Decimal
from fractions import Fraction

from tessera.programme.document import Currency
from tessera.programme.life import AT_ONCE, ExpiryRound
from tessera.programme.sentences.duration import duration
from tessera.programme.sentences.life import tell_keeping, tell_waiting, when_ready
from tessera.programme.speak import Speaker, capital

_LARGEST_SHOWN = 1_000_000


def tell_currency(currency: Currency, speaker: Speaker) -> str:
    """Its worth, when it can be spent, and from when until when it can be used; or that it is only counted."""
    if _only_counts(currency, speaker):
        return speaker.say("counter", name=speaker.currency_name(currency.id))
    worth = tell_worth(currency, speaker)
    sort = "money" if currency.is_money else "points"
    said = [tell_life(currency, speaker), *tell_waiting(currency.pending, speaker, sort=sort)]
    return " ".join([*([worth] if worth else []), *said, *tell_keeping(currency, speaker)])


def _only_counts(currency: Currency, speaker: Speaker) -> bool:
    """Is it there for the levels alone: worth nothing, and without an end?"""
    counted = any(
        counter.currency == currency.id for tiers in speaker.programme.tiers for counter in tiers.counters
    )
    lives = currency.pending != AT_ONCE or currency.expire.comes or currency.most is not None
    return counted and currency.worth is None and not lives


def named_amount(currency_id: str, units: int, speaker: Speaker) -> str:
    """So many smallest units: "40 points"; of money with the currency's name, "$5 of cash back"."""
    amount = speaker.amount(currency_id, units)
    if not speaker.programme.currencies[currency_id].is_money:
        return amount
    one, of_it = (
        speaker.noun(currency_id, 1),
        speaker.noun(currency_id, 2),
    )  # two forms of one: a genitive in Russian
    return speaker.say("worked-money", money=amount, name=one, of_it=of_it)


def tell_notice(speaker: Speaker) -> list[str]:
    """How long before an expiry the member is told, if at all."""
    days = speaker.programme.plan.expiry_notice_days
    if days is None:
        return []
    return [speaker.say("expiry-notice", days=duration(speaker, days=days))]


def tell_worth(currency: Currency, speaker: Speaker) -> str:
    """What points pay, for as many as are worth a round sum: "100 points are worth $1."; "" when they pay nothing."""
    if currency.worth is None:
        return ""
    units, minor = round_worth(currency, speaker)
    return speaker.say(
        "worth",
        amount=speaker.amount(currency.id, units, is_subject=True),
        count=units // 10**currency.scale,
        money=speaker.money(minor),
    )


def round_worth(currency: Currency, speaker: Speaker) -> tuple[int, Decimal]:
    """As many points as are worth a round sum of money, and what they are worth: smallest units, minor units."""
    worth = currency.worth or Decimal(0)
    for_one = Fraction(1) / Fraction(worth) if worth else Fraction(1)
    count = int(for_one) if for_one.denominator == 1 else 1
    while not _is_round(worth * count) and count < _LARGEST_SHOWN:
        count *= 10
    return count * 10**currency.scale, (worth * count).scaleb(speaker.programme.money_digits)


def _is_round(money: Decimal) -> bool:
    return money >= 1 and money == int(money)


def tell_life(currency: Currency, speaker: Speaker) -> str:
    """When it can be used, and how long it lasts."""
    expire = currency.expire
    lasts = duration(speaker, years=expire.years, months=expire.months, days=expire.days)
    when = when_ready(currency.pending, speaker)
    ends = "end" if expire.round is not ExpiryRound.NONE else "idle" if expire.inactive else "never"
    return capital(
        speaker.say(
            "life",
            sort="money" if currency.is_money else "points",
            name=speaker.currency_name(currency.id),
            one=speaker.noun(currency.id, 1),
            ready="event" if when else "later" if currency.pending.days else "now",
            when=when,
            days=duration(speaker, days=currency.pending.days),
            lasts="some" if lasts else "until" if expire.on else ends,
            duration=lasts,
            round="date" if expire.on else expire.round,
            date=speaker.day_of_year(*expire.on) if expire.on else "",
        )
    )

"""What an example says to a member: a purchase, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tessera.programme.sentences.rule import goods_phrase
from tessera.programme.speak import Speaker, capital


@dataclass(frozen=True, slots=True)
class Worked:
    """A purchase of `amount_minor`, and what it gives: smallest units by currency, as the engine decides.

    `goods` says what was bought ({} for anything), `weekday` when (Monday 0), `partner` where, `level` on which level;
    None leaves it open.
    """

    amount_minor: int
    earned: Mapping[str, int]
    goods: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weekday: int | None = None
    level: str | None = None
    partner: str | None = None


def tell_worked(worked: Worked, speaker: Speaker) -> str:
    """The example in one sentence: "Spend $20 on a Saturday and get 80 points (worth $0.80)."."""
    goods = goods_phrase(worked.goods, speaker)
    spend = speaker.say(
        "worked-spend-goods" if goods else "worked-spend",
        amount=speaker.money(worked.amount_minor),
        goods=goods,
    )
    if worked.partner is not None:
        spend += " " + speaker.say("worked-partner", partner=speaker.plain(worked.partner))
    day = level = ""
    if worked.weekday is not None:
        day = speaker.say("worked-day", day=worked.weekday, name=speaker.weekday(worked.weekday))
    if worked.level is not None:
        level = speaker.say("worked-level", level=speaker.level(worked.level))
    earned = speaker.all_of([_earned(currency, units, speaker) for currency, units in worked.earned.items()])
    said = speaker.say("worked", level=level, day=day, spend=spend, earned=earned)
    return capital(" ".join(said.split()).replace(" ,", ","))


def _earned(currency_id: str, units: int, speaker: Speaker) -> str:
    """So many units, and what they are worth when they can be spent: "40 points (worth $0.40)"."""
    currency = speaker.programme.currencies[currency_id]
    amount = speaker.amount(currency_id, units)
    if currency.is_money:
        return speaker.say("worked-money", money=amount, name=speaker.noun(currency_id, 1))
    if currency.worth is None:
        return amount
    minor = (currency.worth * units).scaleb(speaker.programme.money_digits - currency.scale)
    return speaker.say("worked-worth", amount=amount, money=speaker.money(int(minor)))  # not a part of a cent

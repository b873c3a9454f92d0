"""What an example says to a member: a purchase, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tessera.programme.sentences.counted import count_phrase
from tessera.programme.sentences.currency import named_amount
from tessera.programme.sentences.rule import goods_phrase
from tessera.programme.speak import Speaker, capital

_PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Worked:
    """An activity `on` which `amount_minor` is paid (0: no matter), and what it gives: smallest units by currency, as the
    engine decides.

    `goods` says what was bought ({} for anything), `quantity_milli` how much of it in units of `measure`, `weekday` when
    (Monday 0), `partner` where, `level` on which level; None leaves it open.
    """

    amount_minor: int
    earned: Mapping[str, int]
    goods: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weekday: int | None = None
    level: str | None = None
    partner: str | None = None
    on: str = _PURCHASE
    measure: str | None = None
    quantity_milli: int = 0


def tell_worked(worked: Worked, speaker: Speaker) -> str:
    """The example in one sentence: "Spend $20 on a Saturday and get 80 points (worth $0.80)."."""
    bought = _bought(worked, speaker)
    spend = speaker.say(
        "worked-spend-goods" if bought else "worked-spend",
        amount=speaker.money(worked.amount_minor),
        goods=bought,
    )
    if not worked.amount_minor:
        spend = speaker.say("worked-for", goods=bought)
    if worked.partner is not None:
        spend += " " + speaker.say("worked-partner", partner=speaker.plain(worked.partner))
    day = level = ""
    if worked.weekday is not None:
        day = speaker.say("worked-day", day=worked.weekday, name=speaker.weekday(worked.weekday))
    if worked.level is not None:
        level = speaker.say("worked-level", level=speaker.level(worked.level))
    earned = speaker.all_of([_earned(currency, units, speaker) for currency, units in worked.earned.items()])
    said = speaker.say(
        "worked" if worked.amount_minor else "worked-counted",
        level=level,
        day=day,
        spend=spend,
        earned=earned,
    )
    return capital(" ".join(said.split()).replace(" ,", ","))


def _bought(worked: Worked, speaker: Speaker) -> str:
    """What was bought, and how much of it: "bread", "40 litres of diesel", "2 nights", "1 flight"; "" for anything."""
    goods = goods_phrase(worked.goods, speaker)
    if worked.measure is None and worked.on == _PURCHASE:
        return goods
    count = Decimal(worked.quantity_milli) / 1000 if worked.measure else Decimal(1)
    quantity = count_phrase(worked.measure or worked.on, count, speaker, is_unit=worked.measure is not None)
    if not goods:
        return quantity
    return speaker.say("worked-goods", unit=worked.measure or "", quantity=quantity, goods=goods)


def _earned(currency_id: str, units: int, speaker: Speaker) -> str:
    """So many units, and what they are worth when they can be spent: "40 points (worth $0.40)"."""
    currency = speaker.programme.currencies[currency_id]
    amount = named_amount(currency_id, units, speaker)
    if currency.is_money or currency.worth is None:
        return amount
    minor = (currency.worth * units).scaleb(speaker.programme.money_digits - currency.scale)
    return speaker.say("worked-worth", amount=amount, money=speaker.money(int(minor)))  # not a part of a cent

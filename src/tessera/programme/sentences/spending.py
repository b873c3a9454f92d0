"""What a member reads of paying with points: for what, how many, which part of a receipt, and what comes back."""

from dataclasses import dataclass
from decimal import Decimal

from tessera.programme.declension import object_form
from tessera.programme.document import Currency
from tessera.programme.sentences.currency import round_worth
from tessera.programme.sentences.duration import duration
from tessera.programme.sentences.rule import any_goods_phrase, goods_phrase
from tessera.programme.speak import Speaker, capital
from tessera.programme.spending import Spending


@dataclass(frozen=True, slots=True)
class WorkedPayment:
    """Of a receipt of `amount_minor`, `points` (smallest units) pay `paid_minor`, as the engine decides."""

    spending: Spending
    amount_minor: int
    points: int
    paid_minor: int


def tell_spending(spending: Spending, speaker: Speaker) -> str:
    """How points pay, in a few short sentences."""
    currency = speaker.programme.currencies[spending.currency]
    said = [_pays(spending, currency, speaker), *_steps(spending, currency, speaker)]
    if spending.exclude:
        said.append(capital(speaker.say("pay-not-for", goods=any_goods_phrase(spending.exclude, speaker))))
    if spending.whole_items:
        said.append(speaker.say("pay-whole-items"))
    said += _at_most(spending, speaker)
    said.append(speaker.say("pay-net" if spending.earns_net else "pay-gross"))
    said.append(_coming_back(spending, speaker))
    return " ".join(said)


def tell_worked_payment(worked: WorkedPayment, speaker: Speaker) -> str:
    """The example in one sentence: "With 1,500 points you pay $15 of a receipt of $30."."""
    currency = speaker.programme.currencies[worked.spending.currency]
    said = speaker.say(
        "worked-payment-money" if currency.is_money else "worked-payment",
        points=speaker.amount(currency.id, worked.points, is_subject=True),
        count=_counted(currency, worked.points),
        name=speaker.noun(currency.id, 1),
        paid=speaker.money(worked.paid_minor),
        receipt=speaker.money(worked.amount_minor),
    )
    return capital(said)


def tell_set_aside(currency: str, units: int, speaker: Speaker) -> str:
    """Of a hold: "We set 700 points aside for your basket."."""
    return speaker.say("set-aside", amount=speaker.amount(currency, units))


def tell_paid(currency: str, units: int, speaker: Speaker, *, paid_minor: int) -> str:
    """Of a purchase: "You spent 700 points and paid $7 less."."""
    return speaker.say("paid-with", amount=speaker.amount(currency, units), paid=speaker.money(paid_minor))


def tell_came_back(currency: str, units: int, speaker: Speaker) -> str:
    """Of a return: "You got 700 points back."."""
    return speaker.say("came-back", amount=speaker.amount(currency, units))


def tell_all_gone(currency: str, units: int, speaker: Speaker) -> str:
    """Of a return that gave nothing back: "You would have 700 points back, but the expiry date had passed."."""
    return speaker.say("came-back-gone", amount=speaker.amount(currency, units))


def tell_hold_over(currency: str, units: int, speaker: Speaker) -> str:
    """Of a hold that ended by itself: "The time to pay for your basket is over, so you have 700 points back."."""
    return speaker.say("hold-over", amount=speaker.amount(currency, units))


def tell_released(currency: str, units: int, speaker: Speaker) -> str:
    """Of a hold that somebody gave up: "You did not pay for your basket, so you have 700 points back."."""
    return speaker.say("released", amount=speaker.amount(currency, units))


def tell_not_needed(currency: str, units: int, speaker: Speaker) -> str:
    """Of a purchase that took less than was set aside: "That was less than we had set aside: you have 400 points back."."""
    return speaker.say("not-needed", amount=speaker.amount(currency, units))


def _pays(spending: Spending, currency: Currency, speaker: Speaker) -> str:
    """For what, and what points are worth where they pay."""
    goods = goods_phrase(spending.lines, speaker)
    which = "some" if goods else "all"
    if currency.is_money:
        one = object_form(speaker.noun(currency.id, 1), lang=speaker.lang)
        return speaker.say("pay-money", which=which, goods=goods, name=one)
    units, minor = round_worth(currency, speaker)
    return speaker.say(
        "pay",
        which=which,
        goods=goods,
        name=speaker.currency_name(currency.id),
        amount=speaker.amount(currency.id, units, is_subject=True),
        count=_counted(currency, units),
        money=speaker.money(minor),
    )


def _steps(spending: Spending, currency: Currency, speaker: Speaker) -> list[str]:
    """From how many on, and in which steps, unless one by one."""
    step, least = (
        speaker.amount(currency.id, units, is_subject=True) for units in (spending.step, spending.least)
    )
    fewest = 1 if currency.is_money else 10**currency.scale
    stepped = spending.step > fewest
    if spending.least > max(spending.step, fewest):
        return [speaker.say("pay-least-in-steps" if stepped else "pay-least", least=least, step=step)]
    sort = "money" if currency.is_money else "points"
    return [speaker.say("pay-in-steps", step=step, sort=sort)] if stepped else []


def _at_most(spending: Spending, speaker: Speaker) -> list[str]:
    """Which part of a receipt, and what it must come to for the least, where that is not plain."""
    of = "goods" if spending.lines else "rest" if spending.exclude else "all"
    said = []
    if spending.share < 1:
        share = Decimal(spending.share.numerator) / Decimal(spending.share.denominator)
        said.append(speaker.say("pay-share", of=of, share=speaker.percent(share)))
    if spending.leave_minor:
        said.append(speaker.say("pay-leave", money=speaker.money(spending.leave_minor)))
    smallest, least = spending.smallest_minor, spending.minor_for(spending.least)
    if said and not spending.whole_items and least > 1 and smallest > 10**speaker.programme.money_digits:
        whole = smallest == least + spending.leave_minor
        said.append(speaker.say("pay-from", of="all" if whole else of, money=speaker.money(smallest)))
    return said


def _coming_back(spending: Spending, speaker: Speaker) -> str:
    """What becomes of points that paid for what is returned."""
    if not speaker.programme.expires(spending.currency):
        ends = "never"
    else:
        ends = "gone" if spending.grace_days is None else "grace"
    return speaker.say("pay-back", ends=ends, grace=duration(speaker, days=spending.grace_days or 0))


def _counted(currency: Currency, units: int) -> Decimal:
    """Smallest units as people count them."""
    return Decimal(units).scaleb(-currency.scale)

"""What a reward gives, in a short sentence or two."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tessera.programme.reward import (
    AmountOff,
    BuyGet,
    CheapestOff,
    Code,
    Earned,
    Event,
    Favour,
    FreeProduct,
    GiftCard,
    Given,
    Goods,
    PercentOff,
    Service,
    Voucher,
)
from tessera.programme.sentences.rule import any_goods_phrase, goods_phrase
from tessera.programme.speak import Speaker, capital

_ALL_OF_IT = 1
_NOTHING_MORE = {Favour.ACCESS, Favour.EXPERIENCE}
"""What these are, the reward's name says, and its text."""


def tell_given(give: Given, speaker: Speaker) -> list[str]:
    """What one gets; nothing, where the reward's own name says it all."""
    return _TELLERS[type(give)](give, speaker)


def _percent_off(give: PercentOff, speaker: Speaker) -> list[str]:
    said = _off(_share(give.share, speaker), give.goods, speaker)
    if give.most_minor is not None:
        said = speaker.say("off-most", off=said, most=speaker.money(give.most_minor))
    return [speaker.say("off-single", off=said), *_left_out(give.goods, speaker)]


def _amount_off(give: AmountOff, speaker: Speaker) -> list[str]:
    said = _off(speaker.money(give.amount_minor), give.goods, speaker)
    return [speaker.say("off-single", off=said), *_left_out(give.goods, speaker)]


def _off(off: str, goods: Goods, speaker: Speaker) -> str:
    named = goods_phrase(goods.lines, speaker)
    return speaker.say("off-goods" if named else "off-basket", off=off, goods=named)


def _cheapest_off(give: CheapestOff, speaker: Speaker) -> list[str]:
    message = "cheapest-free" if give.share == _ALL_OF_IT else "cheapest-off"
    said = speaker.say(message, off=_share(give.share, speaker), goods=_goods(give.goods, speaker))
    return [said, *_left_out(give.goods, speaker)]


def _buy_get(give: BuyGet, speaker: Speaker) -> list[str]:
    said = speaker.say(
        "buy-get-free" if give.share == _ALL_OF_IT else "buy-get-off",
        all=give.buy + give.get,
        get=give.get,
        off=_share(give.share, speaker),
        goods=_goods(give.goods, speaker),
    )
    times = [speaker.say("buy-get-times", n=give.times)] if give.times else []
    return [said, *times, *_left_out(give.goods, speaker)]


def _free_product(give: FreeProduct, speaker: Speaker) -> list[str]:
    products = speaker.one_of([speaker.plain(product) for product in give.products])
    return [speaker.say("free-product", n=len(give.products), products=products)]


def _voucher(give: Voucher, speaker: Speaker) -> list[str]:
    return [speaker.say("voucher", money=speaker.money(give.amount_minor))]


def _gift_card(give: GiftCard, speaker: Speaker) -> list[str]:
    return [speaker.say("gift-card", money=speaker.money(give.amount_minor))]


def _code(_give: Code, speaker: Speaker) -> list[str]:
    """Whose code it is, the reward's name says, and its text."""
    return [speaker.say("one-code")]


def _earned(give: Earned, speaker: Speaker) -> list[str]:
    return [speaker.say("reward-earns", amount=speaker.amount(give.currency, give.points))]


def _event(give: Event, speaker: Speaker) -> list[str]:
    at = give.at.astimezone(speaker.programme.timezone)
    said = [speaker.say("event-at", date=speaker.date(at), time=speaker.clock(at.time()))]
    if give.places is not None:
        said.append(speaker.say("event-places", n=give.places, places=speaker.number(give.places)))
    return said


def _service(give: Service, speaker: Speaker) -> list[str]:
    return [capital(speaker.say("service", partner=speaker.plain(give.by)))]


def _favour(give: Favour, speaker: Speaker) -> list[str]:
    return [] if give in _NOTHING_MORE else [speaker.say(f"favour-{give}")]


def _share(share: Fraction, speaker: Speaker) -> str:
    return speaker.percent(Decimal(share.numerator) / share.denominator)


def _goods(goods: Goods, speaker: Speaker) -> str:
    """The goods as a phrase, or the word "none", by which messages choose their form."""
    return goods_phrase(goods.lines, speaker) or "none"


def _left_out(goods: Goods, speaker: Speaker) -> list[str]:
    if not goods.exclude:
        return []
    return [speaker.say("off-without", goods=any_goods_phrase(goods.exclude, speaker))]


_TELLERS: Mapping[type, Callable[[Any, Speaker], list[str]]] = {
    PercentOff: _percent_off,
    AmountOff: _amount_off,
    CheapestOff: _cheapest_off,
    BuyGet: _buy_get,
    FreeProduct: _free_product,
    Voucher: _voucher,
    GiftCard: _gift_card,
    Code: _code,
    Earned: _earned,
    Event: _event,
    Service: _service,
    Favour: _favour,
}

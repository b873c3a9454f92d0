"""What a rule says to a member."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tessera.programme.construct import Linear, Slot
from tessera.programme.document import Over, Phase, Rounding, Rule, Span, Stack
from tessera.programme.sentences.cap import cap_phrase
from tessera.programme.sentences.duration import duration
from tessera.programme.sentences.life import tell_waiting, when_ready
from tessera.programme.sentences.migration import tell_former
from tessera.programme.sentences.together import some_multiply
from tessera.programme.speak import Speaker, capital, sentence

_WHO = "traits"  # an "if" begins the sentence: after another lead, Russian would need one more comma
_HAPPENS_WITHOUT_SAYING = "purchase"  # a rate speaks of spending already


def tell_rule(rule: Rule, speaker: Speaker) -> str:
    """The rule in one sentence, and the shorter ones that belong to it."""
    speaker = replace(speaker, on=rule.on)
    goods = goods_phrase(rule.lines, speaker, chosen=rule.chosen)
    conditions = sorted(rule.conditions, key=lambda condition: condition.key != _WHO)
    leads, occasions, tails = (
        [condition.say(speaker) for condition in conditions if condition.slot is slot] for slot in Slot
    )
    if not occasions and _needs_occasion(rule):
        often = (
            "once" if any(cap.times == 1 and cap.per is not Span.ACTIVITY for cap in rule.caps) else "each"
        )
        occasions = [_occasion(rule, speaker, often=often)]
    given = rule.benefit.say(speaker, goods=goods, extra=_is_extra(rule, speaker))
    clause = _joined([given, *occasions, *tails])
    for lead in reversed(leads):
        clause = speaker.say("led", lead=lead, rest=clause)
    on_top = rule.phase is Phase.MULTIPLIER
    caps = [cap_phrase(cap, _currency(rule, speaker), speaker, on_top=on_top) for cap in rule.caps]
    told = " ".join([sentence(clause, *caps), *_afterwards(rule, speaker)])
    return speaker.say("named", name=speaker.text(rule.name), sentence=told) if rule.name else told


def _occasion(rule: Rule, speaker: Speaker, *, often: str) -> str:
    """When it is given: "with each stay", "for each review you write", "on each flight"."""
    return speaker.say(
        "occasion",
        type="counted" if speaker.one(rule.on) else rule.on,
        often=often,
        gives=_gives(rule),
        plain=speaker.plain(rule.on),
        one=speaker.one(rule.on),
        few=speaker.counted(rule.on, 2),
    )


def _gives(rule: Rule) -> str:
    """A gift, one by steps of the amount, a factor, or a rate: the occasion is said otherwise for each."""
    if rule.phase is Phase.MULTIPLIER:
        return "times"
    if not rule.benefit.once:
        return "rate"
    return "gift" if isinstance(rule.benefit, Linear) else "steps"


def _needs_occasion(rule: Rule) -> bool:
    """Would one ask "when?": a gift, or money spent otherwise than in a purchase. Nights and litres say it themselves."""
    counted = isinstance(rule.benefit, Linear) and rule.benefit.per_milli != 0
    return rule.benefit.once or (rule.on != _HAPPENS_WITHOUT_SAYING and not counted)


def _joined(phrases: Sequence[str]) -> str:
    """One clause. A phrase may begin or end with the comma that its language wants beside its neighbours."""
    return " ".join(phrases).replace(" ,", ",").replace(",,", ",").rstrip(",")


def _is_extra(rule: Rule, speaker: Speaker) -> bool:
    """Does another rule, for all of its lines and without conditions, give the same currency for it already?"""
    plain = (
        other
        for other in speaker.programme.rules
        if other.phase is Phase.BASE
        and not (other.lines or other.conditions or _leaves_out(other, rule))
        and (other.on, other.benefit.currency) == (rule.on, rule.benefit.currency)
    )
    return next(plain, rule) is not rule


def _leaves_out(rule: Rule, other: Rule) -> bool:
    """Does a rule exclude whatever the other takes?"""
    return any(values <= rule.exclude.get(name, frozenset()) for name, values in other.lines.items())


def _afterwards(rule: Rule, speaker: Speaker) -> list[str]:
    """The short sentences that follow: what is left out, limits, rounding, the life of these points."""
    said = [exclusion(rule, speaker)] if rule.exclude else []
    sort = "money" if speaker.programme.currencies[_currency(rule, speaker)].is_money else "points"
    if any(cap.over is Over.REFUSE and cap.points is not None for cap in rule.caps):
        said.append(speaker.say("cap-refuse"))
    said += _tell_budgets(rule, speaker)
    said += tell_former(rule, speaker)
    if rule.rounding is not Rounding.DOWN:
        said.append(rounding_phrase(rule, speaker))
    if rule.phase is Phase.BONUS and not rule.benefit.once and _has_multipliers(rule.on, speaker):
        said.append(speaker.say("bonus-apart"))
    if rule.stack is Stack.ADD and some_multiply(speaker.programme):
        said.append(speaker.say("stack-add", name=speaker.currency_name(_currency(rule, speaker))))
    return said + _tell_life(rule, speaker, sort=sort)


def _tell_budgets(rule: Rule, speaker: Speaker) -> list[str]:
    """What there is for all members together."""
    if not rule.budgets:
        return []
    on_top = rule.phase is Phase.MULTIPLIER
    limits = [cap_phrase(budget, _currency(rule, speaker), speaker, on_top=on_top) for budget in rule.budgets]
    said = [speaker.say("budget-shared", limits="; ".join(limits))]
    if any(budget.over is Over.REFUSE and budget.points is not None for budget in rule.budgets):
        said.append(speaker.say("budget-refuse"))
    return said


def _tell_life(rule: Rule, speaker: Speaker, *, sort: str) -> list[str]:
    """When these points can be used, and how long they last, where that is not as the currency has it."""
    said = []
    if isinstance(rule.benefit, Linear) and rule.benefit.once and sort == "points":
        units = Decimal(rule.benefit.fixed).scaleb(
            -speaker.programme.currencies[_currency(rule, speaker)].scale
        )
        sort = "one" if units == 1 else sort
    if rule.pending is not None:
        days, when = duration(speaker, days=rule.pending.days), when_ready(rule.pending, speaker)
        message = "ready-event" if when else "ready-after" if days else "ready-now"
        said.append(speaker.say(message, sort=sort, days=days, when=when))
        said += tell_waiting(rule.pending, speaker, sort=sort)
    if rule.expire is not None:
        lasts = duration(speaker, years=rule.expire.years, months=rule.expire.months, days=rule.expire.days)
        on = rule.expire.on
        message = (
            "lasts" if lasts else "lasts-until" if on else "lasts-end" if rule.expire.comes else "lasts-never"
        )
        date = speaker.day_of_year(*on) if on else ""
        end = "date" if on else rule.expire.round
        said.append(speaker.say(message, sort=sort, duration=lasts, round=end, date=date))
    return said


def _has_multipliers(activity: str, speaker: Speaker) -> bool:
    return any(rule.phase is Phase.MULTIPLIER and rule.on == activity for rule in speaker.programme.rules)


def exclusion(rule: Rule, speaker: Speaker) -> str:
    """What the rule leaves out. Only if the plainest rule does, and no rate of its own is there, does it earn nothing."""
    count = sum(1 if name == "brand" else len(values) for name, values in rule.exclude.items())
    together = any_goods_phrase(rule.exclude, speaker)
    rated = any(other.on == rule.on and _leaves_out(rule, other) for other in speaker.programme.rules)
    if rule.lines or rule.conditions or rule.phase is not Phase.BASE or rated:
        return capital(speaker.say("left-out", goods=together))
    if count > 1:
        return capital(speaker.say("earn-nothing", goods=together))
    return speaker.say("nothing-on", goods=together)


def any_goods_phrase(selectors: Mapping[str, frozenset[str]], speaker: Speaker) -> str:
    """The lines that match any of these, as a phrase: "fuel, cigarettes, and Private brand products"."""
    return speaker.all_of(_flat(selectors, speaker))


def _flat(selectors: Mapping[str, frozenset[str]], speaker: Speaker) -> list[str]:
    """Departments and categories as one plain list; other attributes as phrases of their own."""
    phrases: list[str] = []
    for name, values in selectors.items():
        if _names_goods(name, values, speaker):
            phrases += [speaker.plain(value) for value in sorted(values)]
        else:
            phrases.append(_attribute_phrase(name, values, speaker))
    return phrases


def goods_phrase(
    lines: Mapping[str, frozenset[str]], speaker: Speaker, *, chosen: Container[str] = ()
) -> str:
    """The lines that count, as a phrase: "Private brand products"; "" when all do.

    Of the attributes in `chosen`, only what the member chose does.
    """
    phrases = [
        speaker.say("goods-chosen", attribute=name)
        if name in chosen
        else _attribute_phrase(name, values, speaker)
        for name, values in lines.items()
    ]
    if len(phrases) < 2:
        return "".join(phrases)
    return speaker.say("goods-both", goods=phrases[0], only=speaker.all_of(phrases[1:]))


def _names_goods(attribute: str, values: frozenset[str], speaker: Speaker) -> bool:
    """Do the values say by themselves what is bought? Those of an attribute of the shop's own do where they have texts."""
    own = attribute not in {"brand", "product"} and all(value in speaker.programme.words for value in values)
    return own or attribute in {"department", "category"}


def _attribute_phrase(name: str, values: frozenset[str], speaker: Speaker) -> str:
    listed = [speaker.plain(value) for value in sorted(values)]
    if _names_goods(name, values, speaker):
        return speaker.all_of(listed)
    if name == "brand":
        return speaker.say("goods-brand", count=len(listed), values=speaker.all_of(listed))
    if name == "product":
        return speaker.say("goods-product", count=len(listed), values=speaker.all_of(listed))
    return speaker.say("goods-fact", attribute=speaker.plain(name), values=speaker.one_of(listed))


def rounding_phrase(rule: Rule, speaker: Speaker) -> str:
    """How fractions become whole."""
    currency = _currency(rule, speaker)
    is_money = speaker.programme.currencies[currency].is_money
    unit = speaker.money(1) if is_money else speaker.noun(currency, 1)
    sort = "money" if is_money else "points"
    return speaker.say("rounding", rounding=rule.rounding, unit=unit, sort=sort)


def _currency(rule: Rule, speaker: Speaker) -> str:
    """What the rule gives; a multiplier works on the programme's first currency."""
    return rule.benefit.currency or next(iter(speaker.programme.currencies))

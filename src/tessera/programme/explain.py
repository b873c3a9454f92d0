"""Tell a programme in plain sentences, for its members."""

from collections.abc import Sequence
from typing import Literal

from tessera.programme.document import Phase, Programme, Rule
from tessera.programme.gift_cards import GiftCards
from tessera.programme.ladder import TierStructure
from tessera.programme.reward import GiftCard
from tessera.programme.sentences.choices import tell_choice
from tessera.programme.sentences.claims import tell_claims
from tessera.programme.sentences.conversion import (
    WorkedConversion,
    tell_conversion,
    tell_worked_conversion,
)
from tessera.programme.sentences.currency import tell_currency, tell_notice
from tessera.programme.sentences.draws import tell_draw
from tessera.programme.sentences.gift_cards import tell_gift_cards
from tessera.programme.sentences.giving import tell_cause, tell_transfers
from tessera.programme.sentences.household import tell_households
from tessera.programme.sentences.migration import tell_heirs
from tessera.programme.sentences.reward import tell_rewards
from tessera.programme.sentences.rule import tell_rule
from tessera.programme.sentences.spending import WorkedPayment, tell_spending, tell_worked_payment
from tessera.programme.sentences.tiers import tell_measure, tell_tiers
from tessera.programme.sentences.together import tell_together
from tessera.programme.sentences.worked import Worked, tell_worked
from tessera.programme.speak import Speaker, speaker

Form = Literal["long", "short"]

Example = Worked | WorkedConversion | WorkedPayment


def explain(
    programme: Programme, *, lang: str = "en", form: Form = "long", examples: Sequence[Example] = ()
) -> str:
    """The programme's text as Markdown. `long` tells everything, with `examples` at its end; `short` what a newcomer
    wants to know. The engine works examples out: `tessera.engine.worked`.

    Raises UnknownLanguage when the sentences are not written in `lang`.
    """
    told = speaker(programme, lang=lang)
    return _long(told, examples) if form == "long" else _short(told)


def _long(told: Speaker, examples: Sequence[Example]) -> str:
    programme = told.programme
    rules = [tell_rule(rule, told) for rule in programme.rules]
    rules += tell_together(told)
    currencies = [tell_currency(currency, told) for currency in programme.currencies.values()]
    currencies += tell_notice(told)
    sections = [_list(told.say("heading-earn"), rules), _list(told.say("heading-currencies"), currencies)]
    if programme.spending:
        paid = [tell_spending(spending, told) for spending in programme.spending.values()]
        sections.append(_list(told.say("heading-spend"), paid))
    if programme.rewards or programme.never_discount:
        sections.append(_list(told.say("heading-rewards"), tell_rewards(told)))
    if programme.gift_cards != GiftCards() or any(
        isinstance(r.give, GiftCard) for r in programme.rewards.values()
    ):
        sections.append(_list(told.say("heading-gift-cards"), tell_gift_cards(programme.gift_cards, told)))
    if programme.choices:
        choices = [tell_choice(choice, told) for choice in programme.choices.values()]
        sections.append(_list(told.say("heading-choices"), choices))
    if programme.conversions:
        converted = [tell_conversion(conversion, told) for conversion in programme.conversions]
        sections.append(_list(told.say("heading-convert"), converted))
    if programme.draws:
        drawn = [tell_draw(draw, told) for draw in programme.draws.values()]
        sections.append(_list(told.say("heading-draws"), drawn))
    sections += _giving(told)
    sections += [
        _list(_levels_heading(tiers, told), tell_tiers(tiers, told) + tell_heirs(tiers, told))
        for tiers in programme.tiers
    ]
    if programme.claims is not None:
        sections.append(_list(told.say("heading-claims"), [tell_claims(programme.claims, told)]))
    if examples:
        sections.append(
            _list(told.say("heading-examples"), [_tell_example(worked, told) for worked in examples])
        )
    return "\n\n".join([_title(told), *sections]) + "\n"


def _giving(told: Speaker) -> list[str]:
    """What members share, and may give to each other and to causes."""
    programme = told.programme
    shared = [] if programme.households is None else tell_households(programme.households, told)
    given = [tell_transfers(terms, told) for terms in programme.transfers.values()]
    causes = [tell_cause(cause, told) for cause in programme.causes.values()]
    told_of = (("heading-households", shared), ("heading-transfers", given), ("heading-causes", causes))
    return [_list(told.say(heading), said) for heading, said in told_of if said]


def _tell_example(worked: Example, told: Speaker) -> str:
    if isinstance(worked, WorkedConversion):
        return tell_worked_conversion(worked, told)
    if isinstance(worked, WorkedPayment):
        return tell_worked_payment(worked, told)
    return tell_worked(worked, told)


def _levels_heading(tiers: TierStructure, told: Speaker) -> str:
    """Where there are several ladders, with the name of each."""
    if len(told.programme.tiers) == 1:
        return told.say("heading-levels")
    return told.say("heading-levels-of", name=told.plain(tiers.id))


def _title(told: Speaker) -> str:
    programme = told.programme
    title = f"# {told.text(programme.name)}"
    if programme.from_at is None and programme.until_at is None:
        return title
    period = told.period(programme.from_at, programme.until_at)
    return f"{title}\n\n{told.say('programme-period', period=period)}"


def _list(heading: str, points: list[str]) -> str:
    return f"## {heading}\n\n" + "\n".join(f"- {point}" for point in points)


def _short(told: Speaker) -> str:
    """The everyday rules, the main currency, and what the levels go by."""
    programme = told.programme
    main = next(iter(programme.currencies.values()))
    sentences = [
        *(tell_rule(rule, told) for rule in _everyday(programme.rules)),
        tell_currency(main, told),
        *(tell_measure(tiers, told) for tiers in programme.tiers),
    ]
    return told.say("card", name=told.text(programme.name), sentences=" ".join(sentences)) + "\n"


def _everyday(rules: Sequence[Rule]) -> list[Rule]:
    """What everybody gets at any time, the first rate of all, and at least one: if each asks for something, those that
    ask for least.
    """
    plain = [rule for rule in rules if not (rule.conditions or rule.lines or rule.caps or rule.budgets)]
    rates = [rule for rule in rules if rule.phase is Phase.BASE]
    if not any(rule in plain for rule in rates):
        least = min(map(_asks, rates), default=0)
        plain += [rule for rule in rates if _asks(rule) == least]
    return [rule for rule in rules if rule in plain or rule in rates[:1]]


def _asks(rule: Rule) -> int:
    """For how much a rule asks, roughly: conditions more than goods, and these more than a cap or a budget."""
    return 4 * bool(rule.conditions) + 2 * bool(rule.lines) + bool(rule.caps or rule.budgets)

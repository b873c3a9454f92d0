"""What changes between two versions of a programme, in plain sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from tessera.programme.adjustments import Adjustments
from tessera.programme.document import Programme
from tessera.programme.gift_cards import GiftCards
from tessera.programme.ladder import TierStructure
from tessera.programme.sentences.adjustments import tell_adjustments
from tessera.programme.sentences.choices import tell_choice
from tessera.programme.sentences.claims import tell_claims
from tessera.programme.sentences.conversion import tell_conversion
from tessera.programme.sentences.currency import tell_currency, tell_notice
from tessera.programme.sentences.draws import tell_draw
from tessera.programme.sentences.gift_cards import tell_gift_cards
from tessera.programme.sentences.giving import tell_cause, tell_transfers
from tessera.programme.sentences.household import tell_households
from tessera.programme.sentences.keep import tell_keep, tell_terms
from tessera.programme.sentences.reward import tell_never_discount, tell_reward
from tessera.programme.sentences.rule import tell_rule
from tessera.programme.sentences.spending import tell_spending
from tessera.programme.sentences.tiers import tell_head_starts, tell_level, tell_measure
from tessera.programme.speak import Speaker, capital, speaker


class Kind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs. `path` names it as in the document; `before` and `after` are what it says, "" for nothing."""

    kind: Kind
    path: str
    before: str
    after: str


def diff(old: Programme, new: Programme, *, lang: str = "en") -> tuple[Change, ...]:
    """Every part that was added, removed or changed, in the order of the documents; none when they say the same.

    Raises UnknownLanguage as `explain` does.
    """
    return tuple(_changes(_parts(old, lang), _parts(new, lang)))


def _changes(
    old: Mapping[str, tuple[object, str]], new: Mapping[str, tuple[object, str]]
) -> Iterator[Change]:
    nothing: tuple[object, str] = (None, "")
    for path in dict.fromkeys([*old, *new]):
        (was, before), (is_, after) = old.get(path, nothing), new.get(path, nothing)
        if was == is_:
            continue
        kind = Kind.ADDED if path not in old else Kind.REMOVED if path not in new else Kind.CHANGED
        if kind is Kind.CHANGED and before == after:
            before, after = _details(was, is_)
        yield Change(kind, path, before, after)


def _details(was: object, is_: object) -> tuple[str, str]:
    """What differs, field by field, where the sentences are the same."""
    if not is_dataclass(was) or not is_dataclass(is_):
        return str(was), str(is_)
    differing = [f.name for f in fields(was) if getattr(was, f.name) != getattr(is_, f.name, None)]
    before, after = (", ".join(f"{name} {getattr(side, name)}" for name in differing) for side in (was, is_))
    return before, after


def _parts(programme: Programme, lang: str) -> dict[str, tuple[object, str]]:
    """By path: the value that decides whether a part changed, and what it says."""
    told = speaker(programme, lang=lang)
    parts: dict[str, tuple[object, str]] = dict(_header(programme, told)) | dict(_by_id(programme, told))
    for tiers in programme.tiers:
        parts |= _tiers(tiers, told)
    if programme.adjustments != Adjustments():
        parts["adjustments"] = (programme.adjustments, tell_adjustments(programme.adjustments, told))
    if programme.claims is not None:
        parts["claims"] = (programme.claims, tell_claims(programme.claims, told))
    if programme.households is not None:
        said = " ".join(tell_households(programme.households, told))
        parts["households"] = (programme.households, said)
    if programme.gift_cards != GiftCards():
        parts["gift-cards"] = (programme.gift_cards, " ".join(tell_gift_cards(programme.gift_cards, told)))
    if programme.never_discount:
        parts["never-discount"] = (programme.never_discount, " ".join(tell_never_discount(told)))
    for word, texts in programme.words.items():
        parts[f"words.{word}"] = (texts, told.text(texts))
    heirs = programme.migration
    for gone, heir in (*heirs.levels.items(), *heirs.rules.items()):
        parts[f"migrate.{gone}"] = (heir, heir or "none")
    return parts | dict(_plan(programme, told))


def _by_id(programme: Programme, told: Speaker) -> Iterator[tuple[str, tuple[object, str]]]:
    """What stands in its section by an id of its own."""
    for currency in programme.currencies.values():
        yield f"currencies.{currency.id}", (currency, tell_currency(currency, told))
    for spending in programme.spending.values():
        yield f"spend.{spending.currency}", (spending, tell_spending(spending, told))
    for rule in programme.rules:
        yield f"earn.{rule.id}", (rule, tell_rule(rule, told))
    for choice in programme.choices.values():
        yield f"choices.{choice.id}", (choice, tell_choice(choice, told))
    for conversion in programme.conversions:
        yield f"convert.{conversion.id}", (conversion, tell_conversion(conversion, told))
    for reward in programme.rewards.values():
        yield f"rewards.{reward.id}", (reward, tell_reward(reward, told))
    for draw in programme.draws.values():
        yield f"draws.{draw.id}", (draw, tell_draw(draw, told))
    for terms in programme.transfers.values():
        yield f"transfers.{terms.currency}", (terms, tell_transfers(terms, told))
    for cause in programme.causes.values():
        yield f"causes.{cause.id}", (cause, tell_cause(cause, told))


def _plan(programme: Programme, told: Speaker) -> Iterator[tuple[str, tuple[object, str]]]:
    plan = programme.plan
    for name, goal in plan.goals.items():
        by = f" {told.period(None, goal.by_at)}" if goal.by_at else ""
        yield f"goals.{name}", (goal, f"{told.number(goal.to)}{by}")
    if plan.audience is not None:
        yield "audience", (plan.audience, told.text(plan.audience))
    if plan.expiry_notice_days is not None:
        yield "messages.expiry-notice", (plan.expiry_notice_days, " ".join(tell_notice(told)))
    if plan.holdout is not None:
        yield "measure.holdout", (plan.holdout, told.percent(plan.holdout))


def _header(programme: Programme, told: Speaker) -> Iterator[tuple[str, tuple[object, str]]]:
    yield "programme.id", (programme.id, programme.id)
    yield "programme.name", (programme.name, told.text(programme.name))
    yield "programme.money", (programme.money, programme.money)
    yield "programme.timezone", (programme.timezone.key, programme.timezone.key)
    period = (programme.from_at, programme.until_at)
    if any(period):
        yield "programme.period", (period, capital(told.period(*period)))
    yield "currencies", (next(iter(programme.currencies)), f"the first is {next(iter(programme.currencies))}")


def _tiers(tiers: TierStructure, told: Speaker) -> dict[str, tuple[object, str]]:
    window = tiers.window, tiers.rolling_days, tiers.rolling_months
    terms = tiers.takes_effect, tiers.on_promotion, tiers.on_return
    parts: dict[str, tuple[object, str]] = {
        f"{tiers.id}.qualify": ((tiers.counters, window), tell_measure(tiers, told)),
        f"{tiers.id}.keep": (tiers.keep, tell_keep(tiers, told)),
    }
    if tiers.head_starts:
        said = " ".join(tell_head_starts(tiers, told))
        parts[f"{tiers.id}.qualify.head-start"] = (tiers.head_starts, said)
    if said := " ".join(tell_terms(tiers, told)):
        parts[f"{tiers.id}.terms"] = (terms, said)
    for place, level in enumerate(tiers.levels):
        parts[f"{tiers.id}.levels.{level.id}"] = ((place, level), tell_level(level, tiers, told))
    return parts

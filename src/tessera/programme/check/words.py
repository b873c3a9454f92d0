"""The document's own words: those that nobody reports, and those that members could not read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from tessera.programme.check.page import Page, Path
from tessera.programme.construct import Measuring
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.languages import LOCALES
from tessera.programme.life import Pending
from tessera.programme.plan import Doubt
from tessera.programme.reward import Goods, Selectors
from tessera.programme.sentences.choices import tell_choice
from tessera.programme.sentences.counted import UNITS
from tessera.programme.sentences.draws import tell_draw
from tessera.programme.sentences.household import tell_households
from tessera.programme.sentences.reward import reward_goods, tell_reward
from tessera.programme.sentences.rule import any_goods_phrase, exclusion, goods_phrase, tell_rule
from tessera.programme.sentences.tiers import tell_tiers
from tessera.programme.speak import Speaker, speaker

_ACTIVITIES = (
    "purchase", "enrolment", "review", "referral", "stay", "visit", "birthday", "anniversary", "choice",
    "delivery", "shipping", "attendance", "return", "adjustment",
)  # fmt: skip
_UNITS = tuple(sorted(UNITS))
_ATTRIBUTES = ("product", "category", "brand", "department", "unit")  # a line may tell others among its facts
_ALIKE = 0.8
_SAME = {
    "kilogram": "kg", "kilometre": "km", "kilometer": "km", "item": "quantity", "piece": "quantity",
    "sale": "purchase", "order": "purchase",
}  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")


def odd_words(page: Page, programme: Programme) -> Iterator[Finding]:
    """Activities, units and attributes of lines that look like a known one misspelt: no source would ever report them."""
    for path, word, known in _reported(page, programme):
        if word in known or word in programme.words:
            continue
        one = word.removesuffix("s")
        meant = _SAME.get(one) or next(iter(get_close_matches(one, known, 1, _ALIKE)), None)
        if meant:
            message = f"`{word}` is hardly what your sources report."
            advice = f"Write `{meant}`, or say in `words` how members read `{word}`."
            yield page.finding(path, Doubt.ODD_WORD, message, advice)


Reported = tuple[Path, str, tuple[str, ...]]
"""What sources must report: its path in the document, the word, and the known words of its kind."""


def _reported(page: Page, programme: Programme) -> Iterator[Reported]:
    for rule in programme.rules:
        path: Path = ("earn", rule.id)
        yield (*path, "on"), rule.on, _ACTIVITIES
        if isinstance(rule.benefit, Measuring) and rule.benefit.unit:
            yield (*path, rule.benefit.key, "per"), rule.benefit.unit, _UNITS
        yield from _awaited(path, rule.pending)
    for currency in programme.currencies.values():
        path = ("currencies", currency.id)
        yield from _awaited(path, currency.pending)
        for word in sorted(currency.expire.inactive.by) if currency.expire.inactive else ():
            yield (*path, "expire", "inactive", "by"), word, _ACTIVITIES
    for path, lines, exclude in _goods(programme):
        yield from (((*path, "lines", word), word, _ATTRIBUTES) for word in lines)
        yield from (((*path, "exclude", word), word, _ATTRIBUTES) for word in exclude)
    yield from ((("never-discount", word), word, _ATTRIBUTES) for word in programme.never_discount)
    for place, tiers in enumerate(programme.tiers):
        path = (*page.ladder(place), "qualify")
        for counter in tiers.counters:
            yield from ((path, word, _ACTIVITIES) for word in sorted(counter.activities))
            yield from ((path, word, _UNITS) for word in sorted(counter.units))


def _goods(programme: Programme) -> Iterator[tuple[Path, Selectors, Selectors]]:
    """The lines that are asked for, and those that are left out, wherever a document chooses goods."""
    for rule in programme.rules:
        yield ("earn", rule.id), rule.lines, rule.exclude
    for spending in programme.spending.values():
        yield ("spend", spending.currency), spending.lines, spending.exclude
    for reward in programme.rewards.values():
        goods = getattr(reward.give, "goods", Goods())
        yield ("rewards", reward.id, "give"), goods.lines, goods.exclude


def _awaited(path: Path, pending: Pending | None) -> Iterator[Reported]:
    if pending is not None and pending.until:
        yield (*path, "pending", "until"), pending.until, _ACTIVITIES


@dataclass(frozen=True)
class _Listener(Speaker):
    """Speaks, and keeps the words for which the document has no text."""

    unsaid: dict[str, str] = field(default_factory=dict)

    def plain(self, word: str) -> str:
        said = super().plain(word)
        if word not in self.programme.words:
            self.unsaid[word] = said
        return said


def unsaid_words(page: Page, programme: Programme) -> Iterator[Finding]:
    """Words that members would read as they stand in the document: numbers for goods; and another language's words."""
    told = set[str]()
    found: dict[Path, list[str]] = {}
    for lang in programme.languages:
        if lang not in LOCALES:
            continue
        base = speaker(programme, lang=lang)
        for path, word in _unsaid(page, _Listener(base.programme, base.lang, base.locale, base.message)):
            if word not in told:
                told.add(word)
                found.setdefault(path, []).append(word)
    for path, words in found.items():
        message = f"Members would read {', '.join(f'`{word}`' for word in words)} as written."
        advice = f"Write `words: {{{words[0]}: …}}`, with a text in: {', '.join(programme.languages)}."
        yield page.finding(path, Doubt.MISSING_TEXT, message, advice)


def _unsaid(page: Page, listener: _Listener) -> Iterator[tuple[Path, str]]:
    programme = listener.programme
    for rule in programme.rules:
        goods = [goods_phrase(rule.lines, listener, chosen=rule.chosen)]
        if rule.exclude:
            goods.append(exclusion(rule, listener))
        yield from ((("earn", rule.id), word) for word in _read(listener, goods, numbers=True))
        yield from ((("earn", rule.id), word) for word in _read(listener, [tell_rule(rule, listener)]))
    for spending in programme.spending.values():
        goods = [goods_phrase(spending.lines, listener), any_goods_phrase(spending.exclude, listener)]
        path = "spend", spending.currency
        yield from ((path, word) for word in _read(listener, goods, numbers=True))
        yield from ((path, word) for word in _read(listener, goods))
    for choice in programme.choices.values():
        said = [tell_choice(choice, listener)]
        yield from ((("choices", choice.id, "of"), word) for word in _read(listener, said, numbers=True))
        yield from ((("choices", choice.id, "of"), word) for word in _read(listener, said))
    reasons = [listener.plain(reason) for reason in programme.adjustments.reasons]
    yield from ((("adjustments", "reasons"), word) for word in _read(listener, reasons))
    if programme.households is not None:
        said = tell_households(programme.households, listener)
        yield from ((("households", "roles"), word) for word in _read(listener, said))
    for draw in programme.draws.values():
        said = [tell_draw(draw, listener)]
        yield from ((("draws", draw.id, "for"), word) for word in _read(listener, said))
    for reward in programme.rewards.values():
        path = "rewards", reward.id
        goods = reward_goods(reward, listener)
        yield from ((path, word) for word in _read(listener, goods, numbers=True))
        yield from ((path, word) for word in _read(listener, [tell_reward(reward, listener)]))
    for place, tiers in enumerate(programme.tiers):
        said = tell_tiers(tiers, listener)
        yield from (((*page.ladder(place), "levels"), word) for word in _read(listener, said))


def _read(listener: _Listener, sentences: Iterable[str], *, numbers: bool = False) -> list[str]:
    """The words without a text that can be read in the sentences: `numbers`, or words that are not in their language."""
    text = " ".join(sentences)
    return [
        word
        for word, said in listener.unsaid.items()
        if (not _LETTER.search(said) if numbers else bool(_LETTER.search(said)) and listener.lang != "en")
        and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text)
    ]

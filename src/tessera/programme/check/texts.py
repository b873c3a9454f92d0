"""The words that members read: too many, too difficult, or missing in a language."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tessera.programme.check.jargon import JARGON
from tessera.programme.check.page import Page, Path
from tessera.programme.document import Programme
from tessera.programme.draw import Draw
from tessera.programme.finding import Finding
from tessera.programme.ladder import Level, Perk
from tessera.programme.languages import LOCALES
from tessera.programme.plan import Doubt
from tessera.programme.reward import Reward
from tessera.programme.sentences.conversion import tell_conversion
from tessera.programme.sentences.currency import tell_currency
from tessera.programme.sentences.draws import tell_draw
from tessera.programme.sentences.giving import tell_transfers
from tessera.programme.sentences.household import tell_households
from tessera.programme.sentences.reward import tell_reward
from tessera.programme.sentences.rule import tell_rule
from tessera.programme.sentences.spending import tell_spending
from tessera.programme.sentences.tiers import tell_tiers
from tessera.programme.speak import Speaker, speaker


def long_texts(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rules and sections that take too many words to tell, in the language that takes most."""
    most: dict[tuple[Path, Doubt], tuple[int, str]] = {}
    for lang in programme.languages:
        if lang in LOCALES:
            for place, words in _lengths(page, speaker(programme, lang=lang)):
                most[place] = max(most.get(place, (0, "")), (words, lang))
    limits = {
        Doubt.LONG_RULE: ("rule", programme.plan.checks.words_a_rule),
        Doubt.LONG_SECTION: ("section", programme.plan.checks.words_a_section),
    }
    for (path, doubt), (words, lang) in most.items():
        what, limit = limits[doubt]
        if words > limit:
            message = (
                f"It takes {words} words (`{lang}`) to tell this {what}; few will read more than {limit}."
            )
            advice = "Say less: fewer conditions, exclusions and caps." if what == "rule" else "Have less."
            yield page.finding(path, doubt, message, advice)


def _lengths(page: Page, told: Speaker) -> Iterator[tuple[tuple[Path, Doubt], int]]:
    """How many words each rule and each section takes."""
    programme = told.programme
    rules = [_words(tell_rule(rule, told)) for rule in programme.rules]
    for rule, words in zip(programme.rules, rules, strict=True):
        yield (("earn", rule.id), Doubt.LONG_RULE), words
    yield (("earn",), Doubt.LONG_SECTION), sum(rules)
    currencies = (_words(tell_currency(currency, told)) for currency in programme.currencies.values())
    yield (("currencies",), Doubt.LONG_SECTION), sum(currencies)
    converted = (_words(tell_conversion(conversion, told)) for conversion in programme.conversions)
    yield (("convert",), Doubt.LONG_SECTION), sum(converted)
    for draw in programme.draws.values():
        yield (("draws", draw.id), Doubt.LONG_SECTION), _words(tell_draw(draw, told))
    paid = (_words(tell_spending(spending, told)) for spending in programme.spending.values())
    yield (("spend",), Doubt.LONG_SECTION), sum(paid)
    for reward in programme.rewards.values():
        yield (("rewards", reward.id), Doubt.LONG_RULE), _words(tell_reward(reward, told))
    given = (_words(tell_transfers(terms, told)) for terms in programme.transfers.values())
    yield (("transfers",), Doubt.LONG_SECTION), sum(given)
    if programme.households is not None:
        shared = sum(map(_words, tell_households(programme.households, told)))
        yield (("households",), Doubt.LONG_SECTION), shared
    for place, tiers in enumerate(programme.tiers):
        words = sum(map(_words, tell_tiers(tiers, told)))
        yield (page.ladder(place), Doubt.LONG_SECTION), words


def _words(text: str) -> int:
    return len(re.findall(r"\w+(?:[.,'’-]\w+)*", text))


def jargon(page: Page, programme: Programme) -> Iterator[Finding]:
    """The trade's own words, in what the document's writer wrote for members."""
    for path, texts in _texts(page, programme):
        for lang, text in texts.items():
            for word, plain in _trade_words(lang, text):
                message = f"`{word}` is a word of the trade, not of your members."
                advice = f"Say it plainly: `{plain}`." if plain else "Leave it out, or say it plainly."
                yield page.finding((*path, lang), Doubt.JARGON, message, advice)


def _trade_words(lang: str, text: str) -> Iterator[tuple[str, str]]:
    for beginning, plain in JARGON.get(lang, {}).items():
        if found := re.search(rf"\b{beginning}\w*", text, re.IGNORECASE):
            yield found[0], plain


def untranslated(page: Page, programme: Programme) -> Iterator[Finding]:
    """Texts that lack a language in which the programme's own name is written."""
    for path, texts in _texts(page, programme):
        missing = [lang for lang in programme.languages if lang not in texts]
        if missing:
            message = f"This text is missing in: {', '.join(missing)}."
            yield page.finding(path, Doubt.MISSING_TEXT, message, "The programme's name is written in them.")


def _texts(page: Page, programme: Programme) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Every text for members that the document holds, with its path."""
    yield ("programme", "name"), programme.name
    for currency in programme.currencies.values():
        yield ("currencies", currency.id, "name"), _joined(currency.name)
    for rule in programme.rules:
        if rule.name:
            yield ("earn", rule.id, "name"), rule.name
    for draw in programme.draws.values():
        yield from _draw(("draws", draw.id), draw)
    for reward in programme.rewards.values():
        yield from _reward(("rewards", reward.id), reward)
    yield from _causes(programme)
    for place, tiers in enumerate(programme.tiers):
        for step, level in enumerate(tiers.levels):
            yield from _level((*page.ladder(place), "levels", step), level)
    for word, texts in programme.words.items():
        yield ("words", word), texts


def _draw(path: Path, draw: Draw) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield (*path, "name"), draw.name
    yield (*path, "public"), draw.public
    for nth, prize in enumerate(draw.prizes):
        yield (*path, "prizes", nth, "name"), _joined(prize.name)


def _joined(names: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {lang: " ".join(forms) for lang, forms in names.items()}


def _level(path: Path, level: Level) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield (*path, "name"), level.name
    yield from _perks((*path, "perks"), level.perks)
    if level.given:
        yield from _perks((*path, "given", "perks"), level.given.perks or ())
    if level.given and level.given.text:
        yield (*path, "given", "text"), level.given.text


def _reward(path: Path, reward: Reward) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield (*path, "name"), reward.name
    if reward.text:
        yield (*path, "text"), reward.text


def _causes(programme: Programme) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for cause in programme.causes.values():
        yield ("causes", cause.id, "name"), cause.name
        if cause.about:
            yield ("causes", cause.id, "about"), cause.about


def _perks(path: Path, perks: Sequence[Perk]) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for nth, perk in enumerate(perks):
        if perk.name:
            yield (*path, nth, perk.id), perk.name

"""Speak a programme's figures and words in a language; CLDR (Babel) says how figures and dates are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from tessera.programme.declension import object_form
from tessera.programme.document import Programme
from tessera.programme.languages import LOCALES
from tessera.programme.messages import Message, read_messages

_LEAP_YEAR = 2000  # has every day
_LEI = {"MDL", "RON"}  # whoever pays in lei calls them so, in every language
_PLURALS = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True)
class Speaker:
    """Says figures, names and messages of one programme in one language. `on` is the activity being spoken of."""

    programme: Programme
    lang: str
    locale: Locale
    message: Message
    on: str = "purchase"

    def say(self, message: str, **values: str | int | Decimal) -> str:
        """A message of the wording, or of a construct, with its values; whole numbers choose plural forms."""
        return self.message(message, {name: _countable(value) for name, value in values.items()})

    def number(self, number: int | Decimal) -> str:
        return _plain_spaces(format_decimal(number, locale=self.locale))

    def percent(self, share: Decimal) -> str:
        pattern = str(self.locale.percent_formats[None].pattern).replace("#,##0", "#,##0.######")
        return _plain_spaces(format_percent(share, format=pattern, locale=self.locale))

    def money(self, minor: int | Decimal) -> str:
        """Minor units as an amount of money; cents are left out when there are none."""
        amount = self.in_major(minor)
        decimals = ""
        if amount != int(amount):
            decimals = "." + "0" * max(
                self.programme.money_digits, -int(amount.normalize().as_tuple().exponent)
            )
        if self.programme.money in _LEI:
            shown = _plain_spaces(format_decimal(amount, "#,##0" + decimals, locale=self.locale))
            return self.say("lei", n=2 if decimals else amount, shown=shown)
        pattern = self._money_pattern(decimals)
        return _plain_spaces(
            format_currency(amount, self.programme.money, pattern, locale=self.locale, currency_digits=False)
        )

    def in_major(self, minor: int | Decimal) -> Decimal:
        """Minor units as units of the money, by which sentences choose their plural forms."""
        return Decimal(minor).scaleb(-self.programme.money_digits)

    def _money_pattern(self, decimals: str) -> str:
        pattern = str(self.locale.currency_formats["standard"].pattern).replace(".00", decimals)
        symbol = get_currency_symbol(self.programme.money, locale=self.locale)
        return pattern.replace("¤#", "¤ #") if symbol[-1].isalpha() else pattern  # MDL 4, but $4

    def amount(
        self, currency: str, units: int | Decimal, *, extra: bool = False, is_subject: bool = False
    ) -> str:
        """Smallest units of a currency: "2 points", "2.5 extra points", "$5"; as one gets them, or as the subject."""
        if self.programme.currencies[currency].is_money:
            money = self.money(units)
            return self.say("money-extra", money=money) if extra else money
        message = "amount-extra" if extra else "amount"
        points = _whole(Decimal(units).scaleb(-self.programme.currencies[currency].scale))
        noun = self.noun(currency, points)
        if not is_subject and self.locale.plural_form(points) == "one":
            noun = object_form(noun, lang=self.lang)
        return self.say(message, number=self.number(points), noun=noun)

    def currency_name(self, currency: str) -> str:
        """The currency's name as one speaks of many: "points"."""
        return self.noun(currency, 5)

    def noun(self, currency: str, count: int | Decimal) -> str:
        return self.form_of(self.programme.currencies[currency].name, count)

    def form_of(self, names: Mapping[str, Sequence[str]], count: int | Decimal) -> str:
        """A name in this language, else in English, else in any, in the form that goes with so many."""
        return self._form(names.get(self.lang) or names.get("en") or next(iter(names.values())), count)

    def counted(self, word: str, count: int | Decimal) -> str:
        """A word of the document in the form that goes with so many; "" when it has but one."""
        forms = self.programme.forms.get(word, {}).get(self.lang, ())
        return self._form(forms, count) if len(forms) > 1 else ""

    def one(self, word: str) -> str:
        """One of what a word of the document counts, as one gets or does it; "" when it has but one form."""
        return object_form(self.counted(word, 1), lang=self.lang)

    def _form(self, forms: Sequence[str], count: int | Decimal) -> str:
        rule = self.locale.plural_form
        tags = [tag for tag in _PLURALS if tag in rule.tags or tag == "other"]
        form = rule(count)
        if len(forms) < len(tags) and form == "other" and "few" in tags:
            form = "few"  # Slavic nouns: a fraction takes the form of two ("1,5 балла")
        return forms[min(tags.index(form), len(forms) - 1)]

    def text(self, texts: Mapping[str, str]) -> str:
        """A text of the document in this language, else in English, else in any."""
        return texts.get(self.lang) or texts.get("en") or next(iter(texts.values()))

    def level(self, level_id: str) -> str:
        levels = (level for tiers in self.programme.tiers for level in tiers.levels if level.id == level_id)
        return self.say("level-name", name=self.text(next(levels).name))

    def activity(self) -> str:
        return self.say("activity", type=self.on, plain=self.plain(self.on))

    def plain(self, word: str) -> str:
        """A document's word as people say it: as its `words` do, or with spaces for hyphens and no shouting."""
        if word in self.programme.words:
            return self.text(self.programme.words[word])
        spaced = word.replace("-", " ").replace("_", " ") if word.islower() else word
        return spaced.lower() if spaced.isupper() and len(spaced) > 2 else spaced

    def all_of(self, phrases: Sequence[str]) -> str:
        return str(format_list(phrases, locale=self.locale))

    def one_of(self, phrases: Sequence[str]) -> str:
        return str(format_list(phrases, style="or", locale=self.locale))

    def ordinal(self, n: int) -> str:
        """A place in the row of the activities being spoken of: "10th"; it agrees with them in gender and case."""
        form = self.locale.ordinal_form(n)
        return self.say("ordinal", n=n, shown=self.number(n), form=form, type=self.on)

    def weekday(self, day: int) -> str:
        """The name of a day of the week, Monday 0."""
        return str(self.locale.days["format"]["wide"][day])

    def clock(self, at: time) -> str:
        return _plain_spaces(format_time(at, "medium" if at.second else "short", locale=self.locale))

    def period(self, from_at: datetime | None, until_at: datetime | None) -> str:
        """A period in the programme's time zone. Whole days are told up to the last good day."""
        start, end = self._local(from_at), self._local(until_at)
        if any(at is not None and at.time() != time.min for at in (start, end)):
            return self._instants(start, end)
        if start and end:
            return self._days(start, end - timedelta(days=1))
        if start:
            return self.say("period-from", day=start.day, **{"from": self.date(start)})
        return self.say("period-to", to=self.date(end - timedelta(days=1)) if end else "")

    def _days(self, start: datetime, last: datetime) -> str:
        """From one day to another, both included: a day, a month, or as much as they do not share."""
        if start == last:
            return self.say("period-day", day=self.date(start))
        year = str(last.year)
        first = self._day_of_year(start) if start.year == last.year else self.date(start)
        if (start.year, start.month) != (last.year, last.month):
            return self.say("period-days", day=start.day, **{"from": first, "to": self.date(last)})
        if start.day == 1 and (last + timedelta(days=1)).day == 1:
            month = str(format_skeleton("yMMMM", start, locale=self.locale))
            return self.say("period-month", month=month, number=start.month, year=year)
        told = {"from": first, "to": self.date(last), "year": year}
        return self.say("period-within", day=start.day, first=start.day, last=last.day, **told)

    def _instants(self, start: datetime | None, end: datetime | None) -> str:
        told = {
            name: self.say("instant", date=self.date(at), time=self.clock(at.time()))
            for name, at in (("from", start), ("until", end))
            if at is not None
        }
        if len(told) == 2:
            return self.say("period-instants", **told)
        return self.say("period-from", day=0, **told) if start else self.say("period-until", **told)

    def date(self, day: datetime) -> str:
        return self.say("date", day=self._day_of_year(day), year=str(day.year))

    def day_of_year(self, month: int, day: int) -> str:
        """A day that every year has: "December 31"."""
        return self._day_of_year(datetime(_LEAP_YEAR, month, day, tzinfo=self.programme.timezone))

    def _day_of_year(self, day: datetime) -> str:
        return str(format_skeleton("MMMMd", day, locale=self.locale))

    def _local(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.programme.timezone) if at else None


def speaker(programme: Programme, *, lang: str) -> Speaker:
    """A speaker of `lang` for the programme and the constructs that its rules use.

    Raises UnknownLanguage when the wording, or one of the constructs, is not written in it.
    """
    constructs = {type(part) for rule in programme.rules for part in (rule.benefit, *rule.conditions)}
    constructs |= {type(condition) for reward in programme.rewards.values() for condition in reward.asks}
    message = read_messages(lang, constructs)
    return Speaker(programme, lang, Locale.parse(LOCALES[lang]), message)


def _countable(value: str | int | Decimal) -> str | int | float:
    """Fluent chooses plural forms by the value as it is, where 2.0 must choose as 2 does; of decimals it chooses none."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else float(value)


def _whole(number: Decimal) -> int | Decimal:
    """Plural forms are chosen by a number as it is written: 2.0 must choose as 2 does."""
    return int(number) if number == int(number) else number


def _plain_spaces(text: str) -> str:
    """Figures with ordinary spaces: the text may be pasted anywhere, and a search finds it."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def sentence(*phrases: str) -> str:
    """Join phrases with commas and begin with a capital: "In June 2017, you earn …"."""
    text = ", ".join(phrase for phrase in phrases if phrase)
    return capital(text) + "."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]

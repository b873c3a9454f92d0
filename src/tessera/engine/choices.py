"""What members choose for a period: which period is open, what counts at an instant, and how a choice is made.

What was chosen is in the standing. What of it counts for an activity goes to `decide` as traits that no one sets, and is
kept with the answer, so that a return finds it again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.chosen import read_values, trait_of, write_values
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing
from tessera.engine.windows import add_months, clock_of, midnight
from tessera.kit.codes import RefusalCode
from tessera.programme.choice import ChoicePeriod, MemberChoice, Newcomers

CHOSEN_FOR: Final = "@chosen-for"
"""A trait that no one sets: the first day of the period for which a choice was made; kept with its answer."""

CHOICE: Final = "choice"
"""The type of the activity by which a member chooses."""

_PERIODS_KEPT: Final = 6
_MONTHS: Final = {ChoicePeriod.MONTH: 1, ChoicePeriod.QUARTER: 3, ChoicePeriod.YEAR: 12}


class ChoiceRefused(Exception):  # noqa: N818 - it names the refused fact
    """A choice that cannot be: `code` is a `RefusalCode`, the message says what can."""

    def __init__(self, code: RefusalCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def choice_facts(choice_id: str, values: Sequence[str], *, period_on: date | None) -> dict[str, str]:
    """The facts of an activity of type `choice`. Without a period it is for the first one that is open."""
    facts = {"choice": choice_id, "values": write_values(values)}
    return facts if period_on is None else facts | {"period": period_on.isoformat()}


def period_of(choice: MemberChoice, day: date) -> tuple[date, date]:
    """The period that holds a day: its first day, and the first day after it."""
    if choice.period is ChoicePeriod.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=7)
    months = _MONTHS[choice.period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months)


def choose_by(choice: MemberChoice, first: date, zone: ZoneInfo) -> datetime:
    """The first instant at which a choice for the period that begins on `first` comes too late."""
    return midnight(first - timedelta(days=choice.days_before), zone)


def is_newcomer(
    choice: MemberChoice, chosen: Mapping[int, Sequence[str]], day: date, joined: date | None
) -> bool:
    """May a member choose for the period that runs on a day, as who joined within it and has not chosen for it?

    `chosen` is what the member has chosen so far, by the first day (ordinal) of the period.
    """
    first, _ = period_of(choice, day)
    return (
        choice.newcomers is Newcomers.AT_ONCE
        and joined is not None
        and joined >= first
        and first.toordinal() not in chosen
    )


def open_period(choice: MemberChoice, at: datetime, zone: ZoneInfo) -> date:
    """The first day of the first period for which a choice is still open at an instant."""
    first = period_of(choice, at.astimezone(zone).date())[1]
    while choose_by(choice, first, zone) <= at:
        first = period_of(choice, first)[1]
    return first


def chosen_at(compiled: Compiled, standing: Standing, at: datetime) -> dict[str, str]:
    """What of a member's choices counts at an instant, as traits."""
    day = at.astimezone(compiled.zone).date()
    chosen = {}
    for choice in compiled.choices.values():
        first, _ = period_of(choice, day)
        values = standing.choices.get(choice.id, {}).get(first.toordinal())
        if values:
            chosen[trait_of(choice.id)] = write_values(values)
    return chosen


def period_chosen(
    compiled: Compiled, standing: Standing, activity: Activity, *, joined: date | None = None
) -> tuple[date, date]:
    """[from, until) of the period for which an activity of type `choice` chooses; `standing` is the one before it.

    Raises ChoiceRefused.
    """
    facts = activity.facts or {}
    choice = compiled.choices[facts["choice"]]
    return period_of(choice, _period(compiled, choice, standing, activity, joined))


def choose(
    compiled: Compiled, standing: Standing, activity: Activity, *, joined: date | None = None
) -> Standing:
    """The standing with what an activity of type `choice` chooses, in place of an earlier choice for that period.

    `joined`: the local day on which the member did, if it is known. Raises ChoiceRefused.
    """
    facts = activity.facts or {}
    choice = compiled.choices.get(facts["choice"])
    if choice is None:
        detail = f"The programme has no choice {facts['choice']!r}."
        raise ChoiceRefused(RefusalCode.UNKNOWN_CHOICE, detail)
    values = tuple(dict.fromkeys(read_values(facts["values"])))
    _refuse_values(choice, values)
    first = _period(compiled, choice, standing, activity, joined)
    before = standing.choices.get(choice.id, {})
    kept = sorted({**before, first.toordinal(): values}.items())[-_PERIODS_KEPT:]
    return msgspec.structs.replace(standing, choices={**standing.choices, choice.id: dict(kept)})


def _refuse_values(choice: MemberChoice, values: Sequence[str]) -> None:
    strange = [value for value in values if value not in choice.options]
    if strange:
        detail = f"{strange[0]!r} cannot be chosen; there are: {', '.join(choice.options)}."
        raise ChoiceRefused(RefusalCode.NOT_TO_CHOOSE, detail)
    if len(values) > choice.up_to:
        detail = f"At most {choice.up_to} can be chosen, not {len(values)}."
        raise ChoiceRefused(RefusalCode.TOO_MANY_CHOSEN, detail)


def _period(
    compiled: Compiled, choice: MemberChoice, standing: Standing, activity: Activity, joined: date | None
) -> date:
    """The first day of the period that is asked for, or of the first one that is open."""
    facts, at, zone = activity.facts or {}, activity.occurred_at, compiled.zone
    first, today = open_period(choice, at, zone), at.astimezone(zone).date()
    running, _ = period_of(choice, today)
    new = is_newcomer(choice, standing.choices.get(choice.id, {}), today, joined)
    if "period" not in facts:
        return running if new else first
    asked, _ = period_of(choice, date.fromisoformat(facts["period"]))
    if new and asked == running:
        return running
    if asked < first:
        until = clock_of(choose_by(choice, asked, zone), zone)
        detail = f"For the {choice.period} from {asked} on one could choose until {until}."
        raise ChoiceRefused(RefusalCode.CHOICE_TOO_LATE, detail)
    if asked > first:
        detail = f"Choose for the {choice.period} from {first} on; the one from {asked} on has its time."
        raise ChoiceRefused(RefusalCode.CHOICE_TOO_EARLY, detail)
    return first

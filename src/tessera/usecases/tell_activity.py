"""Say what an activity did beside the points that it earned or took: levels, choices, payments, gifts, merges."""

from datetime import date

from tessera.catalogue.gift_card import Kind
from tessera.engine.activity import Activity
from tessera.engine.choices import CHOICE, CHOSEN_FOR, period_of
from tessera.engine.chosen import read_values
from tessera.engine.compile import Compiled
from tessera.kit.activities import (
    ADJUSTMENT,
    CONVERSION,
    CORRECTION,
    DONATION,
    HOUSEHOLD_JOIN,
    HOUSEHOLD_LEAVE,
    MERGE,
    UNMERGE,
)
from tessera.ledger.corrections import is_moved
from tessera.programme.sentences.adjustments import tell_adjusted
from tessera.programme.sentences.choices import tell_chosen
from tessera.programme.sentences.conversion import tell_exchanged
from tessera.programme.sentences.gift_cards import tell_card
from tessera.programme.sentences.giving import tell_donated, tell_given, tell_taken
from tessera.programme.sentences.progress import tell_level_change
from tessera.programme.sentences.spending import tell_all_gone, tell_came_back, tell_paid, tell_set_aside
from tessera.programme.speak import Speaker, speaker
from tessera.usecases.answers import Answer
from tessera.usecases.donate_points import donated_by
from tessera.usecases.tell_rewards import tell_rewards

_SAID = {
    MERGE: "merged",
    UNMERGE: "unmerged",
    CORRECTION: "corrected-away",
    HOUSEHOLD_JOIN: "household-joined",
    HOUSEHOLD_LEAVE: "household-left",
}

_OF_OTHERS = {HOUSEHOLD_JOIN: "household-other-joined", HOUSEHOLD_LEAVE: "household-other-left"}

_CARDS_TOLD = {Kind.HELD, Kind.USED, Kind.REFUNDED}
"""What is released goes without saying: the purchase or the time says so."""


def tell_activity(activity: Activity, answer: Answer, compiled: Compiled, *, lang: str) -> tuple[str, ...]:
    """Its sentences, by the version that decided it; none where all that it did were points, or nothing.

    Raises UnknownLanguage.
    """
    if answer.refusal is not None or not (
        answer.levels
        or answer.exchanged
        or answer.sent
        or answer.held
        or answer.paid
        or answer.refunded
        or answer.redeemed
        or answer.restored
        or answer.vouchers
        or answer.cards
        or activity.type in {ADJUSTMENT, CHOICE, DONATION, *_SAID}
        or is_moved(activity.key)
        or answer.claim
    ):
        return ()
    told = speaker(compiled.programme, lang=lang)
    sentences = []
    if activity.type in _SAID:
        sentences.append(told.say(_said(activity, answer)))
    if is_moved(activity.key):
        sentences.append(told.say("corrected-here"))
    if answer.claim is not None:
        sentences.append(told.say("claimed"))
    if activity.type == ADJUSTMENT:
        sentences += _tell_adjusted(activity, told)
    if activity.type == CHOICE:
        sentences.append(_tell_choice(activity, answer, compiled, told))
    if (sent := answer.sent) is not None:
        tell = tell_given if answer.member_id == sent.giver_id else tell_taken
        sentences.append(tell(sent.currency, sent.amount, told))
    if activity.type == DONATION:
        cause = compiled.programme.causes[(activity.facts or {})["cause"]]
        sentences.append(tell_donated(cause, donated_by(activity, answer), told))
    sentences += tell_rewards(activity, answer, compiled, told)
    sentences += _tell_spent(answer, told)
    sentences += [
        tell_card(one.kind.value, one.amount_minor, told) for one in answer.cards if one.kind in _CARDS_TOLD
    ]
    if (made := answer.exchanged) is not None:
        conversion = compiled.conversions[made.conversion]
        sentences.append(
            tell_exchanged(conversion, told, taken=made.taken, given=made.given, restored=made.restored)
        )
    sentences += [
        tell_level_change(one.code, one.was, one.level, told, until_on=one.until_on) for one in answer.levels
    ]
    return tuple(sentences)


def tell_other(activity: Activity, answer: Answer, compiled: Compiled, *, lang: str) -> tuple[str, ...]:
    """The same of what another member of the household did, or what became of them: the details are theirs.

    A conversion is nobody's in particular. Raises UnknownLanguage.
    """
    if activity.type == CONVERSION:
        return tell_activity(activity, answer, compiled, lang=lang)
    said = (
        "household-other" if answer.refusal is not None else _OF_OTHERS.get(activity.type, "household-other")
    )
    return (speaker(compiled.programme, lang=lang).say(said),)


def _said(activity: Activity, answer: Answer) -> str:
    """The message that says what it did: a household is joined with an invitation, and started without."""
    if activity.type == HOUSEHOLD_LEAVE and answer.transfer is not None and answer.transfer.moved:
        return "household-ended"
    if activity.type == HOUSEHOLD_JOIN and "invitation" not in (activity.facts or {}):
        return "household-founded"
    return _SAID[activity.type]


def _tell_adjusted(activity: Activity, told: Speaker) -> list[str]:
    """The reason in the member's language, where the programme knows it; a text of the staff's own is a note."""
    reason, points = (activity.facts or {})["reason"], (activity.measures or {})["points"]
    if reason not in told.programme.adjustments.reasons:
        return []
    return [tell_adjusted(points, reason, told, undone=activity.of is not None)]


def _tell_spent(answer: Answer, told: Speaker) -> list[str]:
    """What was set aside, what it paid, and what came back of it; nothing of a currency that is no longer the programme's:
    a hold of the sandbox may outlive it.
    """
    named = told.programme.currencies
    held = () if answer.held is None else answer.held.payments
    paid = [one.payment for one in answer.paid if one.payment.currency in named]
    back = [(one.currency, one.to_lots + one.into_grace, one.gone) for one in answer.refunded]
    back += [
        (one.currency, one.to_lots + one.into_grace, one.gone) for one in answer.restored if one.currency
    ]
    return [
        *(tell_set_aside(one.currency, one.points, told) for one in held),
        *(tell_paid(one.currency, one.points, told, paid_minor=one.amount_minor) for one in paid),
        *(
            tell_came_back(currency, units, told) if units else tell_all_gone(currency, gone, told)
            for currency, units, gone in back
            if (units or gone) and currency in named
        ),
    ]


def _tell_choice(activity: Activity, answer: Answer, compiled: Compiled, told: Speaker) -> str:
    facts = activity.facts or {}
    choice = compiled.choices[facts["choice"]]
    first, after = period_of(choice, date.fromisoformat(answer.traits[CHOSEN_FOR]))
    return tell_chosen(read_values(facts["values"]), told, from_on=first, until_on=after)

"""Reason codes: one precise code per cause, the same in answers, in the ledger and in the documentation.

A reason says why a rule gave nothing, or less. A refusal says why an activity was not carried out: it is a
decision, remembered under its key. What could not be decided at all is a problem (`kit.problems`).
"""

from enum import StrEnum


class ReasonCode(StrEnum):
    """Why a rule that was looked at gave nothing, or less than it could."""

    NO_LINE_MATCHES = "no_line_matches"
    NOT_CHOSEN = "not_chosen"
    OUTSIDE_PERIOD = "outside_period"
    OTHER_WEEKDAY = "other_weekday"
    OTHER_HOUR = "other_hour"
    OTHER_CHANNEL = "other_channel"
    OTHER_STORE = "other_store"
    OTHER_SOURCE = "other_source"
    TRAIT_DIFFERS = "trait_differs"
    FACT_DIFFERS = "fact_differs"
    OTHER_PAYMENT = "other_payment"
    TIER_DIFFERS = "tier_differs"
    NOT_THE_BIRTHDAY = "not_the_birthday"
    NOT_THE_ANNIVERSARY = "not_the_anniversary"
    NOT_THE_NTH = "not_the_nth"
    BELOW_MINIMUM_SPEND = "below_minimum_spend"
    NOTHING_TO_MULTIPLY = "nothing_to_multiply"
    ROUNDED_TO_NOTHING = "rounded_to_nothing"
    CAP_TRIMMED = "cap_trimmed"
    CAP_REACHED = "cap_reached"
    BALANCE_FULL = "balance_full"
    TOO_FEW_TO_CONVERT = "too_few_to_convert"
    LEFT_FOR_NEXT_TIME = "left_for_next_time"
    NOT_A_DISCOUNT = "not_a_discount"
    NEVER_DISCOUNTED = "never_discounted"
    TOO_FEW_PIECES = "too_few_pieces"
    BETTER_DISCOUNT = "better_discount"
    NOTHING_TO_PAY_FOR = "nothing_to_pay_for"
    BASKET_TOO_SMALL = "basket_too_small"
    TOO_FEW_TO_SPEND = "too_few_to_spend"


class LevelCode(StrEnum):
    """What became of a member's level: a higher one, the same for longer, a lower one, or none but everybody's."""

    REACHED = "reached"
    KEPT = "kept"
    LOWERED = "lowered"
    ENDED = "ended"


class RefusalCode(StrEnum):
    """Why an activity was refused; stored, and answered again to the same key."""

    RETURN_EXCEEDS_PURCHASE = "return_exceeds_purchase"
    LINE_NOT_IN_PURCHASE = "line_not_in_purchase"
    NOT_RETURNABLE = "not_returnable"
    OTHER_MEMBERS_PURCHASE = "other_members_purchase"
    INSUFFICIENT_POINTS = "insufficient_points"
    NOT_A_HOLD = "not_a_hold"
    OTHER_MEMBERS_HOLD = "other_members_hold"
    HOLD_OVER = "hold_over"
    CAPTURE_EXCEEDS_HOLD = "capture_exceeds_hold"
    UNKNOWN_CURRENCY = "unknown_currency"
    NOT_TO_UNDO = "not_to_undo"
    ALREADY_UNDONE = "already_undone"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    NOT_TRANSFERABLE = "not_transferable"
    TO_ONESELF = "to_oneself"
    BELOW_LEAST = "below_least"
    TOO_SOON = "too_soon"
    OVER_LIMIT = "over_limit"
    TAKER_FULL = "taker_full"
    IN_DEBT = "in_debt"
    UNKNOWN_CAUSE = "unknown_cause"
    CAUSE_CLOSED = "cause_closed"
    OTHER_MONEY = "other_money"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_TO_CHOOSE = "not_to_choose"
    TOO_MANY_CHOSEN = "too_many_chosen"
    CHOICE_TOO_LATE = "choice_too_late"
    CHOICE_TOO_EARLY = "choice_too_early"
    NOT_SPENDABLE = "not_spendable"
    NOTHING_TO_PAY_FOR = "nothing_to_pay_for"
    SPEND_TOO_LITTLE = "spend_too_little"
    SPEND_NOT_IN_STEPS = "spend_not_in_steps"
    SPEND_TOO_MUCH = "spend_too_much"

"""What a developer or a cashier reads beside a code. English; the member's own languages are the portal's."""

from tessera.kit.codes import ReasonCode, RefusalCode

REASONS = {
    ReasonCode.NO_LINE_MATCHES: "No line of the basket is one that this rule counts.",
    ReasonCode.NOT_CHOSEN: "The member did not choose these goods for that time.",
    ReasonCode.OUTSIDE_PERIOD: "The rule did not run at that time.",
    ReasonCode.OTHER_WEEKDAY: "The rule runs on other days of the week.",
    ReasonCode.OTHER_HOUR: "The rule runs at other hours.",
    ReasonCode.OTHER_CHANNEL: "The rule is for other channels.",
    ReasonCode.OTHER_STORE: "The rule is for other stores.",
    ReasonCode.OTHER_SOURCE: "The rule is for what others report.",
    ReasonCode.TRAIT_DIFFERS: "The rule is for other members.",
    ReasonCode.FACT_DIFFERS: "The activity does not have what the rule asks for.",
    ReasonCode.OTHER_PAYMENT: "Nothing was paid in a way that this rule counts.",
    ReasonCode.TIER_DIFFERS: "The rule is for other tiers.",
    ReasonCode.NOT_THE_BIRTHDAY: "The member's birthday is at another time, or not known.",
    ReasonCode.NOT_THE_ANNIVERSARY: "The anniversary of the member's joining is at another time.",
    ReasonCode.NOT_THE_NTH: "The rule is for another occasion, such as the first or every tenth.",
    ReasonCode.BELOW_MINIMUM_SPEND: "The basket is below the rule's minimum.",
    ReasonCode.NOTHING_TO_MULTIPLY: "There were no base points to multiply.",
    ReasonCode.ROUNDED_TO_NOTHING: "The result was less than one point.",
    ReasonCode.CAP_TRIMMED: "A cap left only a part.",
    ReasonCode.CAP_REACHED: "A cap was reached before.",
    ReasonCode.BALANCE_FULL: "The balance is full: so many points did not fit.",
    ReasonCode.TOO_FEW_TO_CONVERT: "There were too few points to convert on that date.",
    ReasonCode.LEFT_FOR_NEXT_TIME: "So many points make no whole step: they stay for the next date.",
    ReasonCode.NOT_A_DISCOUNT: "This reward takes nothing off a basket.",
    ReasonCode.NEVER_DISCOUNTED: "The price of these goods is fixed.",
    ReasonCode.TOO_FEW_PIECES: "There are too few whole pieces for it in the basket.",
    ReasonCode.BETTER_DISCOUNT: "A better discount counts instead.",
    ReasonCode.NOTHING_TO_PAY_FOR: "No line of the basket is paid with these points.",
    ReasonCode.BASKET_TOO_SMALL: "The basket is too small to be paid with these points.",
    ReasonCode.TOO_FEW_TO_SPEND: "There are too few points to pay with.",
}

REFUSALS = {
    RefusalCode.RETURN_EXCEEDS_PURCHASE: "More is returned than is left of the purchase.",
    RefusalCode.LINE_NOT_IN_PURCHASE: "The purchase has no such line.",
    RefusalCode.NOT_RETURNABLE: "This activity cannot be returned.",
    RefusalCode.OTHER_MEMBERS_PURCHASE: "The purchase is another member's.",
    RefusalCode.INSUFFICIENT_POINTS: "The member has too few points.",
    RefusalCode.UNKNOWN_CURRENCY: "The programme has no such currency.",
    RefusalCode.NOT_TO_UNDO: "This is no adjustment that can be undone.",
    RefusalCode.ALREADY_UNDONE: "The adjustment was undone before.",
    RefusalCode.TOO_LATE_TO_UNDO: "The time to undo this adjustment is over.",
    RefusalCode.OTHER_MONEY: "The programme runs in another money.",
    RefusalCode.UNKNOWN_CHOICE: "The programme has no such choice.",
    RefusalCode.NOT_TO_CHOOSE: "This cannot be chosen.",
    RefusalCode.TOO_MANY_CHOSEN: "More was chosen than may be.",
    RefusalCode.CHOICE_TOO_LATE: "The time to choose for this period is over.",
    RefusalCode.CHOICE_TOO_EARLY: "The time to choose for this period has not come.",
    RefusalCode.NOT_SPENDABLE: "Purchases are not paid with this currency.",
    RefusalCode.NOTHING_TO_PAY_FOR: "No line of the basket is paid with these points.",
    RefusalCode.SPEND_TOO_LITTLE: "More points are to be spent at once, or none.",
    RefusalCode.SPEND_NOT_IN_STEPS: "Points are spent in whole steps.",
    RefusalCode.NOT_A_HOLD: "This set no points aside.",
    RefusalCode.OTHER_MEMBERS_HOLD: "The hold is another member's.",
    RefusalCode.HOLD_OVER: "The hold was captured, was released, or has ended.",
    RefusalCode.CAPTURE_EXCEEDS_HOLD: "More is captured than the hold set aside.",
    RefusalCode.SPEND_TOO_MUCH: "So many points cannot pay for this basket.",
}


def sentence_of(code: str) -> str:
    """The sentence of a reason's or a refusal's code; the code itself for one that is not ours to explain."""
    return REASONS.get(code) or REFUSALS.get(code) or code  # type: ignore[call-overload]

"""What a developer or a cashier reads beside a code: in English, and by it in the language of the call."""

from collections.abc import Mapping

from tessera.api import sentences_ro, sentences_ru
from tessera.api.language import OTHERWISE, spoken
from tessera.kit.codes import ReasonCode, RefusalCode

REASONS = {
    ReasonCode.UNKNOWN_TYPE: "Nothing in the programme is about activities of this type.",
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
    ReasonCode.BUDGET_TRIMMED: "Of what is given to all members together, only a part was left.",
    ReasonCode.BUDGET_SPENT: "What is given to all members together was used up, or too little was left.",
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
    ReasonCode.GIFT_CARD_EMPTY: "There is nothing on the gift card that can be paid with.",
    ReasonCode.NOTHING_LEFT_TO_PAY: "All of the basket was paid for before it was this card's turn.",
}

REWARD_REASONS = {
    ReasonCode.NO_LINE_MATCHES: "No line of the basket is one that this reward is for.",
    ReasonCode.OUTSIDE_PERIOD: "The reward cannot be had at that time.",
    ReasonCode.OTHER_WEEKDAY: "The reward can be had on other days of the week.",
    ReasonCode.OTHER_HOUR: "The reward can be had at other hours.",
    ReasonCode.OTHER_CHANNEL: "The reward is for other channels.",
    ReasonCode.OTHER_STORE: "The reward is for other stores.",
    ReasonCode.OTHER_SOURCE: "The reward is for what others report.",
    ReasonCode.TRAIT_DIFFERS: "The reward is for other members.",
    ReasonCode.FACT_DIFFERS: "The activity does not have what the reward asks for.",
    ReasonCode.OTHER_PAYMENT: "The reward is for other ways to pay.",
    ReasonCode.TIER_DIFFERS: "The reward is for other tiers.",
    ReasonCode.NOT_THE_BIRTHDAY: "The reward is for the member's birthday, which is at another time, or not known.",
    ReasonCode.NOT_THE_ANNIVERSARY: "The reward is for the anniversary of the member's joining, which is at another time.",
    ReasonCode.NOT_THE_NTH: "The reward is for another occasion, such as the first or every tenth.",
    ReasonCode.BELOW_MINIMUM_SPEND: "The basket is below the reward's minimum.",
    ReasonCode.ROUNDED_TO_NOTHING: "There is too little in the basket for the reward to take anything off.",
    ReasonCode.BUDGET_SPENT: "What was set aside for this is used up.",
}
"""Of a reward that cannot be had, what is said otherwise than of a rule that gave nothing."""

REFUSALS = {
    RefusalCode.RETURN_EXCEEDS_PURCHASE: "More is returned than is left of the purchase.",
    RefusalCode.LINE_NOT_IN_PURCHASE: "The purchase has no such line.",
    RefusalCode.NOT_RETURNABLE: "This activity cannot be returned.",
    RefusalCode.OTHER_MEMBERS_PURCHASE: "The purchase is another member's.",
    RefusalCode.HOUSEHOLDS_PURCHASE: "What the purchase gave is a household's that the member has left, or that has ended.",
    RefusalCode.ALREADY_THEIRS: "The purchase is this member's already.",
    RefusalCode.PARTLY_RETURNED: "Something of the purchase has come back.",
    RefusalCode.REWARDS_TAKEN: "Rewards of the member were taken with it.",
    RefusalCode.PAID_WITH_POINTS: "Points of the member have paid for it.",
    RefusalCode.INSUFFICIENT_POINTS: "The member has too few points.",
    RefusalCode.UNKNOWN_CURRENCY: "The programme has no such currency.",
    RefusalCode.NOT_TO_UNDO: "This is no adjustment that can be undone.",
    RefusalCode.ALREADY_UNDONE: "The adjustment was undone before.",
    RefusalCode.TOO_LATE_TO_UNDO: "The time to undo this adjustment is over.",
    RefusalCode.NOT_TRANSFERABLE: "The programme does not let members give this currency to each other.",
    RefusalCode.TO_ONESELF: "Nobody gives points to themselves.",
    RefusalCode.BELOW_LEAST: "That is less than may be given at once.",
    RefusalCode.TOO_SOON: "It is too soon for the member to give again, or at all.",
    RefusalCode.OVER_LIMIT: "That is more than the member may have or give in this time.",
    RefusalCode.TAKER_FULL: "The taker's balance has no room for so many points.",
    RefusalCode.IN_DEBT: "The member owes points.",
    RefusalCode.UNKNOWN_CAUSE: "The programme has no such cause.",
    RefusalCode.CAUSE_CLOSED: "Nothing is collected for this cause at that time.",
    RefusalCode.SAME_HOUSEHOLD: "Both share one balance already.",
    RefusalCode.ROLE_SPENDS_NOTHING: "The member's role in the household does not spend these points.",
    RefusalCode.OVER_ROLE_LIMIT: "That is more than the member's role in the household may spend in this time.",
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
    RefusalCode.NO_WHOLE_ITEM: "So many points pay for no whole item of this basket.",
    RefusalCode.UNKNOWN_REWARD: "The programme has no such reward.",
    RefusalCode.NEEDS_BASKET: "This makes a basket cheaper: present it with one.",
    RefusalCode.OUT_OF_STOCK: "There is none left of this reward.",
    RefusalCode.BUDGET_SPENT: "What was set aside for this is used up.",
    RefusalCode.VOUCHER_NOT_USED: "The voucher was not used.",
    RefusalCode.VOUCHER_HELD: "The voucher is set aside for another basket.",
    RefusalCode.VOUCHER_USED: "The voucher was used before.",
    RefusalCode.VOUCHER_EXPIRED: "The days of the voucher are over.",
    RefusalCode.VOUCHER_CANCELLED: "The voucher was cancelled.",
    RefusalCode.OTHER_MEMBERS_VOUCHER: "The voucher is another member's.",
    RefusalCode.NOT_TO_CANCEL: "The programme does not let this reward be given back.",
    RefusalCode.TOO_LATE_TO_CANCEL: "The time to give this reward back is over.",
    RefusalCode.POOL_EMPTY: "There is no code left of those that are given for this.",
    RefusalCode.GIFT_CARD_SHORT: "There is less on the gift card than it is to pay.",
    RefusalCode.GIFT_CARD_EXPIRED: "The days of the gift card are over.",
    RefusalCode.GIFT_CARD_VOIDED: "The gift card was taken out of use.",
    RefusalCode.MEMBERS_ONLY: "Only members pay with gift cards.",
    RefusalCode.GIFT_CARD_TOO_MUCH: "The gift card is to pay more than is left to be paid.",
}


IN_LANGUAGE: Mapping[
    str, tuple[Mapping[ReasonCode, str], Mapping[ReasonCode, str], Mapping[RefusalCode, str]]
] = {
    OTHERWISE: (REASONS, REWARD_REASONS, REFUSALS),
    "ru": (sentences_ru.REASONS, sentences_ru.REWARD_REASONS, sentences_ru.REFUSALS),
    "ro": (sentences_ro.REASONS, sentences_ro.REWARD_REASONS, sentences_ro.REFUSALS),
}
"""Of reasons, of rewards that cannot be had, of refusals; each table has the same codes in every language."""


def sentence_of(code: str, *, lang: str | None = None) -> str:
    """The sentence of a reason's code; the code itself for one that is not ours to explain. `lang`: else the call's own."""
    reasons, _, refusals = IN_LANGUAGE[lang or spoken()]
    return reasons.get(code) or refusals.get(code) or code  # type: ignore[call-overload]


def reward_sentence_of(code: str, *, lang: str | None = None) -> str:
    """The sentence that says why a reward cannot be had, or was not taken."""
    _, rewards, _ = IN_LANGUAGE[lang or spoken()]
    return rewards.get(code) or sentence_of(code, lang=lang)  # type: ignore[call-overload]


def refusal_sentence_of(code: str, detail: str | None, *, lang: str | None = None) -> str:
    """The sentence of a refusal. `detail`, kept in English with the answer, says more: other languages have the code's."""
    lang = lang or spoken()
    _, _, refusals = IN_LANGUAGE[lang]
    told = detail if lang == OTHERWISE else None
    return told or refusals.get(code) or sentence_of(code, lang=lang)  # type: ignore[call-overload]

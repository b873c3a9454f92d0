"""The reference's examples of a checkout: a basket that points are set aside for, and given back."""

from typing import Any

from tessera.api.examples import ANSWER, BALANCES, PURCHASE

HOLD: dict[str, Any] = {
    **{name: value for name, value in PURCHASE.items() if name != "type"},
    "key": "basket-7741",
    "spend": {"points": 500},
    "rewards": ["milk"],
}
PAYMENT: dict[str, Any] = {
    "currency": "points",
    "points": 500,
    "amount_minor": 500,
    "lines": [
        {"line": 1, "amount_minor": 218, "points": 218},
        {"line": 2, "amount_minor": 282, "points": 282},
    ],
}
TAKEN: dict[str, Any] = {
    "reward": "milk",
    "currency": "points",
    "points": 300,
    "money_minor": 0,
    "amount_minor": 270,
    "lines": [{"line": 1, "amount_minor": 270}],
    "voucher_id": None,
    "usable_until": None,
}
HELD: dict[str, Any] = ANSWER | {
    "key": "basket-7741",
    "granted": [],
    "reasons": [],
    "balances": {"points": {"available": 0, "pending": 29, "held": 800, "debt": 0}},
    "held": {"expires_at": "2026-06-05T15:12:10Z", "payments": [PAYMENT], "redeemed": [TAKEN]},
    "due_minor": 470,
}
SHOWN_HOLD: dict[str, Any] = {
    "key": "basket-7741",
    "state": "captured",
    "activity_id": ANSWER["activity_id"],
    "member_id": ANSWER["member_id"],
    "held": HELD["held"],
    "gift_cards": [],
    "vouchers": [],
    "captured_by": "receipt-7741",
}
RELEASED: dict[str, Any] = ANSWER | {
    "key": "release:basket-7741",
    "granted": [],
    "reasons": [],
    "balances": BALANCES,
}
REDEMPTION: dict[str, Any] = {"key": "app-512", "member": {"card": "4006 3812 0017"}, "reward": "five"}
REDEEMED: dict[str, Any] = {
    "answer": ANSWER
    | {
        "key": "app-512",
        "granted": [],
        "reasons": [],
        "balances": BALANCES,
        "redeemed": [
            TAKEN
            | {"reward": "five", "points": 500, "amount_minor": 0, "lines": []}
            | {"usable_until": "2026-09-06T04:00:00Z"}
        ],
    },
    "code": "7KQD-2M9X-4TRA-W0BZ8",
}
SUBSCRIPTION: dict[str, Any] = {"spend": {"points": "most"}}
SUBSCRIPTIONS: dict[str, Any] = {
    "subscriptions": [{"subscription": "weekly-box", "spend": {"points": "most"}}]
}

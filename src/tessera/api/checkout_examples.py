"""The reference's examples of a checkout: a basket that points are set aside for, and given back."""

from typing import Any

from tessera.api.examples import ANSWER, BALANCES, PURCHASE

HOLD: dict[str, Any] = {
    **{name: value for name, value in PURCHASE.items() if name != "type"},
    "key": "basket-7741",
    "spend": {"points": 500},
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
HELD: dict[str, Any] = ANSWER | {
    "key": "basket-7741",
    "granted": [],
    "reasons": [],
    "balances": {"points": {"available": 0, "pending": 29, "held": 500, "debt": 0}},
    "held": {"expires_at": "2026-06-05T15:12:10Z", "payments": [PAYMENT]},
}
RELEASED: dict[str, Any] = ANSWER | {
    "key": "release:basket-7741",
    "granted": [],
    "reasons": [],
    "balances": BALANCES,
}

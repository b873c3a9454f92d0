"""The reference's examples of vouchers: a coffee that was taken, shown and handed over."""

from typing import Any

from tessera.api.examples import MEMBER_ID

VOUCHER_ID = "01928f71-3f0a-7b52-8c6e-0d9a4b7e2f61"
_VOUCHER: dict[str, Any] = {
    "voucher_id": VOUCHER_ID,
    "member_id": MEMBER_ID,
    "reward": "coffee",
    "name": {"en": "A coffee", "ru": "Кофе", "ro": "O cafea"},
    "programme_version": 3,
    "state": "issued",
    "issued_at": "2026-06-05T14:45:00Z",
    "expires_at": "2026-07-06T04:00:00Z",
    "held_until": None,
}
OWN: dict[str, Any] = {"vouchers": [_VOUCHER | {"code": "7KQD-2M9X-4TRA-W0BZ8"}], "next": None}
VOUCHER: dict[str, Any] = _VOUCHER | {
    "steps": [
        {"step": "issued", "activity_id": VOUCHER_ID, "at": "2026-06-05T14:45:00Z"},
    ]
}
USE: dict[str, Any] = {"key": "bar-2-118"}
USED: dict[str, Any] = {
    "status": "accepted",
    "activity_id": "01928f75-88b1-7e03-b0c4-6a1d2e93f057",
    "key": "bar-2-118",
    "member_id": MEMBER_ID,
    "refusal": None,
    "voucher": _VOUCHER | {"state": "used"},
}
CANCEL: dict[str, Any] = {"key": "app-513"}
CANCELLED: dict[str, Any] = USED | {"key": "app-513", "voucher": _VOUCHER | {"state": "refunded"}}
CARD: dict[str, Any] = {"key": "receipt-4711", "amount": "25.00"}
_CARD: dict[str, Any] = {
    "card_id": "01928f7a-5c1e-7f02-9d3b-1e7a60c4b8f5",
    "state": "usable",
    "money": "USD",
    "balance_minor": 2500,
    "held_minor": 0,
    "available_minor": 2500,
    "issued_at": "2026-06-05T15:02:00Z",
    "expires_at": "2029-06-06T04:00:00Z",
}
ISSUED_CARD: dict[str, Any] = _CARD | {"code": "4TRA-W0BZ-7KQD-2M9X8"}
OWN_CARDS: dict[str, Any] = {"gift_cards": [ISSUED_CARD]}
CARD_WITH_ENTRIES: dict[str, Any] = _CARD | {
    "entries": [
        {
            "kind": "issued",
            "amount_minor": 2500,
            "balance_after": 2500,
            "held_after": 0,
            "activity_id": None,
            "at": "2026-06-05T15:02:00Z",
        }
    ]
}
POOLS: dict[str, Any] = {
    "pools": [{"pool": "cinema", "imported": 5000, "left": 412, "few": True, "rewards": ["film"]}]
}
CODES: dict[str, Any] = {"codes": ["CIN-7731-AX", "CIN-7732-BR"]}
IMPORTED: dict[str, Any] = {"new": 2, "repeated": 0, "rewards": ["film"]}
LISTED_CARDS: dict[str, Any] = {
    "gift_cards": [
        _CARD | {"ends_with": "M9X8", "voided": None},
        _CARD
        | {"card_id": "01928f60-1b7d-7c41-a5e2-93c0d84f6b17", "state": "voided"}
        | {"balance_minor": 0, "available_minor": 0, "ends_with": "0BZ4"}
        | {
            "voided": {
                "amount_minor": 2500,
                "reason": "stolen from the counter",
                "person": "Maria",
                "at": "2026-06-05T15:30:00Z",
            }
        },
    ],
    "next": None,
}
VOID: dict[str, Any] = {"key": "desk-77", "reason": "stolen from the counter", "by": "Maria"}
VOIDED: dict[str, Any] = _CARD | {
    "state": "voided",
    "balance_minor": 0,
    "available_minor": 0,
    "ends_with": None,
    "voided": {
        "amount_minor": 2500,
        "reason": "stolen from the counter",
        "person": "Maria",
        "at": "2026-06-05T15:30:00Z",
    },
}
GUEST: dict[str, Any] = {
    "key": "web-90217",
    "gift_cards": [{"code": "4TRA-W0BZ-7KQD-2M9X8"}],
    "lines": [{"id": "box", "amount": "30.00"}, {"id": "ribbon", "amount": "2.00"}],
}
GUEST_PAID: dict[str, Any] = {
    "status": "accepted",
    "payment_id": "01928f8c-2d4e-7a11-8f5c-b07d63e1a924",
    "key": "web-90217",
    "refusal": None,
    "gift_cards": [
        {
            "card_id": "01928f7a-5c1e-7f02-9d3b-1e7a60c4b8f5",
            "kind": "used",
            "amount_minor": 2500,
            "code": None,
            "sentence": None,
        }
    ],
    "due_minor": 700,
    "owed_minor": None,
}
GUEST_BACK: dict[str, Any] = {"key": "web-90217-back", "of": "web-90217", "lines": [{"id": "ribbon"}]}
GUEST_REFUNDED: dict[str, Any] = GUEST_PAID | {
    "key": "web-90217-back",
    "gift_cards": [GUEST_PAID["gift_cards"][0] | {"kind": "refunded", "amount_minor": 156}],
    "due_minor": None,
    "owed_minor": 44,
}
SPEAK: dict[str, Any] = {"source": "bar-2"}
SPOKEN: dict[str, Any] = {
    "code": "4821 7730 5694",
    "source": "bar-2",
    "expires_at": "2026-06-05T16:02:00Z",
}

"""The reference's examples of receipts: with the wrong member on them, and never reported."""

from typing import Any

from tessera.api.adjustment_examples import REFUSAL
from tessera.api.examples import ANSWER, MEMBER
from tessera.api.household_examples import OTHER_ID

CORRECTION: dict[str, Any] = {
    "key": "wrong-card-3",
    "source": "till",
    "of": "receipt-1041",
    "to": {"card": "4421"},
    "reason": "The card of the next in the queue",
    "by": "Mara",
}
CORRECTION_WAITS: dict[str, Any] = {
    "request_id": "01928f77-0a31-7d15-9b52-3e6a1c0d8f40",
    "key": "wrong-card-3",
    "source": "till",
    "of": "receipt-1041",
    "to": MEMBER["id"],
    "reason": "The card of the next in the queue",
    "note": None,
    "state": "pending",
    "asked": {"source": "back-office", "by": "Mara", "at": "2026-06-08T07:30:00Z"},
    "ends_at": "2026-06-22T07:30:00Z",
    "decided": None,
    "answer": None,
}
CORRECTED: dict[str, Any] = CORRECTION_WAITS | {
    "state": "done",
    "decided": {"source": "back-office", "by": "Mara", "at": "2026-06-08T07:30:00Z", "reason": None, "refusal": None},
    "answer": ANSWER
    | {
        "key": "wrong-card-3",
        "granted": [],
        "reasons": [],
        "taken_back": [
            {"rule": "base", "currency": "points", "amount": 60, "from_pending": 60, "from_available": 0,
             "into_debt": 0, "expired": 0}
        ],
    },
}  # fmt: skip
CORRECTION_APPROVED: dict[str, Any] = CORRECTED | {
    "state": "approved",
    "decided": {
        "source": "head-office",
        "by": "Mihai",
        "at": "2026-06-08T09:05:00Z",
        "reason": None,
        "refusal": None,
    },
}
CORRECTION_REFUSED: dict[str, Any] = CORRECTION_WAITS | {
    "state": "refused",
    "decided": {
        "source": "head-office",
        "by": "Mihai",
        "at": "2026-06-08T09:05:00Z",
        "reason": REFUSAL["reason"],
        "refusal": None,
    },
}

CLAIM: dict[str, Any] = {
    "key": "claim-88",
    "member": {"card": "4421"},
    "source": "till",
    "receipt": "receipt-1107",
    "occurred_at": "2026-06-01T10:15:00Z",
    "store": "12",
    "amount": "24.50",
}
CLAIM_WAITS: dict[str, Any] = {
    "request_id": "01928f78-5c10-7a3e-8f11-6b0d2e4c9a71",
    "key": "claim-88",
    "member_id": MEMBER["id"],
    "source": "till",
    "receipt": "receipt-1107",
    "occurred_at": "2026-06-01T10:15:00Z",
    "store": "12",
    "amount_minor": 2450,
    "money": "USD",
    "lines": 0,
    "note": None,
    "state": "pending",
    "asked": {"source": "app", "by": None, "at": "2026-06-08T07:30:00Z"},
    "ends_at": "2026-06-22T07:30:00Z",
    "decided": None,
    "answer": None,
}
CLAIM_OPENED: dict[str, Any] = CLAIM_WAITS | {
    "others": [
        {
            "request_id": "01928f74-9d02-7b18-8c4e-1f7a5d3b6e20",
            "member_id": OTHER_ID,
            "state": "refused",
            "asked": {"source": "app", "by": None, "at": "2026-06-02T18:10:00Z"},
            "decided": {
                "source": "back-office",
                "by": "Mara",
                "at": "2026-06-03T08:00:00Z",
                "reason": "The receipt cannot be read",
                "refusal": None,
            },
        }
    ]
}
CLAIMED: dict[str, Any] = {
    "request_id": CLAIM_WAITS["request_id"],
    "source": "till",
    "receipt": "receipt-1107",
    "occurred_at": "2026-06-01T10:15:00Z",
    "store": "12",
    "amount_minor": 2450,
    "money": "USD",
    "state": "pending",
    "claimed_at": "2026-06-08T07:30:00Z",
    "ends_at": "2026-06-22T07:30:00Z",
    "decided_at": None,
    "reason": None,
    "refusal": None,
}
CLAIM_APPROVED: dict[str, Any] = CLAIM_OPENED | {
    "state": "approved",
    "decided": {
        "source": "back-office",
        "by": "Mara",
        "at": "2026-06-08T09:05:00Z",
        "reason": None,
        "refusal": None,
    },
    "answer": ANSWER | {"key": "receipt-1107"},
}
CLAIM_REFUSED: dict[str, Any] = CLAIM_OPENED | {
    "state": "refused",
    "decided": {
        "source": "back-office",
        "by": "Mara",
        "at": "2026-06-08T09:05:00Z",
        "reason": REFUSAL["reason"],
        "refusal": None,
    },
}

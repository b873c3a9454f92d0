"""The reference's examples of what staff do by hand, apart from those of every day: a part of the same story."""

from typing import Any

from tessera.api.examples import ANSWER, MEMBER

ADJUSTMENT: dict[str, Any] = {
    "key": "goodwill-17",
    "currency": "points",
    "points": 100,
    "reason": "goodwill",
    "by": "Clara",
    "note": "Ticket 5512: a late delivery",
}
_REQUEST: dict[str, Any] = {
    "request_id": "01928f76-2b10-7f4c-8e21-9d4c5a6b7e80",
    "key": "goodwill-17",
    "member_id": MEMBER["id"],
    "currency": "points",
    "points": 100,
    "of": None,
    "reason": "goodwill",
    "note": "Ticket 5512: a late delivery",
    "asked": {"source": "desk", "by": "Clara", "at": "2026-06-08T07:30:00Z"},
    "ends_at": "2026-06-22T07:30:00Z",
}
ADJUSTED: dict[str, Any] = _REQUEST | {
    "state": "done",
    "decided": {
        "source": "desk",
        "by": "Clara",
        "at": "2026-06-08T07:30:00Z",
        "reason": None,
        "refusal": None,
    },
    "answer": ANSWER | {"key": "goodwill-17", "granted": [], "reasons": []},
}
UNDO: dict[str, Any] = {"key": "undo-17", "of": "goodwill-17", "reason": "correction", "by": "Clara"}
UNDONE: dict[str, Any] = ADJUSTED | {
    "key": "undo-17",
    "points": -100,
    "of": "goodwill-17",
    "reason": "correction",
    "note": None,
    "answer": ANSWER
    | {
        "key": "undo-17",
        "granted": [],
        "reasons": [],
        "taken_back": [
            {"rule": "adjustment", "currency": "points", "amount": 100, "from_pending": 0, "from_available": 100,
             "into_debt": 0, "expired": 0}
        ],
    },
}  # fmt: skip
WAITING: dict[str, Any] = _REQUEST | {"points": 5000, "state": "pending", "decided": None, "answer": None}
WAITING_LIST: dict[str, Any] = {"adjustments": [WAITING]}
APPROVAL: dict[str, Any] = {"by": "Mara"}
APPROVED: dict[str, Any] = ADJUSTED | {
    "points": 5000,
    "state": "approved",
    "decided": {
        "source": "back-office",
        "by": "Mara",
        "at": "2026-06-08T09:05:00Z",
        "reason": None,
        "refusal": None,
    },
}
REFUSAL: dict[str, Any] = {"by": "Mara", "reason": "The delivery was on time"}
REFUSED: dict[str, Any] = WAITING | {
    "state": "refused",
    "decided": {"source": "back-office", "by": "Mara", "at": "2026-06-08T09:05:00Z",
                "reason": "The delivery was on time", "refusal": None},
}  # fmt: skip

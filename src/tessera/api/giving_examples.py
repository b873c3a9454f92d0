"""The reference's examples of giving: points for another member, and for a cause."""

from typing import Any

from tessera.api.examples import MEMBER_ID

TRANSFER: dict[str, Any] = {
    "key": "app-5512",
    "from": {"id": MEMBER_ID},
    "to": {"phone": "+37369123456"},
    "currency": "points",
    "points": 120,
}
TRANSFERRED: dict[str, Any] = {
    "status": "accepted",
    "activity_id": "01928f73-5a0e-7c44-b1d9-0c6e2f8a4b17",
    "key": "app-5512",
    "from_id": MEMBER_ID,
    "to_id": "01928f6f-0b1c-7e90-a2f4-93d1c5e7b602",
    "currency": "points",
    "points": 120,
    "refusal": None,
    "sent": [{"points": 120, "expires_at": "2027-06-30T21:00:00Z"}],
    "balances": {"points": {"available": 380, "pending": 29, "held": 0, "debt": 0}},
}
DONATION: dict[str, Any] = {
    "key": "app-5513",
    "member": {"id": MEMBER_ID},
    "cause": "city-trees",
    "points": 50,
}
DONATED: dict[str, Any] = {
    "status": "refused",
    "activity_id": "01928f74-1d2b-7a03-9c5e-61b7e0f3d8a4",
    "key": "app-5513",
    "member_id": MEMBER_ID,
    "cause": "city-trees",
    "points": 50,
    "refusal": {
        "code": "insufficient_points",
        "sentence": "Only 30 are available.",
        "left": 30,
        "until": None,
    },
    "balances": {"points": {"available": 30, "pending": 29, "held": 0, "debt": 0}},
}
CAUSES: dict[str, Any] = {
    "causes": [
        {
            "id": "city-trees",
            "name": {"en": "City trees", "ru": "Деревья для города", "ro": "Copaci pentru oraș"},
            "about": {"en": "Every 5,000 points plant a tree."},
            "currency": "points",
            "at_least": 50,
            "goal": 250000,
            "from": None,
            "until": None,
            "open": True,
            "given": 61250,
            "times": 413,
            "given_minor": 61250,
        }
    ]
}

INSTRUCTION: dict[str, Any] = {
    "key": "each-month-3",
    "member": {"card": "4421"},
    "cause": "city-trees",
    "points": 50,
    "on_day": 15,
}
INSTRUCTION_ABOVE: dict[str, Any] = {
    "key": "each-month-4",
    "member": {"card": "4421"},
    "cause": "city-trees",
    "above": 500,
    "on_day": 1,
}
INSTRUCTED: dict[str, Any] = {
    "instruction_id": "01928f79-1d40-7b2c-9e11-4c5d6e7f8a90",
    "key": "each-month-3",
    "member_id": MEMBER_ID,
    "cause": "city-trees",
    "points": 50,
    "above": None,
    "on_day": 15,
    "made_at": "2026-06-08T07:30:00Z",
    "stopped_at": None,
}
INSTRUCTION_STOPPED: dict[str, Any] = INSTRUCTED | {"stopped_at": "2026-09-01T10:00:00Z"}

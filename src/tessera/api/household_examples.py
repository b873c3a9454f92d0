"""The reference's examples of households."""

from typing import Any

from tessera.api.examples import MEMBER_ID

HOUSEHOLD_ID = "01928f75-3c2e-7d11-8f60-4b9a1e7c2d35"
OTHER_ID = "01928f6f-0b1c-7e90-a2f4-93d1c5e7b602"
INVITATION_ID = "01928f76-1a4b-7c02-b3d8-5e0f9a6c7b21"

FOUNDING: dict[str, Any] = {"key": "app-5600", "member": {"id": MEMBER_ID}, "consent": True}
JOINING: dict[str, Any] = {
    "key": "app-5601",
    "member": {"phone": "+37369123456"},
    "code": "7KQD-2M9X-4TRA-W0BZ8",
    "consent": True,
}
LEAVING: dict[str, Any] = {"key": "app-5602", "member": {"id": OTHER_ID}}
REMOVING: dict[str, Any] = {"key": "app-5603", "member": {"id": OTHER_ID}, "by": {"id": MEMBER_ID}}
JOINED: dict[str, Any] = {
    "activity_id": "01928f75-3c2f-7a80-9b1d-2f6e8c4a0d17",
    "key": "app-5601",
    "household_id": HOUSEHOLD_ID,
    "member_id": OTHER_ID,
    "account_id": HOUSEHOLD_ID,
    "moved": [
        {
            "currency": "points",
            "points": 120,
            "available_at": "2026-06-30T21:00:00Z",
            "expires_at": "2027-06-30T21:00:00Z",
        }
    ],
    "released": [],
    "balances": {"points": {"available": 500, "pending": 29, "held": 0, "debt": 0}},
}
LEFT: dict[str, Any] = {
    "activity_id": "01928f77-6d5e-7b94-a0c3-8f1e2d4b6a59",
    "key": "app-5602",
    "household_id": HOUSEHOLD_ID,
    "member_id": OTHER_ID,
    "account_id": "01928f77-6d5d-7e02-9c41-7a3b5d8f0e16",
    "moved": [],
    "released": ["basket-7"],
    "balances": {"points": {"available": 0, "pending": 0, "held": 0, "debt": 0}},
}
INVITATION: dict[str, Any] = {"by": {"id": MEMBER_ID}, "role": "child"}
OPEN: dict[str, Any] = {
    "invitation_id": INVITATION_ID,
    "role": "child",
    "invited_by": MEMBER_ID,
    "invited_at": "2026-06-05T12:00:00Z",
    "ends_at": "2026-06-19T12:00:00Z",
}
INVITED: dict[str, Any] = {**OPEN, "code": "7KQD-2M9X-4TRA-W0BZ8"}
WITHDRAWAL: dict[str, Any] = {"by": {"id": MEMBER_ID}}
ROLE: dict[str, Any] = {"by": {"id": MEMBER_ID}, "role": "parent"}
HOUSEHOLD: dict[str, Any] = {
    "household_id": HOUSEHOLD_ID,
    "founded_at": "2026-06-05T11:58:00Z",
    "members": [
        {"member_id": MEMBER_ID, "role": "parent", "joined_at": "2026-06-05T11:58:00Z"},
        {"member_id": OTHER_ID, "role": "child", "joined_at": "2026-06-06T09:30:00Z"},
    ],
    "invitations": [],
}

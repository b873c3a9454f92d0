"""The reference's examples: one small story, told through every endpoint."""

from typing import Any

MEMBER_ID = "01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44"

PURCHASE: dict[str, Any] = {
    "type": "purchase",
    "key": "till-3-0991",
    "member": {"card": "4006 3812 0017"},
    "occurred_at": "2026-06-05T17:42:10+03:00",
    "money": "USD",
    "amount": "12.40",
    "channel": "store",
    "store": "367",
    "lines": [
        {"id": "1", "product": "1029743", "category": "FLUID MILK PRODUCTS", "brand": "Private",
         "department": "GROCERY", "quantity": 2, "amount": "5.40"},
        {"id": "2", "product": "916122", "category": "CHICKEN", "brand": "National",
         "department": "MEAT", "quantity": "0.742", "amount": "7.00"},
    ],
}  # fmt: skip
RETURN: dict[str, Any] = {
    "type": "return",
    "key": "till-3-0994",
    "member": {"card": "4006 3812 0017"},
    "of": "till-3-0991",
    "lines": [{"id": "1", "quantity": 1}],
}
REVIEW: dict[str, Any] = {
    "type": "review",
    "key": "review-5510",
    "member": {"email": "ann@example.com"},
    "facts": {"product": "1029743"},
}
BALANCES: dict[str, Any] = {"points": {"available": 500, "pending": 29, "held": 0, "debt": 0}}
ANSWER: dict[str, Any] = {
    "status": "accepted",
    "activity_id": "01928f70-11c4-7d09-9a51-2f6f1e7c3b10",
    "key": "till-3-0991",
    "member_id": MEMBER_ID,
    "programme_version": 3,
    "refusal": None,
    "granted": [
        {"rule": "base", "currency": "points", "amount": 24, "available_at": "2026-06-19T21:00:00Z",
         "expires_at": "2027-06-30T21:00:00Z"},
        {"rule": "own-brand", "currency": "points", "amount": 5, "available_at": "2026-06-19T21:00:00Z",
         "expires_at": "2027-06-30T21:00:00Z"},
    ],
    "taken_back": [],
    "reasons": [
        {"rule": "weekend", "code": "other_weekday", "sentence": "The rule runs on other days of the week.",
         "value": None}
    ],
    "balances": BALANCES,
    "levels": [],
    "held": None,
    "paid": [],
    "refunded": [],
    "spendable": [],
    "redeemed": [],
    "issued": [],
    "untaken": [],
    "offered": [],
    "restored": [],
    "gift_cards": [],
    "due_minor": None,
    "owed_minor": None,
}  # fmt: skip
SPENDABLE: dict[str, Any] = {
    "currency": "points",
    "least": 100,
    "most": 500,
    "step": 100,
    "most_minor": 500,
    "code": None,
    "sentence": None,
    "value": None,
    "items": [],
}
OFFERED: dict[str, Any] = {
    "reward": "milk",
    "currency": "points",
    "points": 300,
    "money_minor": 0,
    "amount_minor": 270,
    "code": "over_limit",
    "sentence": "That is more than the member may have or give in this time.",
}
QUOTE: dict[str, Any] = ANSWER | {
    "activity_id": None,
    "key": None,
    "spendable": [SPENDABLE],
    "offered": [OFFERED],
    "due_minor": 1240,
}
ENROLMENT: dict[str, Any] = {
    "key": "signup-88121",
    "name": "Ann Example",
    "language": "en",
    "traits": {"age": "45-54"},
    "identities": [
        {"kind": "card", "value": "4006 3812 0017"},
        {"kind": "email", "value": "Ann@example.com"},
    ],
}
MEMBER: dict[str, Any] = {
    "id": MEMBER_ID,
    "account_id": MEMBER_ID,
    "name": "Ann Example",
    "language": "en",
    "traits": {"age": "45-54"},
    "enrolled_at": "2026-06-01T08:00:00Z",
    "identities": [
        {"kind": "card", "value": "400638120017", "source": None},
        {"kind": "email", "value": "ann@example.com", "source": None},
    ],
}
_OTHER_ID = "01928f6e-91b0-7e55-9c07-64d2a7f0e1b3"
MERGE: dict[str, Any] = {
    "key": "desk-204",
    "member": _OTHER_ID,
    "reason": "Two cards, one person: Ann showed both",
}
MERGED: dict[str, Any] = {
    "activity_id": "01928f71-3a80-7b1e-8f43-0d5c9e6b7a21",
    "key": "desk-204",
    "member_id": MEMBER_ID,
    "merged_id": _OTHER_ID,
    "undoes": None,
    "moved": [
        {"currency": "points", "points": 120, "available_at": "2026-05-02T21:00:00Z",
         "expires_at": "2027-05-31T21:00:00Z", "kept": 0},
    ],
    "debts": {},
    "balances": {"points": {"available": 620, "pending": 29, "held": 0, "debt": 0}},
}  # fmt: skip
UNMERGE: dict[str, Any] = {"key": "desk-219", "member": _OTHER_ID, "reason": "They are twins"}
UNMERGED: dict[str, Any] = MERGED | {
    "activity_id": "01928f75-0c11-70d2-b6aa-51e8f3c49d07",
    "key": "desk-219",
    "undoes": MERGED["activity_id"],
    "moved": [MERGED["moved"][0] | {"points": 70, "kept": 50}],
    "balances": {"points": {"available": 500, "pending": 29, "held": 0, "debt": 0}},
}
CHOICE: dict[str, Any] = {
    "key": "app-choice-881",
    "choice": "favourites",
    "values": ["COFFEE", "FRUIT"],
    "period": "2026-07-01",
}
CHOSEN: dict[str, Any] = ANSWER | {"key": "app-choice-881", "granted": [], "reasons": []}
CHOICES: dict[str, Any] = {
    "choices": [
        {
            "choice": "favourites",
            "attribute": "category",
            "options": ["COFFEE", "FRUIT", "DAIRY"],
            "up_to": 2,
            "current": {"from_on": "2026-06-01", "until_on": "2026-07-01", "values": []},
            "current_open": False,
            "next": {"from_on": "2026-07-01", "until_on": "2026-08-01", "values": ["COFFEE", "FRUIT"]},
            "choose_by": "2026-06-30T21:00:00Z",
        },
    ],
}
STATEMENT: dict[str, Any] = {
    "at": "2026-06-08T07:30:00Z",
    "balances": BALANCES,
    "lifetime_earned": {"points": 529},
    "maturing": [{"currency": "points", "at": "2026-06-19T21:00:00Z", "points": 29}],
    "expiring": [{"currency": "points", "at": "2027-06-30T21:00:00Z", "points": 500}],
    "tiers": [
        {
            "structure": "tiers",
            "level": "seed",
            "until": None,
            "keep": None,
            "next_level": "sprout",
            "next": {
                "by_counter": {"points-earned": 1471},
                "any_of": False,
                "by": "2026-12-31T22:00:00Z",
            },
            "told": [
                "Your level is Seed.",
                "You still need 1,471 points for Sprout, by the end of December 31, 2026.",
            ],
        }
    ],
}
HISTORY: dict[str, Any] = {
    "entries": [
        {
            "effective_at": "2026-06-05T14:42:10Z",
            "recorded_at": "2026-06-05T14:42:11Z",
            "programme_version": 3,
            "activity": {
                "id": ANSWER["activity_id"],
                "type": "purchase",
                "key": "till-3-0991",
                "occurred_at": "2026-06-05T14:42:10Z",
                "channel": "store",
                "store": "367",
                "of": None,
                "note": None,
                "other_member_id": None,
            },
            "postings": [
                {
                    "account_id": MEMBER_ID,
                    "kind": "earned",
                    "currency": "points",
                    "amount": 24,
                    "available_after": 500,
                    "pending_after": 24,
                    "held_after": 0,
                    "debt_after": 0,
                    "rule": "base",
                }
            ],
            "reasons": ANSWER["reasons"],
            "refusal": None,
            "levels": [],
            "told": [],
        },
        {
            "effective_at": "2025-12-31T22:00:00Z",
            "recorded_at": "2025-12-31T22:00:07Z",
            "programme_version": 3,
            "activity": {
                "id": "01900000-0000-7000-8000-0000000000b7",
                "type": "tier-review",
                "key": f"tier-review:{MEMBER_ID}:17",
                "occurred_at": "2025-12-31T22:00:00Z",
                "channel": None,
                "store": None,
                "of": None,
                "note": None,
                "other_member_id": None,
            },
            "postings": [],
            "reasons": [],
            "refusal": None,
            "levels": [
                {"structure": "tiers", "code": "ended", "was": "sprout", "level": "seed", "until_on": None}
            ],
            "told": ["Sprout has ended. Your level is now Seed."],
        },
    ],
    "next": None,
}
PROGRAMME: dict[str, Any] = {
    "version": 3,
    "id": "harvest-club",
    "effective_at": "2026-01-01T00:00:00Z",
    "published_at": "2025-12-20T09:00:00Z",
    "note": "A milk month in June",
    "rollback_of": None,
    "document": "programme:\n  id: harvest-club\n",
}

SEGMENT_ORDER = {
    "type": "track",
    "event": "Order Completed",
    "messageId": "ajs-8c1f3a",
    "userId": "88121",
    "timestamp": "2026-06-05T15:04:05.000Z",
    "properties": {
        "order_id": "50314b8e",
        "currency": "USD",
        "revenue": 25.00,
        "products": [
            {"product_id": "1029743", "category": "FLUID MILK PRODUCTS", "price": 3.49, "quantity": 2},
            {"product_id": "995242", "category": "BREAD", "price": 18.02, "quantity": 1},
        ],
    },
}

"""The reference's examples of the catalogue beside the document."""

from typing import Any

COFFEE: dict[str, Any] = {
    "name": {"en": "Free coffee", "ro": "O cafea gratuită"},
    "price": {"points": 300},
    "give": {"product": "COFFEE"},
    "stock": 500,
    "picture": "https://shop.example/coffee.jpg",
}
WHOLE: dict[str, Any] = {
    "rewards": {"coffee": COFFEE, "milk-tenth": {"give": {"off": "10%", "lines": {"category": "MILK"}}}}
}
SOME: dict[str, Any] = {"rewards": {"coffee": COFFEE | {"price": {"points": 250}}, "milk-tenth": None}}
EDITION: dict[str, Any] = {
    "edition": 7,
    "version": 19,
    "rewards": 20000,
    "added": 0,
    "changed": 1,
    "removed": 1,
    "absent": [],
    "warnings": [
        {
            "field": "rewards.five.budget",
            "message": "Its budget does not pay for one, so nobody can have it. Raise `budget`.",
        }
    ],
}
_OFFER: dict[str, Any] = {
    "reward": "coffee",
    "name": "Free coffee",
    "price": "300 points",
    "says": "Free coffee: 300 points. One coffee is free. There are 500 in all.",
    "picture": "https://shop.example/coffee.jpg",
    "from_at": None,
    "until_at": None,
    "left": 487,
}
CATALOGUE: dict[str, Any] = {
    "programme_version": 19,
    "edition": 7,
    "lang": "en",
    "rewards": [_OFFER],
    "next": "coffee",
}
MEMBER_REWARDS: dict[str, Any] = {
    "programme_version": 19,
    "lang": "en",
    "rewards": [
        {
            "offer": _OFFER,
            "cost": {"currency": "points", "points": 300, "money_minor": 0},
            "refusal": {"code": "insufficient_points", "sentence": "The member has too few points."},
        }
    ],
    "next": "coffee",
}

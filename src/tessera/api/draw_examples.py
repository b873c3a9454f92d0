"""The reference's examples of draws: one that was drawn, of which the record holds."""

from typing import Any

_ANN = "ed0a07692b62ffaa682d0fd881314d6a"
_PRIZES: list[dict[str, Any]] = [
    {"id": "bicycle", "name": {"en": ["bicycle", "bicycles"]}, "number": 1},
    {"id": "mug", "name": {"en": ["mug", "mugs"]}, "number": 2},
]
_SOURCE = {"en": "the numbers of the national lottery of July 5"}
_SEED_SHA256 = "69210ad1d12373f7bcd8705f7ec305a4434b7eb951ea549343b3e43556733e46"
_CLOSING_SHA256 = "f0b174c5d4af39ddd78ae6ba095d6995f51e4c849f442af5b2fb61a85e821b29"

RECORD: dict[str, Any] = {
    "format": "tessera-draw-1",
    "closing": {
        "draw": "summer",
        "name": {"en": "Summer draw"},
        "prizes": _PRIZES,
        "again": False,
        "levels": [],
        "traits": {},
        "public_source": _SOURCE,
        "seed_sha256": _SEED_SHA256,
        "committed_at": "2026-05-04T08:00:00Z",
        "closes_at": "2026-07-01T04:00:00Z",
        "closed_at": "2026-07-01T07:15:00Z",
        "entries": [
            ["4aad48d8e6371130be168a07a7814caf", 1],
            ["d8ee47ab131371a27cf54315f29c084b", 2],
            [_ANN, 3],
        ],
    },
    "closing_sha256": _CLOSING_SHA256,
    "result": {
        "public": "3-11-19-27-38-44",
        "seed": "75873358cf68124a996738b9bd7e23ab98625a3e874f3d8fc94ea79679e61d16",
        "drawn_at": "2026-07-05T20:30:00Z",
        "winners": [
            {"prize": "bicycle", "winner": "d8ee47ab131371a27cf54315f29c084b"},
            {"prize": "mug", "winner": _ANN},
            {"prize": "mug", "winner": "4aad48d8e6371130be168a07a7814caf"},
        ],
    },
    "result_sha256": "d8fa906a1bc4c70b6b83526bc3d846c41487e06183b83b5b8dab8404e9074d40",
}
_ANNOUNCED: dict[str, Any] = {
    "draw": "summer",
    "state": "drawn",
    "name": {"en": "Summer draw"},
    "currency": "tickets",
    "closes_at": "2026-07-01T04:00:00Z",
    "prizes": _PRIZES,
    "again": False,
    "levels": [],
    "traits": {},
    "public_source": _SOURCE,
    "seed_sha256": _SEED_SHA256,
    "committed_at": "2026-05-04T08:00:00Z",
    "closing_sha256": _CLOSING_SHA256,
}
DRAWS: dict[str, Any] = {"draws": [_ANNOUNCED]}
DRAW: dict[str, Any] = {"announced": _ANNOUNCED, "record": RECORD}
OWN_DRAWS: dict[str, Any] = {
    "draws": [
        {"draw": "summer", "pseudonym": _ANN, "entries": 3, "takes_part": True, "prizes": ["mug"]},
    ],
}

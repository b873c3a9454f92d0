"""Catalogues for benches: ten live rewards such as a shop has, and thousands on goods that the real baskets hold."""

import random
from collections.abc import Mapping
from itertools import islice
from typing import Any

from tessera.connect.complete_journey import read_year
from tessera.programme.nodes import Node
from tessera.programme.plain import node_of

TAKEN = ("cent", "stamp")
"""Those that the checkouts take: any basket can have both, and together they are two cents off."""

LIVE: Mapping[str, dict[str, Any]] = {
    "cent": {"give": {"off": "0.01"}, "stack": "adds"},
    "stamp": {"price": {"points": 1}, "give": {"off": "0.01"}, "stack": "adds", "stock": 10**9},
    "tenth": {"price": {"points": 200}, "give": {"off": "10%", "lines": {"department": "PRODUCE"}}},
    "meat": {"give": {"off": "5%", "lines": {"department": "MEAT-PCKGD"}}, "min-spend": "20.00"},
    "bread": {"price": {"points": 150}, "give": {"cheapest": "free", "lines": {"category": "CHEESE"}}},
    "drinks": {
        "give": {"buy": 2, "get": 1, "lines": {"category": "SOFT DRINKS"}},
        "limit": {"times": 1, "per": "day"},
    },
    "oak-ten": {"give": {"off": "10%"}, "tiers": ["oak"]},
    "five-off": {
        "price": {"points": 500},
        "give": {"off": "5.00"},
        "min-spend": "50.00",
        "budget": "1000000.00",
    },
    "free-delivery": {"price": {"points": 100}, "give": "free-delivery"},
    "lunch": {"price": {"points": 400}, "give": "experience", "stock": 100},
}
"""Ten of them: on any basket and on some goods, for nothing and for points, with stock, limits, levels and budgets."""

FEW, MANY = len(LIVE), 20_000
SEED = 0x20C
_SURVEYED = 60_000  # baskets whose goods the many are on


def live_rewards() -> dict[str, Node | None]:
    """The ten."""
    return _nodes(LIVE)


def many_rewards() -> dict[str, Node | None]:
    """The ten, and each of the others on one product that the year sells; of several on one product the amounts differ."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    products = sorted(
        {line.product for _, b in islice(read_year(), _SURVEYED) for line in b.lines if line.product}
    )
    chance.shuffle(products)
    others = {
        f"offer-{place}": {
            "price": {"points": 50 + place % 500},
            "give": {"off": f"{5 + place % 30}%", "lines": {"product": products[place % len(products)]}},
            "limit": {"times": 1, "per": "week"},
        }
        for place in range(MANY - FEW)
    }
    return _nodes({**LIVE, **others})


def _nodes(rewards: Mapping[str, Any]) -> dict[str, Node | None]:
    return {id_: node_of(value) for id_, value in rewards.items()}

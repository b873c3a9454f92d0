"""The sample that a shop's developer copies, run as it stands."""

import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
from tests.command import PATIENCE_SECONDS
from tests.journeys.conftest import CARDS, Shop

SAMPLE = Path(__file__).parents[2] / "examples/shop_checkout.py"
BASKET = [{"id": "milk", "quantity": 2, "amount": "6.98"}, {"id": "bread", "amount": "3.02"}]


@pytest.fixture
def sample() -> ModuleType:
    """The sample as a module."""
    spec = importlib.util.spec_from_file_location("shop_checkout", SAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(environment: Mapping[str, str]) -> list[str]:
    """Run the sample as its first lines say; the lines that it prints."""
    words = [sys.executable, str(SAMPLE), CARDS[1]]
    done = subprocess.run(
        words, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS
    )
    return done.stdout.splitlines()


def test_the_sample_is_short() -> None:
    """Sixty lines, to be read in a minute."""
    assert len(SAMPLE.read_text().splitlines()) <= 60


def test_a_checkout_quotes_reports_and_refunds(shop: Shop) -> None:
    """Run as its first lines say: 10.00 earns 20 points, and a litre of milk back takes 7 of them."""
    environment = {**os.environ, "TESSERA_URL": f"http://127.0.0.1:{shop.port}", "TESSERA_KEY": shop.token}
    quote, order, refund = run(environment)
    assert quote == "quote  [['base', 20]]"
    assert "'pending': 20" in order
    assert "'pending': 13" in refund
    assert run(environment)[1:] == [order, refund]


def test_a_report_survives_a_server_that_is_gone_for_a_while(shop: Shop, sample: ModuleType) -> None:
    """The server is killed and started again while the checkout insists: the order is in the books once."""
    loyalty = sample.Loyalty(f"http://127.0.0.1:{shop.port}", shop.token, tries=12)
    shop.kill()
    opening = threading.Timer(0.5, shop.open)
    opening.start()
    try:
        answer = loyalty.order("after-all", CARDS[2], BASKET)
    finally:
        opening.join()
        loyalty.client.close()
    assert answer["status"] == "accepted"
    assert shop.kept("order-after-all") == {"order-after-all": 1}
    assert shop.differences() == []

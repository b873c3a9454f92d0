# ruff: noqa: INP001, T201
"""A shop's checkout, to copy: quote a basket, report the order, report a refund. Needs only httpx.

    TESSERA_URL=http://127.0.0.1:8000 TESSERA_KEY=tsr_test_... python shop_checkout.py CARD

Every report has a key of yours, the order's number: send it again until it is answered. The same key with the same body
is recorded once, whatever the network did in between.
"""

import os
import sys
import time

import httpx

LATER = {429, 500, 502, 503, 504}


class Loyalty:
    """Calls to Tessera. Your checkout need not wait for them: when `tries` are used up, report later."""

    def __init__(self, url: str, key: str, *, tries: int = 5) -> None:
        self.client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=5)
        self.tries = tries

    def quote(self, card: str, lines: list[dict]) -> dict:
        """What the basket would earn. Writes nothing."""
        return self._post("/v1/quotes", {"type": "purchase", "member": {"card": card}, "lines": lines})

    def order(self, number: str, card: str, lines: list[dict]) -> dict:
        """Report an order, once it is paid."""
        body = {"type": "purchase", "key": f"order-{number}", "member": {"card": card}, "lines": lines}
        return self._post("/v1/activities", body)

    def refund(self, number: str, order: str, card: str, lines: list[dict]) -> dict:
        """Report what came back of an order: lines by id and quantity; none means all that is left."""
        body = {"type": "return", "key": f"refund-{number}", "of": f"order-{order}", "member": {"card": card}}
        return self._post("/v1/activities", body | {"lines": lines})

    def _post(self, path: str, body: dict) -> dict:
        for attempt in range(1, self.tries):
            try:
                answer = self.client.post(path, json=body)
                if answer.status_code not in LATER:
                    return answer.raise_for_status().json()
                time.sleep(float(answer.headers.get("Retry-After", 0.1 * 2**attempt)))
            except httpx.TransportError:  # did it arrive? The key makes asking again safe
                time.sleep(0.1 * 2**attempt)
        return self.client.post(path, json=body).raise_for_status().json()


if __name__ == "__main__":
    shop, card = Loyalty(os.environ["TESSERA_URL"], os.environ["TESSERA_KEY"]), sys.argv[1]
    basket = [{"id": "milk", "quantity": 2, "amount": "6.98"}, {"id": "bread", "amount": "3.02"}]
    print("quote ", [[one["rule"], one["amount"]] for one in shop.quote(card, basket)["granted"]])
    print("order ", shop.order("1001", card, basket)["balances"])
    print("refund", shop.refund("1", "1001", card, [{"id": "milk", "quantity": 1}])["balances"])

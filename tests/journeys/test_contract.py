"""The OpenAPI document against a real server: whatever may be sent by it is answered as it says, and never by a fault."""

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.journeys.conftest import Shop

EXAMPLES = 20
DOCUMENT = (
    Path(__file__).parents[2] / "docs/openapi.json"
)  # what the server serves: a test of the API holds it

schema = schemathesis.openapi.from_path(DOCUMENT)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
# A stream is lines of what a batch holds; here it need only be any text.
schemathesis.serializer("application/x-ndjson")(lambda _, value: str(value).encode())

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_promises(case: Case[Any], shop: Shop) -> None:
    """Calls made from the document, right and wrong ones: no 5xx, no status, type or body that it does not tell of."""
    answer = case.call(
        base_url=f"http://127.0.0.1:{shop.port}", headers={"Authorization": f"Bearer {shop.token}"}
    )
    case.validate_response(answer, checks=CHECKS)

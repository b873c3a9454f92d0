"""Which tills a receipt can be of."""

from psycopg import Connection

from tessera.kit.problems import InvalidValue
from tessera.kit.sandbox import in_sandbox, plain
from tessera.usecases.claiming.asked import Missing
from tessera.usecases.manage_keys import list_sources


def refuse_unknown_till(connection: Connection, missing: Missing) -> None:
    """Raise InvalidValue for a till that there is not, and for a purchase of nothing."""
    sources, sandbox = list_sources(connection), in_sandbox(missing.source)
    if missing.source not in sources:
        told = ", ".join(sorted(plain(one) for one in sources if in_sandbox(one) == sandbox))
        raise InvalidValue(f"No key has this source; there are: {told or 'none'}.", field="source")
    if missing.purchase.amount_minor <= 0:
        raise InvalidValue("A receipt of nothing earns nothing.", field="amount")

"""Which tills a receipt can be of."""

from psycopg import Connection

from tessera.kit.problems import InvalidValue
from tessera.usecases.claiming.asked import Missing
from tessera.usecases.manage_keys import refuse_unknown_source


def refuse_unknown_till(connection: Connection, missing: Missing) -> None:
    """Raise InvalidValue for a till that there is not, and for a purchase of nothing."""
    refuse_unknown_source(connection, missing.source)
    if missing.purchase.amount_minor <= 0:
        raise InvalidValue("A receipt of nothing earns nothing.", field="amount")

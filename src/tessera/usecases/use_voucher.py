"""What is done with a voucher outside of any basket: it is handed over (`use`), or given back unused (`cancellation`)."""

from datetime import datetime

from psycopg import Connection

from tessera.catalogue.spoken_codes import Meant
from tessera.engine.activity import Activity
from tessera.usecases.answers import Submission
from tessera.usecases.read_vouchers import find_voucher
from tessera.usecases.recording.spending.vouchers import VOUCHER


def use_voucher(  # noqa: PLR0913 - what is done with which voucher, by whom and when
    connection: Connection, code: str | Meant, *, activity_type: str, source: str, key: str, now: datetime
) -> Submission:
    """What is to be recorded, of the member whose voucher it is. Raises UnknownVoucher, InvalidValue for a typo."""
    voucher = find_voucher(connection, code, source=source)
    activity = Activity(activity_type, key, now, facts={VOUCHER: str(voucher.voucher_id)})
    return Submission(source, "id", str(voucher.member_id), activity, dated=False)

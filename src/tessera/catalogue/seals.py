"""Is the secret still the one with which this installation's codes were sealed? A known value, sealed with it, tells."""

from typing import ClassVar, Final

from psycopg import Connection

from tessera.catalogue import _sql
from tessera.catalogue.codes import hash_of
from tessera.catalogue.seal import Seal
from tessera.kit.problems import Problem

_KNOWN: Final = "sealed by this installation"


class OtherSecret(Problem):
    """The secret is not the one that codes were sealed with."""

    code: ClassVar[str] = "other_secret"
    title: ClassVar[str] = "The secret is another one"


def check_seal(connection: Connection, seal: Seal) -> None:
    """Keep the proof of the first secret that comes; raise OtherSecret for any other one."""
    connection.execute(_sql.ADD_SEAL_PROOF, (seal.close(_KNOWN),))
    row = connection.execute(_sql.READ_SEAL_PROOF).fetchone()
    if row is None or seal.open(bytes(row[0]), code_hash=hash_of(_KNOWN)) is None:
        raise OtherSecret(
            "The codes of this installation were sealed with another secret, so that none of them could be shown. "
            "Set TESSERA_SECRET as it was, or bring the file `secret` back into the home folder. If it is lost for good: "
            "tessera codes new-secret"
        )


def change_seal(connection: Connection, seal: Seal) -> None:
    """From now on this secret is the one: what was sealed before goes on working, and is not shown again."""
    connection.execute(_sql.ADD_SEAL_PROOF, (seal.close(_KNOWN),))
    connection.execute(_sql.CHANGE_SEAL_PROOF, (seal.close(_KNOWN),))

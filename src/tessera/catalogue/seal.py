"""Codes sealed at rest: the database alone tells nobody a code that can still be used.

AES-256-GCM with a key derived from the installation's secret by HKDF (RFC 5869). A code is bound to its hash, so that no
sealed code can be put in another's place.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tessera.catalogue.codes import hash_of

_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"tessera codes 1"


class Seal:
    """Seals codes with one secret, and opens what was sealed with it."""

    def __init__(self, secret: bytes) -> None:
        key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
        self._cipher = AESGCM(key)

    def close(self, code: str) -> bytes:
        """A code, sealed."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, code.encode(), hash_of(code))

    def open(self, sealed: bytes, *, code_hash: bytes) -> str | None:
        """The code again; None where it was sealed with another secret, or is not the code of this hash."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, code_hash).decode()
        except InvalidTag:
            return None

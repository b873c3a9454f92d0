"""The base of whatever goes out."""

import msgspec


class Body(msgspec.Struct, frozen=True, gc=False):
    """Base of every body."""

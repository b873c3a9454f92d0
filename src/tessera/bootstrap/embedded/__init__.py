"""PostgreSQL 18 from a pip wheel, for the first minute: nothing to install, nothing left running."""

from tessera.bootstrap.embedded.server import Embedded

__all__ = ["Embedded"]

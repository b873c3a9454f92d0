"""The source of what nobody reports: what time brings about."""

from typing import Final

OWN_SOURCE: Final = "tessera"

"""What contradicts itself in a programme (errors), and what is probably not meant (warnings)."""

from tessera.programme.check.contradictions import contradictions
from tessera.programme.check.doubts import doubts

__all__ = ["contradictions", "doubts"]

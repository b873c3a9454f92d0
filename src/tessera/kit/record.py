"""Plain records: typed, quick to build, quick to read and write as JSON or msgpack."""

import msgspec

Record = msgspec.Struct
"""Base of every plain record. `array_like=True` stores it as a tuple: half the bytes, field names left out."""

"""The stored forms: activities, answers and standings as msgpack."""

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.standing import Standing
from tessera.usecases.answers import Answer

encode = msgspec.msgpack.Encoder().encode
read_activity = msgspec.msgpack.Decoder(Activity).decode
read_answer = msgspec.msgpack.Decoder(Answer).decode
read_standing = msgspec.msgpack.Decoder(Standing).decode

"""Codes as a till gets them: scanned, typed, or heard. What was heard is short and could be guessed, so guesses are few."""

from tessera.access.check import Caller
from tessera.access.tries import give_back_try, take_try
from tessera.api.desk import Desk
from tessera.catalogue.spoken import RequestKey, digits_of
from tessera.catalogue.spoken_codes import Meant
from tessera.usecases.hear_code import hear_code, is_guess


async def heard(desk: Desk, caller: Caller, code: str, *, under: RequestKey | None = None) -> Meant | str:
    """What a code means that was said aloud; any other as it is, and one that means nothing too: look it up.

    Every code from outside comes by here. `under`: the key of the request, if it has one; sent again, it is answered though
    the code is over by then. Raises TooManyTries, and InvalidValue for a digit that is wrong.
    """
    if digits_of(code) is None or not await desk.services.run(is_guess, code):
        return code
    now, key_id, source = desk.clock.now(), caller.key_id, caller.source
    await desk.services.run(take_try, key_id=key_id, source=source, now=now)
    known = await desk.services.run(hear_code, code, source=source, now=now, under=under)
    if known is None:
        return code
    await desk.services.run(give_back_try, key_id=key_id, source=source)
    return known

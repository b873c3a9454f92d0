"""The parameters in a call's query string: those that its endpoint declares, and no others."""

from difflib import get_close_matches
from typing import Any

from litestar import Request

from tessera.api.operation import OPT, Operation
from tessera.kit.problems import InvalidValue

_ALWAYS = frozenset({"lang"})
_ALIKE = 0.6


def check_parameters(request: Request[Any, Any, Any]) -> None:
    """Refuse a parameter that nobody would read: an answer as of now must not pass for one as of the instant asked for.

    Raises InvalidValue, naming the parameter and those that there are.
    """
    if not request.scope["query_string"]:
        return
    operation: Operation = request.scope["route_handler"].opt[OPT]
    known = [query.name for query in operation.queries]
    if unknown := sorted(request.query_params.keys() - known - _ALWAYS):
        raise InvalidValue(f"This parameter is unknown. {_advice(unknown[0], known)}", field=unknown[0])


def _advice(given: str, known: list[str]) -> str:
    if not known:
        return "This call takes none."
    if meant := get_close_matches(given, known, 1, _ALIKE):
        return f"Perhaps {meant[0]} is meant."
    return f"There are: {', '.join(known)}."

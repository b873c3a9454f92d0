"""Is the process alive, is it ready, and what does it measure?"""

from litestar import Response, get

from tessera.api.desk import Call, desk_of
from tessera.usecases.read_programme import read_history


@get("/healthz")
async def healthz() -> Response[str]:
    return Response("ok", media_type="text/plain")


@get("/readyz")
async def readyz(request: Call) -> Response[str]:
    """Ready when the database answers; else the problem of Unavailable."""
    await desk_of(request).services.run(read_history)
    return Response("ready", media_type="text/plain")


@get("/metrics")
async def metrics(request: Call) -> Response[bytes]:
    return Response(desk_of(request).metrics.text(), media_type="text/plain; version=0.0.4")

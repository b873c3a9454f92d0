"""The interactive reference: Swagger UI from an installed package, served from here so that it works offline."""

from importlib.resources import files
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from tessera.api.desk import Call

_BUNDLE = Path(str(files("drf_spectacular_sidecar"))) / "static/drf_spectacular_sidecar/swagger-ui-dist"
_ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_START = """\
SwaggerUIBundle({url: "/openapi.json", dom_id: "#reference", deepLinking: true, tryItOutEnabled: true,
  persistAuthorization: false, displayRequestDuration: true});
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tessera API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
"""
# Nothing from elsewhere: the page shows keys while someone tries calls.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


@get("/", status_code=302)
async def front() -> Response[bytes]:
    """Whoever opens the address that the server prints wants to see something."""
    return Response(b"", status_code=302, headers={"Location": "/docs"}, media_type="text/plain")


@get("/docs")
async def page() -> Response[str]:
    return Response(_PAGE, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


@get("/docs/start.js")
async def start() -> Response[str]:
    return Response(_START, media_type="text/javascript")


@get("/docs/{name:str}")
async def asset(name: FromPath[str]) -> Response[bytes]:
    if name not in _ASSETS:
        raise NotFoundException
    return Response(
        (_BUNDLE / name).read_bytes(),
        media_type=_ASSETS[name],
        headers={"Cache-Control": "public, max-age=86400"},
    )


@get("/openapi.json")
async def document(request: Call) -> Response[bytes]:
    return Response(request.app.state.openapi, media_type="application/json")


ROUTES = (front, page, start, asset, document)

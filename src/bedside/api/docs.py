"""The API's documentation at /docs: Swagger UI from files of ours, so that it works offline.

FastAPI's own page loads Swagger from elsewhere with an inline script; under our content security
policy, or without the internet, it stays blank.
"""

from importlib.resources import as_file, files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

OPENAPI_URL = "/api/openapi.json"
_SWAGGER = "static/drf_spectacular_sidecar/swagger-ui-dist"
_FROM_SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bedside API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="swagger-ui" aria-label="API documentation"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""


def routes() -> list[Route]:
    """Return the page and its files."""
    return [Route("/docs", _show_page), Route("/docs/{name}", _send_file)]


async def _show_page(_: Request) -> Response:
    return HTMLResponse(_PAGE)


async def _send_file(request: Request) -> Response:
    path = _FILES.get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, headers={"Cache-Control": "public, max-age=3600"})


def _find_files() -> dict[str, Path]:
    swagger = files("drf_spectacular_sidecar").joinpath(_SWAGGER)
    found = {name: swagger.joinpath(name) for name in _FROM_SWAGGER}
    found["start.js"] = files("bedside.api").joinpath("static/start.js")
    located = {}
    for name, resource in found.items():
        with as_file(resource) as path:
            located[name] = path
    return located


_FILES = _find_files()

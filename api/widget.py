"""The chat for other pages, one script; which pages may ask is told in `api/origins.py`."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.staticfiles import StaticFiles

FILES = StaticFiles(directory=Path(__file__).resolve().parent / "static")
NAME = "widget.js"
# The script is the same for everyone and says nothing of anyone, so any page may load it. An hour:
# pages name it without a version, and a mended one should reach them the same day.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=3600",
}
TYPE = "text/javascript; charset=utf-8"

router = APIRouter(include_in_schema=False)


@router.api_route("/widget.js", methods=["GET", "HEAD"])
async def show_widget(request: Request) -> Response:
    """Return the script, or 304 where the browser has it."""
    response = await FILES.get_response(NAME, request.scope)
    response.headers.update(HEADERS)
    if response.status_code == 200:
        response.headers["Content-Type"] = TYPE  # older Pythons know another one for `.js`
    return response

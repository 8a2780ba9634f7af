"""A page of another site that embeds the widget under a strict policy, and a service that fails."""

from dataclasses import dataclass, field
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAM = "/api/chat/stream"


async def host(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve, at any path, a page whose script tag has the query's attributes.

    `bot` in the query is the address of the service.
    """
    if scope["type"] != "http":
        return
    request = Request(scope)
    attributes = dict(request.query_params)
    bot = attributes.pop("bot", "")
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    script = f'<script src="{bot}/widget.js" {written} async></script>' if bot else ""
    text = f"""<!doctype html><html lang="fi"><head><meta charset="iso-8859-1">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Intranet</title>{script}
</head><body><main><h1>Henkil&ouml;st&ouml;n intranet</h1>
<p>T&auml;ll&auml; sivulla on <a href="/toinen?{escape(request.url.query)}">toinen sivu</a>.</p>
{"<p>Tekstin kappale, jotta sivu on pitk&auml;.</p>" * 40}</main></body></html>"""
    policy = (
        f"default-src 'none'; script-src {bot}; connect-src {bot}; img-src {bot}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cross-Origin-Embedder-Policy": "require-corp"}
    await HTMLResponse(text, headers=headers if bot else {})(scope, receive, send)


@dataclass
class Faulty:
    """An application of which streams fail, in the way that a test sets.

    `status`: they are refused with it; `retry_after` goes with it. `cut_after`: the connection
    breaks after so many pieces. `requests`: what was asked, method and path.
    """

    app: ASGIApp
    status: int = 0
    retry_after: str = ""
    cut_after: int | None = None
    requests: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or fail."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.requests.append(f"{scope['method']} {scope['path']}")
        is_asked = scope["path"] == STREAM and scope["method"] == "POST"
        if is_asked and self.status:
            await self._refuse(scope, receive, send)
        elif is_asked and self.cut_after is not None:
            await self.app(scope, receive, self._cutting(send, self.cut_after))
        else:
            await self.app(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Retry-After",
        }
        if self.retry_after:
            headers["Retry-After"] = self.retry_after
        body = {"title": "Virhe", "status": self.status, "detail": "Selitys palvelusta."}
        await JSONResponse(body, self.status, headers)(scope, receive, send)

    @staticmethod
    def _cutting(send: Send, pieces: int) -> Send:
        left = pieces + 1  # the head comes first

        async def cut(message: Message) -> None:
            nonlocal left
            if left == 0:
                raise ConnectionError("cut by a test")
            left -= 1
            await send(message)

        return cut

"""Puts the HTTP service together. The one place where its parts meet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import about, charts, chat, health, page, reader, reports, widget
from api.access import Access, control_access, read_access
from api.body import limit_body
from api.channels.channel import open_channels
from api.conversations import routes as conversations
from api.hosts import guard_host
from api.limits import RateLimit
from api.onboarding import pages as onboarding_pages
from api.onboarding import routes as onboarding_routes
from api.origins import share
from api.problems import add_handlers, document
from api.service import Answering, Service
from api.settings import Settings
from api.shield import catch_errors, shield

STATIC = Path(__file__).resolve().parent / "static"
REFUSALS = document(401, 403, 429)  # what `api/access.py` may answer under /api


def create_app(settings: Settings, assistant: Answering | None = None) -> FastAPI:
    """Return the service; its index is opened after it has begun to serve.

    `assistant` takes the place of the one over the index.

    Raises:
        SettingError: a setting of who may ask, how often or through which channel cannot work.
    """
    access = read_access(settings)
    rate_limit = RateLimit(settings.rate_limit, settings.rate_limit_url)
    channels = open_channels(settings, rate_limit)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = Service(settings, assistant)
        app.state.service = service
        working = [asyncio.create_task(job()) for job in (service.open, service.keep)]
        try:
            async with AsyncExitStack() as stack:
                for channel in channels:
                    await stack.enter_async_context(channel.serve(service))
                yield
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await service.database.close()

    app = FastAPI(
        title="Murrosapuri",
        lifespan=lifespan,
        docs_url=None,  # their pages load scripts from other sites
        redoc_url=None,
        redirect_slashes=False,
    )
    add_handlers(app)
    _add_layers(app, access, rate_limit)
    for part in (health, charts, page, reader, about, onboarding_pages, widget):
        app.include_router(part.router)
    for part in (chat, conversations, onboarding_routes, reports):
        app.include_router(part.router, responses=REFUSALS)
    for channel in channels:
        app.include_router(channel.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def _add_layers(app: FastAPI, access: Access, rate_limit: RateLimit) -> None:
    """Put the layers around the routes, the innermost first.

    Whatever one of them answers passes through those outside it, so errors and refusals have CORS
    headers, and all has the security headers.
    """
    app.add_middleware(control_access, access=access, rate_limit=rate_limit)
    app.add_middleware(limit_body)
    if not access.keys:
        app.add_middleware(guard_host)
    app.add_middleware(catch_errors)
    if access.origins:
        app.add_middleware(share, origins=access.origins)
    app.add_middleware(shield)

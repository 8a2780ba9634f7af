"""Puts the HTTP service together. The one place where its parts meet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import charts, chat, health, page, reports
from api.body import limit_body
from api.conversations import routes as conversations
from api.problems import add_handlers
from api.service import Answering, Service
from api.settings import Settings
from api.shield import shield

STATIC = Path(__file__).resolve().parent / "static"


def create_app(settings: Settings, assistant: Answering | None = None) -> FastAPI:
    """Return the service; its index is opened after it has begun to serve.

    `assistant` takes the place of the one over the index.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = Service(settings, assistant)
        app.state.service = service
        working = [asyncio.create_task(job()) for job in (service.open, service.keep)]
        try:
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
    app.add_middleware(limit_body)
    app.add_middleware(shield)
    for part in (health, chat, conversations, reports, charts, page):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app

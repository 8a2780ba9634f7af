"""Tells whether the process runs and whether it can answer."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.problems import answer_problem, document, explain
from api.service import Serving
from index.errors import MurrosError

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> dict[str, str]:
    """Return that the process serves."""
    return {"status": "live"}


@router.get(
    "/ready", response_model=dict[str, str], responses=document(HTTPStatus.SERVICE_UNAVAILABLE)
)
async def ready(service: Serving) -> dict[str, str] | JSONResponse:
    """Return that the index answers, or what is missing."""
    try:
        await service.check()
    except MurrosError as error:
        return answer_problem(explain(error), missing=["index"])
    return {"status": "ready"}

"""'How this works': what the assistant does and promises, what is kept, and how well it does."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.render import render
from api.scores import Scores, read_scores
from api.service import Serving
from index.embeddings import EMBEDDED
from prompts import read_toml

router = APIRouter(include_in_schema=False)


@router.api_route("/tietoa", methods=["GET", "HEAD"])
def show_about(service: Serving) -> HTMLResponse:
    """Return the page; it needs no index. In a thread, as it reads the file of the figures."""
    settings = service.settings
    scores = read_scores()
    text = render(
        "about.html",
        model=settings.model,
        is_search_remote=settings.embeddings != EMBEDDED,
        retention_days=settings.retention_days,
        scores=scores,
        kinds=list_kinds(scores) if scores else [],
    )
    return HTMLResponse(text)


def list_kinds(scores: Scores) -> list[tuple[str, int, float | None, float | None]]:
    """Return for each kind its Finnish name, its questions and its two shares, in our order."""
    names: dict[str, str] = read_toml("messages.fi.toml")["kinds"]
    order = [*names, *(kind for kind in scores.kinds if kind not in names)]
    told = [(kind, scores.kinds[kind]) for kind in order if kind in scores.kinds]
    return [(names.get(kind, kind), s.n, s.tuning, s.held) for kind, s in told]

"""An open service, for what channels do without a request."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.service import Service
from api.settings import Settings
from tests.api.fake import FakeAssistant


@pytest.fixture
async def service(tmp_path: Path, assistant: FakeAssistant) -> AsyncIterator[Service]:
    """Return an open service."""
    service = Service(Settings(home=tmp_path / "store"), assistant)
    await service.open()
    await service.database.open()
    yield service
    await service.database.close()

"""The application on a real port of loopback, in a thread of the tests' process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from api.server import listen

START_MAX_S = 30.0


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port; yield its address, `http://127.0.0.1:…`."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        end_s = time.monotonic() + START_MAX_S
        while not server.started and time.monotonic() < end_s:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(START_MAX_S)

"""Runs the HTTP service."""

import argparse
import asyncio
import ipaddress
import logging
import socket
from contextlib import suppress

import uvicorn

from api.access import read_access
from api.app import create_app
from api.conversations.database import prepare_database
from api.errors import StoreError
from api.settings import read_settings
from api.tracing import open_tracing
from bot.messages import say
from bot.model.chat import open_model
from index.errors import SettingError

PORTS = range(65_536)
STOP_MAX_S = 10  # how long requests under way may take once the service is told to stop
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

logger = logging.getLogger("murros")


def run_server(args: argparse.Namespace) -> int:
    """Serve on `args.host` and `args.port` until told to stop.

    Raises:
        SettingError: a setting, the model's name or the database cannot work, the address cannot be
            had, or without API keys others than this machine could reach it.
    """
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    for chatty in ("uvicorn.error", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = read_settings()
    open_model(settings)  # a name that cannot work is told before anything is served
    with suppress(StoreError):  # it may come later; one that cannot work is told now
        asyncio.run(prepare_database(settings))
    open_tracing(settings)
    app = create_app(settings)
    has_keys = bool(read_access(settings).keys)
    with listen(args.host, args.port, beyond_loopback=has_keys) as listener:
        host, port = listener.getsockname()[:2]
        logger.info(
            say("command.serving", url=f"http://{f'[{host}]' if ':' in host else host}:{port}")
        )
        if not has_keys:
            logger.info(say("command.loopback_only"))
        config = uvicorn.Config(
            app,
            log_config=None,
            ws="none",  # there are none, and what guards the paths looks at HTTP
            access_log=False,  # it would write addresses as sent; `shield` writes its own
            server_header=False,
            timeout_graceful_shutdown=STOP_MAX_S,
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def listen(host: str, port: int, *, beyond_loopback: bool = False) -> socket.socket:
    """Return a socket that listens on an address; port 0 takes a free one.

    Raises:
        SettingError: the address cannot be had, or is not loopback without `beyond_loopback`.
    """
    try:
        if port not in PORTS:
            raise OverflowError(f"0–{PORTS[-1]}")
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        if not beyond_loopback and not ipaddress.ip_address(address[0]).is_loopback:
            raise SettingError(say("command.not_loopback", host=host))
        return socket.create_server((str(address[0]), port), family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        text = say("command.port_taken", host=host, port=str(port), reason=str(error))
        raise SettingError(text) from error

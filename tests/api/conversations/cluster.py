"""A PostgreSQL server of one's own in a temporary folder, for as long as the tests run."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

HOME = Path("/usr/lib/postgresql")
SERVERS_OWN = ("postgres", "nobody")  # accounts without rights: the server refuses to run as root


def find_programs() -> Path | None:
    """Return the folder of the newest server's programs, None where there is none."""
    folders = [path.parent for path in HOME.glob("*/bin/initdb")]
    return max(folders, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def serve_cluster(programs: Path) -> Iterator[str]:
    """Run a server on a free port of loopback; yield the URL of it without a database."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="murros-pg-"))
    if account:
        shutil.chown(folder, account)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 - the server's own programs
            [programs / program, "-D", folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            user=account,
            cwd=folder,
        )

    try:
        run("initdb", "-U", "murros", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://murros@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def name_database() -> str:
    """Return a name that no other test uses."""
    return f"murros_{secrets.token_hex(4)}"


def _account() -> str | None:
    """Return the account to run the server under; None where ours will do."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in SERVERS_OWN if name in known)

"""A PostgreSQL cluster to throw away, on a free port of this machine only."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "clinicfinder"


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """The address of a fresh cluster, which is gone afterwards."""
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="clinicfinder-bench-"))
    data, port = home / "data", _free_port()
    ordinary = _as_ordinary_user(home)
    try:
        _run(*ordinary, programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8",
             "--locale=C.UTF-8", "--no-sync", cwd=home)  # fmt: skip
        options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off -c full_page_writes=off"
        server = [*ordinary, programs / "pg_ctl", "-D", data, "-s", "-w"]
        _run(*server, "-l", home / "log", "-o", options, "start", cwd=home)
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run(*server, "-m", "immediate", "stop", cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path:
    """The folder of PostgreSQL's programs, the newest where there are several."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    installed = str(found[0]) if found else shutil.which("initdb")
    if installed is None:
        raise SystemExit("No PostgreSQL on this machine. Install it, or give its address in DATABASE_URL.")
    return Path(installed).parent


def _as_ordinary_user(home: Path) -> list[str]:
    """How to run a command that refuses root: as the user to whom `home` is given."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, user)
    return ["runuser", "-u", user, "--"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _run(*command: object, cwd: Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=cwd, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"PostgreSQL did not start or stop: {command[0]} ended with {done.returncode}.")

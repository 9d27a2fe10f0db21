"""Where the synthetic listings stand: a scratch database of their own, never the app's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.postgres import throw_away_cluster

SCRATCH = Path(__file__).parent / "scratch"


@contextmanager
def scratch_url(database: str, listings: int) -> Iterator[str]:
    """The DATABASE_URL for so many listings.

    SQLite's file is kept for the next run. PostgreSQL is the server of DATABASE_URL, where a
    database of its own is kept too, else a cluster that is thrown away.
    """
    name = f"bench_{listings}"
    given = os.environ.get("DATABASE_URL", "")
    if database == "sqlite":
        SCRATCH.mkdir(exist_ok=True)
        yield f"sqlite:///{SCRATCH / name}.sqlite3"
    elif given.startswith("postgres"):
        yield _database_of(given, name)
    else:
        with throw_away_cluster() as server:
            yield _database_of(server, name)


def _database_of(server: str, name: str) -> str:
    """The address of the database `name` on this server, created where it is missing."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))

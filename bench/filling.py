"""Fills a scratch database, once for each number and shape of listings."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from tqdm import tqdm

from bench.drawing import Draw
from bench.rows import TABLES, rows_of
from clinics.medicine.queries import PARAMETERS
from clinics.places.models import ZipCode
from clinics.places.states import STATE_NAMES

BATCH = 10_000
MARK = "bench_filled"
# What a filled database depends on: these files, besides the number of listings.
SHAPED_BY = ("bench/drawing.py", "bench/rows.py", "clinics/migrations", "fixtures")


def ensure(listings: int) -> bool:
    """Fill the database unless it holds these listings already; tell whether it had to be filled."""
    mark = f"{listings} {_shape()}"
    if _marked() == mark:
        return False
    _empty()
    call_command("migrate", verbosity=0, stdout=StringIO())
    call_command("load_reference", stdout=StringIO())
    with _bulk_loading():
        fill(listings)
    _tidy()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} (mark text)")
        cursor.execute(f"INSERT INTO {MARK} VALUES (%s)", [mark])
    return True


def fill(listings: int) -> None:
    """Write so many listings with their practitioners and index rows, in one transaction."""
    draw = Draw(_zips(), _terms())
    with transaction.atomic(), tqdm(total=listings, unit=" listings", disable=None, leave=False) as bar:
        for first in range(1, listings + 1, BATCH):
            numbers = range(first, min(first + BATCH, listings + 1))
            rows = rows_of(map(draw.listing, numbers))
            for table in TABLES:
                table.write(rows[table])
            bar.update(len(numbers))


def _zips() -> list[tuple[str, str, str, float, float]]:
    placed = ZipCode.objects.filter(region__in=STATE_NAMES, latitude__isnull=False).order_by("code")
    return list(placed.values_list("code", "city", "region", "latitude", "longitude"))


def _terms() -> dict[str, list[tuple[int, int]]]:
    return {
        name: list(model.objects.order_by("bit").values_list("bit", "pk"))
        for name, model in PARAMETERS.items()
    }


def _shape() -> str:
    digest = sha256()
    for path in _files(settings.BASE_DIR / name for name in SHAPED_BY):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(paths: Iterable[Path]) -> list[Path]:
    return sorted(
        file
        for path in paths
        for file in ([path] if path.is_file() else path.rglob("*"))
        if file.suffix in (".py", ".json", ".csv")
    )


def _marked() -> str | None:
    if MARK not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT mark FROM {MARK}")
        return next(iter(cursor.fetchone() or ()), None)


def _empty() -> None:
    """Start anew: what an interrupted run or another shape has left is of no use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)


@contextmanager
def _bulk_loading() -> Iterator[None]:
    """Without indexes and safety nets while rows pour in; all are back afterwards."""
    if connection.vendor == "postgresql":
        dropped = _constraints() + _postgres_indexes()
    else:
        _execute(["PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF",
                  "PRAGMA cache_size = -400000", "PRAGMA temp_store = MEMORY"])  # fmt: skip
        dropped = _sqlite_indexes()
    _execute(drop for drop, _ in dropped)
    yield
    _execute(create for _, create in reversed(dropped))


def _constraints() -> list[tuple[str, str]]:
    """How to drop and create again: foreign keys, then unique constraints, which they may lean on."""
    return _ask(
        """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
               format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                      pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype IN ('f', 'u') AND connamespace = 'public'::regnamespace
        ORDER BY contype, oid
        """
    )


def _postgres_indexes() -> list[tuple[str, str]]:
    return _ask(
        """
        SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND NOT EXISTS (
            SELECT 1 FROM pg_constraint
            WHERE conindid = (quote_ident(indexname))::regclass AND contype IN ('p', 'u', 'x'))
        """
    )


def _sqlite_indexes() -> list[tuple[str, str]]:
    return _ask(
        """
        SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        """
    )


def _tidy() -> None:
    """Give the planner its statistics, and SQLite back its usual settings."""
    if connection.vendor == "postgresql":
        _execute(["VACUUM ANALYZE"])
    else:
        _execute(["ANALYZE"])
        connection.close()


def _ask(sql: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

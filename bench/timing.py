"""Times whole requests, the three ways taken in turns, so that a busy moment hits all alike."""

import gc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from random import Random
from statistics import median
from time import perf_counter

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import override_settings
from tqdm import tqdm

from bench import floor

PATHS = {"floor": "/bench/floor/", "search": "/search/", "naive": "/bench/naive/"}
SEED = 64


@dataclass
class Times:
    """For each way and query string, the milliseconds of each round."""

    taken: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: {way: defaultdict(list) for way in PATHS}
    )

    def of(self, way: str) -> list[float]:
        """One time for each search: the median of its rounds; sorted."""
        return sorted(median(rounds) for rounds in self.taken[way].values())

    def percentiles(self, way: str) -> dict[str, float]:
        times = self.of(way)
        return {"p50": round(_at(times, 0.50), 3), "p95": round(_at(times, 0.95), 3)}


class Requests:
    """Sends requests through the whole middleware, in this process."""

    def __init__(self) -> None:
        with override_settings(ROOT_URLCONF="bench.urls"):
            self.handler = WSGIHandler()
        self.factory = RequestFactory(SERVER_NAME="localhost")

    def send(self, way: str, query: str) -> float:
        """The milliseconds that one answer took."""
        request = self.factory.get(f"{PATHS[way]}?{query}")
        start = perf_counter()
        response = self.handler.get_response(request)
        taken = (perf_counter() - start) * 1000
        if response.status_code != 200:
            raise RuntimeError(f"{PATHS[way]}?{query} answered {response.status_code}")
        return taken


@override_settings(ROOT_URLCONF="bench.urls")
def measure(queries: Sequence[str], *, rounds: int, naive_seconds: float) -> Times:
    """Time every query `rounds` times. The naive way stops where its seconds are used up."""
    requests, times = Requests(), Times()
    for query in queries:
        floor.remember(query)
        requests.send("search", query)
    gc.collect()
    gc.freeze()
    spent = 0.0
    for number in tqdm(range(rounds), unit=" rounds", disable=None, leave=False):
        for query in Random(SEED + number).sample(queries, len(queries)):
            for way in ("search", "floor"):
                times.taken[way][query].append(requests.send(way, query))
            if spent < naive_seconds:
                taken = requests.send("naive", query)
                times.taken["naive"][query].append(taken)
                spent += taken / 1000
    return times


@override_settings(ROOT_URLCONF="bench.urls")
def most_queries(queries: Sequence[str]) -> int:
    """The most database queries that one search cost."""
    requests = Requests()
    most = 0
    for query in queries:
        asked: list[str] = []

        def count(execute, sql, *args, asked: list[str] = asked):
            asked.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(count):
            requests.send("search", query)
        most = max(most, len(asked))
    return most


def _at(times: list[float], share: float) -> float:
    """The smallest time that so large a share of the searches does not exceed."""
    return times[ceil(len(times) * share) - 1] if times else float("nan")

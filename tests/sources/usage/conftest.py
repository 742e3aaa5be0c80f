"""The places of the store's own tests; a log at one of them."""

import pytest

from analysis.sources.store import open_store
from analysis.sources.usage import Log, open_log
from tests.sources.store.conftest import location, postgres_server, s3_server

__all__ = ["location", "postgres_server", "s3_server"]


@pytest.fixture
def process(location):
    """process() -> the log at the same place as one more process opens it."""
    return lambda: log_at(location)


def log_at(location: str) -> Log:
    return open_log(open_store({}, location))


def kinds(log: Log) -> list[str]:
    """What is wrong with what lies there, by kind."""
    log.read()
    return [problem.jenis for problem in log.problems]

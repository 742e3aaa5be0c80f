"""A log at each kind of place."""

import pytest

from analysis.sources.store import open_store
from analysis.sources.usage import Log, open_log


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

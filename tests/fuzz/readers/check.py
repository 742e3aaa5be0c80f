"""`python -m analysis check`, which asks every other reader what a file is."""

from __future__ import annotations

from analysis.sources.checking import check_file
from tests.fuzz.common import catalog
from tests.fuzz.property import rows_or_sentences


def read(data: bytes) -> None:
    problems, rows = check_file(data, "data.csv", catalog())
    assert rows >= 0
    rows_or_sentences(1, problems)


def seeds() -> list[bytes]:
    from tests.fuzz.readers import households, imports, measured, upload

    return [one for module in (households, imports, measured) for one in module.seeds()] + [
        one[1:] for one in upload.seeds()
    ]

"""The order and the notes of a briefing."""

from __future__ import annotations

from analysis.publication.arrangement import Arrangement, ArrangementError, from_json, to_json
from tests.fuzz.property import told


def read(data: bytes) -> None:
    try:
        found = from_json(data)
    except ArrangementError as error:
        told([error])
        return
    assert from_json(to_json(found)) == found


def seeds() -> list[bytes]:
    return [to_json(Arrangement(("pembuka", "krs"), {"krs": "Catatan"})), b'{"jenis": "paparan", "susunan": []}']

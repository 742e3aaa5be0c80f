"""The choices in the address of a page: anyone writes a link."""

from __future__ import annotations

from urllib.parse import parse_qsl

from pages.parts.state import _ALL, _valid


def read(data: bytes) -> None:
    said = (
        dict(parse_qsl(data.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=100))
        if data.count(b"&") < 90
        else {}
    )
    chosen = _valid(_ALL | {key: value for key, value in said.items() if key in _ALL})
    assert chosen.keys() == _ALL.keys()
    assert _valid(chosen) == chosen
    assert all(len(value) < 2_000 and value.isprintable() for value in chosen.values())


def seeds() -> list[bytes]:
    return [
        b"kota=31.73&kecamatan=31.73.01&kelurahan=31.73.01.1005&tahun=2023&indikator=E01&peta=ubin&bahasa=en&contoh=0",
        b"mode=paparan&layar=12&susunan=pembuka,krs,layanan",
    ]

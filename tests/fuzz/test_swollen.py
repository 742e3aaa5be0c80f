"""A small file (200 kB) made to keep a reader busy comes back in time: nothing grows with the square of its input."""

import csv
import sys

import pytest

from tests.fuzz.all_readers import NAMES, reader
from tests.fuzz.property import LARGEST, bounded

# Beginning, what is repeated, end.
SHAPES = {
    "quotation marks": (b"a;b\n", b'"', b""),
    "a mark opened on every line": (b"JK;Berat;Tinggi\n", b'L;"8;9\n', b""),
    "a mark opened in every cell": (b"JK;Berat;Tinggi\n", b'";"', b"\n"),
    "one cell": (b"kode_kelurahan;tahun\n", b"a", b"\n"),
    "one quoted cell": (b'kode_kelurahan;tahun;x\n31;2024;"', b"a", b'"\n'),
    "one number": (b"kode_kelurahan;tahun;diukur\n31.73.01.1005;2024;", b"9", b"\n"),
    "one number in a column that is measured": (b"JK;Umur;Berat;Tinggi\nL;", b"9", b";8;70\n"),
    "one name for every column": (b"", b"a;", b"\n1;2\n"),
    "one known name for every column": (b"", b"JK;Berat;Tinggi;", b"\nL;8;70\n"),
    "many lines": (b"JK;Berat;Tinggi\n", b"L;8,5;70\n", b""),
    "lines of the other width": (b"kode_kelurahan;tahun;diukur\n", b"1;2;3;4;5\n", b""),
    "many families": (b"kode_keluarga;kode_kelurahan;umur_istri;pus;balita\n", b"K;31.73.01.1005;x;y;z\n", b""),
    "many areas unlike any": (b"Kelurahan;Kecamatan;Tahun;total_krs\n", b"Kapku\xc3\xa9;Cangkareng;2024;1\n", b""),
    "line ends": (b"", b"\n", b"a;b\n1;2\n"),
    "blanks": (b"JK;Berat;Tinggi\nL;", b" ", b"8;70\n"),
    "blanks between": (b"JK;Berat;Tinggi\nL;1", b" ", b"x;70\n"),
    "cells full of blanks": (b"JK;Berat;Tinggi\n", b"L;1" + b" " * 40_000 + b"x;70\n", b""),
    "headings as long as books": (b"", b"a" * 40_000 + b";" + b"b " * 20_000 + b";", b"\n1;2\n"),
    "brackets": (b"", b"[", b""),
    "braces": (b"", b'{"a":', b""),
    "a list of lists": (
        b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":',
        b"[",
        b"}]}",
    ),
    "features": (b'{"type":"FeatureCollection","features":[{}', b",{}", b"]}"),
    "corners": (
        b'{"type":"FeatureCollection","features":[{"properties":{"KODE":"31.73.01.1005"},"geometry":{"type":"Polygon",'
        b'"coordinates":[[[106.7,-6.1]',
        b",[106.8,-6.2],[106.7,-6.25],[106.75,-6.1]",
        b",[106.7,-6.1]]]}}]}",
    ),
    "groups of SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">', b"<g>", b""),
    "groups that close": (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + b"<g>" * 20_000,
        b"</g>",
        b"</svg>",
    ),
    "copies in SVG": (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a">' + b"<g/>" * 9_000 + b"</g>",
        b'<use href="#a"/>',
        b"</svg>",
    ),
    "declarations": (b"", b"<!DOCTYPE svg ", b""),
    "placemarks": (b"<kml>" + b"<Placemark>" * 9_000, b"<name/>", b""),
    "nested placemarks": (b"<kml>", b"<Placemark>", b""),
    "tables of TOML": (b"", b"[a]\n", b""),
    "dotted keys": (b"a", b".a", b" = 1\n"),
    "dotted tables": (b"[a", b".a", b"]\n"),
    "keys of TOML": (b"", b"a.", b"b = 1"),
    "many choices": (b"", b"kota=31&", b""),
    "commas": (b"susunan=", b"a,", b""),
}


def swollen(shape: str) -> bytes:
    start, again, end = SHAPES[shape]
    times = (LARGEST - len(start) - len(end)) // len(again)
    return start + again * times + end


@pytest.fixture(autouse=True)
def cells_of_any_length():
    """Some libraries lift this limit for the whole process; what is shown here must not rest on it."""
    before = csv.field_size_limit(sys.maxsize)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize("name", NAMES)
def test_a_swollen_file_comes_back_in_time(name):
    for shape in SHAPES:
        data = swollen(shape)
        with bounded():
            reader(name).read(bytes([0]) + data if name == "upload" else data)

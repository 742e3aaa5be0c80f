"""A file cut into pieces falls into the same rows, with the same line numbers, wherever it is cut."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sources.measurements import Export, Options, Refused
from analysis.sources.measurements.blocks import Block, Input, clean, read_blocks
from analysis.sources.measurements.pieces import count_lines, cut_file, find_files, number_lines, read_piece
from analysis.sources.measurements.records import split_lines

HEADER = "JK;Tinggi;Catatan\n"
LINES = st.sampled_from(
    [
        "L;80,1;a\n",
        "P;;\n",
        "\n",
        'L;80;"dua\nbaris"\n',
        'P;81;"terbuka\n',
        'L;82;5" kayu\n',
        "L;80\n",
        "L;80;a;b\n",
        "caf\xe9;1;2\n",
    ]
)


def rows(blocks) -> list[tuple[int, list[str]]]:
    return [row for block in blocks for row in split_lines(block, ";")]


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=60), st.integers(8, 200))
def test_blocks_of_any_size_hold_the_same_records(lines, size):
    data = (HEADER + "".join(lines)).encode("cp1252")
    text = clean(data)
    whole = Block(text, 1, text.count(b"\n"), None)
    assert rows(read_blocks(Input(data), size=size)) == rows([whole])


def test_a_line_break_in_every_record_is_no_hindrance():
    """Nowhere are six plain lines: blocks end where the marks, counted from the start, are closed."""
    data = (HEADER + 'L;80;"dua\nbaris"\n' * 500).encode()
    blocks = list(read_blocks(Input(data), size=100, patience=300))
    assert len(blocks) > 10
    assert rows(blocks) == rows([Block(data, 1, 1001, None)])


@pytest.fixture
def export(tmp_path):
    file = tmp_path / "ekspor.csv"
    lines = [f"{'LP'[i % 2]};{60 + i % 40},{i % 10};catatan {i}\n" for i in range(3000)]
    lines[1500] = 'L;80,5;"dua\nbaris"\n'
    lines[2000] = "\n"
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file


def seen(parts):
    """Line, height and note of every row, as three lists."""
    rows = [
        row
        for part in parts
        for row in zip(part.frame["baris"], part.frame["tinggi_cm"], part.text["Catatan"].to_pylist(), strict=True)
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def read_in_pieces(file, **size):
    plan = Export(file, file.name).plan
    pieces = cut_file(file, plan, **size)
    if pieces[0].kind == "csv":
        pieces = number_lines(pieces, [count_lines(piece) for piece in pieces])
    return len(pieces), seen(part for piece in pieces for part in read_piece(piece, plan)[0])


@pytest.mark.parametrize("piece_bytes", [1_000, 7_777, 30_000, 10_000_000])
def test_pieces_give_the_rows_of_the_whole(export, piece_bytes):
    count, found = read_in_pieces(export, piece_bytes=piece_bytes)
    assert count == max(1, export.stat().st_size // piece_bytes)
    assert found == seen(Export(export, export.name).parts())


def test_row_groups_of_parquet_give_the_rows_of_the_csv(export, tmp_path):
    texts = [line.split(";") for line in export.read_text().splitlines()[1:1400]]
    table = pa.table({name: [row[place] for row in texts] for place, name in enumerate(HEADER.strip().split(";"))})
    file = tmp_path / "ekspor.parquet"
    pq.write_table(table, file, row_group_size=250)
    count, found = read_in_pieces(file, piece_rows=700)
    assert count == 2
    assert found == [column[:1399] for column in seen(Export(export, "").parts())]


def test_all_files_must_have_the_columns_of_the_first(export, tmp_path):
    other = tmp_path / "lain.csv"
    other.write_text("JK;Tinggi\nL;80\n")
    with pytest.raises(Refused):
        cut_file(other, Export(export, "").plan)


def test_a_name_may_mean_many_files(tmp_path):
    for name in ["b.csv", "a.csv.gz", "c.txt", "d.parquet"]:
        (tmp_path / name).write_bytes(b"")
    assert [f.name for f in find_files(str(tmp_path))] == ["a.csv.gz", "b.csv", "d.parquet"]
    assert [f.name for f in find_files(str(tmp_path / "*.csv"))] == ["b.csv"]
    assert find_files(str(tmp_path / "*.xyz")) == []


def test_nothing_about_a_plan_tells_the_key():
    plan = Export(HEADER.encode(), "", Options(linked=True)).plan
    assert "key" not in repr(plan)

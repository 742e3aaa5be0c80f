"""krs: which families of a file are at risk of stunting, one by one or counted per group.

Trap: what goes in names households, so only line numbers, areas and answers come out; and a group may not be a column
that names anybody.
"""

from __future__ import annotations

import argparse
import sys

import pandas as pd
import pyarrow as pa

from analysis.commands import dialogue
from analysis.convergence.families import check_counts, identities_hold
from analysis.convergence.screening import (
    LIMITS,
    SWITCHES,
    Thresholds,
    count_families,
    screen_families,
    thresholds_from,
)
from analysis.language import _, join_names, number
from analysis.output.codes import value_names
from analysis.sources.cells import Refusal, read_decimal
from analysis.sources.families import CARRIED_OWN, Families, read_families
from analysis.sources.families.reference import read_kelurahan, read_parameter
from analysis.sources.measurements.writing import Output, csv_bytes, to_table, write_frame

ROWS_AT_ONCE = 200_000


def run(options: argparse.Namespace) -> None:
    """Screen IN into OUT."""
    files = dialogue.inputs(options)
    if len(files) > 1:
        dialogue.stop(_("{nama}: sebutkan satu berkas keluarga.").format(nama=options.input))
    kelurahan, parameter = read_kelurahan(), read_parameter()
    rules = _thresholds(options, parameter)
    own = dialogue.own_columns(options)
    carry = [options.by] if options.by and options.by not in ("kode_kelurahan", *CARRIED_OWN) else []
    with dialogue.told_plainly(options.input):
        source = files[0] if files else sys.stdin.buffer
        found = read_families(
            source, options.input, set(kelurahan["kode_kelurahan"]), own, carry, dialogue.Progress(options.input)
        )
    if found.columns is None:
        dialogue.stop("\n".join(map(str, found.problems)))
    screened = screen_families(found.frame, rules)
    with dialogue.told_plainly(options.output):
        if options.by:
            counts = _count(screened, found, options.by, kelurahan)
            write_frame(counts.assign(identitas=identities_hold(counts).astype(int)), options.output)
            _tell_identities(options.input, counts)
        else:
            _write(screened, options.output)
    dialogue.tell(found.problems)
    if len(screened) and screened["sasaran"].isna().all():
        hint = _("{berkas}: tidak ada yang menyebut keluarga sasaran; bila semuanya sasaran, pakai --semua-sasaran.")
        print(hint.format(berkas=options.input), file=sys.stderr)


def _thresholds(options: argparse.Namespace, parameter: pd.DataFrame) -> Thresholds:
    """The limits of the table, with what the line changes. Stops for a name or value that cannot be."""
    chosen: dict[str, float | bool] = {name: True for name in SWITCHES if getattr(options, name)}
    limits = parameter.set_index("parameter")
    for pair in options.parameter:
        name, sign, text = pair.partition("=")
        value = read_decimal(text) if sign else Refusal("bukan_angka")
        if name not in LIMITS or isinstance(value, Refusal):
            message = _("--parameter {teks}: tulis NAMA=ANGKA; nama yang dikenal: {daftar}.")
            dialogue.stop(message.format(teks=pair, daftar=join_names(LIMITS)))
        low, high = (limits[bound].get(name) for bound in ("batas_bawah", "batas_atas"))
        if value < low or value > high:
            message = _("--parameter {nama}: {nilai} di luar {bawah} sampai {atas}.")
            dialogue.stop(message.format(nama=name, nilai=text, bawah=number(low), atas=number(high)))
        chosen[name] = value
    return thresholds_from(parameter, **chosen)


def _write(screened: pd.DataFrame, target: str) -> None:
    """One line per family, some at once."""
    with Output(target) as output:
        output.write(csv_bytes(to_table(screened.iloc[:0]), header=True))
        for start in range(0, len(screened), ROWS_AT_ONCE):
            output.write(_lines(screened.iloc[start : start + ROWS_AT_ONCE]))


def _lines(rows: pd.DataFrame) -> pa.Buffer:
    return csv_bytes(to_table(rows), header=False)


def _count(screened: pd.DataFrame, found: Families, by: str, kelurahan: pd.DataFrame) -> pd.DataFrame:
    ranks = found.frame.get("peringkat_kesejahteraan", pd.Series([""] * len(screened), dtype="category"))
    return count_families(screened, ranks, _group(found.frame, by, kelurahan).rename(by))


def _group(frame: pd.DataFrame, by: str, kelurahan: pd.DataFrame) -> pd.Series:
    """The group of each family; those of areas are told from the code of the kelurahan."""
    if by not in CARRIED_OWN:
        return frame[by]
    names = dict(zip(kelurahan["kode_kelurahan"], kelurahan[f"nama_{by}"], strict=True)) | {"": ""}
    codes = frame["kode_kelurahan"]
    of_category = pd.Categorical([names.get(code, "") for code in codes.cat.categories])
    return pd.Series(pd.Categorical.from_codes(of_category.codes[codes.cat.codes], dtype=of_category.dtype))


def _tell_identities(berkas: str, counts: pd.DataFrame) -> None:
    """Each counting identity with both sides, as checked over all groups."""
    names = value_names()["identitas"] | {
        "krs_sasaran": _("KRS + tidak berisiko + tidak diketahui = keluarga sasaran"),
        "kesejahteraan": _("Jumlah peringkat kesejahteraan + tanpa peringkat = KRS"),
    }
    for row in check_counts(counts).itertuples():
        sign = "≤" if row.hubungan == "<=" else "="
        word = _("terpenuhi di {jumlah} kelompok") if row.n_salah == 0 else _("dilanggar di {salah} kelompok")
        told = word.format(jumlah=number(row.n_diperiksa), salah=number(row.n_salah))
        line = _("{berkas}: {identitas}: {kiri} {tanda} {kanan}, {kata}.")
        sides = {"kiri": number(row.kiri), "tanda": sign, "kanan": number(row.kanan)}
        print(line.format(berkas=berkas, identitas=names[row.identitas], kata=told, **sides), file=sys.stderr)

"""krs: which families of a file are at risk of stunting, one by one or counted per group.

Traps: what goes in names households, so only line numbers, areas and answers come out; and a group may not be a column
that names anybody. One process reads the whole file; with workers each holds a piece of it, and a family that stands in
two pieces is still written once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from analysis.commands import dialogue
from analysis.commands.spread import run_pieces, spreading
from analysis.convergence.families import check_counts, identities_hold
from analysis.convergence.screening import (
    LIMITS,
    SWITCHES,
    Thresholds,
    add_tallies,
    finish_counts,
    screen_families,
    tally_families,
    thresholds_from,
)
from analysis.language import _, join_names, number
from analysis.output.codes import value_names
from analysis.sources.cells import Refusal, read_decimal
from analysis.sources.families import CARRIED_OWN, Families, read_families
from analysis.sources.families.pieces import (
    FamilyPlan,
    Task,
    Told,
    no_families,
    plan_families,
    read_task,
    settle_tasks,
    survey_piece,
    told_families,
)
from analysis.sources.families.reference import read_kelurahan, read_parameter
from analysis.sources.measurements.findings import Findings
from analysis.sources.measurements.writing import Output, csv_bytes, to_table, write_frame

if TYPE_CHECKING:
    from distributed import Client

ROWS_AT_ONCE = 200_000
PIECE_BYTES = 32_000_000


def run(options: argparse.Namespace) -> None:
    """Screen IN into OUT."""
    files = dialogue.inputs(options)
    if len(files) > 1:
        dialogue.stop(_("{nama}: sebutkan satu berkas keluarga.").format(nama=options.input))
    kelurahan, parameter = read_kelurahan(), read_parameter()
    rules = _thresholds(options, parameter)
    asked = Asked(rules, options.by, kelurahan)
    with dialogue.told_plainly(options.input), spreading(options) as client:
        found, targets = _screen(options, files, asked) if client is None else _spread(options, files[0], asked, client)
    dialogue.tell(found.problems)
    if targets is False:
        hint = _("{berkas}: tidak ada yang menyebut keluarga sasaran; bila semuanya sasaran, pakai --semua-sasaran.")
        print(hint.format(berkas=options.input), file=sys.stderr)


@dataclass(frozen=True)
class Asked:
    """What is wanted of every family: by which limits, and counted `by` which column ("" = one by one)."""

    rules: Thresholds
    by: str
    kelurahan: pd.DataFrame

    @property
    def carry(self) -> list[str]:
        """Columns of the file that the groups need."""
        return [self.by] if self.by and self.by not in ("kode_kelurahan", *CARRIED_OWN) else []

    @property
    def known(self) -> set[str]:
        return set(self.kelurahan["kode_kelurahan"])


def _screen(options: argparse.Namespace, files: Sequence[Path], asked: Asked) -> tuple[Families, bool | None]:
    """All families at once; what is wrong, and whether any is said to be a target or none (None: no families)."""
    source, progress = files[0] if files else sys.stdin.buffer, dialogue.Progress(options.input)
    found = read_families(source, options.input, asked.known, dialogue.own_columns(options), asked.carry, progress)
    if found.columns is None:
        dialogue.stop("\n".join(map(str, found.problems)))
    screened = screen_families(found.frame, asked.rules)
    with dialogue.told_plainly(options.output):
        if asked.by:
            _write_counts(options, finish_counts(_tally(screened, found.frame, asked)))
        else:
            _write(screened, options.output)
    return found, bool(screened["sasaran"].notna().any()) if len(screened) else None


def _spread(options: argparse.Namespace, file: Path, asked: Asked, client: Client) -> tuple[Families, bool | None]:
    """The same, piece by piece on a cluster."""
    plan, pieces = plan_families(
        file, options.input, asked.known, dialogue.own_columns(options), asked.carry, PIECE_BYTES
    )
    surveys = dialogue.counted(run_pieces(survey_piece, pieces, plan, client), len(pieces), options.input)
    plan, tasks = settle_tasks(plan, pieces, surveys)
    told, size, targets = Told(Findings(quoting=not plan.columns.names_people)), 0, False
    results = dialogue.counted(run_pieces(screen_task, tasks, (plan, asked), client), len(tasks), options.input)

    def gathered() -> Iterator[bytes | pd.DataFrame]:
        nonlocal size, targets
        for answer, rows, any_target, found in results:
            told.merge(found)
            size, targets = size + rows, targets or any_target
            yield answer

    nobody = no_families(plan)
    none = screen_families(nobody, asked.rules)
    with dialogue.told_plainly(options.output):
        if asked.by:
            _write_counts(options, finish_counts(add_tallies([_tally(none, nobody, asked), *gathered()])))
        else:
            with Output(options.output) as output:
                output.write(csv_bytes(to_table(none), header=True))
                for lines in gathered():
                    output.write(lines)
    return told_families(plan, told), targets if size else None


def screen_task(task: Task, how: tuple[FamilyPlan, Asked]) -> tuple[bytes | pd.DataFrame, int, bool, Told]:
    """The families of a piece, screened, as lines of CSV or as sums per group; how many, whether any is known to be a
    target or none, and what is wrong; runs in any process."""
    plan, asked = how
    frame, told = read_task(task, plan)
    screened = screen_families(frame, asked.rules)
    answer = _tally(screened, frame, asked) if asked.by else _lines(screened).to_pybytes()
    return answer, len(screened), bool(screened["sasaran"].notna().any()), told


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


def _write_counts(options: argparse.Namespace, counts: pd.DataFrame) -> None:
    """One line per group, and whether its counts agree with each other."""
    write_frame(counts.assign(identitas=identities_hold(counts).astype(int)), options.output)
    _tell_identities(options.input, counts)


def _tally(screened: pd.DataFrame, frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    ranks = frame.get("peringkat_kesejahteraan", pd.Series([""] * len(screened), dtype="category"))
    return tally_families(screened, ranks, _group(frame, asked.by, asked.kelurahan).rename(asked.by))


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

"""The release check: may these tables leave the app, and what was done so that they may.

The trap: a table can be wrong in ways that masking did not foresee: made before the masking, added to by hand, or of
persons altogether. So whatever is about to leave is looked at once more as it is, and one doubtful table stops the
whole release. The limits are the app's policy; no Indonesian rule for small numbers was found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.convergence.families import WELFARE
from analysis.convergence.measures import CODE_LENGTH, RECIPES, SURVEY
from analysis.language import _, join_names, number
from analysis.output.captions import has_sample
from analysis.output.columns import column_name
from analysis.publication.byname import find_by_name
from analysis.publication.masking import Suppression
from analysis.publication.suppression import Rules
from analysis.publication.systems import MISSED, SYSTEMS

__all__ = ["ReleaseCheck", "Rules", "Suppression", "check_release", "find_by_name", "rules_of"]

_BASES = {"penyebut", "n", *(base for system in SYSTEMS.values() for base in system.bases)}
_COUNTS = {"pembilang", MISSED, *(name for system in SYSTEMS.values() for name in system.columns)}
# Tables about the aksi and the lists of lokus count evidence and kelurahan, not people.
_NOT_PEOPLE = {"kerangka", "aksi", "daftar"}
_RAW = {name: set(SYSTEMS[name].columns) - {"jumlah_pendek"} for name in ("balita", "krs")}


def rules_of(parameter: pd.DataFrame) -> Rules:
    """The limits `supresi_pembilang, supresi_penyebut` of the parameter table (`parameter, nilai`), the latest of each
    by `berlaku_dari`; what it does not name is as in `Rules`."""
    rows = parameter.sort_values("berlaku_dari") if "berlaku_dari" in parameter else parameter
    known = dict(zip(rows["parameter"], rows["nilai"], strict=True))
    own = Rules()
    count = known.get("supresi_pembilang", own.pembilang)
    return Rules(int(float(count)), int(float(known.get("supresi_penyebut", own.penyebut))))


@dataclass
class ReleaseCheck:
    """`ditolak`: why the release must stop; `dilakukan`: what was done; `contoh`: it holds synthetic rows.

    The sentences say how many cells were hidden and why, for those who publish: they are no part of the release.
    """

    ditolak: list[str] = field(default_factory=list)
    dilakukan: list[str] = field(default_factory=list)
    contoh: bool = False

    @property
    def boleh(self) -> bool:
        """May the release leave?"""
        return not self.ditolak


def check_release(tables_of_release: dict[str, pd.DataFrame], suppression: Suppression | None = None) -> ReleaseCheck:
    """Looks at every table (name -> rows as they will leave) and says what stops the release and what was done.

    Tables that say what they hold (columns `indikator`, `kode_indikator`, `faktor` or `peringkat` and `tahun` beside
    the code of an area, or what `Suppression.mask` and `mask_columns` left in `attrs`) are compared with the plan cell
    by cell; all others are only looked through for small numbers and persons, and that is said. Rows published
    by others (`jenis_data` resmi) are public already.
    """
    check = ReleaseCheck()
    rules = suppression.rules if suppression else Rules()
    samples = []
    for name, frame in tables_of_release.items():
        check.ditolak += [_about(name, sentence) for sentence in find_by_name(frame)]
        own = frame[(frame["jenis_data"] != "resmi").to_numpy(dtype=bool)] if "jenis_data" in frame else frame
        _check_small(name, own, rules, check)
        if suppression:
            _check_plan(name, frame, suppression, check)
        if has_sample(frame):
            samples.append(name)
    policy = _(
        "Aturan aplikasi, bukan aturan resmi: angka 1–{pembilang} dan penyebut di bawah {penyebut} disembunyikan."
    )
    check.dilakukan.append(policy.format(pembilang=number(rules.pembilang), penyebut=number(rules.penyebut)))
    if samples:
        check.contoh = True
        mark = _("Bertanda CONTOH karena memuat data sintetis: {daftar}.")
        check.dilakukan.append(mark.format(daftar=join_names(samples)))
    return check


def _about(name: str, sentence: str) -> str:
    return _("Tabel {tabel}: {kalimat}").format(tabel=name, kalimat=sentence)


def _check_small(name: str, frame: pd.DataFrame, rules: Rules, check: ReleaseCheck) -> None:
    """Numbers of people that are small wherever they come from."""
    if _NOT_PEOPLE & set(frame):
        return
    for column in frame:
        if column not in _COUNTS | _BASES or not pd.api.types.is_numeric_dtype(frame[column].dtype):
            continue
        values = frame[column].to_numpy(dtype=float, na_value=np.nan)
        most = max(rules.pembilang, rules.penyebut - 1) if column in _BASES else rules.pembilang
        if small := int(((values > 0) & (values <= most)).sum()):
            sentence = _("kolom {kolom} masih memuat {jumlah} angka kecil; samarkan lebih dahulu.")
            check.ditolak.append(_about(name, sentence.format(kolom=column_name(column), jumlah=number(small))))


def _check_plan(name: str, frame: pd.DataFrame, suppression: Suppression, check: ReleaseCheck) -> None:
    """Cells that the plan of the complete tables hides."""
    parts = [*_rows_planned(frame, suppression), *_cells_planned(frame, suppression)]
    shown = sum(int((own.notna() & masked[list(own)].isna()).to_numpy().sum()) for own, masked, _why in parts)
    if shown:
        sentence = _("{jumlah} sel yang harus disembunyikan masih terisi; samarkan lebih dahulu.")
        check.ditolak.append(_about(name, sentence.format(jumlah=number(shown))))
    elif why := sum((reasons for _own, _masked, reasons in parts), Counter()):
        check.dilakukan.append(_about(name, _hidden_sentence(why)))
    public = "jenis_data" in frame and (frame["jenis_data"] == "resmi").all()
    if not parts and not public and not _NOT_PEOPLE & set(frame) and (_COUNTS | _BASES | {"nilai"}) & set(frame):
        sentence = _("hanya angka kecilnya yang diperiksa, karena indikator, tahun, atau wilayahnya tidak tertulis.")
        check.dilakukan.append(_about(name, sentence))


def _hidden_sentence(why: Counter) -> str:
    words = {
        "pembilang": _("{jumlah} karena angkanya kecil"),
        "penyebut": _("{jumlah} karena penyebutnya kecil"),
        "sekunder": _("{jumlah} agar yang lain tidak dapat dihitung"),
    }
    parts = [text.format(jumlah=number(why[reason])) for reason, text in words.items() if why[reason]]
    sentence = _("{jumlah} angka disembunyikan: {rincian}.")
    return sentence.format(jumlah=number(why.total()), rincian=join_names(parts))


_Part = tuple[pd.DataFrame, pd.DataFrame, Counter]


def _rows_planned(frame: pd.DataFrame, suppression: Suppression) -> list[_Part]:
    """Rows that name their indicator, year and area: as they are, as they may leave, and why some are hidden."""
    about = frame.attrs.get("rilis", {})
    own = frame.reset_index(drop=True)
    asked = {
        "indikator": _indicators(own, about),
        "tahun": own["tahun"] if "tahun" in own else about.get("tahun"),
        "kode": _codes(own),
        "kode_indikator": own["kode_indikator"] if "kode_indikator" in own else about.get("kode_indikator"),
    }
    if own.empty or any(asked[name] is None for name in ("indikator", "tahun", "kode")):
        return []
    return [(own, suppression.mask_rows(own, **asked), Counter(filter(None, suppression.reasons(own.index, **asked))))]


def _indicators(frame: pd.DataFrame, about: dict):
    """The indicator of each row as `Suppression` knows it; None when the table does not say."""
    if "faktor" in frame:
        return frame["faktor"]
    if "peringkat" in frame and frame["peringkat"].isin(WELFARE).all():
        return frame["peringkat"].map(WELFARE)
    if "indikator" in frame and frame["indikator"].isin([*RECIPES, SURVEY]).all():
        return frame["indikator"]
    if about.get("indikator"):
        return about["indikator"]
    return "cakupan" if {"kode_indikator", "nilai"} <= set(frame) else None


def _codes(frame: pd.DataFrame) -> pd.Series | None:
    """The area of each row: the smallest that the table tells."""
    return next((frame[f"kode_{level}"] for level in (*CODE_LENGTH, "wilayah") if f"kode_{level}" in frame), None)


def _cells_planned(frame: pd.DataFrame, suppression: Suppression) -> list[_Part]:
    """Rows with counts of a table (balita, krs, or cakupan without a share): as `_rows_planned`, year by year."""
    about = frame.attrs.get("rilis", {})
    table = about.get("tabel") or next((name for name, columns in _RAW.items() if len(columns & set(frame)) > 1), None)
    if table is None and {"kode_indikator", "pembilang"} <= set(frame) and "nilai" not in frame:
        table = "cakupan"
    level = next((name for name in CODE_LENGTH if f"kode_{name}" in frame), None)
    if table is None or level is None or ("tahun" not in frame and "tahun" not in about):
        return []
    years = frame["tahun"] if "tahun" in frame else pd.Series(about["tahun"], index=frame.index)
    parts = []
    for year, rows in frame.groupby(years.to_numpy()):
        cells = suppression.cell_reasons(rows, table, int(year), level)
        why = Counter(reason for reasons in cells.values() for reason in reasons if reason)
        parts.append((rows, suppression.mask_columns(rows, table, int(year), level), why))
    return parts

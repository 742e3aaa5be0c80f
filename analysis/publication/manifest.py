"""What a release said, kept so that the next one can tell what was corrected.

The trap: only what was published may stand here. A manifest is made from the masked tables of a release, never from
the full ones, and it is recorded with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date as Date

import pandas as pd

from analysis.language import MISSING, _, date, number
from analysis.output.columns import column_name

FORMAT = "konvergensi-rilis/1"
# What a row is about; the rest of its figures are what it says.
_ABOUT = (
    "kode_kelurahan", "kode_kecamatan", "kode_kota", "kode_wilayah", "kode_provinsi", "tahun", "periode", "indikator",
    "kode_indikator", "faktor", "peringkat", "seri", "kerangka", "aksi",
)  # fmt: skip
_NAMES = ("nama", "nama_kelurahan", "nama_kecamatan", "nama_wilayah")
# Said of a row: where it stands among others moves whenever another row is corrected.
_SAID = ("nilai", "pembilang", "penyebut", "n", "status", "huruf")
_DIGITS = 6


def cells_of(frame: pd.DataFrame) -> dict[str, dict[str, float | str | None]]:
    """What each row says: {row key: {column: value}}; the key is JSON of what the row is about, names included.

    A table whose rows cannot be told apart has none.
    """
    about = [name for name in (*_ABOUT, *_NAMES) if name in frame]
    said = [name for name in _SAID if name in frame]
    keys = [
        json.dumps(dict(zip(about, map(_plain, row), strict=True)), ensure_ascii=False)
        for row in frame[about].itertuples(index=False, name=None)
    ]
    if not about or not said or len(set(keys)) < len(keys):
        return {}
    rows = frame[said].itertuples(index=False, name=None)
    return {key: dict(zip(said, map(_plain, row), strict=True)) for key, row in zip(keys, rows, strict=True)}


def _plain(value: object) -> float | int | str | None:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return int(value)
    rounded = round(float(value), _DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


def make_manifest(
    tables: Mapping[str, pd.DataFrame], *, kota: str, tahun: int, nomor: int, hari: Date, sidik: str, contoh: bool
) -> dict:
    """What the release `nomor` of a kota and year says; `tables`: name -> masked rows."""
    return {
        "format": FORMAT,
        "kota": kota,
        "tahun": tahun,
        "nomor": nomor,
        "tanggal": hari.isoformat(),
        "sidik_data": sidik,
        "contoh": contoh,
        "tabel": {name: cells_of(frame) for name, frame in tables.items()},
    }


def to_text(manifest: Mapping) -> str:
    """One line of JSON."""
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_text(text: str) -> dict | None:
    """A manifest as `to_text` wrote it; None for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(found, dict) and found.get("format") == FORMAT and isinstance(found.get("tabel"), dict)
    return found if whole and {"nomor", "tanggal", "kota", "tahun"} <= set(found) else None


CHANGES = ["tabel", "baris", "kolom", "sebelum", "sesudah", "perubahan"]


def changes_between(before: Mapping, after: Mapping) -> pd.DataFrame:
    """What the later release says otherwise: CHANGES, one row per figure.

    perubahan: "diperbaiki", "baru", "ditarik", "disembunyikan" (was said, now hidden or unknown), "dibuka". Tables that
    only one of the two holds are told as a whole (`kolom` "").
    """
    rows = []
    for name in sorted({*before["tabel"], *after["tabel"]}):
        if name not in before["tabel"] or name not in after["tabel"]:
            rows.append((name, "", "", None, None, "baru" if name in after["tabel"] else "ditarik"))
            continue
        rows += _row_changes(name, before["tabel"][name], after["tabel"][name])
    return pd.DataFrame(rows, columns=CHANGES)


def _row_changes(table: str, before: Mapping, after: Mapping) -> list[tuple]:
    found = []
    for key in dict.fromkeys([*before, *after]):
        if key not in before or key not in after:
            found.append((table, key, "", None, None, "baru" if key in after else "ditarik"))
            continue
        for column, new in after[key].items():
            old = before[key].get(column)
            if old != new:
                kind = "disembunyikan" if new is None else "dibuka" if old is None else "diperbaiki"
                found.append((table, key, column, old, new, kind))
    return found


_TOLD = 40


def say_changes(before: Mapping | None, after: Mapping, titles: Mapping[str, str]) -> list[str]:
    """The change note in sentences: against which release, how many figures, each of the first forty.

    titles: table -> its name for people.
    """
    if before is None:
        return [
            _("Rilis pertama yang tercatat untuk wilayah dan tahun ini: tidak ada rilis sebelumnya untuk dibandingkan.")
        ]
    found = changes_between(before, after)
    about = {"nomor": number(before["nomor"]), "tanggal": date(before["tanggal"]), "jumlah": number(len(found))}
    if found.empty:
        return [_("Tidak ada angka yang berubah sejak rilis {nomor} ({tanggal}).").format(**about)]
    head = _("{jumlah} perubahan sejak rilis {nomor} ({tanggal}):").format(**about)
    lines = [_say_change(row, titles) for row in found.head(_TOLD).itertuples()]
    if len(found) > _TOLD:
        lines.append(_("dan {jumlah} perubahan lain").format(jumlah=number(len(found) - _TOLD)))
    return [head, *lines]


def _say_change(row, titles: Mapping[str, str]) -> str:
    kinds = {
        "diperbaiki": _("{apa}: {sebelum} menjadi {sesudah}"),
        "baru": _("{apa}: baru"),
        "ditarik": _("{apa}: ditarik"),
        "disembunyikan": _("{apa}: kini disembunyikan atau belum diketahui"),
        "dibuka": _("{apa}: {sesudah}, sebelumnya disembunyikan atau belum diketahui"),
    }
    parts = [titles.get(row.tabel, row.tabel), _row_name(row.baris), column_name(row.kolom) if row.kolom else ""]
    what = ", ".join(part for part in parts if part)
    return kinds[row.perubahan].format(apa=what, sebelum=_figure(row.sebelum), sesudah=_figure(row.sesudah))


def _row_name(key: str) -> str:
    about = json.loads(key) if key else {}
    name = next((about[column] for column in _NAMES if about.get(column)), "")
    code = next((about[column] for column in _ABOUT if column.startswith("kode_") and about.get(column)), "")
    more = [str(about[column]) for column in _ABOUT if not column.startswith("kode_") and about.get(column)]
    return " ".join([name or code, *more])


def _figure(value: object) -> str:
    if value is None or value != value:
        return MISSING
    return value if isinstance(value, str) else number(value, 0 if float(value).is_integer() else 1)

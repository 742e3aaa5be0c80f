"""One indicator for the kota and year of a view, with its total and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.measures import RECIPES
from analysis.figures.view import Empty, View
from analysis.language import _


@dataclass(frozen=True)
class Measure:
    """frame: one row per kelurahan of the kota; area: the row of the kota (or province) itself."""

    kode: str
    nama: str
    satuan: str
    polaritas: str
    share: bool
    digits: int
    frame: pd.DataFrame
    area: pd.Series

    @property
    def axis(self) -> str:
        """Name and unit for axes, legends and tooltips."""
        return f"{self.nama} ({_(self.satuan)})"

    @property
    def known(self) -> bool:
        """Is there anything to draw?"""
        return bool(self.frame["nilai"].notna().any())


def measure_of(view: View, code: str = "") -> Measure:
    """An indicator by its code (`prevalensi_rutin`, E01 ...), by default the one chosen."""
    code = code or view.indikator
    essential = view.tables["indikator_esensial"].set_index("kode_indikator")
    service = code in essential.index
    row = essential.loc[code] if service else view.tables["indikator"].set_index("indikator").loc[code]
    name = "cakupan" if service else code
    which = code if service else None
    frame = view.measured(name, kode_indikator=which)
    level = "provinsi" if view.below is None else "kota"
    area = view.measured(name, kode_indikator=which, level=level).iloc[0]
    share = RECIPES[name].share
    return Measure(
        kode=code,
        nama=_(row["nama"]) if service else _(row["nama_pendek"]),
        satuan=row["satuan"],
        polaritas=row["polaritas"],
        share=share,
        digits=1 if share else 0,
        frame=frame,
        area=area,
    )


def within_kecamatan(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the kecamatan chosen, or all."""
    return frame[frame["kode_kecamatan"] == view.kecamatan] if view.kecamatan else frame


def mark_choice(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """`terpilih`: the kelurahan chosen anywhere is marked everywhere; `redup`: outside the kecamatan asked for."""
    codes = frame["kode_kelurahan"]
    return frame.assign(terpilih=codes == view.kelurahan, redup=~codes.str.startswith(view.kecamatan).astype(bool))


def benchmark(view: View, measure: Measure) -> pd.DataFrame:
    """The kota's own value as a reference line: `nilai, nama`."""
    return pd.DataFrame({"nilai": [measure.area["nilai"]], "nama": [view.wilayah]}).dropna()


def no_data(view: View, measure: Measure) -> Empty:
    """No rows of an indicator for the kota and year chosen."""
    return Empty(
        _("Belum ada data {indikator} {tahun} untuk {kota}.").format(
            indikator=measure.nama, tahun=view.tahun, kota=view.wilayah
        ),
        _("Unggah tabelnya di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )

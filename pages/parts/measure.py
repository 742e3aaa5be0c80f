"""The indicator chosen on top of a page, with its frame, its total and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.measures import RECIPES, kelurahan_measure
from analysis.language import _
from pages.parts import data, state
from pages.parts.memory import remembered


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


def chosen_measure(tables: dict[str, pd.DataFrame]) -> Measure:
    """The indicator, kota and year of the filters."""
    return measure_of(tables, state.get("indikator"))


@remembered
def measure_of(tables: dict[str, pd.DataFrame], code: str) -> Measure:
    """An indicator by its code (`prevalensi_rutin`, E01 ...) for the kota and year of the filters."""
    below, tahun = state.below(), state.year()
    essential = tables["indikator_esensial"].set_index("kode_indikator")
    service = code in essential.index
    row = essential.loc[code] if service else tables["indikator"].set_index("indikator").loc[code]
    name = "cakupan" if service else code
    which = code if service else None
    frame = kelurahan_measure(tables, name, tahun, below, kode_indikator=which)
    level = "provinsi" if below is None else "kota"
    area = kelurahan_measure(tables, name, tahun, below, kode_indikator=which, level=level).iloc[0]
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


def within_kecamatan(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the kecamatan chosen on top, or all."""
    kecamatan = state.get("kecamatan")
    return frame[frame["kode_kecamatan"] == kecamatan] if kecamatan else frame


def mark_choice(frame: pd.DataFrame) -> pd.DataFrame:
    """`terpilih`: the kelurahan chosen anywhere is marked everywhere; `redup`: outside the kecamatan asked for."""
    codes = frame["kode_kelurahan"]
    return frame.assign(
        terpilih=codes == state.get("kelurahan"), redup=~codes.str.startswith(state.get("kecamatan")).astype(bool)
    )


def benchmark(measure: Measure) -> pd.DataFrame:
    """The kota's own value as a reference line: `nilai, nama`."""
    return pd.DataFrame({"nilai": [measure.area["nilai"]], "nama": [data.name(state.get("kota"))]}).dropna()

"""One indicator for the kota and year of a view, with its total and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.measures import RECIPES
from analysis.figures.view import Empty, Tables, View
from analysis.language import _
from analysis.output.sentences import lower_first


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


def counted_as(view: View, code: str) -> tuple[str, str | None]:
    """How `view.measured` asks for an indicator: its name, and the code of an essential service."""
    service = code in set(view.tables["indikator_esensial"]["kode_indikator"])
    return ("cakupan", code) if service else (code, None)


def measure_of(view: View, code: str = "") -> Measure:
    """An indicator by its code (`prevalensi_rutin`, E01 ...), by default the one chosen."""
    code = code or view.indikator
    name, which = counted_as(view, code)
    table, key = ("indikator_esensial", "kode_indikator") if which else ("indikator", "indikator")
    row = view.tables[table].set_index(key).loc[code]
    frame = view.measured(name, kode_indikator=which)
    level = "provinsi" if view.below is None else "kota"
    area = view.measured(name, kode_indikator=which, level=level).iloc[0]
    share = RECIPES[name].share
    return Measure(
        kode=code,
        nama=_(row["nama"]) if which else _(row["nama_pendek"]),
        satuan=row["satuan"],
        polaritas=row["polaritas"],
        share=share,
        digits=1 if share else 0,
        frame=frame,
        area=area,
    )


def indicator_names(tables: Tables) -> dict[str, str]:
    """Short names by code, in the language in use: app indicators and essential services."""
    names = {row.indikator: _(row.nama_pendek) for row in tables["indikator"].itertuples()}
    service = _("Cakupan: {nama}")
    services = tables["indikator_esensial"].itertuples()
    return names | {row.kode_indikator: service.format(nama=_(row.nama_pendek)) for row in services}


def short_name(view: View, code: str) -> str:
    """The short name of an indicator."""
    return view.kept(("nama_indikator",), lambda: indicator_names(view.tables)).get(code, code)


def with_lokus(about: str, mark: str, frame: pd.DataFrame) -> str:
    """`about` with what marks a lokus, where `frame` (column lokus) draws one: a mark nobody sees explains nothing."""
    return f"{about}; {mark}" if frame["lokus"].any() else about


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
            indikator=lower_first(measure.nama), tahun=view.tahun, kota=view.wilayah
        ),
        _("Unggah tabelnya di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )

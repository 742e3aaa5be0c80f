"""The press paragraph and the method note of a release, from the same facts as the pages."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.facts import Fact, headline_facts, what_changed
from analysis.figures.measure import measure_of
from analysis.figures.view import View, hidden_note
from analysis.language import _, number
from analysis.output.captions import has_sample, source_line
from analysis.output.sentences import say_fact, say_measure
from analysis.publication.suppression import Rules

_TOLD = ("survei", "target", "lokus", "lokus_jumlah_saja", "lokus_provinsi", "krs", "hitung_rutin")


def press_facts(view: View) -> list[Fact]:
    """The published facts that a press paragraph tells."""
    facts = [fact for fact in headline_facts(view.tables, view.kota, view.tahun) if fact.kode in _TOLD]
    moved = [fact for fact in what_changed(view.tables, view.kota, view.tahun) if fact.kode == "lokus_berubah"]
    return [*facts, *moved]


def press_paragraph(view: View) -> str:
    """The published facts of the kota and year in one paragraph, in the language in use; then what the masked
    measures of the view add (never synthetic ones: a press desk prints what it reads); then what they stand on."""
    facts = press_facts(view)
    told = " ".join(say_fact(fact, view.names) for fact in facts)
    rows = [fact.rows for fact in facts if len(fact.rows)]
    parts = [told] if told else []
    measure = measure_of(view, "prevalensi_rutin")
    if measure.known and not has_sample(measure.frame):
        said = say_measure(measure.frame, measure.area, measure.nama, view.tahun, view.wilayah, measure.satuan)
        parts.append(" ".join(filter(None, [said, hidden_note(measure.frame)])))
        rows.append(measure.frame)
    if not parts:
        return _("Belum ada angka yang diketahui untuk {wilayah} {tahun}.").format(
            wilayah=view.wilayah, tahun=view.tahun
        )
    line = source_line(pd.concat(rows)) if rows else ""
    return "\n\n".join(filter(None, [" ".join(parts), line]))


def method_note(view: View, indicators: list[str], rules: Rules) -> list[str]:
    """How the numbers of a release were made, in sentences: indicators used, intervals, small numbers, measures that
    must not be compared."""
    names = view.tables["indikator"].set_index("indikator")
    services = view.tables["indikator_esensial"].set_index("kode_indikator")
    lines = [
        f"{_(names.at[code, 'nama'])}: {_(names.at[code, 'definisi'])}" for code in indicators if code in names.index
    ]
    lines += [
        _("{kode} {nama}: cakupan, penerima layanan dibagi sasaran.").format(
            kode=code, nama=_(services.at[code, "nama"])
        )
        for code in indicators
        if code in services.index
    ]
    return [
        *lines,
        _("Selang adalah selang kepercayaan 95 % menurut Wilson; jumlah tidak punya selang."),
        _(
            "Prevalensi survei (SSGI/SKI) dan hitungan rutin (e-PPGBM) adalah ukuran yang berbeda dan tidak dibandingkan."
        ),
        _(
            "Angka 1–{pembilang} dan penyebut di bawah {penyebut} disembunyikan, juga sel lain yang dapat mengungkapnya: "
            "aturan aplikasi, bukan aturan resmi."
        ).format(pembilang=number(rules.pembilang), penyebut=number(rules.penyebut)),
        _("Data yang bertanda CONTOH adalah data sintetis untuk peragaan, bukan angka resmi."),
    ]


SOURCES = ["sumber_judul", "sumber_url", "tanggal_sumber", "jenis_data"]


def source_list(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Every source of the rows once (SOURCES), published before uploaded before synthetic."""
    rows = [frame.reindex(columns=SOURCES).fillna("") for frame in frames if "sumber_judul" in frame]
    if not rows:
        return pd.DataFrame(columns=SOURCES)
    found = pd.concat(rows).drop_duplicates()
    apart = found.assign(sumber_judul=found["sumber_judul"].str.split("; ")).explode("sumber_judul")
    # The address and date of a sum of several sources are not those of any one of them.
    several = found["sumber_judul"].str.contains("; ", regex=False).reindex(apart.index)
    several = several[~several.index.duplicated()].reindex(apart.index).to_numpy(dtype=bool)
    apart.loc[several, ["sumber_url", "tanggal_sumber"]] = ""
    apart = apart[(apart["sumber_judul"] != "") | (apart["jenis_data"] == "contoh")]
    order = apart["jenis_data"].map({"resmi": 0, "diunggah": 1, "contoh": 2}).fillna(3)
    apart = apart.assign(_order=order, _bare=apart["sumber_url"] == "").sort_values(["_order", "sumber_judul", "_bare"])
    return apart.drop_duplicates(["sumber_judul", "jenis_data"])[SOURCES].reset_index(drop=True)

"""The picture that only the bulletin has: every kelurahan with its interval."""

from __future__ import annotations

import pandas as pd

from analysis.figures.view import Empty, Figure, View, hidden_note
from analysis.language import _, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.publication import area, report_figures
from analysis.publication.report_tables import listed_in


def all_ranking(view: View) -> Figure | Empty:
    """All kelurahan of the kota in order, each with its interval; lokus in the accent."""
    from analysis.output.rankings import draw_ranking

    rows = area.parts(view, view.kota, "kelurahan")
    known = rows.dropna(subset=["nilai"])
    if known.empty:
        return report_figures.no_counts(view, view.wilayah)
    higher = int((known["putusan95"] == "lebih_buruk").sum())
    judul = _("{jumlah} dari {semua} kelurahan jelas di atas nilai kota").format(
        jumlah=number(higher), semua=number(len(known))
    )
    if not higher:
        judul = _("Tidak ada kelurahan yang ditampilkan jelas di atas nilai kota")
    acuan = area.measured_row(view, report_figures.PREVALENCE, view.kota)["nilai"]
    line = pd.DataFrame({"nilai": [acuan], "nama": [view.wilayah]}).dropna()
    caption = Caption(
        judul,
        _("Balita stunting per 100 balita diukur, {kota}, {tahun}; selang 95 %, jingga: lokus resmi").format(
            kota=view.wilayah, tahun=view.tahun
        ),
        source_line(known),
        hidden_note(rows),
        _("Grafik titik semua kelurahan dengan selangnya. {temuan}; angkanya ada di tabel sesudah ini.").format(
            temuan=judul
        ),
        has_sample(known),
    )
    shown = known.rename(columns={"kode": "kode_kelurahan"})
    shown = shown.assign(lokus=shown["kode_kelurahan"].isin(listed_in(view, view.kota)), terpilih=False)
    return Figure(
        draw_ranking, {"data": shown, "acuan": line}, caption, table=known, options={"judul": _("Prevalensi (%)")}
    )

"""Official boundaries before they are recorded: all DKI as it would be drawn. It stands on a file, so it has no recipe."""

from __future__ import annotations

import pandas as pd

from analysis.figures.shapes import unless_pointless
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, number
from analysis.output.captions import Caption


@unless_pointless
def preview_figure(view: View, rows: pd.DataFrame) -> Figure | Empty:
    """Official ones dark, indicative ones light; rows: boundaries as the table "batas" has them."""
    from analysis.output.maps import draw_map, map_frame

    recorded, kelurahan = view.tables["batas"], view.tables["kelurahan"]
    drawn = set(view.tables["titik_peta"]["lingkup"])
    lingkup = view.provinsi if view.provinsi in drawn else view.kota
    shapes = view.shapes({**view.tables, "batas": _above(recorded, rows)}, lingkup, "indikatif")
    official = kelurahan["kode_kelurahan"].isin([*rows["kode_kelurahan"], *recorded["kode_kelurahan"]])
    areas = kelurahan.rename(columns={"nama_kelurahan": "nama"}).assign(nilai=official.astype(float))
    frame, _legend = map_frame(areas, shapes.titik, lokus_codes=(), lingkup=lingkup)
    kinds = {False: (1, _("Indikatif")), True: (3, _("Resmi"))}
    is_official = frame["nilai"] == 1
    frame = frame.assign(
        kelas=is_official.map({key: place for key, (place, _text) in kinds.items()}),
        teks_nilai=is_official.map({key: text for key, (_place, text) in kinds.items()}),
        terpilih=False,
        redup=False,
    )
    legend = pd.DataFrame([kinds[key] for key in sorted(set(is_official))], columns=["kelas", "label"])
    caption = Caption(
        _("Peta dengan {jumlah} batas resmi").format(jumlah=number(int(is_official.sum()))),
        _("Pratinjau, belum tercatat"),
        catatan=shapes.catatan,
        alt=_("Peta DKI: kelurahan dengan batas resmi dan dengan batas indikatif."),
    )
    table = areas[["kode_kelurahan", "nama", "nama_kecamatan"]].assign(
        batas=official.map({True: _("Resmi"), False: _("Indikatif")}).to_numpy()
    )
    return Figure(
        draw_map,
        {"data": frame, "legenda": legend},
        caption,
        table=table,
        file_name="pratinjau batas",
        options={"judul": _("Batas"), "tinggi": 420, **shapes.options},
    )


def _above(recorded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    kept = recorded[~recorded["kode_kelurahan"].isin(rows["kode_kelurahan"])]
    return pd.concat([kept[list(rows.columns)], rows], ignore_index=True)

"""The map of kelurahan: indicative areas, tiles, or proportional symbols.

Geometry comes by URL and values by lookup, because geometry inside a chart would be sent again with every
filter change. Two traps: a kelurahan without a row must be hatched, never left out; and the indicative
areas may not carry meaning of their own, so inner lines stay thin and dashed (solid between two official
areas) and nothing is measured on them. Coordinates are planar with y pointing down (projection "identity").
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _, number
from analysis.output import map_layers
from analysis.output.classes import NO_DATA, SUPPRESSED, class_labels, class_limits, classify, shades
from analysis.output.labels import place_labels
from analysis.output.lacking import NoPoints
from analysis.output.map_layers import LOKUS
from analysis.output.theme import GROUND, named

# Names are placed for a picture of this size and text of this size in pixels: a column on a laptop, a hall.
_REFERENCE = {"kerja": (620, 500, 12), "paparan": (1000, 680, 20)}
_MARGIN = 0.06
# How far a name may move from its area: in the whole of DKI a far name would point across other kota.
_REACH = {"31": 24}
_REACH_KOTA = 90
# Area in px of the largest circle, and how far below its point a name clears it.
_CIRCLE, _CIRCLE_DKI = (1100, 21), (420, 15)


def map_frame(
    measure: pd.DataFrame,
    titik: pd.DataFrame,
    *,
    lokus_codes,
    lingkup: str,
    bentuk: str = "indikatif",
    digits: int = 1,
    limits: list[float] | None = None,
    ukuran: str = "kerja",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `draw_map` draws: one row per kelurahan of `lingkup` that has a label point, and the legend.

    `measure`: kode_kelurahan, nama, nama_kecamatan, nilai and, optionally, disembunyikan (bool: a figure exists
    but is too small to publish). `titik`: rows of titik_peta.csv. `limits` fixes the class limits (to compare
    years); otherwise they are quantiles of `nilai`. `ukuran` ("kerja" | "paparan") is the text size that names
    are placed for.

    Returns (frame, legenda). frame: kode_kelurahan, nama, nama_kecamatan, nilai, kelas (0..4, -1 no data, -2
    suppressed), teks_nilai, lokus, x, y, label, label_x, label_y, dipindah. legenda: kelas, label, in reading
    order. Raises NoPoints where nothing could be drawn.
    """
    shape = "ubin" if bentuk == "ubin" else "indikatif"
    points = titik[((titik["bentuk"] == shape) & (titik["lingkup"] == lingkup)).to_numpy()]
    if points.empty:
        raise NoPoints(lingkup)
    codes = points["kode_kelurahan"].to_numpy()
    rows = measure.set_index("kode_kelurahan").reindex(codes)
    hidden = rows["disembunyikan"].eq(True).to_numpy() if "disembunyikan" in rows else np.zeros(len(rows), dtype=bool)
    nilai = np.where(hidden, np.nan, rows["nilai"].to_numpy(dtype=float, na_value=np.nan))
    if limits is None:
        limits = class_limits(nilai, digits)
    kelas = np.where(hidden, SUPPRESSED, classify(nilai, limits, digits))
    columns = {
        "kode_kelurahan": codes,
        "nama": rows["nama"].to_numpy(),
        "nama_kecamatan": rows["nama_kecamatan"].to_numpy(),
        "nilai": nilai,
        "kelas": kelas,
        "teks_nilai": _value_texts(nilai, kelas, digits),
        "lokus": np.isin(codes, list(lokus_codes)),
        "x": points["x"].to_numpy(dtype=float),
        "y": points["y"].to_numpy(dtype=float),
    }
    *picture, font_size = _REFERENCE[ukuran]
    below = _below(columns, _circle(lingkup)[1] if bentuk == "simbol" else 0)
    reach = _REACH.get(lingkup, _REACH_KOTA)
    places = _name_places(columns, below, _Sheet.around(columns, *picture), font_size=font_size, reach=reach)
    frame = pd.DataFrame({**columns, **places})
    return frame, _legend(columns, limits, bentuk, digits)


def _circle(lingkup: str) -> tuple[int, int]:
    return _CIRCLE_DKI if lingkup == "31" else _CIRCLE


def _value_texts(nilai: np.ndarray, kelas: np.ndarray, digits: int) -> list[str]:
    special = {NO_DATA: _("tidak ada data"), SUPPRESSED: _("disembunyikan (angka kecil)")}
    return [special.get(place) or number(value, digits) for value, place in zip(nilai, kelas, strict=True)]


def _legend(columns: dict, limits: list[float], bentuk: str, digits: int) -> pd.DataFrame:
    """Entries of what is really on the map: classes (not beside circles), no data, suppressed, lokus."""
    labels = [] if bentuk == "simbol" else class_labels(columns["nilai"], limits, digits)
    entries = list(zip(shades(limits), labels, strict=False))
    present = set(columns["kelas"])
    if SUPPRESSED in present:
        entries.append((SUPPRESSED, _("Disembunyikan")))
    if NO_DATA in present:
        entries.append((NO_DATA, _("Tidak ada data")))
    if columns["lokus"].any():
        entries.append((LOKUS, _("Lokus")))
    return pd.DataFrame(entries, columns=["kelas", "label"])


@dataclass(frozen=True)
class _Sheet:
    """How map units become the pixels in which names are placed."""

    corner: np.ndarray  # map units at the left upper corner of the picture
    scale: float  # px per map unit
    width: float  # px
    height: float

    @classmethod
    def around(cls, columns: dict, width: float, height: float) -> _Sheet:
        """The points of the areas with a margin around them, inside a picture of `width` x `height` px."""
        x, y = columns["x"], columns["y"]
        extent = np.maximum([np.ptp(x), np.ptp(y)], 1e-9)
        margin = np.array([width, height]) * _MARGIN
        scale = min((np.array([width, height]) - 2 * margin) / extent)
        return cls(np.array([x.min(), y.min()]) - margin / scale, scale, *(extent * scale + 2 * margin))

    def to_px(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale


def _below(columns, circle: float) -> np.ndarray:
    """How far below its point in px a name stands: clear of a circle, or of the dots of a suppressed area."""
    kelas = np.asarray(columns["kelas"]) if "kelas" in columns else np.zeros(len(columns["x"]))
    return np.full(len(kelas), circle) if circle else np.where(kelas == SUPPRESSED, 16, 0)


def place_names(
    frame: pd.DataFrame,
    extent: tuple[float, float, float, float],
    width: float,
    height: float,
    *,
    circles: bool = False,
) -> dict:
    """The columns label, label_x, label_y and dipindah of a drawn frame for a plot of `width` x `height` px.

    `extent`: left, top, right, bottom of the shapes in map units, which fill the plot. Names that found no place
    in `map_frame` may find one here.
    """
    left, top, right, bottom = extent
    scale = min(width / (right - left), height / (bottom - top))
    # The shapes stand in the middle of the plot; what is free beside them is room for names.
    free = (width / scale - (right - left)) / 2, (height / scale - (bottom - top)) / 2
    sheet = _Sheet(np.array([left - free[0], top - free[1]]), scale, width, height)
    large = bool(frame["kode_kelurahan"].str[:5].nunique() > 1)
    columns = {name: frame[name].to_numpy() for name in frame}
    below = _below(columns, _circle("31" if large else "")[1] if circles else 0)
    font_size = _REFERENCE["kerja"][-1]
    return _name_places(columns, below, sheet, font_size=font_size, reach=_REACH["31"] if large else _REACH_KOTA)


def _name_places(columns: dict, below: np.ndarray, sheet: _Sheet, *, font_size: float, reach: float) -> dict:
    """Names of the lokus, placed without overlap `below` px under their point; the rest have label ""."""
    x, y, names = columns["x"], columns["y"], columns["nama"]
    label = np.full(len(x), "", dtype=object)
    label_x, label_y = np.full(len(x), np.nan), np.full(len(x), np.nan)
    moved = np.zeros(len(x), dtype=bool)
    named_areas = np.flatnonzero(columns["lokus"].astype(bool) & pd.notna(names))
    if len(named_areas):
        pixel_x, pixel_y = sheet.to_px(x, y)
        pixel_y = pixel_y + below
        # From north to south: crowded names then fan out instead of jumping over each other.
        chosen = named_areas[np.argsort(pixel_y[named_areas], kind="stable")]
        at_x, at_y, moved[chosen] = place_labels(
            pixel_x[chosen],
            pixel_y[chosen],
            names[chosen],
            width=sheet.width,
            height=sheet.height,
            font_size=font_size,
            reach=reach,
        )
        label_x[chosen] = at_x / sheet.scale + sheet.corner[0]
        label_y[chosen] = at_y / sheet.scale + sheet.corner[1]
        placed = ~np.isnan(label_x)
        label[placed] = names[placed]
    return {"label": label, "label_x": label_x, "label_y": label_y, "dipindah": moved}


def draw_map(
    frame: pd.DataFrame,
    legenda: pd.DataFrame,
    *,
    judul: str,
    geometri: str = "indikatif",
    lingkup: str = "31",
    url_prefix: str = "app/static/peta",
    resmi: bool = False,
    tinggi: int = 520,
) -> alt.LayerChart:
    """Map of one kota ("31.73") or of DKI ("31"), datasets "data" and "legenda" as `map_frame` makes them.

    `geometri`: "indikatif", "ubin" or "simbol". `judul` names measure and unit in legend and tooltip.
    `resmi`: the shapes at `url_prefix` have official boundaries among them, whose inner lines are solid. An optional
    bool column `terpilih` marks the area chosen elsewhere, `redup` lets an area step back. A click selects (`pilih`).
    """
    data = named(frame)
    url = map_layers.address(url_prefix, geometri, lingkup, resmi)
    city = map_layers.city_lines(url, lingkup)
    if geometri == "simbol":
        layers = [*city, map_layers.circles(data, judul, _circle(lingkup)[0]), map_layers.symbol_marks(data, judul)]
    else:
        layers = [
            map_layers.areas(data, url, judul),
            *map_layers.inner_lines(url, geometri, resmi, GROUND),
            *city,
            map_layers.outlines(data, url),
            map_layers.suppressed_dots(data),
        ]
    legend_rows = alt.Chart(named(legenda, "legenda")).mark_point(opacity=0, size=0, aria=False)
    picture = alt.layer(legend_rows, *layers, *map_layers.names(data)).add_params(map_layers.hatch())
    return picture.project("identity").properties(height=tinggi)

"""The part of a national data folder that a view of one kota needs.

Traps: a figure of a kota is compared with its province, so the small tables come for the whole province; the 29 services
of every desa would make a large province slow, so they come for the kota alone unless the province is small. And rows
that people recorded for other regions stay in the store: here they are only left aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from analysis.convergence.measures import kota_of, province_of
from analysis.same import Same
from analysis.sources.layouts import TABLES
from analysis.sources.prepared import Prepared
from analysis.sources.problems import Problem
from analysis.sources.schemas import empty_frame

# Up to so many desa a province is looked at as a whole, as DKI is (267).
SMALL_PROVINCE = 400
# 29 rows per desa and year.
WIDE = ("cakupan",)
_CODES = ("kode_kelurahan", "kode_kota", "kode_wilayah")


@lru_cache(maxsize=4)
def _desa(same: Same) -> dict[str, int]:
    """Desa per province."""
    return same.thing["kode_kelurahan"].map(province_of).value_counts().to_dict()


@lru_cache(maxsize=4)
def _kota(same: Same) -> tuple[str, ...]:
    return tuple(sorted(same.thing["kode_kota"].unique()))


def kota_codes(kelurahan: pd.DataFrame) -> tuple[str, ...]:
    """Every kota, in the order of codes."""
    return _kota(Same(kelurahan))


def is_small(kelurahan: pd.DataFrame, province: str) -> bool:
    """Is the whole province one region?"""
    return _desa(Same(kelurahan)).get(province, 0) <= SMALL_PROVINCE


def may_be_shown(kelurahan: pd.DataFrame, kode: str) -> bool:
    """Is it a kota, or a province that is looked at as a whole?"""
    return kode in kota_codes(kelurahan) or (kode in _desa(Same(kelurahan)) and is_small(kelurahan, kode))


def region_of(kelurahan: pd.DataFrame, kode: str) -> str:
    """The region that a code of any level belongs to: a small province ("31"), else a kota ("32.05")."""
    province = province_of(kode)
    return province if is_small(kelurahan, province) else kota_of(kode)


def read_big(
    prepared: Prepared, names: Iterable[str], kelurahan: pd.DataFrame, area: str
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The big tables `names` with the rows of the area, and problems of files that could not be read."""
    kota = [code for code in kota_codes(kelurahan) if code.startswith(area)]
    found, problems = {}, []
    for name in names:
        try:
            found[name] = prepared.rows(name, kota)
        except (OSError, ValueError):
            found[name] = empty_frame(name)
            problems.append(Problem(f"data/siap/{name}.parquet", None, None, "siap_rusak"))
    return found, problems


def cut(table: str, frame: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of a table of areas, or of people's records, that belong to the region; other tables whole."""
    key = next((name for name in _CODES if name in TABLES[table].key), "") if table in TABLES else ""
    if not area or not key or table == "titik_peta" or "sumber_url" in TABLES[table].columns or not len(frame):
        return frame
    reach = kota_of(area) if table in WIDE else province_of(area)
    return frame[frame[key].str.startswith(reach)]

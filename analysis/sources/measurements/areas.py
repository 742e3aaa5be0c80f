"""The Kemendagri code of the kelurahan that an export names.

Traps: names are spelled as people speak, and outside DKI many a desa bears the name of a kelurahan of Jakarta.
So a kelurahan is looked up together with its kecamatan, spaces and case aside; alone it counts only where the
export names no kecamatan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

_KINDS = re.compile(
    r"^(kelurahan|kel|desa|kecamatan|kec|kota administrasi|kota adm|kota|kabupaten administrasi|kabupaten adm|kabupaten"
    r"|kab adm|kab|puskesmas)\b[. ]*",
    re.IGNORECASE,
)
_DKI = {"dkijakarta", "jakarta", "daerahkhususibukotajakarta", "daerahkhususjakarta", "dki"}


def normalise_area(name: str) -> str:
    """ "Kec. KRAMAT JATI" -> "kramatjati"."""
    return "".join(filter(str.isalnum, _KINDS.sub("", name.strip()).lower()))


class AreaCodes:
    """Looks up kelurahan by name; made from the tables `kelurahan` and `alias` of the catalogue."""

    def __init__(self, kelurahan: pd.DataFrame, alias: pd.DataFrame) -> None:
        self._known = set(kelurahan["kode_kelurahan"])
        spelled = pd.concat(
            [
                kelurahan[["nama_kelurahan", "kode_kelurahan"]].set_axis(["alias", "kode_kelurahan"], axis=1),
                alias[["alias", "kode_kelurahan"]],
            ]
        )
        kecamatan = dict(zip(kelurahan["kode_kelurahan"], kelurahan["nama_kecamatan"].map(normalise_area), strict=True))
        self._kecamatan = set(kecamatan.values())
        pairs = [(normalise_area(name), code) for name, code in spelled.itertuples(index=False)]
        self._by_pair = {(kecamatan[code], name): code for name, code in pairs if code in kecamatan}
        codes_of: dict[str, set[str]] = {}
        for name, code in pairs:
            codes_of.setdefault(name, set()).add(code)
        self._alone = {name: codes.pop() for name, codes in codes_of.items() if len(codes) == 1}

    def find(self, row: Mapping[str, str]) -> str | None:
        """The code for one combination of `prov`, `kecamatan`, `kelurahan`, `kode_kelurahan` (any may be absent).

        "" for a kelurahan outside DKI or no name at all; None for one that should be in the list and is not.
        """
        digits = re.sub("[^0-9]", "", row.get("kode_kelurahan", ""))
        if len(digits) == 10:
            code = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
            if code in self._known:
                return code
        name, kecamatan, prov = (normalise_area(row.get(kind, "")) for kind in ("kelurahan", "kecamatan", "prov"))
        if not name or (prov and prov not in _DKI):
            return ""
        code = self._by_pair.get((kecamatan, name)) if kecamatan else self._alone.get(name)
        return code or (None if prov or kecamatan in self._kecamatan else "")

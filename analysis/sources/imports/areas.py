"""The area that a row is about, and what is doubtful about it.

Traps: BPS numbers the same kelurahan differently (digit 7 is 0), so such a code is recognised and never used; a name that
is nearly one of ours may be another kelurahan (Kapuk, Kapuk Muara); and a code and a name that disagree mean that one
of them slipped a row. Whatever is not certain is shown with a suggestion and waits for a person.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.sources.cells import Refusal, read_code
from analysis.sources.measurements.areas import normalise_area

_TOTAL = re.compile(r"\W*(grand total|sub ?total|total|jumlah|rata[- ]rata|rerata)\b", re.IGNORECASE)
_CLOSE = 0.75
_SUGGESTED = 3
_DKI = "31"
_read_kelurahan = read_code((10,), "kode_bentuk")
_read_any = read_code((2, 4, 6, 10), "kode_wilayah_bentuk")


@dataclass(frozen=True)
class Written:
    """What a file says about one area, as it is written; "" where it says nothing."""

    kode: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    kota: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.kelurahan, self.kecamatan, self.kota, self.kode) if part)


@dataclass(frozen=True)
class Match:
    """The code meant, "" while it is not certain; then `alasan` says why and `usulan` what it may be, best first.

    `alasan`: "ejaan" (close spelling), "kecamatan" (the name stands in another kecamatan), "beda" (code and name
    disagree), "ganda" (several areas of that name), "asing" (nothing like it), or a kind of problem: "sel_kosong",
    "kode_bps", "kode_rusak", "kode_bentuk", "kode_wilayah_bentuk", "kode_tak_dikenal", "kelurahan_tak_dikenal".
    `bps`: a BPS code stood there and the name decided.
    """

    kode: str = ""
    alasan: str = ""
    usulan: tuple[str, ...] = ()
    bps: bool = False

    @property
    def doubtful(self) -> bool:
        return self.alasan in ("ejaan", "kecamatan", "beda", "ganda", "asing")


class AreaFinder:
    """Looks up kelurahan and kota; made from the tables `kelurahan` and `alias` of the catalogue."""

    def __init__(self, kelurahan: pd.DataFrame, alias: pd.DataFrame) -> None:
        self._kelurahan = set(kelurahan["kode_kelurahan"])
        self._areas = {_DKI, *kelurahan["kode_kota"], *kelurahan["kode_kecamatan"], *self._kelurahan}
        self._kecamatan = {
            normalise_area(name): code
            for code, name in zip(kelurahan["kode_kecamatan"], kelurahan["nama_kecamatan"], strict=True)
        }
        self._kota = {
            normalise_area(name): code
            for column in ("nama_kota", "nama_kota_pendek")
            for code, name in zip(kelurahan["kode_kota"], kelurahan[column], strict=True)
        }
        names = [*zip(kelurahan["nama_kelurahan"], kelurahan["kode_kelurahan"], strict=True)]
        names += [(name, code) for name, code in zip(alias["alias"], alias["kode_kelurahan"], strict=True)]
        self._by_name: dict[str, list[str]] = {}
        for name, code in names:
            if code in self._kelurahan and code not in self._by_name.setdefault(normalise_area(name), []):
                self._by_name[normalise_area(name)].append(code)

    def find(self, written: Written, way: str, level: str) -> Match:
        """`way`: one of mapping.WAYS; `level`: the column that is filled, kode_kelurahan, kode_wilayah or kode_kota."""
        if level != "kode_kelurahan":
            return self._any_level(written, level)
        if not any((written.kode, written.kelurahan)):
            return Match(alasan="sel_kosong")
        named = self._by_names(written) if written.kelurahan else None
        if way == "nama" or not written.kode:
            return named or Match(alasan="sel_kosong")
        code = _read_kelurahan(written.kode)
        if way == "bps" or code == Refusal("kode_bps"):
            return Match(alasan="kode_bps") if named is None else Match(named.kode, named.alasan, named.usulan, True)
        if isinstance(code, Refusal):
            return Match(alasan=code.jenis) if named is None else self._doubted(code.jenis, named)
        if code not in self._kelurahan:
            # Codes of another province are no slip of the pen.
            return (
                self._doubted("kode_tak_dikenal", named) if code.startswith(_DKI) else Match(alasan="kode_tak_dikenal")
            )
        if named is None or named.kode == code or code in self._by_name.get(normalise_area(written.kelurahan), ()):
            return Match(code)
        return Match(alasan="beda", usulan=_once([code, named.kode, *named.usulan]))

    def _doubted(self, kind: str, named: Match | None) -> Match:
        """A code that is none beside a name: the name is suggested, a person decides."""
        if named is None or not (named.kode or named.usulan):
            return Match(alasan=kind)
        return Match(alasan="beda", usulan=_once([named.kode, *named.usulan]))

    def _by_names(self, written: Written) -> Match:
        name, kecamatan = normalise_area(written.kelurahan), normalise_area(written.kecamatan)
        within = self._kecamatan.get(kecamatan) or self._kota.get(normalise_area(written.kota), "")
        codes = self._by_name.get(name, [])
        inside = [code for code in codes if code.startswith(within)]
        if len(inside) == 1 and (within or not kecamatan):
            return Match(inside[0])
        if len(inside) > 1:
            return Match(alasan="ganda", usulan=tuple(inside))
        if codes and not kecamatan and not within:
            return Match(codes[0]) if len(codes) == 1 else Match(alasan="ganda", usulan=tuple(codes))
        if self._elsewhere(written):
            return Match(alasan="kelurahan_tak_dikenal")
        if codes:
            return Match(alasan="kecamatan", usulan=tuple(codes))
        close = self._close(name, within)
        if close:
            return Match(alasan="ejaan", usulan=close)
        return Match(alasan="asing") if within else Match(alasan="kelurahan_tak_dikenal")

    def _elsewhere(self, written: Written) -> bool:
        """Whether the kota or the kecamatan is none of DKI and resembles none: many a desa bears a name of Jakarta."""
        kota, kecamatan = normalise_area(written.kota), normalise_area(written.kecamatan)
        if kota and not difflib.get_close_matches(kota, self._kota, n=1, cutoff=_CLOSE):
            return True
        known_name = normalise_area(written.kelurahan) in self._by_name
        return (
            bool(kecamatan)
            and not known_name
            and not difflib.get_close_matches(kecamatan, self._kecamatan, n=1, cutoff=_CLOSE)
        )

    def _close(self, name: str, within: str) -> tuple[str, ...]:
        """Kelurahan whose names resemble `name`, inside the kecamatan or kota when one is known."""
        names = {
            one: codes
            for one, all_codes in self._by_name.items()
            if (codes := [code for code in all_codes if code.startswith(within)])
        }
        found = difflib.get_close_matches(name, names, n=_SUGGESTED, cutoff=_CLOSE)
        return _once(code for one in found for code in names[one])

    def _any_level(self, written: Written, level: str) -> Match:
        """A kota, or any area of the app."""
        if written.kode:
            code = _read_any(written.kode)
            if isinstance(code, Refusal):
                return Match(alasan="kode_kota_bentuk" if level == "kode_kota" else code.jenis)
            code = code[: len("31.73")] if level == "kode_kota" else code
            return Match(code) if code in self._areas else Match(alasan="kode_tak_dikenal")
        if level == "kode_wilayah" and written.kelurahan:
            return self._by_names(written)
        name = normalise_area(written.kota)
        if not name:
            return Match(alasan="sel_kosong")
        if name in self._kota:
            return Match(self._kota[name])
        close = difflib.get_close_matches(name, self._kota, n=_SUGGESTED, cutoff=_CLOSE)
        return Match(alasan="ejaan", usulan=_once(self._kota[one] for one in close)) if close else Match(alasan="asing")


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))


def is_total(text: str) -> bool:
    """Whether a row begins like one that sums up others: "Jumlah", "TOTAL KECAMATAN", "Rata-rata"."""
    return _TOTAL.match(text) is not None

"""What a budget must respect beside its size: each limit has a name, which a user reads when it cannot be met.

Shares are of a kelurahan's eligible (0..1), money is Rp a year, `kelurahan` a mask over the k kelurahan of the problem.
Limits of one name are one limit (all floors per kecamatan, say): they are relaxed and priced together.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np


@dataclass(frozen=True)
class Capacity:
    """At most `paling_banyak` people (households) newly reached a year by `tuas` in these kelurahan together."""

    nama: str
    tuas: str
    kelurahan: np.ndarray
    paling_banyak: float


@dataclass(frozen=True)
class Floor:
    """At least `paling_sedikit_rp` a year is spent in these kelurahan, such as one kecamatan."""

    nama: str
    kelurahan: np.ndarray
    paling_sedikit_rp: float


@dataclass(frozen=True)
class LokusFirst:
    """The lokus get at least `porsi` (0..1) of the budget, or of all they can usefully spend where that is less."""

    nama: str
    kelurahan: np.ndarray
    porsi: float = 1.0


@dataclass(frozen=True)
class Fund:
    """`jumlah_rp` a year of the budget may buy only `tuas` (such as DAK: latrines only). It need not be used up."""

    nama: str
    tuas: tuple[str, ...]
    jumlah_rp: float


@dataclass(frozen=True)
class Ramp:
    """A kelurahan's share reached by `tuas` rises at most `naik` a year (the first year from 0, today's coverage).

    naik None: any rise. boleh_turun False: what was reached stays reached.
    """

    nama: str
    tuas: str
    naik: float | None
    boleh_turun: bool = True


@dataclass(frozen=True)
class StartUp:
    """Before `tuas` reaches anyone in these kelurahan, `biaya_rp` is paid once: the service is opened or it is not."""

    nama: str
    tuas: str
    kelurahan: np.ndarray
    biaya_rp: float


Limit = Capacity | Floor | LokusFirst | Fund | Ramp | StartUp


@dataclass(frozen=True)
class Constraints:
    """All limits of one question. bobot: priority weights (k) on the averted cases of each kelurahan, None: all 1."""

    kapasitas: tuple[Capacity, ...] = ()
    lantai: tuple[Floor, ...] = ()
    lokus_dulu: LokusFirst | None = None
    dana_terikat: tuple[Fund, ...] = ()
    ramp: tuple[Ramp, ...] = ()
    biaya_awal: tuple[StartUp, ...] = ()
    bobot: np.ndarray | None = None
    nama_bobot: str = ""

    @property
    def limits(self) -> list[Limit]:
        first = [self.lokus_dulu] if self.lokus_dulu else []
        return [*self.kapasitas, *self.lantai, *first, *self.dana_terikat, *self.ramp, *self.biaya_awal]

    @property
    def names(self) -> list[str]:
        """Every name once, in the order of the fields; the priority weights last."""
        named = [limit.nama for limit in self.limits]
        return list(dict.fromkeys(named + ([self.nama_bobot] if self.bobot is not None else [])))

    def without(self, nama: str) -> Constraints:
        """The same question without the limits of this name."""
        kept = {
            field.name: tuple(limit for limit in getattr(self, field.name) if limit.nama != nama)
            for field in fields(self)
            if isinstance(getattr(self, field.name), tuple)
        }
        lokus = None if self.lokus_dulu and self.lokus_dulu.nama == nama else self.lokus_dulu
        bobot = None if nama == self.nama_bobot else self.bobot
        return replace(self, **kept, lokus_dulu=lokus, bobot=bobot)

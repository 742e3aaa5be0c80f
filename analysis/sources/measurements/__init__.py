"""Exports of measured children (e-PPGBM/SIGIZI, WHO Anthro) as the measurement frame that growth takes.

Traps: a row is a measurement, not a child; real exports spell, order and type everything their own way; and
they are full of NIK, names and addresses. Those are read only to make a keyed hash (`anak`), in memory,
and are dropped in the same step: no frame, message, cache or file holds them.

The frame: `baris` (line in the file), `jk` ("L", "P", ""), `umur_hari` (unrounded), `berat_kg`, `tinggi_cm`,
`lingkar_kepala_cm`, `lila_cm`, `cara_ukur` ("berdiri", "terlentang", ""), `edema` ("y", "n", ""), `tanggal_ukur`,
`prov`, `kota`, `kecamatan`, `puskesmas`, `kelurahan`, `posyandu` (text, "" where empty), and on demand
`kode_kelurahan` and `anak`. Text columns are categoricals.
"""

from analysis.sources.measurements.areas import AreaCodes
from analysis.sources.measurements.findings import Refused
from analysis.sources.measurements.names import Recognised, recognise
from analysis.sources.measurements.reading import Export, Options
from analysis.sources.measurements.whole import Measurements, read_header, read_measurements

__all__ = [
    "AreaCodes",
    "Export",
    "Measurements",
    "Options",
    "Recognised",
    "Refused",
    "read_header",
    "read_measurements",
    "recognise",
]

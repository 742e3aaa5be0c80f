"""Files of families (the app's tidy form, SIGA's household file) as the frame that `convergence.screening` takes.

Traps: such a file is about named households. `kode_keluarga` is read only to find a family that stands there twice (a
keyed hash, in memory) and is forgotten in the same step; columns of names, NIK, addresses and coordinates are never
read. And a cell that cannot be read makes one answer unknown, it does not cost the family.

The frame: `baris` (line in the file), `kode_kelurahan` (Kemendagri, "" = unknown), `umur_istri, jumlah_anak,
jarak_anak_bulan` (NaN = unknown), `pus, hamil, baduta, balita, kb_modern` (int8: 1, 0, -1 = unknown),
`sumber_air_minum, fasilitas_bab, peringkat_kesejahteraan` (options, "" = unknown), the 4T as SIGA states them, and
carried columns under their own names.
"""

from analysis.sources.families.names import CARRIED_OWN, Columns, recognise_families
from analysis.sources.families.reading import Families, read_families

__all__ = ["CARRIED_OWN", "Columns", "Families", "read_families", "recognise_families"]

"""An export of measured children (CSV, XLSX, Parquet), from its header to the table of problems."""

from __future__ import annotations

import io
from contextlib import suppress

from analysis.sources.measurements import AreaCodes, Options, Refused, read_header, read_measurements, recognise
from tests.fuzz.common import NIK, PERSON, catalog
from tests.fuzz.property import rows_or_sentences, told


def read(data: bytes) -> None:
    with suppress(Refused):
        recognise(read_header(data))
    tables = catalog().tables
    options = Options(linked=True, area_codes=AreaCodes(tables["kelurahan"], tables["alias"]))
    found = read_measurements(data, "ekspor.csv", options)
    rows_or_sentences(1 if found.recognised else 0, found.problems)
    table = found.problem_table("ekspor.csv")
    told(set(table["masalah"]))


def seeds() -> list[bytes]:
    import pandas as pd

    from tests.sources.families.test_reading_families import as_xlsx
    from tests.sources.measurements.conftest import eppgbm

    export = eppgbm({"NIK": NIK, "Nama": PERSON}, {"Berat": "1x", "JK": "P"}, {"Tgl Lahir": "31/02/2022"})
    anthro = b"sex,age,weight,lenhei,measure,oedema\n1,10,8.5,71.2,L,n\n2,27,11.4,88,H,n\n"
    parquet = io.BytesIO()
    pd.read_csv(io.BytesIO(anthro)).to_parquet(parquet)
    worded = b"JK;Umur;BB;TB;LiLA mm\nL;2 Tahun - 3 Bulan - 5 Hari;12,5 kg;87,4;150\nP;27;11;80;\n"
    return [export, anthro, worded, parquet.getvalue(), as_xlsx(anthro.decode().replace(",", ";")), b"sep=;\n" + worded]

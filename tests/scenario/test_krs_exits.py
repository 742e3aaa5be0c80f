"""Families at risk: the joint table keeps what is published, and nobody leaves KRS with a risk left."""

import numpy as np
import pandas as pd
import pytest

from analysis.scenario.base import base_of
from analysis.scenario.families import count_families, exits, fit_families, union_of


def fitted(row):
    counts = [np.array([float(part)]) for part in (row.air, row.jamban, row.empat_t)]
    return fit_families(np.array([float(row.sasaran)]), np.array([float(row.gabungan)]), counts)


def test_national_table_keeps_the_published_union_and_margins(cases):
    for row in cases("skenario_krs").itertuples():
        table, failed = fitted(row)
        assert not failed.any()
        assert row.sasaran - table[0, 0, 0, 0] == row.gabungan
        assert union_of(table)[0] == pytest.approx(row.gabungan, abs=1e-6)
        margins = [table[0, 1].sum(), table[0, :, 1].sum(), table[0, :, :, 1].sum()]
        assert margins == pytest.approx([row.air, row.jamban, row.empat_t], rel=1e-8)
        shares = np.array([row.air, row.jamban, row.empat_t]) / row.sasaran
        assert 100 * row.gabungan / row.sasaran == pytest.approx(row.porsi_pct, abs=row.toleransi_pct)
        assert 100 * (1 - np.prod(1 - shares)) == pytest.approx(row.bila_bebas_pct, abs=row.toleransi_pct)
        assert 100 * shares.sum() == pytest.approx(row.bila_dijumlah_pct, abs=row.toleransi_pct)


def test_latrines_for_all_free_fewer_families_than_latrines_built(cases):
    row = next(cases("skenario_krs").itertuples())
    table, _failed = fitted(row)
    freed = exits(table, {"jamban": np.zeros(1)})[0]
    assert freed == pytest.approx(table[0, 0, 1, 0])
    assert 0 < freed < row.jamban


def test_a_family_leaves_with_its_last_risk_only():
    """10 families with latrine risk only, 5 with latrine and 4T: half of each risk removed."""
    table = np.zeros((1, 2, 2, 2))
    table[0, 0, 1, 0], table[0, 0, 1, 1], table[0, 0, 0, 0] = 10, 5, 85
    assert exits(table, {"jamban": np.array([0.5])})[0] == 5
    assert exits(table, {"jamban": np.array([0.5]), "jarak_umur": np.array([0.5])})[0] == 5 + 5 * 0.25
    assert exits(table, {"jamban": np.array([0.0]), "jarak_umur": np.array([0.0])})[0] == 15
    assert exits(table, {"air": np.array([0.0])})[0] == 0


def test_4t_and_kb_together_explain_what_three_factors_cannot():
    """11 + 25 + 72 are fewer than 145 families at risk; with 78 not using modern KB the table exists."""
    target, union = np.array([388.0]), np.array([145.0])
    four = [np.array([value]) for value in (11.0, 25.0, 72.0, 78.0)]
    table, failed = fit_families(target, union, four)
    assert not failed.any()
    assert table.shape == (1, 2, 2, 2)
    assert union_of(table)[0] == pytest.approx(145, abs=1e-9)
    assert 78 <= table[0, :, :, 1].sum() <= 150
    _table, failed = fit_families(target, union, four[:3])
    assert failed.all()


def test_unknown_counts_stay_unknown():
    table, failed = fit_families(
        np.array([100.0, 100.0]), np.array([20.0, np.nan]), [np.array([10.0, 10.0])] * 3
    )  # fmt: skip
    assert np.isfinite(table[0]).all() and np.isnan(table[1]).all()
    assert not failed.any()


KAPUK, GAMBIR = "31.73.01.1005", "31.71.01.1001"


def family(kelurahan, air, jamban, muda=0, kb=0, sasaran=1):
    return {"kode_kelurahan": kelurahan, "sasaran": sasaran, "air_tidak_layak": air, "jamban_tidak_layak": jamban,
            "terlalu_muda": muda, "terlalu_tua": 0, "terlalu_dekat": 0, "terlalu_banyak": 0, "bukan_kb_modern": kb}  # fmt: skip


def test_a_family_file_is_counted_and_not_fitted():
    """Latrine only; latrine and both of the last axis (once); no target; unknown water; too young with unknown KB."""
    rows = [family(KAPUK, 0, 1), family(KAPUK, 0, 1, 1, 1), family(KAPUK, 1, 1, sasaran=0), family(KAPUK, pd.NA, 0),
            family(KAPUK, 0, 0, 1, pd.NA), family("31.99.01.1001", 1, 1)]  # fmt: skip
    keluarga = pd.DataFrame(rows).convert_dtypes()
    counted, unknown = count_families(keluarga, pd.Series([GAMBIR, KAPUK]))
    assert np.isnan(counted[0]).all()
    expected = np.zeros((2, 2, 2))
    expected[0, 1, 0] = expected[0, 1, 1] = expected[0, 0, 1] = 1
    assert (counted[1] == expected).all()
    assert unknown == 1


def test_counted_families_take_the_place_of_fitted_ones(tables):
    keluarga = pd.DataFrame([family(KAPUK, 0, 1)] * 3).convert_dtypes()
    fitted_only, both = (base_of(tables, "31.73", 2024, keluarga=file) for file in (None, keluarga))
    kapuk = (both.wilayah["kode_kelurahan"] == KAPUK).to_numpy()
    assert both.krs[kapuk][0, 0, 1, 0] == both.krs[kapuk].sum() == 3
    assert (both.krs[~kapuk] == fitted_only.krs[~kapuk]).all()
    assert any("1 kelurahan dihitung dari data keluarga" in said for said in both.catatan)

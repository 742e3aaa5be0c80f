"""Families at risk: the joint table keeps what is published, and nobody leaves KRS with a risk left."""

import numpy as np
import pytest

from analysis.scenario.families import exits, fit_families, union_of


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

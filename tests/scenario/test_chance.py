"""Random numbers that hold still."""

import numpy as np
import pytest

from analysis.scenario.chance import mirrored_normals, stream, uniforms


@pytest.mark.parametrize("draws", [100, 1000])
def test_every_part_of_the_range_is_drawn_once_and_every_draw_has_its_mirror(draws):
    found = uniforms(7, "tren", draws)
    assert sorted((found * draws).astype(int)) == list(range(draws))
    assert found[: draws // 2] + found[draws // 2 :] == pytest.approx(np.ones(draws // 2), abs=1e-15)


def test_a_product_of_symmetric_errors_has_its_own_value_as_median():
    """exp(a + b) with two centred normal errors: the median is exp(0) = 1, for mirrored pairs up to one gap."""
    one, other = (mirrored_normals(stream(7, name), 1000, 1)[:, 0] for name in ("a", "b"))
    assert np.median(np.exp(0.3 * one + 0.1 * other)) == pytest.approx(1, abs=0.001)


def test_names_have_streams_of_their_own():
    assert abs(np.corrcoef(uniforms(7, "a", 1000), uniforms(7, "b", 1000))[0, 1]) < 0.1
    assert (uniforms(7, "a", 10) == uniforms(7, "a", 10)).all()

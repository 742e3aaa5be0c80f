import numpy as np
import pytest

from analysis.growth.design import Domains, make_design, share_interval, student_quantile


@pytest.mark.parametrize(
    ("df", "expected"),
    [
        (1, 12.7062047),
        (2, 4.3026527),
        (5, 2.5705818),
        (10, 2.2281389),
        (30, 2.0422725),
        (180, 1.9732308),
        (5385, 1.9604046),
    ],
)
def test_t_quantile_is_the_tabled_one(df, expected):
    """R `qt(0.975, df)`."""
    assert student_quantile(df) == pytest.approx(expected, abs=5e-8)


def test_without_a_degree_of_freedom_there_is_no_quantile():
    assert np.isnan(student_quantile(0))


def mean(value, codes=None, **design):
    n = len(value)
    codes = np.zeros(n, dtype=int) if codes is None else np.array(codes)
    members = Domains(make_design(n, **design), codes, codes.max() + 1).among(np.ones(n, dtype=bool))
    return members.mean(np.array(value, dtype=float))


def test_simple_sample_has_the_textbook_error():
    """Values 1, 2, 3, 6: mean 3, SD sqrt(14/3), SE = SD / sqrt(4)."""
    got = mean([1, 2, 3, 6])
    assert np.ravel(got) == pytest.approx([3, np.sqrt(14 / 3 / 4), np.sqrt(14 / 3)])


def test_clusters_widen_what_repeats_inside_them():
    """Clusters (0, 0), (1, 1): totals of deviations -1/4 and +1/4, SE = sqrt(2/1 * (1/16 + 1/16)) = 1/2."""
    assert mean([0, 0, 1, 1], cluster=[1, 1, 2, 2])[1] == pytest.approx([0.5])
    assert mean([0, 0, 1, 1])[1] == pytest.approx([np.sqrt(4 / 3 * 4 / 64)])


def test_domain_counts_clusters_without_a_member():
    """Group of two rows in clusters 1 and 2 of four: T = -1/4, +1/4, 0, 0; SE = sqrt(4/3 * 2/16)."""
    codes = [0, 0, 0, 0, -1, -1, -1, -1]
    got = mean([0, 0, 1, 1, 5, 5, 5, 5], codes, cluster=[1, 1, 2, 2, 3, 3, 4, 4])
    assert got[1] == pytest.approx([np.sqrt(4 / 3 * 2 / 16)])


def test_single_cluster_of_a_stratum_is_centred_at_the_grand_mean():
    """Stratum a: clusters of one row 0 and 1; stratum b: one row 2. Mean 1; a: (-1/3, 0), b: 1/3.

    Variance = 2/1 * ((1/3)^2 / 2) + (1/3)^2 = 2/9.
    """
    got = mean([0, 1, 2], strata=["a", "a", "b"], cluster=[1, 2, 3])
    assert got[1] == pytest.approx([np.sqrt(2 / 9)])


def test_strata_without_difference_inside_leave_no_error():
    assert mean([0, 0, 1, 1], strata=[1, 1, 2, 2])[1] == pytest.approx([0])


def test_same_cluster_number_in_two_strata_is_two_clusters():
    assert make_design(8, strata=[1] * 4 + [2] * 4, cluster=[1, 1, 2, 2] * 2).df == 2


def test_degrees_of_freedom_count_only_weighted_clusters_and_strata():
    """Six clusters in three strata; stratum 3 has no weight at all: 4 - 2."""
    design = make_design(6, weight=[1, 1, 1, 1, 0, 0], strata=[1, 1, 2, 2, 3, 3], cluster=[1, 2, 3, 4, 5, 6])
    assert design.df == 2 and design.psu_count.tolist() == [2, 2, 2]


def test_one_cluster_is_no_cluster():
    assert make_design(5, cluster=[7] * 5).df == 4


def test_negative_weight_is_refused():
    with pytest.raises(ValueError, match="Negative weights"):
        make_design(2, weight=[1, -1])


def test_share_interval_stays_inside_0_and_1_and_has_no_width_at_its_ends():
    """10 of 100: logit -2.1972, SE(logit) = .03/.09 = 1/3, t(99) = 1.98422: R plogis(-2.19722 -+ .66141)."""
    low, high = share_interval(np.array([0.1, 0.0, 1.0]), np.array([0.03, 0.0, 0.0]), 99)
    assert low == pytest.approx([0.0542369, 0, 1], abs=5e-8)
    assert high == pytest.approx([0.1771439, 0, 1], abs=5e-8)

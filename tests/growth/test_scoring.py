import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.growth.scoring import INDICES, PLAUSIBLE, REASONS, round_zscore, score_growth
from tests.growth.conftest import child, children, measurements, number, read_case

NUMERIC = ("_hari", "_kg", "_cm")
WHO_NAMES = {"tbu": "len", "bbu": "wei", "bbtb": "wfl", "imtu": "bmi", "lku": "hc", "lilau": "ac"}


@pytest.fixture(scope="module")
def reference() -> tuple[pd.DataFrame, pd.DataFrame]:
    who = read_case("zskor_acuan_500")
    return who, score_growth(measurements(who))


@pytest.mark.parametrize("index", INDICES)
def test_500_children_equal_the_who_reference(reference, index):
    who, ours = reference
    zscore, flag = number(who["z" + WHO_NAMES[index]]), who["f" + WHO_NAMES[index]]
    np.testing.assert_array_equal(ours[f"zs_{index}"], zscore)
    known = flag != ""
    np.testing.assert_array_equal(ours.loc[known, f"flag_{index}"], flag[known].astype(int))
    assert not ours.loc[~known, f"flag_{index}"].any()


def test_adjusted_length_and_unknown_position_equal_the_who_reference(reference):
    who, ours = reference
    np.testing.assert_allclose(ours["tinggi_sesuai_cm"], number(who["clenhei"]), rtol=0, atol=1e-9)
    np.testing.assert_array_equal(ours["posisi_tidak_diketahui"], who["c9mo_flag"].astype(int))


def test_edges_of_age_length_position_and_oedema():
    table = read_case("zskor_tepi")
    ours = score_growth(table.assign(**{name: number(table[name]) for name in child() if name.endswith(NUMERIC)}))
    for row, case in enumerate(table.itertuples()):
        got = ours.iloc[row]
        zscore = float(case.z) if case.z else np.nan
        assert got[f"zs_{case.indeks}"] == pytest.approx(zscore, abs=1e-9, nan_ok=True), case.kasus
        assert (got[f"flag_{case.indeks}"], got[f"alasan_{case.indeks}"]) == (int(case.flag), case.alasan), case.kasus


def test_one_bad_row_among_good_ones_stays_alone():
    good = score_growth(children({}))
    frame = children({}, {"jk": "", "umur_hari": np.nan, "berat_kg": -1.0, "tinggi_cm": np.nan, "edema": "?"}, {})
    ours = score_growth(frame)
    pd.testing.assert_frame_equal(ours.iloc[[0]], good)
    pd.testing.assert_frame_equal(ours.iloc[[2]].reset_index(drop=True), good)
    assert ours.iloc[1][[f"zs_{index}" for index in INDICES]].isna().all()
    assert (ours.iloc[1][[f"alasan_{index}" for index in INDICES]] == "jk_tidak_dikenal").all()


def test_no_rows_in_no_rows_out():
    ours = score_growth(children({}).iloc[:0])
    assert len(ours) == 0
    assert ours.dtypes.equals(score_growth(children({})).dtypes)


def test_index_and_order_are_those_of_the_input():
    frame = children({}, {"tinggi_cm": 80.0}, {"tinggi_cm": 100.0}).set_axis([7, 3, 3])
    ours = score_growth(frame)
    assert ours.index.tolist() == [7, 3, 3]
    assert ours["zs_tbu"].is_monotonic_increasing is False and ours["zs_tbu"].iloc[1] == ours["zs_tbu"].min()


def test_row_has_the_same_score_wherever_it_stands():
    """Rows are worked on in stretches: the last of one, the first of the next and the very last are no different."""
    who = measurements(read_case("zskor_acuan_500"))
    many = pd.concat([who] * 70, ignore_index=True)
    once, often = score_growth(who), score_growth(many)
    pd.testing.assert_frame_equal(often.iloc[-500:].reset_index(drop=True), once)
    pd.testing.assert_frame_equal(often.iloc[16_000:16_500].reset_index(drop=True), once)


def test_texts_may_be_categories():
    who = measurements(read_case("zskor_acuan_500"))
    as_categories = who.astype(dict.fromkeys(("jk", "cara_ukur", "edema"), "category"))
    pd.testing.assert_frame_equal(score_growth(as_categories), score_growth(who))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.15, 0.15), (2.675, 2.67), (-1.005, -1.0), (0.285, 0.28), (5.015, 5.02), (1.115, 1.11), (-600.005, -600.0)],
)
def test_rounding_is_that_of_r(value, expected):
    """Output of R 4.2 `round(x, 2)`; `np.round` gives 5.01 and 1.12 where R gives 5.02 and 1.11."""
    assert round_zscore(np.array([value])).tolist() == [expected]


def test_flag_asks_the_rounded_score():
    """-6.00 after rounding is not flagged, -6.01 is (girl, day 1000: M 92.3, S 0.0386; (cm/M - 1)/S)."""
    heights = np.round(np.arange(68.0, 74.0, 0.001), 3)
    ours = score_growth(children({}).loc[[0] * len(heights)].assign(tinggi_cm=heights))
    border = ours["zs_tbu"].between(-6.03, -5.97)
    assert set(ours.loc[border, "zs_tbu"]) >= {-6.01, -6.0}
    assert (ours.loc[border, "flag_tbu"] == (ours.loc[border, "zs_tbu"] <= -6.01)).all()


maybe = st.none() | st.sampled_from([0.0, -1.0])
rows = st.fixed_dictionaries(
    {
        "jk": st.sampled_from(["L", "P", ""]),
        "umur_hari": st.none() | st.floats(-10, 2200),
        "berat_kg": maybe | st.floats(0.5, 60),
        "tinggi_cm": maybe | st.floats(30, 140),
        "cara_ukur": st.sampled_from(["berdiri", "terlentang", ""]),
        "lingkar_kepala_cm": maybe | st.floats(20, 70),
        "lila_cm": maybe | st.floats(5, 40),
        "edema": st.sampled_from(["y", "n", ""]),
    }
)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_every_missing_score_has_a_reason_and_no_other_has_one(row):
    frame = pd.DataFrame([row]).astype({name: float for name in row if name.endswith(NUMERIC)})
    ours = score_growth(frame).iloc[0]
    for index in INDICES:
        missing = np.isnan(ours[f"zs_{index}"])
        assert missing == (ours[f"alasan_{index}"] != "")
        assert ours[f"alasan_{index}"] in REASONS
        low, high = PLAUSIBLE[index]
        assert ours[f"flag_{index}"] == (not missing and not low <= ours[f"zs_{index}"] <= high)

"""Copied reports and favourite digits: found where there are enough figures, not judged where there are few."""

import pandas as pd
import pytest

from analysis.convergence import quality_copies as copies
from tests.convergence.test_quality_checks import KAPUK, LIMITS, RAWA_BUAYA, kelurahan


def known(reports: dict[tuple, list[int]]) -> pd.DataFrame:
    """(source, kelurahan, year) -> its figures, as `figures` gives them."""
    parts = [
        {
            "sumber_data": source,
            "tabel": "balita",
            "kode_kelurahan": kode,
            "tahun": year,
            "kolom": f"k{i}",
            "angka": value,
        }
        for (source, kode, year), values in reports.items()
        for i, value in enumerate(values)
    ]
    return pd.DataFrame(parts).astype({"angka": float})


def broken(found: pd.DataFrame) -> set[tuple]:
    bad = found[~found["baik"].astype(bool)]
    return set(zip(bad["aturan"], bad["sumber_data"], bad["kode_kelurahan"], strict=True))


def test_copies_are_found_between_kelurahan_years_and_sources():
    found = copies.copied_reports(
        known(
            {
                ("eppgbm", KAPUK, 2024): [900, 700, 40, 12],
                ("eppgbm", RAWA_BUAYA, 2024): [900, 700, 40, 12],
                ("eppgbm", kelurahan(9), 2023): [800, 650, 30, 9],
                ("eppgbm", kelurahan(9), 2024): [800, 650, 30, 9],
                ("master_ansit", kelurahan(9), 2024): [650, 500, 25, 8],
                ("master_ansit", KAPUK, 2024): [900, 700, 40, 12],
            }
        ),
        2024,
        ["eppgbm", "master_ansit"],
    )
    assert broken(found) == {
        ("kembar", "eppgbm", KAPUK),
        ("kembar", "eppgbm", RAWA_BUAYA),
        ("salinan_tahun", "eppgbm", kelurahan(9)),
        ("salinan_sumber", "master_ansit", KAPUK),
    }
    assert found.loc[found["aturan"].eq("salinan_sumber") & ~found["baik"], "rinci"].tolist() == ["eppgbm"]


def test_few_figures_above_zero_look_alike_by_chance_and_are_not_judged():
    twins = {("eppgbm", KAPUK, 2024): [9, 11, 0, 0], ("eppgbm", RAWA_BUAYA, 2024): [9, 11, 0, 0]}
    assert copies.copied_reports(known(twins), 2024, ["eppgbm"]).empty


def test_a_second_source_is_compared_over_the_figures_that_both_have():
    both = known({("eppgbm", KAPUK, 2024): [900, 700, 40, 12], ("master_ansit", KAPUK, 2024): [900, 700, 40]})
    found = copies.copied_reports(both, 2024, ["eppgbm", "master_ansit"])
    assert broken(found) == {("salinan_sumber", "master_ansit", KAPUK)}


def digits(fives: int, others: int) -> pd.DataFrame:
    values = [15.0] * fives + [13.0] * others
    return pd.DataFrame(
        {
            "sumber_data": "eppgbm",
            "tabel": "balita",
            "kode_kelurahan": KAPUK,
            "tahun": 2024,
            "kolom": "d",
            "angka": values,
        }
    )


@pytest.mark.parametrize(
    ("fives", "others", "good", "why"),
    [
        (20, 80, True, "20 % is chance"),
        (30, 70, True, "30 is not above 30 %"),
        (31, 69, True, "chi-square (31-20)^2/16 = 7.56 < 9.55"),
        (33, 67, False, "33 % and chi-square (33-20)^2/16 = 10.56"),
        (62, 138, False, "31 % and chi-square (62-40)^2/32 = 15.1"),
    ],
)
def test_favourite_digits_need_both_a_test_and_a_share(fives, others, good, why):
    assert copies.favourite_digits(digits(fives, others), LIMITS)["baik"].tolist() == [good], why


def test_favourite_digits_are_not_judged_below_50_figures_nor_on_single_digits():
    assert copies.favourite_digits(digits(40, 9), LIMITS).empty
    assert copies.favourite_digits(digits(40, 60).assign(angka=5.0), LIMITS).empty

"""The trend apart from levers, judged by years it has not seen."""

import numpy as np
import pytest

from analysis.convergence.prevalence import survey_series
from analysis.scenario.trend import backtest, fit_line, yearly_change_needed


@pytest.fixture(scope="module")
def national(tables):
    return survey_series(tables["angka"], "00")


def test_yearly_change_that_a_target_needs(cases):
    for case in cases("skenario_tren").itertuples():
        assert yearly_change_needed(case.dari, case.ke, case.tahun) == pytest.approx(case.harapan, abs=case.toleransi)


def test_published_years_lie_inside_the_interval(national, parameter):
    """2018 30.8, 2021 24.4, 2022 21.6 foretell 20.1 and 18.5; 21.5 and 19.8 came, inside the 90 % intervals."""
    sd = parameter.set_index("parameter")["nilai"]["tren_simpangan"]
    told = backtest(national, sd)
    assert told["tahun"].tolist() == [2023, 2024] * 2
    assert told["teramati"].tolist() == [21.5, 19.8] * 2
    assert told["nilai"].tolist() == pytest.approx([20.12, 18.46] * 2, abs=0.005)
    assert told["di_dalam"].all()
    assert (told["nilai"] < told["teramati"]).all(), "the line promised more than came"


def test_a_narrower_trend_would_have_missed(national):
    """With half of the drift the model's interval leaves 2023 outside: the width is needed, not chosen for looks."""
    told = backtest(national, 0.026).query("cara_ramal == 'model'")
    assert not told["di_dalam"].iloc[0]


def test_the_pace_offered_is_that_of_the_published_years(national, parameter):
    """-7.1 % a year over 2018-2024."""
    slope, _mean, _rest = fit_line(national["tahun"], national["nilai"])
    assert parameter.set_index("parameter")["nilai"]["tren_nasional"] == pytest.approx(slope, abs=5e-5)
    assert 100 * (np.exp(slope) - 1) == pytest.approx(-7.1, abs=0.05)


def test_two_years_are_no_line(national):
    assert backtest(national[national["tahun"] > 2018], 0.05).empty

"""Each limit on a problem worked by hand, its certificate, and the sentence when nothing satisfies it."""

import numpy as np
import pandas as pd
import pytest

from analysis.scenario.budget import (
    BUDGET,
    BudgetError,
    Capacity,
    Constraints,
    Floor,
    Fund,
    LokusFirst,
    Ramp,
    StartUp,
    allocation_table,
    frontier,
    packages_of,
    price_of_fairness,
    solve,
)
from tests.scenario.budget_cases import (
    GAMBIR,
    KALIDERES,
    KAPUK,
    PACKAGES,
    package_problem,
    read_case,
    small_problem,
)

GAIN, COST = small_problem()
PEOPLE = np.array([[50.0, 40.0], [30.0, 20.0], [10.0, 10.0]])
ASKED = {
    "tanpa batasan": Constraints(),
    "kapasitas": Constraints(kapasitas=(Capacity("Kader Kapuk", "a", KAPUK, 25),)),
    "lantai": Constraints(lantai=(Floor("Lantai Gambir", GAMBIR, 90),)),
    "lokus dulu": Constraints(lokus_dulu=LokusFirst("Lokus dulu", GAMBIR)),
    "lokus sebagian": Constraints(lokus_dulu=LokusFirst("Lokus dulu", GAMBIR, 0.4)),
    "lokus jenuh": Constraints(lokus_dulu=LokusFirst("Lokus dulu", KALIDERES)),
    "dana terikat": Constraints(dana_terikat=(Fund("DAK", ("b",), 100),)),
    "bobot": Constraints(bobot=np.array([1, 1, 2.1]), nama_bobot="Prioritas"),
}


def solve_small(constraints: Constraints, budget=175.0):
    return solve(GAIN, COST, budget, constraints, packages=PACKAGES, persons=PEOPLE)


def test_every_limit_as_worked_by_hand():
    for case in read_case("skenario_anggaran_batasan").itertuples():
        found = solve_small(ASKED[case.kasus])
        assert found.averted == pytest.approx(case.dicegah), case.kasus
        assert found.bound == pytest.approx(found.value), case.kasus
        assert found.gap < 1e-9, case.kasus


def test_what_each_limit_costs_in_averted_cases():
    for case in read_case("skenario_anggaran_batasan").itertuples():
        priced = price_of_fairness(GAIN, COST, 175.0, ASKED[case.kasus], packages=PACKAGES, persons=PEOPLE)
        assert priced["nama"].iloc[-1] == "" and len(priced) == 1 + len(ASKED[case.kasus].names)
        assert priced["selisih"].to_numpy() == pytest.approx(case.harga_batasan), case.kasus


def test_limits_together_are_priced_one_by_one_and_all_at_once():
    both = Constraints(lantai=(Floor("Lantai Gambir", GAMBIR, 90),), kapasitas=(Capacity("Kader", "a", KAPUK, 25),))
    priced = price_of_fairness(GAIN, COST, 175.0, both, packages=PACKAGES, persons=PEOPLE).set_index("nama")
    # Both: Gambir 4.5, then 85 juta: 9 + 10 x 0.1 (10 of the 50 juta that the kader allow), so capacity costs nothing.
    assert priced["dicegah"].tolist() == pytest.approx([14.5] * 3)
    assert priced["selisih"].to_dict() == pytest.approx({"Kader": 0, "Lantai Gambir": 2.5, "": 4.5})


@pytest.mark.parametrize("seed", range(3))
def test_without_limits_the_solver_gives_the_frontier(seed):
    gain, cost = package_problem(np.random.default_rng(seed), 60, 4)
    best = frontier(gain, cost)
    budget = 0.35 * best.full_cost
    found = solve(gain, cost, budget, packages=packages_of(list("abcd")))
    assert found.value == pytest.approx(float(best.value(budget)), rel=1e-9)
    assert found.allocation().price == pytest.approx(best.price(budget), rel=1e-6)
    assert found.allocation().cost <= budget * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_many_limits_hold_and_the_bound_is_above_the_value(seed):
    rng = np.random.default_rng(seed)
    gain, cost = package_problem(rng, 40, 4)
    packages, people = packages_of(list("abcd")), rng.uniform(50, 400, (40, 4))
    budget = 0.4 * frontier(gain, cost).full_cost
    groups = [np.arange(40) % 5 == group for group in range(5)]
    limits = Constraints(
        kapasitas=tuple(
            Capacity(f"Kapasitas {g}", "a", mask, 0.3 * people[mask, 0].sum()) for g, mask in enumerate(groups)
        ),
        lantai=tuple(Floor(f"Lantai {g}", mask, 0.1 * budget) for g, mask in enumerate(groups)),
        lokus_dulu=LokusFirst("Lokus", np.arange(40) < 8, 0.3),
        dana_terikat=(Fund("DAK", ("b", "c"), 0.3 * budget), Fund("BOK", ("c", "d"), 0.2 * budget)),
    )
    found = solve(gain, cost, budget, limits, packages=packages, persons=people)
    spent, reached = (found.x[0] * cost), found.x[0] @ packages.to_numpy(dtype=float)
    assert spent.sum() <= budget * (1 + 1e-7)
    for mask in groups:
        assert spent[mask].sum() >= 0.1 * budget * (1 - 1e-7)
        assert (reached * people)[mask, 0].sum() <= 0.3 * people[mask, 0].sum() * (1 + 1e-7)
    assert spent[:8].sum() >= 0.3 * budget * (1 - 1e-7)
    by_lever = (reached * cost[:, [1, 2, 4, 8]]).sum(axis=0)
    # General money buys anything; what a and d cost cannot be paid by DAK, what a and b cost not by BOK.
    assert by_lever[0] <= 0.5 * budget * (1 + 1e-7)
    assert by_lever[[0, 3]].sum() <= 0.7 * budget * (1 + 1e-7)
    assert by_lever[[0, 1]].sum() <= 0.8 * budget * (1 + 1e-7)
    assert found.value <= found.bound * (1 + 1e-12) and found.gap < 1e-9
    assert found.value < frontier(gain, cost).value(budget)


def test_rupiah_and_million_rupiah_give_the_same_plan():
    million = 1e6
    asked = Constraints(lantai=(Floor("Lantai", GAMBIR, 90 * million),), dana_terikat=(Fund("DAK", ("b",), 5e7),))
    found = solve(GAIN, COST * million, 175 * million, asked, packages=PACKAGES)
    same = solve_small(Constraints(lantai=(Floor("Lantai", GAMBIR, 90),), dana_terikat=(Fund("DAK", ("b",), 50),)))
    assert found.x == pytest.approx(same.x, abs=1e-7)


def test_binding_limits_are_told_with_their_price():
    limits = solve_small(ASKED["lantai"]).limits.set_index("nama")
    # One juta more in the floor moves 0.1 cases (Kapuk) to 0.05 (Gambir); one juta more budget buys 0.1.
    assert limits.loc["Lantai Gambir", ["terpakai", "batas", "harga"]].tolist() == pytest.approx([90, 90, -0.05])
    assert limits.loc[BUDGET, ["terpakai", "batas", "harga"]].tolist() == pytest.approx([175, 175, 0.1])
    assert limits["mengikat"].all()
    loose = solve_small(Constraints(lantai=(Floor("Lantai Kapuk", KAPUK, 40),))).limits.set_index("nama")
    assert not loose.loc["Lantai Kapuk", "mengikat"] and loose.loc["Lantai Kapuk", "harga"] == 0


def test_ramp_allows_half_a_kelurahan_more_each_year():
    asked = Constraints(ramp=(Ramp("Laju b", "b", 0.5),))
    years = solve([GAIN] * 2, [COST] * 2, [75.0, 75.0], asked, packages=PACKAGES)
    # Year 1: half of b in Kalideres 4.5 and 37.5 juta of a in Kapuk 3.75; year 2: the whole of b, 9.
    assert [years.allocation(year).value for year in (0, 1)] == pytest.approx([8.25, 9])


def test_service_that_may_not_fall_is_not_opened_for_one_year():
    kept = Constraints(ramp=(Ramp("b tetap", "b", None, boleh_turun=False),))
    free, held = (
        solve([GAIN] * 2, [COST] * 2, [75.0, 0.0], asked, packages=PACKAGES) for asked in (Constraints(), kept)
    )
    assert (free.averted, held.averted) == pytest.approx((9, 7.5))  # b in Kalideres, or a in Kapuk for 75 juta


def test_service_is_opened_only_when_it_is_worth_its_start():
    def with_start(cost: float):
        return solve_small(Constraints(biaya_awal=(StartUp("Buka b", "b", KALIDERES, cost),)))

    # Closed: Kapuk 10, Kalideres a 4, 25 juta in Gambir 1.25. Open for 30: Kalideres b 9, 70 juta in Kapuk 7.
    assert with_start(40).averted == pytest.approx(15.25)
    assert with_start(30).averted == pytest.approx(16)
    assert with_start(30).gap <= 1e-4
    assert with_start(30).bound >= 16 - 1e-9


def test_start_is_paid_once_over_the_years():
    asked = Constraints(biaya_awal=(StartUp("Buka b", "b", KALIDERES, 30),))
    years = solve([GAIN] * 2, [COST] * 2, [105.0, 75.0], asked, packages=PACKAGES)
    # 30 + 75 in the first year, 75 in the second: 9 and 9. Closed it would be 10.25 and 7.5.
    assert years.averted == pytest.approx(18)


def test_impossible_floor_is_named_and_the_innocent_one_is_not():
    asked = Constraints(lantai=(Floor("Lantai Gambir", GAMBIR, 200), Floor("Lantai Kapuk", KAPUK, 10)))
    with pytest.raises(BudgetError, match=r"^Batasan Lantai Gambir tidak dapat dipenuhi; longgarkan batasan itu"):
        solve_small(asked, budget=300.0)


def test_floors_above_the_budget_say_that_the_budget_is_short():
    asked = Constraints(lantai=(Floor("Lantai Gambir", GAMBIR, 100), Floor("Lantai Kapuk", KAPUK, 100)))
    with pytest.raises(BudgetError, match=r"^Anggaran ini tidak cukup untuk batasan Lantai Gambir dan Lantai Kapuk;"):
        solve_small(asked)


def test_capacity_that_forbids_a_floor_is_named_with_it():
    asked = Constraints(
        kapasitas=(Capacity("Kader a", "a", KAPUK, 0), Capacity("Kader b", "b", KAPUK, 0)),
        lantai=(Floor("Lantai Kapuk", KAPUK, 150), Floor("Lantai Gambir", GAMBIR, 10)),
    )
    # Without kader for a, b alone can cost 120; each of the three gives room, Gambir does not.
    with pytest.raises(BudgetError, match=r"^Batasan (?!.*Gambir).*Lantai Kapuk.* tidak dapat dipenuhi; longgarkan"):
        solve_small(asked)


def test_limits_that_conflict_twice_say_that_one_is_not_enough():
    asked = Constraints(lantai=(Floor("Lantai Gambir", GAMBIR, 181), Floor("Lantai Kapuk", KAPUK, 221)))
    with pytest.raises(BudgetError, match=r"^Batasan Lantai Gambir dan Lantai Kapuk tidak dapat dipenuhi bersama"):
        solve_small(asked, budget=900.0)


def test_long_list_of_floors_is_shortened():
    floors = tuple(Floor(f"Lantai {i}", KAPUK, 100 + i) for i in range(9))
    with pytest.raises(BudgetError, match="Lantai 0, Lantai 1, Lantai 2, dan 6 lainnya"):
        solve_small(Constraints(lantai=floors), budget=50.0)


def test_lever_that_averts_nothing_is_not_bought_to_use_up_the_money():
    useless = GAIN.copy()
    useless[KAPUK, 2:] = [[0, useless[KAPUK, 1].item() + 1e-15]]  # b averts nothing in Kapuk but for rounding
    found = solve(useless, COST, 900.0, packages=PACKAGES)
    assert found.x[0, 0].tolist() == [0, 1, 0, 0]
    assert found.allocation().cost == frontier(useless, COST).full_cost == pytest.approx(100 + 125 + 180)
    floor = Constraints(lantai=(Floor("Lantai Kapuk", KAPUK, 150),))
    with pytest.raises(BudgetError, match="Batasan Lantai Kapuk tidak dapat dipenuhi"):
        solve(useless, COST, 900.0, floor, packages=PACKAGES)


def test_limits_that_make_no_sense_are_refused():
    with pytest.raises(BudgetError, match=r"Dana terikat \(DAK\) lebih besar daripada seluruh anggaran"):
        solve_small(Constraints(dana_terikat=(Fund("DAK", ("b",), 200),)))
    with pytest.raises(BudgetError, match="Batasan Laju menyebut tuas mms"):
        solve_small(Constraints(ramp=(Ramp("Laju", "mms", 0.1),)))
    with pytest.raises(BudgetError, match="Batasan Lantai belum punya angka"):
        solve_small(Constraints(lantai=(Floor("Lantai", GAMBIR, float("nan")),)))
    unknown = np.where(np.eye(3, 2) == 1, np.nan, PEOPLE)
    with pytest.raises(BudgetError, match="Jumlah sasaran a belum lengkap, sehingga batasan Kader"):
        solve(GAIN, COST, 175.0, ASKED["kapasitas"], packages=PACKAGES, persons=unknown)
    discount = COST.copy()
    discount[:, 3] *= 0.9
    with pytest.raises(BudgetError, match="bukan jumlah biaya tuasnya"):
        solve(GAIN, discount, 175.0, ASKED["dana terikat"], packages=PACKAGES)


def test_plan_table_of_a_constrained_answer_spends_what_the_answer_spends():
    found = solve_small(ASKED["dana terikat"]).allocation()
    wilayah = pd.DataFrame({"nama": ["Kapuk", "Kalideres", "Gambir"]})
    plan = allocation_table(found, PACKAGES, wilayah).set_index(["nama", "tuas"])
    assert plan["biaya_rp"].to_dict() == pytest.approx({("Kapuk", "a"): 75, ("Kapuk", "b"): 25, ("Kalideres", "b"): 75})

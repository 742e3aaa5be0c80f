"""What the page Analisis situasi says: coverage, quadrants for every pair of directions, spatial pattern."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.quadrants import QUADRANTS
from analysis.convergence.spatial import Pattern
from analysis.output.clusters import p_text, say_clusters, say_pattern
from analysis.output.quadrants import Axis, quadrant_name, say_quadrant, worst_quadrant
from analysis.output.sentences import say_coverage


def gaps(rows) -> pd.DataFrame:
    """rows: name, coverage, meets the target (None = not judged), people missed."""
    frame = pd.DataFrame(rows, columns=["nama_pendek", "nilai", "memenuhi", "terlewat"])
    return frame.assign(memenuhi=frame["memenuhi"].astype("boolean"))


def test_the_finding_counts_judged_services_and_names_where_most_people_are_missed():
    found = gaps(
        [
            ("Sanitasi layak", 60.0, None, 9000),  # no target: most people, but not judged
            ("MP-ASI", 70.0, False, 1200),
            ("ASI eksklusif", 75.0, False, 300),
            ("TTD ibu hamil", 60.0, False, 4000),
            ("TTD remaja putri", 60.0, True, 8000),  # meets its target
            ("Stop BABS", np.nan, None, np.nan),
        ]
    )
    assert say_coverage(found, 2024, "Jakarta Barat") == (
        "3 dari 4 indikator bertarget di Jakarta Barat belum mencapai target pada 2024; "
        "sasaran terbanyak terlewat: TTD ibu hamil (4.000) dan MP-ASI (1.200)."
    )


def test_nothing_short_nothing_judged_and_nothing_known_are_three_sentences():
    met, unjudged, unknown = (
        gaps([("MP-ASI", value, judged, 5)]) for value, judged in ((90.0, True), (90.0, None), (np.nan, None))
    )
    assert say_coverage(met, 2024, "Kapuk") == "Semua 1 indikator bertarget di Kapuk mencapai target pada 2024."
    assert "belum dapat dinilai" in say_coverage(unjudged, 2024, "Kapuk")
    assert say_coverage(unknown, 2025, "Kapuk") == "Belum ada data cakupan layanan 2025 untuk Kapuk."


STUNTING = Axis("Prevalensi rutin", "turun_baik", False)
FAMILIES = Axis("Proporsi KRS", "turun_baik", False)
WEIGHED = Axis("Cakupan D/S", "naik_baik", True)
TABLETS = Axis("TTD ibu hamil", "naik_baik", True)
AREA = Axis("Luas", "netral", False)


def asked(x: Axis, y: Axis) -> list[str]:
    """First word of the sentence of high-high, low-high, high-low and low-low."""
    return [say_quadrant(x, y, kuadran).replace(":", " ").replace(",", " ").split()[0] for kuadran in QUADRANTS]


def test_what_a_quadrant_asks_follows_direction_and_kind():
    # Result against service: high prevalence and high coverage is "services are there, results are not".
    assert asked(STUNTING, WEIGHED) == ["Layanan", "Pertahankan", "Prioritas", "Hasil"]
    # The same with the axes exchanged: only low-high and high-low change places.
    assert asked(WEIGHED, STUNTING) == ["Layanan", "Prioritas", "Pertahankan", "Hasil"]
    # Two results, both better when low.
    assert asked(STUNTING, FAMILIES) == ["Prioritas", "Timpang", "Timpang", "Pertahankan"]
    # Two services, both better when high.
    assert asked(WEIGHED, TABLETS) == ["Pertahankan", "Timpang", "Timpang", "Prioritas"]


def test_an_uneven_pair_names_which_is_good_and_which_is_not():
    assert say_quadrant(STUNTING, FAMILIES, "rendah_tinggi") == (
        "Timpang: prevalensi rutin sudah baik, proporsi KRS belum; cari penyebab bedanya."
    )


def test_a_measure_without_direction_gives_no_judgement():
    assert say_quadrant(AREA, AREA, "tinggi_tinggi") == "Tanpa arah baik atau buruk: bandingkan saja."
    assert say_quadrant(AREA, STUNTING, "tinggi_rendah").startswith("Prevalensi rutin sudah baik")
    assert say_quadrant(STUNTING, AREA, "tinggi_rendah").startswith("Prevalensi rutin belum baik")
    assert worst_quadrant(AREA, STUNTING) is None


@pytest.mark.parametrize(("x", "y"), list(itertools.product([STUNTING, WEIGHED, AREA], repeat=2)))
def test_every_pair_of_directions_has_a_sentence_and_a_name_for_every_quadrant(x, y):
    said = [say_quadrant(x, y, kuadran) for kuadran in QUADRANTS]
    assert all(text.endswith(".") and "{" not in text for text in said)
    assert len({quadrant_name(x, y, kuadran) for kuadran in QUADRANTS}) == 4
    judged = "netral" not in (x.polaritas, y.polaritas)
    assert sum(text.startswith("Prioritas") for text in said) == int(judged)
    assert (worst_quadrant(x, y) is not None) == judged
    if judged:
        assert said[QUADRANTS.index(worst_quadrant(x, y))].startswith("Prioritas")


def test_the_name_of_a_quadrant_keeps_the_capitals_of_abbreviations():
    assert quadrant_name(WEIGHED, TABLETS, "tinggi_rendah") == "Cakupan D/S tinggi, TTD ibu hamil rendah"


def pattern(kinds=(), *, raw=None, alasan="", moran=0.3, p=0.004, statistik="moran") -> Pattern:
    frame = pd.DataFrame({"nama": [f"K{place}" for place in range(len(kinds))], "klaster": list(kinds)})
    frame = frame.assign(klaster_mentah=list(raw or kinds))
    return Pattern(frame, 60, moran, -0.017, p, alasan, "terdekat", 6, statistik)


def test_a_pattern_its_opposite_and_none():
    assert say_pattern(pattern(), "Prevalensi rutin", "Jakarta Barat") == (
        "Kelurahan dengan prevalensi rutin serupa berdekatan di Jakarta Barat (I Moran 0,30; p 0,004)."
    )
    assert "berlawanan berdekatan" in say_pattern(pattern(moran=-0.3), "Prevalensi rutin", "Jakarta Barat")
    assert say_pattern(pattern(moran=0.05, p=0.31), "Proporsi KRS", "Jakarta Barat").startswith(
        "Tidak tampak pola ruang yang nyata pada proporsi KRS"
    )


def test_what_was_not_tested_says_why():
    said = [say_pattern(pattern(alasan=why), "Balita stunting", "DKI") for why in ("jumlah", "sedikit", "sama")]
    assert ["adalah jumlah" in said[0], "hanya 60 kelurahan" in said[1], "semua nilainya sama" in said[2]] == [True] * 3


def test_clusters_are_named_beside_what_chance_would_give():
    found = pattern(["tinggi_tinggi", "tinggi_tinggi", "tidak_nyata"], raw=["tinggi_tinggi"] * 3)
    assert say_clusters(found) == (
        "Nyata setelah koreksi uji berganda: tinggi, tetangga tinggi: K0 dan K1. "
        "Sebelum koreksi 3 dari 60 kelurahan tampak nyata; sekitar 3 karena kebetulan saja."
    )
    assert say_clusters(pattern(["tidak_nyata"])).startswith("Tidak ada kelurahan yang nyata setelah koreksi")
    many = pattern(["rendah_rendah"] * 7, statistik="gstar")
    assert "kumpulan rendah: 7 kelurahan" in say_clusters(many)


def test_a_very_small_p_is_a_limit():
    assert (p_text(0.0004), p_text(0.031)) == ("p < 0,001", "p 0,031")

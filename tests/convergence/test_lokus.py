import pandas as pd
import pytest

from analysis.convergence.lokus import (
    check_rule_1_1,
    list_conflicts,
    lokus_of_year,
    lokus_status,
    official_lists,
)

KALIDERES, TEGAL_ALUR = "31.73.06.1001", "31.73.06.1003"
WORDS = {"ya": ("a", "b"), "beda": ("b",), "tidak": ()}


def lists_of(history: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two versions per year; Gambir stands in every version, Kapuk as the history says, "?" = names not published."""
    names, lists = [], []
    for tahun, word in enumerate(history.split(), start=1):
        for versi in "ab":
            lists.append((f"31.73-{tahun}-{versi}", "31.73", tahun, versi, 8, "", "", "", "", ""))
            if word != "?":
                listed = ["31.71.01.1001"] + ["31.73.01.1005"] * (versi in WORDS[word])
                names += [(f"31.73-{tahun}-{versi}", "31.73", tahun, versi, kode, kode) for kode in listed]
    return (
        pd.DataFrame(names, columns=["daftar", "kode_kota", "tahun", "versi", "kode_kelurahan", "nama_di_sumber"]),
        pd.DataFrame(
            lists,
            columns=[
                "daftar",
                "kode_kota",
                "tahun",
                "versi",
                "jumlah",
                "nomor_sk",
                "sumber_judul",
                "sumber_url",
                "tanggal_sumber",
                "catatan",
            ],
        ),
    )


def test_history_says_only_what_published_lists_can_tell(cases, areas):
    for case in cases("riwayat_lokus", text=("dibanding",)).itertuples():
        lokus, daftar = lists_of(case.daftar)
        found = lokus_status(lokus, daftar, areas, "31.73").query("kode_kelurahan == '31.73.01.1005'")
        assert [status or "-" for status in found["status"]] == case.status.split(), case.kasus
        assert ["-" if pd.isna(year) else str(year) for year in found["dibanding"]] == case.dibanding.split(), (
            case.kasus
        )


def test_kota_without_any_list_has_an_empty_history(areas):
    lokus, daftar = lists_of("ya")
    assert lokus_status(lokus, daftar, areas, "31.71").empty


def test_jakarta_barat_2024_keeps_both_versions(published):
    lokus, daftar, kelurahan = published["lokus"], published["lokus_daftar"], published["kelurahan"]
    assert official_lists(lokus, daftar, "31.73", 2024)["n_nama"].tolist() == [8, 8]
    listed = lokus_of_year(lokus, kelurahan, "31.73", 2024).set_index("kode_kelurahan")
    assert listed.index[~listed["semua"]].tolist() == [KALIDERES, TEGAL_ALUR]
    assert listed.loc[[KALIDERES, TEGAL_ALUR], "versi"].tolist() == ["b", "a"]
    disputed = list_conflicts(lokus, daftar, kelurahan, "31.73", 2024)
    assert disputed[["nama", "versi", "ada"]].values.tolist() == [
        ["Kalideres", "a", False],
        ["Kalideres", "b", True],
        ["Tegal Alur", "a", True],
        ["Tegal Alur", "b", False],
    ]
    assert disputed["sumber_judul"].ne("").all()


def test_jakarta_selatan_2025_says_fifteen_and_names_sixteen(published):
    lists = official_lists(published["lokus"], published["lokus_daftar"], "31.74", 2025)
    assert lists[["jumlah", "n_nama"]].values.tolist() == [[16, 16], [15, 16]]


def test_jakarta_barat_2021_is_known_by_its_count_only(published):
    lokus, daftar = published["lokus"], published["lokus_daftar"]
    history = official_lists(lokus, daftar, "31.73").set_index("tahun")
    assert (history.loc[2021, "jumlah"], history.loc[2021, "n_nama"]) == (11, 0)
    matrix = lokus_status(lokus, daftar, published["kelurahan"], "31.73")
    assert set(matrix.loc[matrix["tahun"] == 2021, "status"]) == {"belum_diketahui"}


def test_jakarta_barat_lists_agree_when_there_is_one_version(published):
    conflicts = list_conflicts(published["lokus"], published["lokus_daftar"], published["kelurahan"], "31.73", 2023)
    assert conflicts.empty


def test_all_kota_at_once_gives_the_lists_of_each(published):
    listed = lokus_of_year(published["lokus"], published["kelurahan"], None, 2022)
    assert listed["kode_kota"].value_counts().to_dict() == {"31.73": 9, "31.72": 7}


def test_rule_1_1_gives_letters_only_where_the_rule_is_known(cases):
    kota = pd.DataFrame(
        {"kode_kelurahan": list("ABCDEF"), "jumlah": [10.0, 20, 30, 40, 50, 60], "prevalensi": [1.0, 2, 3, 4, 5, 1]}
    )
    limits = {"batas_jumlah": 30, "batas_prevalensi": 3}
    for case in cases("aturan_1_1", text=("huruf", "gagal")).itertuples():
        rule = check_rule_1_1(case.lokus.split(), kota, **limits)
        assert (rule.n_dinilai, rule.n_tinggi, rule.huruf) == (case.n_dinilai, case.n_tinggi, case.huruf), case.kasus
        assert rule.persen == pytest.approx(case.persen), case.kasus
        assert " ".join(rule.gagal) == case.gagal, case.kasus


def test_rule_1_1_takes_the_median_of_the_kota_unless_told_otherwise():
    kota = pd.DataFrame({"kode_kelurahan": list("ABCDE"), "jumlah": [1.0, 2, 3, 4, 50], "prevalensi": [1.0] * 5})
    rule = check_rule_1_1(["D"], kota)
    assert (rule.batas_jumlah, rule.batas_prevalensi, rule.huruf) == (3, 1, "A")

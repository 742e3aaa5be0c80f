"""Settings: the file, the environment above it, and every slip of the pen told in a sentence."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from analysis import language
from analysis.sources.settings import EXAMPLE, FILE_SETTING, KNOWN, ROOT, Settings, read_settings, settings

# Which name of the file fills which field.
FILLED_BY = {
    "penyimpanan": ("", "penyimpanan"),
    "data": ("", "data"),
    "log": ("", "log"),
    "masuk": ("auth", "redirect_uri"),
    "penyedia": ("auth", "client_id"),
    "akun": ("peran", "admin"),
    "klaim": ("masuk", "klaim"),
    "nilai_klaim": ("klaim_peran", "admin"),
    "peran_bawaan": ("masuk", "peran_bawaan"),
    "masa_sesi_menit": ("masuk", "masa_sesi_menit"),
}


@pytest.fixture
def told(tmp_path):
    """told(text of the file, **environment) -> Settings."""

    def read(text: str, **environment: str) -> Settings:
        path = tmp_path / "konvergensi.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings({FILE_SETTING: str(path), **environment})

    return read


def sentences(found: Settings) -> str:
    return "\n".join(map(str, found.masalah))


def uncommented() -> str:
    """The example as somebody has it who uses every line of it."""
    text = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    return re.sub(r"^#(?=\[?[a-z_]+\]?( =|$))", "", text, flags=re.MULTILINE)


def test_the_example_as_shipped_changes_nothing(told):
    found = told((ROOT / EXAMPLE).read_text(encoding="utf-8"))
    assert dataclasses.replace(found, berkas=None) == read_settings({FILE_SETTING: ""}) and not found.masuk


def test_the_example_used_whole_sets_every_field_and_names_every_setting(told):
    text = uncommented()
    found, parsed = told(text), tomllib.loads(text)
    assert sentences(found) == ""
    fields = {field.name for field in dataclasses.fields(Settings)} - {"berkas", "masalah", "kurang"}
    assert fields == set(FILLED_BY)
    for name, (section, key) in FILLED_BY.items():
        assert key in (parsed[section] if section else parsed), name
        assert getattr(found, name) != getattr(Settings(), name), name
    for section, names in KNOWN.items():
        assert set(names) <= set(parsed[section] if section else parsed), section
    assert found.akun["pengelola_data"] == ("subanppeko@kota.go.id",)


def test_every_setting_of_the_example_stands_below_its_explanation():
    lines = (ROOT / EXAMPLE).read_text(encoding="utf-8").splitlines()
    settings_ = [place for place, line in enumerate(lines) if re.match(r"#[a-z_]+ =", line)]
    assert len(settings_) > 15
    for place in settings_:
        above = next(line for line in reversed(lines[:place]) if not re.match(r"#[a-z_]+ =", line))
        assert above.startswith(("# ", "[peran]", "[klaim_peran]", "#[auth]")), lines[place]


def test_the_environment_wins_over_the_file(told):
    found = told(
        'penyimpanan = "/a"\n[peran]\nadmin = ["a@kota.go.id"]\n[masuk]\nmasa_sesi_menit = 5\n',
        KONVERGENSI_PENYIMPANAN="/b",
        KONVERGENSI_PERAN_ADMIN="b@kota.go.id, c@kota.go.id",
        KONVERGENSI_MASUK_MASA_SESI_MENIT="60",
    )
    assert (found.penyimpanan, found.akun["admin"], found.masa_sesi_menit) == (
        "/b",
        ("b@kota.go.id", "c@kota.go.id"),
        60,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('penyimpnan = "/a"', "Pengaturan penyimpnan tidak dikenal dan tidak dipakai"),
        ('[peran]\nadmn = ["a@b"]', "Pengaturan [peran] admn tidak dikenal"),
        ('[peranan]\nadmin = ["a@b"]', "Bagian [peranan] tidak dikenal"),
        ('peran = "admin"', "[peran] harus sebuah bagian"),
        ("[peran]\nadmin = 5", "[peran] admin harus daftar teks"),
        ('[peran]\nadmin = ["a@b", 5]', "[peran] admin harus daftar teks"),
        ("penyimpanan = 5", "penyimpanan harus teks"),
        ('log = "xml"', "pilihannya teks, json"),
        ('[masuk]\nperan_bawaan = "bos"', "pilihannya publik"),
        ("[masuk]\nmasa_sesi_menit = -5", "bilangan bulat, 0 atau lebih"),
        ("[masuk]\nmasa_sesi_menit = true", "bilangan bulat, 0 atau lebih"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_the_safe_default_stands(told, text, sentence):
    found = told(text)
    assert sentence in sentences(found) and len(found.masalah) == 1
    assert dataclasses.replace(found, berkas=None, masalah=()) == read_settings({FILE_SETTING: ""})


def test_a_variable_that_comes_near_to_a_setting_is_told(told):
    found = told("", KONVERGENSI_PENYIMPNAN="/rahasia", KONVERGENSI_BROWSER="/usr/bin/chromium")
    assert "mungkin maksudnya KONVERGENSI_PENYIMPANAN" in sentences(found)
    assert len(found.masalah) == 1 and "rahasia" not in sentences(found)


def test_secrets_and_values_are_in_no_sentence(told):
    text = (
        '[auth]\nclient_secret = "sangat-rahasia"\n[masuk]\nperan_bawaan = "sangat-rahasia"\nklaim = 9900000000000001\n'
    )
    assert "rahasia" not in sentences(told(text)) and "99000" not in sentences(told(text))


def test_a_file_that_cannot_be_read_closes_the_app_and_is_told(told):
    """It may have asked for a login: an app that opens because of a slip of the pen would be worse than a closed one."""
    gone = read_settings({FILE_SETTING: "/tiada/konvergensi.toml"})
    assert "tidak ditemukan" in sentences(gone) and gone.masuk and not gone.penyedia
    broken = told("penyimpanan = [")
    assert "tidak dapat dibaca sebagai TOML" in sentences(broken) and broken.masuk and not broken.penyedia


def test_a_login_that_is_not_whole_is_told_by_its_keys(told):
    found = told('[auth]\nclient_id = "konvergensi"\ncookie_secret = "pendek"\n')
    assert found.masuk and not found.penyedia
    assert "client_secret, server_metadata_url, redirect_uri, cookie_secret" in sentences(found)
    assert "pendek" not in sentences(found)


def test_a_sentence_speaks_the_language_of_its_reader(told):
    found = told('log = "xml"')
    language.use("en")
    assert str(found.masalah[0]) == "The setting log is not known; the choices are teks, json."


def test_a_changed_environment_is_seen_and_the_store_follows(monkeypatch, tmp_path):
    from analysis.sources.store import open_store

    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path / "x"))
    assert settings().penyimpanan == str(tmp_path / "x") and settings() is settings()
    assert open_store({}).location == str(tmp_path / "x")
    monkeypatch.delenv("KONVERGENSI_PENYIMPANAN")
    (tmp_path / "k.toml").write_text(f'penyimpanan = "{tmp_path / "y"}"')
    monkeypatch.setenv(FILE_SETTING, str(tmp_path / "k.toml"))
    assert open_store({}).location == str(tmp_path / "y")


def test_only_the_settings_read_our_environment():
    """One way in: a second reader of KONVERGENSI_* would miss what the file says."""
    root = Path(ROOT)
    reading = [
        path.relative_to(root).as_posix()
        for folder in ("analysis", "pages")
        for path in (root / folder).rglob("*.py")
        if "environ" in path.read_text(encoding="utf-8") and "import os" in path.read_text(encoding="utf-8")
    ]
    assert reading == ["analysis/sources/settings.py"]

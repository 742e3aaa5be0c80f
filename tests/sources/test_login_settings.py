"""What of [auth] makes a login (analysis/sources/settings.py): whole, or closed to everybody; never open by mistake."""

import pytest

from analysis.sources.settings import read_settings

WHOLE = {
    "redirect_uri": "https://konvergensi.kota.test/oauth2callback",
    "cookie_secret": "a" * 32,
    "client_id": "konvergensi",
    "client_secret": "rahasia",
    "server_metadata_url": "https://sso.kota.test/.well-known/openid-configuration",
}


def read(tmp_path, text: str):
    path = tmp_path / "pengaturan.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings({"KONVERGENSI_PENGATURAN": str(path)})


def auth(**values: str) -> str:
    return "[auth]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())


def test_a_whole_auth_is_one_provider_without_a_name(tmp_path):
    found = read(tmp_path, auth(**WHOLE))
    assert (found.masuk, found.penyedia, found.kurang) == (True, {"": "konvergensi"}, ())


@pytest.mark.parametrize("key", WHOLE)
def test_what_is_missing_is_named_and_nobody_can_sign_in(tmp_path, key):
    for text in (auth(**{name: value for name, value in WHOLE.items() if name != key}), auth(**WHOLE | {key: ""})):
        found = read(tmp_path, text)
        assert (found.masuk, found.penyedia, found.kurang) == (True, {}, (key,))


@pytest.mark.parametrize(
    ("key", "value"), [("cookie_secret", "a" * 31), ("redirect_uri", "https://konvergensi.kota.test/")]
)
def test_a_short_secret_and_a_wrong_way_back_are_not_accepted(tmp_path, key, value):
    found = read(tmp_path, auth(**WHOLE | {key: value}))
    assert (found.masuk, found.penyedia, found.kurang) == (True, {}, (key,))


def test_named_providers_are_those_described_whole(tmp_path):
    shared = {key: WHOLE[key] for key in ("redirect_uri", "cookie_secret")}
    own = "".join(f'{key} = "{value}"\n' for key, value in WHOLE.items() if key not in shared)
    text = auth(**shared) + f'[auth.kota]\n{own}[auth.separuh]\nclient_id = "x"\n[auth.garis_bawah]\n{own}'
    found = read(tmp_path, text)
    assert (found.penyedia, found.kurang) == ({"kota": "konvergensi"}, ())


@pytest.mark.parametrize("text", ["[auth]\n", 'auth = "ya"\n', "[auth\nclient_id =", "\x00"])
def test_what_cannot_be_understood_closes_the_app(tmp_path, text):
    found = read(tmp_path, text)
    assert found.masuk
    assert found.penyedia == {}
    assert found.kurang or found.masalah


def test_a_file_that_is_named_and_not_there_closes_the_app(tmp_path):
    found = read_settings({"KONVERGENSI_PENGATURAN": str(tmp_path / "tidak_ada.toml")})
    assert (found.masuk, found.penyedia, found.berkas) == (True, {}, None)
    assert "tertutup" in str(found.masalah[0])


def test_settings_without_auth_leave_the_app_to_its_own_machine(tmp_path):
    found = read(tmp_path, 'log = "json"\n')
    assert (found.masuk, found.penyedia, found.kurang) == (False, {}, ())

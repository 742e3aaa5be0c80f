"""How this installation is set: one TOML file, every value also through the environment, which wins.

Trap: the same file holds what Streamlit's own login reads (`[auth]`, with secrets), so it is never printed, logged or
shown whole. A setting that is wrong is told in a sentence and its safe default is used: nothing opens by mistake. A
name that nobody knows is told too, for a slip of the pen would otherwise leave a default standing without a word.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from analysis.access import ROLES
from analysis.language import _, join_names
from analysis.sources.problems import quote

ROOT = Path(__file__).resolve().parents[2]
FILE_SETTING = "KONVERGENSI_PENGATURAN"
EXAMPLE = "konvergensi.contoh.toml"
_PREFIX = "KONVERGENSI_"
_LARGEST = 100_000  # bytes of a settings file
_DIGITS = 6  # of a number of minutes: two years
LOGS = ("teks", "json")
# What may stand in the file, by section ("" = above the first section).
KNOWN = {
    "": ("penyimpanan", "data", "log"),
    "masuk": ("klaim", "peran_bawaan", "masa_sesi_menit"),
    "peran": ROLES,
    "klaim_peran": ROLES,
}
# Sections that Streamlit reads by itself.
_OF_STREAMLIT = ("auth",)
# What Streamlit must know of a provider; with a shorter secret a login could be forged by trying.
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_NO_PROVIDER = ("client_kwargs",)
SECRET_LENGTH = 32
# Stands for a file that cannot be read: it may have asked for a login, so nobody gets in until it is mended.
_CLOSED = {"auth": {}}


class SettingProblem:
    """Something wrong with the settings: `str()` says it in the language in use. Never holds a value of the file."""

    def __init__(self, jenis: str, **words: str):
        self.jenis, self._words = jenis, words

    def __str__(self) -> str:
        return _sentences()[self.jenis].format(**self._words)


@dataclass(frozen=True)
class Settings:
    """The settings in use; an empty text is "not set".

    `berkas`: the file they were read from, or None. `penyimpanan`: where people's records lie. `data`: the folder of
    tables. `log`: one of LOGS. `masuk`: a login (OpenID Connect) is set up. `akun`: accounts by role. `klaim`: the
    claim of the provider that names roles, and `nilai_klaim`: its values by role. `peran_bawaan`: the role of a known
    person whom nobody gave one ("" = none). `masa_sesi_menit`: how long a login lasts, 0 = as long as the token says.
    `masalah`: what was wrong, each a sentence once it is shown. `penyedia`: the providers that one may sign in with,
    {name: client_id}, "" for the one without a name; none = nobody can sign in, and `kurang` names the keys of [auth]
    that are missing.
    """

    berkas: Path | None = None
    penyimpanan: str = ""
    data: str = ""
    log: str = "teks"
    masuk: bool = False
    akun: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    klaim: str = ""
    nilai_klaim: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    peran_bawaan: str = ""
    masa_sesi_menit: int = 0
    masalah: tuple[SettingProblem, ...] = ()
    penyedia: Mapping[str, str] = field(default_factory=dict)
    kurang: tuple[str, ...] = ()


def settings() -> Settings:
    """The settings of this process; the file is read once."""
    return _read_once(tuple((name, text) for name, text in os.environ.items() if name.startswith(_PREFIX)))


@cache
def _read_once(environment: tuple[tuple[str, str], ...]) -> Settings:
    return read_settings(dict(environment))


settings.cache_clear = _read_once.cache_clear  # for who writes the file anew while the process runs


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` and the file it names (else konvergensi.toml beside the app) give. Never raises."""
    named = environment.get(FILE_SETTING, "")
    path = Path(named) if named else ROOT / "konvergensi.toml"
    trouble: list[SettingProblem] = []
    told = _read(path, bool(named), trouble)
    _tell_unknown(told, environment, trouble)
    given = _Given(told, environment, trouble)
    providers, missing = _login(told["auth"]) if "auth" in told and told is not _CLOSED else ({}, ())
    if missing:
        trouble.append(SettingProblem("masuk_kurang", nama=", ".join(missing)))
    return Settings(
        berkas=path if told and told is not _CLOSED else None,
        penyimpanan=given.text("penyimpanan"),
        data=given.text("data"),
        log=given.one_of("log", LOGS) or "teks",
        masuk="auth" in told,
        akun={role: given.names(role, "peran") for role in ROLES},
        klaim=given.text("klaim", "masuk"),
        nilai_klaim={role: given.names(role, "klaim_peran") for role in ROLES},
        peran_bawaan=given.one_of("peran_bawaan", ROLES, "masuk"),
        masa_sesi_menit=given.minutes("masa_sesi_menit", "masuk"),
        masalah=tuple(trouble),
        penyedia=providers,
        kurang=missing,
    )


def _login(auth: object) -> tuple[dict[str, str], tuple[str, ...]]:
    """The providers that are described whole, and the keys that are missing so that nobody can sign in."""
    told = auth if isinstance(auth, Mapping) else {}
    named = {name: part for name, part in told.items() if isinstance(part, Mapping) and name not in _NO_PROVIDER}
    described = {"": told} | named
    lacking = {name: [key for key in _PROVIDER if not part.get(key)] for name, part in described.items()}
    providers = {
        name: str(described[name]["client_id"]) for name, keys in lacking.items() if not keys and "_" not in name
    }
    missing = [] if providers else min(lacking.values(), key=len)
    if not str(told.get("redirect_uri", "")).endswith("/oauth2callback"):
        missing.append("redirect_uri")
    if len(str(told.get("cookie_secret", ""))) < SECRET_LENGTH:
        missing.append("cookie_secret")
    return ({} if missing else providers), tuple(missing)


class _Given:
    """What is given for one setting, the environment before the file; of a wrong kind it is told and left out."""

    def __init__(
        self, told: Mapping[str, object], environment: Mapping[str, str], trouble: list[SettingProblem]
    ) -> None:
        self._told, self._environment, self._trouble = told, environment, trouble

    def _value(self, name: str, section: str) -> object:
        place = self._told.get(section) if section else self._told
        written = place.get(name) if isinstance(place, Mapping) else None
        return self._environment.get(_variable(name, section)) or ("" if written is None else written)

    def text(self, name: str, section: str = "") -> str:
        value = self._value(name, section)
        if isinstance(value, str):
            return value.strip()
        self._trouble.append(SettingProblem("bukan_teks", nama=name))
        return ""

    def one_of(self, name: str, allowed: tuple[str, ...], section: str = "") -> str:
        value = self.text(name, section)
        if value and value not in allowed:
            self._trouble.append(SettingProblem("pilihan", nama=name, pilihan=", ".join(allowed)))
            return ""
        return value

    def names(self, name: str, section: str) -> tuple[str, ...]:
        """A list of names, or one text with commas (as an environment variable holds it)."""
        value = self._value(name, section)
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            self._trouble.append(SettingProblem("bukan_daftar", nama=f"[{section}] {name}"))
            return ()
        return tuple(part.strip() for part in parts if part.strip())

    def minutes(self, name: str, section: str) -> int:
        value = self._value(name, section)
        if value == "":
            return 0
        if isinstance(value, bool) or not str(value).isdecimal() or len(str(value)) > _DIGITS:
            self._trouble.append(SettingProblem("bukan_menit", nama=name))
            return 0
        return int(str(value))


def _variable(name: str, section: str) -> str:
    """The environment variable of a setting."""
    return (_PREFIX + (f"{section}_" if section else "") + name).upper()


def _read(path: Path, wanted: bool, trouble: list[SettingProblem]) -> Mapping[str, object]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if not wanted:
            return {}
        trouble.append(SettingProblem("tak_ada"))
    # ValueError: far too large, no UTF-8, no TOML, or a number beyond all bounds.
    except (OSError, ValueError, RecursionError):
        trouble.append(SettingProblem("bukan_toml"))
    return _CLOSED


def _tell_unknown(told: Mapping[str, object], environment: Mapping[str, str], trouble: list[SettingProblem]) -> None:
    """Sections and names of the file that no setting has, and variables that look like one."""
    sections = [name for name in KNOWN if name] + list(_OF_STREAMLIT)
    for name, value in told.items():
        if name in sections:
            if not isinstance(value, Mapping):
                trouble.append(SettingProblem("bukan_bagian", nama=f"[{name}]"))
            elif name in KNOWN:
                _tell_strange(value, KNOWN[name], f"[{name}] ", trouble)
        elif isinstance(value, Mapping):
            _tell_strange([name], sections, "", trouble, "bagian_asing")
        else:
            _tell_strange([name], KNOWN[""], "", trouble)
    variables = [_variable(name, section) for section, names in KNOWN.items() for name in names] + [FILE_SETTING]
    # Tests and tools have variables of their own; only what comes near to a setting is a slip.
    for name in environment:
        if (
            name.startswith(_PREFIX)
            and name not in variables
            and (meant := get_close_matches(name, variables, 1, 0.85))
        ):
            trouble.append(SettingProblem("mungkin", nama=quote(name) or "…", dekat=meant[0]))


def _tell_strange(
    names: Iterable[str], known: Iterable[str], before: str, trouble: list[SettingProblem], jenis: str = "nama_asing"
) -> None:
    for name in names:
        if name not in known:
            trouble.append(SettingProblem(jenis, nama=before + (quote(name) or "…"), dikenal=join_names(list(known))))


def _sentences() -> dict[str, str]:
    return {
        "tak_ada": _("Berkas pengaturan tidak ditemukan; aplikasi tertutup sampai berkas itu ada."),
        "bukan_toml": _("Berkas pengaturan tidak dapat dibaca sebagai TOML; perbaiki, lalu jalankan ulang."),
        "masuk_kurang": _("Bagian [auth] belum lengkap ({nama}), jadi aplikasi tertutup bagi semua orang."),
        "pilihan": _("Pengaturan {nama} tidak dikenal; pilihannya {pilihan}."),
        "nama_asing": _("Pengaturan {nama} tidak dikenal dan tidak dipakai; yang dikenal di sana: {dikenal}."),
        "bagian_asing": _("Bagian [{nama}] tidak dikenal dan tidak dipakai; yang dikenal: {dikenal}."),
        "mungkin": _("Peubah lingkungan {nama} tidak dikenal dan tidak dipakai; mungkin maksudnya {dekat}."),
        "bukan_bagian": _("{nama} harus sebuah bagian; tulis {nama} di satu baris dan isinya di bawahnya."),
        "bukan_teks": _("Pengaturan {nama} harus teks di antara tanda petik."),
        "bukan_daftar": _('Pengaturan {nama} harus daftar teks, misalnya ["a@kota.go.id", "b@kota.go.id"].'),
        "bukan_menit": _("Pengaturan {nama} harus bilangan bulat, 0 atau lebih."),
    }

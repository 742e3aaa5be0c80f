"""How this installation is set: one TOML file, every value also through the environment, which wins.

Trap: the same file holds what Streamlit's own login reads (`[auth]`, with secrets), so it is never printed, logged or
shown whole. A setting that is wrong is told in a sentence and its safe default is used: nothing opens by mistake.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analysis.access import ROLES
from analysis.language import _

ROOT = Path(__file__).resolve().parents[2]
FILE_SETTING = "KONVERGENSI_PENGATURAN"
_PREFIX = "KONVERGENSI_"
LOGS = ("teks", "json")
# What Streamlit must know of a provider; with a shorter secret a login could be forged by trying.
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_NO_PROVIDER = ("client_kwargs",)
SECRET_LENGTH = 32
# Stands for a file that cannot be read: it may have asked for a login, so nobody gets in until it is mended.
_CLOSED = {"auth": {}}


@dataclass(frozen=True)
class Settings:
    """The settings in use; an empty text is "not set".

    `berkas`: the file they were read from, or None. `penyimpanan`: where people's records lie. `data`: the folder of
    tables. `log`: one of LOGS. `masuk`: a login (OpenID Connect) is set up. `akun`: accounts by role. `klaim`: the
    claim of the provider that names roles, and `nilai_klaim`: its values by role. `peran_bawaan`: the role of a known
    person whom nobody gave one ("" = none). `masa_sesi_menit`: how long a login lasts, 0 = as long as the token says.
    `masalah`: what was wrong, a sentence each. `penyedia`: the providers that one may sign in with, {name:
    client_id}, "" for the one without a name; none = nobody can sign in, and `kurang` names the keys of [auth] missing.
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
    masalah: tuple[str, ...] = ()
    penyedia: Mapping[str, str] = field(default_factory=dict)
    kurang: tuple[str, ...] = ()


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` and the file it names (else konvergensi.toml beside the app) give. Never raises."""
    named = environment.get(FILE_SETTING, "")
    path = Path(named) if named else ROOT / "konvergensi.toml"
    trouble: list[str] = []
    told = _read(path, bool(named), trouble)

    def value(name: str, section: str = "", default: object = "") -> object:
        place = told.get(section, {}) if section else told
        words = [_PREFIX, section, "_" if section else "", name]
        return environment.get("".join(words).upper()) or (place.get(name, default) if _is_table(place) else default)

    def names_by_role(section: str) -> dict[str, tuple[str, ...]]:
        return {role: _names(value(role, section, ())) for role in ROLES}

    def one_of(name: str, allowed: tuple[str, ...], section: str = "") -> str:
        given = str(value(name, section))
        if given and given not in allowed:
            sentence = _("Pengaturan {nama} tidak dikenal; pilihannya {pilihan}.")
            trouble.append(sentence.format(nama=name, pilihan=", ".join(allowed)))
            return ""
        return given

    providers, missing = _login(told["auth"]) if "auth" in told and told is not _CLOSED else ({}, ())
    return Settings(
        berkas=path if told and told is not _CLOSED else None,
        penyimpanan=str(value("penyimpanan")),
        data=str(value("data")),
        log=one_of("log", LOGS) or "teks",
        masuk="auth" in told,
        akun=names_by_role("peran"),
        klaim=str(value("klaim", "masuk")),
        nilai_klaim=names_by_role("klaim_peran"),
        peran_bawaan=one_of("peran_bawaan", ROLES, "masuk"),
        masa_sesi_menit=_minutes(value("masa_sesi_menit", "masuk", 0), trouble),
        masalah=tuple(trouble),
        penyedia=providers,
        kurang=missing,
    )


def _login(auth: object) -> tuple[dict[str, str], tuple[str, ...]]:
    """The providers that are described whole, and the keys that are missing so that nobody can sign in."""
    told = auth if isinstance(auth, Mapping) else {}
    named = {name: part for name, part in told.items() if _is_table(part) and name not in _NO_PROVIDER}
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


def _is_table(place: object) -> bool:
    return isinstance(place, Mapping)


def _read(path: Path, wanted: bool, trouble: list[str]) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not wanted:
            return {}
        trouble.append(_("Berkas pengaturan tidak ditemukan; aplikasi tertutup sampai berkas itu ada."))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        trouble.append(_("Berkas pengaturan tidak dapat dibaca sebagai TOML; perbaiki, lalu jalankan ulang."))
    return _CLOSED


def _names(value: object) -> tuple[str, ...]:
    """A list of names, or one text with commas (as an environment variable holds it)."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _minutes(value: object, trouble: list[str]) -> int:
    try:
        minutes = int(str(value))
    except ValueError:
        minutes = -1
    if minutes < 0:
        trouble.append(_("Pengaturan masa_sesi_menit harus bilangan bulat, 0 atau lebih."))
    return max(minutes, 0)

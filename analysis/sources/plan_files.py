"""A simulated plan as people keep and pass it on: a TOML file, the cell of the store, one parameter of an address.

Traps: whatever comes in was written by anyone, so its size is limited before it is unpacked, and only plain values come
out: what they mean is judged by `scenario.plan`. And TOML has no empty value: what is unknown is left out.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import zlib
from collections.abc import Mapping
from pathlib import Path

from analysis.language import _

LARGEST_FILE = 200_000  # bytes; a plan with every kelurahan named has some 6,000
_MOST_DOTS = 1_000  # outside quotes; a key of thousands of parts takes time with their square
LONGEST_ADDRESS = 6_000  # characters
_HEADER = "# Rencana simulasi Konvergensi. Persen cakupan 0-100, biaya dalam rupiah; biaya yang tidak ditulis tidak diketahui."


class PlanFileError(ValueError):
    """The text is no plan; str() is one sentence for its owner."""


def to_toml(plan: Mapping) -> str:
    """A plan (`plan_to_dict`) as TOML text: texts, numbers, lists of them, and tables of them."""
    plain = {key: value for key, value in plan.items() if not isinstance(value, Mapping)}
    lines = [_HEADER, *_pairs(plain)]
    for key, value in plan.items():
        if isinstance(value, Mapping):
            lines += _table((key,), value)
    return "\n".join(lines) + "\n"


def _table(path: tuple[str, ...], table: Mapping) -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = ["", f"[{'.'.join(map(_key, path))}]", *_pairs(plain)] if plain or not table else []
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += _table((*path, str(key)), value)
    return lines


def _pairs(table: Mapping) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _key(key: object) -> str:
    text = str(key)
    bare = text and text.isascii() and text.replace("_", "").replace("-", "").isalnum()
    return text if bare else _value(text)


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    # A JSON text is a TOML text but for one sign.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_toml(data: bytes, nama: str) -> dict:
    """The values in a TOML (or JSON) file. Raises PlanFileError with one sentence that names the file."""
    if len(data) > LARGEST_FILE:
        raise PlanFileError(
            _("{nama}: berkas terlalu besar untuk sebuah rencana; kirim berkas rencana saja.").format(nama=nama)
        )
    try:
        text = data.decode("utf-8-sig")
        return _object(json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(_shallow(text)))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        text = _("{nama}, baris {baris}: bukan TOML yang benar; perbaiki baris itu.")
        at_end = _("{nama}: TOML-nya terpotong; salin ulang berkasnya.")
        said = text.format(nama=nama, baris=found[1]) if found else at_end.format(nama=nama)
        raise PlanFileError(said) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        unreadable = _("{nama}: isinya bukan rencana simulasi; pakai berkas TOML yang diunduh dari halaman Skenario.")
        raise PlanFileError(unreadable.format(nama=nama)) from error


def _shallow(text: str) -> str:
    """The text itself. ValueError where a key goes deeper than any plan."""
    lines = (line for line in text.split("\n") if not line.lstrip().startswith("#"))
    if any("".join(line.split('"')[::2]).count(".") > _MOST_DOTS for line in lines):
        raise ValueError("deep")
    return text


def read_plan_file(name: str, standard_input: bool = False) -> dict:
    """The values in the plan file `name` (or in standard input). OSError as `open`; PlanFileError."""
    data = sys.stdin.buffer.read(LARGEST_FILE + 1) if standard_input else Path(name).read_bytes()
    return from_toml(data, name)


def _object(value: object) -> dict:
    if not isinstance(value, dict):
        raise ValueError("no table")
    return value


def to_text(plan: Mapping) -> str:
    """A plan as the cell of the store keeps it: JSON in one line."""
    return json.dumps(plan, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_text(text: str) -> dict:
    """The plan in a cell of the store. Raises PlanFileError."""
    try:
        return _object(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise PlanFileError(_("Rencana yang tersimpan tidak dapat dibaca; simpan ulang rencananya.")) from error


def to_address(plan: Mapping) -> str:
    """A plan as one parameter of an address: letters, digits, "-" and "_" only."""
    packed = zlib.compress(to_text(plan).encode(), level=9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_address(parameter: str) -> dict:
    """The plan in an address. Raises PlanFileError."""
    wrong = PlanFileError(_("Tautan ini tidak memuat rencana yang utuh; minta tautan atau berkas rencananya lagi."))
    if len(parameter) > LONGEST_ADDRESS:
        raise wrong
    try:
        packed = base64.b64decode(parameter + "=" * (-len(parameter) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        # Never more than a plan can hold: a few bytes may unpack to gigabytes.
        text = unpacker.decompress(packed, LARGEST_FILE)
        if not unpacker.eof:
            raise wrong
        return _object(json.loads(text))
    except (ValueError, zlib.error, RecursionError) as error:
        raise wrong from error

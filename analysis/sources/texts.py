"""The texts that users read, collected from code and tables into the English catalogue.

Trap: names and notes in the CSV tables are on screen as much as the texts in the code. They are
collected here too, so a new indicator without an English name is found by the same test.
Titles of sources, numbers of decrees and names of places stay as they are published.
"""

from __future__ import annotations

import ast
import csv
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

READ_BY_USERS = {
    "data/rujukan": [
        "nama", "nama_pendek", "definisi", "pembilang_definisi", "penyebut_definisi", "kelompok", "satuan",
        "keluaran", "arti", "kepanjangan", "topik", "masalah", "yang_mengisi", "kriteria", "catatan",
        "sasaran", "tempat", "asal_biaya",
    ],
    "data/resmi": ["satuan", "periode", "kegiatan", "catatan"],
    "data/contoh": ["bukti"],
}  # fmt: skip


def _called_with(path: Path) -> list[str]:
    """The literal texts that a module hands to `_()`; read from its syntax tree, inside f-strings too."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args
        if isinstance(node.args[0], ast.Constant)
    ]


def collect_texts(root: Path) -> dict[str, list[str]]:
    """Every text for people and where it stands: {text: ["analysis/output/maps.py", ...]}."""
    found: dict[str, list[str]] = {}
    for folder in ("analysis", "pages"):
        for path in sorted((root / folder).rglob("*.py")):
            for text in _called_with(path):
                found.setdefault(text, []).append(path.relative_to(root).as_posix())
    for folder, columns in READ_BY_USERS.items():
        for path in sorted((root / folder).glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for column in columns:
                        if text := row.get(column) or "":
                            found.setdefault(text, []).append(f"{folder}/{path.name}")
    return {text: sorted(set(places)) for text, places in sorted(found.items()) if not _bare(text)}


def _bare(text: str) -> bool:
    """Nothing to translate: numbers and signs."""
    return not any(letter.isalpha() for letter in text)


def read_english(root: Path) -> dict[str, str]:
    """The English catalogue as {Indonesian: English}; a text not yet translated maps to ""."""
    path = root / "locale/en/LC_MESSAGES/konvergensi.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}


def write_english(root: Path, english: dict[str, str]) -> list[str]:
    """Write the catalogue for the texts that exist now; returns those still without English."""
    catalogue = Catalog(locale="en", project="Konvergensi", charset="utf-8", fuzzy=False)
    texts = collect_texts(root)
    for text, places in texts.items():
        catalogue.add(text, english.get(text, ""), locations=[(place, 0) for place in places])
    path = root / "locale/en/LC_MESSAGES/konvergensi.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    return [text for text in texts if not english.get(text)]

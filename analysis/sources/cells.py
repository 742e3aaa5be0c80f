"""What one cell means: counts, shares, years, dates and codes as Indonesian Excel writes them.

Traps: `1.234` is 1234 where a count stands and 1.234 where a decimal stands; `31.71` is a code and
no number at all; BPS numbers the same kelurahan differently (digit 7 is 0) and must never be taken
for a Kemendagri code. Each reader takes the text of a cell that is not empty and gives its value, or a
`Refusal` that names the sentence in `problems`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

# What people write where there is nothing.
NOTHING = {"", "-", "–", "—", "na", "n/a", "#n/a", "nan", "null"}
LARGEST_COUNT = 9_999_999_999
# A year's stunting budget of DKI has thirteen digits.
LARGEST_RUPIAH = 999_999_999_999_999
# Twelve digits or more in a row, in groups or not: a NIK or a telephone number.
_IDENTITY = re.compile(r"[0-9](?:[ .-]?[0-9]){11}")
_NIK = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")


@dataclass(frozen=True)
class Refusal:
    """Why a cell has no value: the kind of problem."""

    jenis: str


def is_empty(text: str) -> bool:
    return text.strip().lower() in NOTHING


def _compact(text: str) -> str:
    """A number without surrounding blanks, with a plain minus and plain spaces."""
    return " ".join(text.replace("\u2212", "-").split())


def read_text(text: str) -> str:
    return text.strip()


def read_free_text(text: str) -> str | Refusal:
    """What people write in their own words; a text with the number of a person or a telephone is refused."""
    return Refusal("mirip_identitas") if _IDENTITY.search(text) else text.strip()


def read_link(text: str) -> str | Refusal:
    """An address of the web; anything else ("javascript:", a path, a formula) is refused."""
    link = text.strip()
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", link, re.IGNORECASE):
        return Refusal("bukan_tautan")
    # Addresses of articles hold long numbers, so only what is as long as a NIK is refused.
    return Refusal("mirip_identitas") if _NIK.search(link) else link


def read_rupiah(text: str) -> int | Refusal:
    """ "Rp 1.250.000.000" -> 1250000000."""
    return _read_whole(re.sub(r"^\s*rp\.?\s*", "", text, flags=re.IGNORECASE), LARGEST_RUPIAH)


def read_count(text: str) -> int | Refusal:
    """ "1234", "1.234" and "1234,0" -> 1234; "12,5" is refused."""
    return _read_whole(text, LARGEST_COUNT)


def _read_whole(text: str, largest: int) -> int | Refusal:
    if len(text) <= 9 and text.isascii() and text.isdigit():
        return int(text)  # nearly every cell; the patterns below cost ten times as much
    number = _compact(text)
    if re.fullmatch(r"-?[0-9]{1,3}([. ][0-9]{3})+(,0+)?", number):
        whole = re.sub(r"[. ]|,0+$", "", number)
    elif re.fullmatch(r"-?[0-9]+([.,]0+)?", number):
        whole = re.split(r"[.,]", number)[0]
    elif re.fullmatch(r"-?[0-9]*[.,][0-9.,]*", number):
        return Refusal("bukan_bulat")
    else:
        return Refusal("bukan_angka")
    # The length first: int() of thousands of digits is slow.
    too_large = len(whole) > 20 or abs(int(whole)) > largest
    return Refusal("terlalu_besar") if too_large else int(whole)


def read_decimal(text: str) -> float | Refusal:
    """ "12,5" and "12.5" -> 12.5; "1.234,5" and "1,234.5" -> 1234.5; "1.234" -> 1.234."""
    number = _compact(text)
    if len(number) > 20:
        return Refusal("bukan_angka")
    if re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", number):
        return float(number.replace(",", "."))
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", number):
        return float(number.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", number):
        return float(number.replace(",", ""))
    return Refusal("bukan_angka")


def read_year(text: str) -> int | Refusal:
    year = read_count(text)
    return Refusal("bukan_tahun") if isinstance(year, Refusal) else year


def read_flag(text: str) -> int | Refusal:
    """1 or 0, also written ya or tidak."""
    flag = {"1": 1, "ya": 1, "0": 0, "tidak": 0}.get(text.strip().lower())
    return Refusal("pilihan") if flag is None else flag


def read_choice(options: tuple[str, ...]) -> Callable[[str], str]:
    """A reader that spells any of `options` as listed, in whatever case it was written."""
    known = {option.lower(): option for option in options}
    return lambda text: known.get(text.strip().lower(), text.strip())


def read_aksi(text: str) -> str:
    """The code of an aksi: "Aksi 1" and "1" -> "1", "u1" -> "U1"."""
    return text.strip().upper().removeprefix("AKSI").strip()


def read_indikator(text: str) -> str:
    """The code of an essential indicator: "e1" and "E01" -> "E01"."""
    code = text.strip().upper()
    return f"E{int(code[1:]):02d}" if re.fullmatch(r"E[0-9]{1,2}", code) else code


_GROUPS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


def read_code(lengths: tuple[int, ...], refusal: str) -> Callable[[str], str | Refusal]:
    """A reader for Kemendagri codes of `lengths` digits, with or without dots: "3173" -> "31.73"."""

    def read(text: str) -> str | Refusal:
        # Excel keeps text as text when it is written '3173 or ="3173".
        code = text.strip().lstrip("'=").strip('"').strip()
        if re.fullmatch(r"[0-9][.,]?[0-9]*e\+?[0-9]+", code, re.IGNORECASE):
            return Refusal("kode_rusak")
        code = re.sub(r"^([0-9]{4,10})[.,]0$", r"\1", code)
        digits = re.sub(r"[.,\s]", "", code)
        if not re.fullmatch("[0-9]+", digits) or len(digits) not in lengths:
            return Refusal(refusal)
        if len(digits) == 10 and digits[6] == "0":
            return Refusal("kode_bps")
        ends = [sum(_GROUPS[len(digits)][: i + 1]) for i in range(len(_GROUPS[len(digits)]))]
        return ".".join(digits[start:end] for start, end in zip([0, *ends], ends, strict=False))

    return read


def read_date(text: str) -> str | Refusal:
    """A whole date as ISO text: "31/12/2024", "31-12-2024", "2024-12-31 00:00:00" -> "2024-12-31"."""
    day = text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", day):
        parts = iso.groups()
    elif local := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", day):
        parts = local.groups()[::-1]
    else:
        return Refusal("bukan_tanggal")
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return Refusal("bukan_tanggal")


def read_known_date(text: str) -> str | Refusal:
    """A date as far as it is known: "2024-12-31", "2024-12" or "2024"."""
    day = text.strip()
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", day):
        return day
    return read_date(day)

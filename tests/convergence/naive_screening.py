"""The screening rules of the BKKBN text as plain ifs, one family at a time: what the vectorised ones are held against.

Written from the rule text, on its own; None = unknown.
"""

from __future__ import annotations

LAYAK = ("air kemasan/isi ulang", "ledeng/PAM", "sumur bor", "sumur terlindung")
TAK_LAYAK = ("sumur tak terlindung", "mata air tak terlindung", "air permukaan", "air hujan")


def screen_one(
    family: dict, anak_lebih_dari_3: bool = False, umur_tua_tanpa_batas: bool = False, kb_kecuali_hamil: bool = False
) -> dict[str, int | None]:
    """The answers for one family: `sasaran`, the seven factors, `berisiko`."""
    umur = None if family["umur_istri"] is None else int(family["umur_istri"])
    pus = family["pus"]
    if pus is None and umur is not None and not 15 <= umur <= 49:
        pus = 0
    sasaran = some([pus, family["hamil"], family["baduta"], family["balita"]])
    answers = {
        "air_tidak_layak": water(family["sumber_air_minum"]),
        "jamban_tidak_layak": toilet(family["fasilitas_bab"]),
        "terlalu_muda": None if umur is None else int(umur < 20),
        "terlalu_tua": too_old(umur, umur_tua_tanpa_batas),
        "terlalu_dekat": too_close(family["jumlah_anak"], family["jarak_anak_bulan"]),
        "terlalu_banyak": too_many(family["jumlah_anak"], anak_lebih_dari_3),
        "bukan_kb_modern": without_method(pus, family["kb_modern"], family["hamil"], kb_kecuali_hamil),
    }
    factor = some(list(answers.values()))
    if sasaran == 0 or factor == 0:
        berisiko = 0
    elif sasaran == 1 and factor == 1:
        berisiko = 1
    else:
        berisiko = None
    return {"sasaran": sasaran, **answers, "berisiko": berisiko}


def some(answers: list[int | None]) -> int | None:
    if 1 in answers:
        return 1
    return None if None in answers else 0


def water(kind: str) -> int | None:
    if kind in LAYAK:
        return 0
    return 1 if kind in TAK_LAYAK else None


def toilet(kind: str) -> int | None:
    if kind == "jamban dengan tangki septik":
        return 0
    return 1 if kind in ("jamban tanpa tangki septik", "tidak ada") else None


def too_old(umur: int | None, tanpa_batas: bool) -> int | None:
    if umur is None:
        return None
    if tanpa_batas:
        return int(umur >= 35)
    return int(35 <= umur <= 40)


def too_close(anak: float | None, jarak: float | None) -> int | None:
    if jarak is None or jarak == 0:
        if anak is not None and anak <= 1:
            return 0
        if jarak is None:
            return None
    return int(jarak < 24)


def too_many(anak: float | None, lebih_dari_3: bool) -> int | None:
    if anak is None:
        return None
    return int(anak > 3) if lebih_dari_3 else int(anak >= 3)


def without_method(pus: int | None, modern: int | None, hamil: int | None, kecuali_hamil: bool) -> int | None:
    if pus == 0 or modern == 1 or (kecuali_hamil and hamil == 1):
        return 0
    if pus is None or modern is None or (kecuali_hamil and hamil is None):
        return None
    return 1

"""The words of a picture that a user may edit; what was not edited follows the figure.

Trap: a widget keeps its text when the figure under it changes. So the words typed are kept apart from the boxes, each
with the words it replaced: an untouched box shows the figure's own words, a touched one says when they have changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analysis.language import _, number
from analysis.output.logo import BadLogo, read_logo
from analysis.publication.words import LONG_HEADLINE, like_identity
from pages.parts.dropzone import drop_file
from pages.parts.text import escape

LONGEST = {"judul": 240, "subjudul": 240, "catatan": 400, "alt": 600, "kota": 60}
_LOGO_MB = 2


@dataclass(frozen=True)
class Edited:
    """A text typed by the user, and the figure's own text at that time."""

    teks: str
    asal: str


def _labels() -> dict[str, str]:
    return {
        "judul": _("Judul"),
        "subjudul": _("Subjudul"),
        "catatan": _("Catatan"),
        "alt": _("Teks alt untuk pembaca layar"),
        "kota": _("Nama kota"),
    }


def edits() -> dict[str, Edited]:
    """What this session has typed, by field."""
    return st.session_state.setdefault("studio_diubah", {})


def _typed(field: str, own: str) -> None:
    text = (st.session_state.get(f"studio_kata_{field}") or "").strip()
    edits().pop(field, None)
    if text != own:
        edits()[field] = Edited(text, own)


def _restore(field: str) -> None:
    edits().pop(field, None)


def words_of(own: dict[str, str]) -> dict[str, str]:
    """The words of the picture: what was typed, else the figure's own."""
    return {field: edits()[field].teks if field in edits() else text for field, text in own.items()}


def show_fields(own: dict[str, str], kept: str) -> dict[str, str]:
    """The boxes; returns the words. `kept`: sentences that stay in the note."""
    _show_field("judul", own["judul"], height=108)
    touched = [label for field, label in _labels().items() if field in edits() and field != "judul"]
    label = _("Kata lain, kota, dan logo")
    label += " · " + _("diubah: {bidang}").format(bidang=", ".join(touched)) if touched else ""
    with st.expander(label, key="studio_kata_lain"):
        _show_field("subjudul", own["subjudul"], height=84)
        _show_field("catatan", own["catatan"], height=84)
        if kept:
            st.caption(_("Selalu ikut di bawah catatan: {kalimat}").format(kalimat=escape(kept)))
        _show_field("alt", own["alt"], height=132)
        _show_field("kota", own["kota"])
        _show_logo()
    st.caption(
        _("Perubahan tampil begitu Anda meninggalkan kotaknya (atau Ctrl+Enter). Sumber, tanda data contoh, dan angka tidak dapat diubah.")
    )  # fmt: skip
    return words_of(own)


def _show_field(field: str, own: str, height: int | None = None) -> None:
    key, label = f"studio_kata_{field}", _labels()[field]
    wanted = words_of({field: own})[field]
    # Writing into a box that already holds the text would undo what is being typed.
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    change = {"key": key, "max_chars": LONGEST[field], "on_change": _typed, "args": (field, own)}
    if height:
        st.text_area(label, height=height, **change)
    else:
        st.text_input(label, **change)
    _show_state(field, label, own, wanted)


def _show_state(field: str, label: str, own: str, text: str) -> None:
    """How long the headline is, whether the field was edited, and the way back."""
    edited, said = edits().get(field), []
    if field == "judul":
        said.append(_("{jumlah} huruf.").format(jumlah=number(len(text))))
        if len(text) > LONG_HEADLINE:
            more = _("Lebih dari {batas} huruf: tulisannya bisa mengecil; singkatkan bila dapat.")
            said.append(more.format(batas=number(LONG_HEADLINE)))
    if edited:
        stale = edited.asal != own
        said.append(_("Anda mengubah ini untuk gambar lain; periksa lagi.") if stale else _("Diubah."))
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(" ".join(said), width="stretch")
        if edited:
            st.button(
                _("Kembalikan {bidang}").format(bidang=label.lower() if field != "alt" else _("teks alt")),
                key=f"studio_kembali_{field}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_restore,
                args=(field,),
            )


def refused(words: dict[str, str]) -> list[str]:
    """A sentence for each field that holds a number as long as a NIK."""
    said = _("{bidang} memuat nomor 16 angka seperti NIK. Hapus nomor itu; data perorangan tidak boleh dipublikasikan.")
    return [said.format(bidang=_labels()[field]) for field, text in words.items() if like_identity(text)]


def logo() -> bytes | None:
    """The logo of this session, already known to be usable."""
    return st.session_state.get("studio_logo", ("", None))[1]


def _take_logo() -> None:
    file = st.session_state.get("studio_berkas_logo")
    st.session_state.pop("studio_logo", None)
    st.session_state.pop("studio_logo_salah", None)
    if file is None:
        return
    data = file.getvalue()
    try:
        read_logo(data)
    except BadLogo as error:
        st.session_state["studio_logo_salah"] = str(error)
    else:
        st.session_state["studio_logo"] = (file.name, data)


def _drop_logo() -> None:
    st.session_state.pop("studio_logo", None)


def _show_logo() -> None:
    drop_file(
        _("Logo (PNG, JPEG, atau SVG, paling besar {batas} MB)").format(batas=_LOGO_MB),
        key="studio_berkas_logo",
        take=_take_logo,
        type=["png", "jpg", "jpeg", "svg"],
        max_upload_size=_LOGO_MB,
    )
    if wrong := st.session_state.get("studio_logo_salah"):
        st.error(wrong, icon=":material/error:")
    # Coming back from another page the uploader is empty, the logo is still in use.
    if logo() is not None and st.session_state.get("studio_berkas_logo") is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            name = escape(st.session_state["studio_logo"][0])
            st.caption(_("Logo yang dipakai: {nama}").format(nama=name), width="stretch")
            st.button(_("Lepas logo"), key="studio_lepas_logo", type="tertiary", on_click=_drop_logo)

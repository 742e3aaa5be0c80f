"""The tab Studio: any figure in a template, in the user's words, seen as the file will be, and downloaded.

Only this part of the page reruns when something in it changes (a fragment); the choices on top rerun the page.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import language
from analysis.figures.registry import Recipe, recipes
from analysis.figures.view import Empty, Figure
from analysis.language import _, join_names
from analysis.output.templates import Dress, template_names
from analysis.publication.area_jobs import credits
from analysis.publication.disclosure import ReleaseCheck
from analysis.publication.words import one_line, split_note, suggested_alt, worded
from analysis.same import Same
from pages.parts import data, state, studio_batch, studio_files, studio_words
from pages.parts.chart_panel import show as show_part
from pages.parts.guard import same_person
from pages.parts.memory import remembered
from pages.parts.text import escape

Tables = dict[str, pd.DataFrame]
HANDED_OVER = "studio_resep"  # (code, parameters) of a chart whose "Publikasikan" was pressed
_AS_IT_IS = "titipan"  # a figure of this session that no recipe makes again


def _contents() -> dict[str, str]:
    return {
        "lokus": _("daftar lokus"),
        "balita": _("status gizi balita"),
        "krs": _("keluarga berisiko"),
        "cakupan": _("cakupan layanan"),
    }


@remembered
def finding(tables: Tables) -> str:
    """What is ready to be published for the kota and year chosen, by kind of truth, and what is missing."""
    kinds: dict[str, list[str]] = {"resmi": [], "diunggah": [], "contoh": []}
    missing = []
    for table, name in _contents().items():
        rows = tables[table]
        inside = rows["kode_kelurahan"].str.startswith(state.get("kota")) & (rows["tahun"] == state.year())
        found = set(rows.loc[inside.to_numpy(dtype=bool), "jenis_data"])
        for kind in kinds.keys() & found:
            kinds[kind].append(name)
        if not found:
            missing.append(name)
    says = {
        "resmi": _("{daftar} (resmi)"),
        "diunggah": _("{daftar} (data Anda)"),
        "contoh": _("{daftar} (masih data contoh)"),
    }
    parts = [says[kind].format(daftar=join_names(names)) for kind, names in kinds.items() if names]
    place = {"kota": data.name(state.get("kota")), "tahun": state.year()}
    if not parts:
        return _("Belum ada data {tahun} untuk {kota} yang dapat dipublikasikan.").format(**place)
    ready = _("Siap dipublikasikan untuk {kota} {tahun}: {isi}.").format(**place, isi="; ".join(parts))
    return ready + (" " + _("Belum ada: {daftar}.").format(daftar=join_names(missing)) if missing else "")


def show(tables: Tables) -> None:
    """Left the choices, right the picture."""
    _take_over()
    _studio(tables, language.current())


def _take_over() -> None:
    """The chart that was handed over from another page becomes the one chosen."""
    kode, params = st.session_state.pop(HANDED_OVER, (None, ()))
    if kode == "" and _entrusted():
        st.session_state["studio_gambar"] = _AS_IT_IS
    elif kode in recipes():
        st.session_state["studio_gambar"] = kode
        st.session_state["studio_params"] = (kode, tuple(params))
        within = state.get("kecamatan") or state.get("kota")
        st.session_state.pop(f"studio_wilayah_{within}", None)


def _entrusted() -> Figure | None:
    """The figure that came as it is: of a simulated plan, of a file of measurements."""
    return st.session_state.get("studio_titipan")


def _offered() -> dict[str, Recipe]:
    """Every recipe, and the figure that came as it is."""
    if not (figure := _entrusted()):
        return recipes()
    own = Recipe(
        _AS_IT_IS, lambda: _("Dari halaman lain: {judul}").format(judul=figure.caption.judul), None, (), False, False
    )
    return {_AS_IT_IS: own} | recipes()


def _made(tables: Tables, kode: str, params: tuple, kelurahan: str) -> Figure | Empty | None:
    return _entrusted() if kode == _AS_IT_IS else studio_files.figure_of(tables, kode, params, kelurahan)


def _checked(tables: Tables, kode: str, params: tuple, kelurahan: str) -> ReleaseCheck:
    if kode == _AS_IT_IS:
        return studio_files.check(_entrusted(), studio_files.suppression(tables))
    return studio_files.checked(tables, kode, params, kelurahan)


def _params(kode: str) -> tuple:
    """The parameters handed over with this recipe."""
    for_code, params = st.session_state.get("studio_params", ("", ()))
    return params if for_code == kode else ()


def _forget_params() -> None:
    st.session_state.pop("studio_params", None)


@st.fragment
def _studio(tables: Tables, bahasa: str) -> None:
    # A fragment reruns without the frame around it, which is where the language is set.
    language.use(bahasa)
    same_person()
    left, right = st.columns([2, 3], gap="large")
    with left:
        recipe, kelurahan = _show_choices()
        template = st.pills(
            _("Templat"), list(template_names()), format_func=lambda code: template_names()[code], required=True,
            default="slide_16_9", key="studio_templat", persist_state="session", wrap=True,
        )  # fmt: skip
    params = _params(recipe.kode)
    figure = _made(tables, recipe.kode, params, kelurahan)
    if not isinstance(figure, Figure):
        with right:
            show_part(figure or Empty(_("Belum ada data untuk gambar ini."), _("Pilih gambar, tahun, atau kota lain.")))
        with left:
            studio_batch.show(tables, recipe, params, template, {})
        return
    view = studio_files.masked_view(tables, kelurahan)
    own_note, kept = split_note(figure.caption.catatan, credits(view))
    caption = figure.caption
    own = {
        "judul": caption.judul,
        "subjudul": caption.subjudul,
        "catatan": own_note,
        "alt": suggested_alt(figure),
        "kota": view.wilayah,
    }
    with left:
        words = studio_words.show_fields(own, kept)
        studio_batch.show(tables, recipe, params, template, words)
    with right.container(key="studio_kanan"):
        texts = {field: words[field] for field in ("judul", "subjudul", "catatan", "alt")}
        dress = Dress(one_line(words["kota"]), studio_words.logo())
        picture = studio_files.Picture(Same(figure), worded(caption, texts, kept), template, dress)
        _show_picture(picture, _checked(tables, recipe.kode, params, kelurahan), words)


def _show_choices() -> tuple[Recipe, str]:
    """Which figure, and of which kelurahan where it is about one."""
    found = _offered()
    kode = st.selectbox(
        _("Grafik atau peta"), list(found), format_func=lambda code: found[code].judul(), key="studio_gambar",
        persist_state="session", on_change=_forget_params,
    )  # fmt: skip
    recipe = found[kode]
    # What is empty or off is the figure's own choice.
    if any(value for _name, value in _params(kode)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Dengan pilihan dari halaman asalnya."), width="stretch")
            st.button(_("Lepas pilihan"), key="studio_lepas", type="tertiary", on_click=_forget_params)
    if "kelurahan" not in recipe.wilayah:
        return recipe, ""
    kecamatan = state.get("kecamatan")
    within = kecamatan or state.get("kota")
    whole = [""] if ("kecamatan" if kecamatan else "kota") in recipe.wilayah else []
    codes = [code for code in state.allowed("kelurahan", state.get("kota")) if code and state.within(code, within)]
    options, start = [*whole, *codes], state.get("kelurahan")
    kelurahan = st.selectbox(
        _("Wilayah"), options, index=options.index(start) if start in options else 0, key=f"studio_wilayah_{within}",
        format_func=lambda code: data.name(code or within), persist_state="session",
    )  # fmt: skip
    return recipe, kelurahan


def _show_picture(picture: studio_files.Picture, check, words: dict[str, str]) -> None:
    """The picture with its downloads, or the sentence that says why there is none."""
    refusals = [*studio_words.refused(words), *check.ditolak]
    if refusals:
        for sentence in refusals:
            st.error(escape(sentence), icon=":material/block:")
        return
    if not studio_files.show_preview(picture):
        return
    studio_files.show_downloads(picture)
    with st.expander(_("Teks alt untuk disalin"), key="studio_teks_alt"):
        st.code(picture.caption.alt, language=None, wrap_lines=True)
    with st.expander(_("Pemeriksaan rilis: boleh diunduh"), key="studio_periksa", icon=":material/verified_user:"):
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in check.dilakukan))

"""The figures of the lokus proposal: a simulation with the user's own weights, its ranks and where sources differ.

They are for work, not for publication: a rank is worked out from small counts, and where a kelurahan stands among the
others tells what its count may be.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.measures import is_province
from analysis.convergence.proposal import NAMED_IN_KEPWAL, Proposal, Setting, as_each_system, default_k, propose
from analysis.figures.masking import not_for_publication
from analysis.figures.measure import short_name
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, join_names, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.proposal_sentences import say_groups, say_proposal, say_setting, say_sources
from analysis.output.sentences import lower_first

SHOWN_BELOW = 7  # rows shown under the proposed ones
Weights = tuple[tuple[str, float], ...]
EQUAL: Weights = tuple((kode, 1) for kode in NAMED_IN_KEPWAL)
VARIED = ("bobot_acak", "derau", "tahun_lalu", "sumber")


def setting_of(view: View, kriteria: Weights, k: int, varied: dict[str, bool]) -> Setting:
    """The setting of a recipe's parameters; `k` 0 is the number of the official list, or a tenth of the kota."""
    pairs = tuple((kode, weight) for kode, weight in kriteria)
    return Setting(pairs, k or default_k(view.tables, view.kota, view.tahun)[0], **varied)


def parameters(setting: Setting) -> dict[str, object]:
    """A setting as the parameters of a recipe."""
    return {"kriteria": setting.kriteria, "k": setting.k} | {name: getattr(setting, name) for name in VARIED}


def proposed(view: View, setting: Setting, before: bool = False) -> Proposal:
    """The proposal of the year chosen, or of the year before it."""

    def make() -> Proposal:
        return propose(view.tables, view.kota, view.tahun - before, setting, _other_systems(view))

    return view.kept(("usulan", setting, before), make)


def _other_systems(view: View) -> tuple[dict[str, pd.DataFrame], ...]:
    if view.sources is None:
        return ()
    return as_each_system(view.tables, {name: view.sources.recorded(name) for name in ("balita", "krs", "cakupan")})


def names_of(view: View, setting: Setting) -> dict[str, str]:
    """Criterion -> its short name."""
    return {kode: short_name(view, kode) for kode in dict.fromkeys([*NAMED_IN_KEPWAL, *setting.bobot])}


def nothing(view: View, setting: Setting) -> Empty:
    """No proposal: what it would be made of is missing."""
    missing = join_names([lower_first(short_name(view, kode)) for kode in setting.bobot])
    return Empty(
        say_proposal(proposed(view, setting), view.wilayah),
        _("Yang mengisinya: data {kriteria} per kelurahan tahun {tahun} di halaman Manajemen data.").format(
            kriteria=missing, tahun=view.tahun
        ),
    )


def _refused(view: View) -> Empty | None:
    if is_province(view.kota):
        return Empty(_("Lokus ditetapkan per kota."), _("Pilih satu kota untuk menyimulasikan usulannya."))
    return None if view.supresi is None else not_for_publication(_("Usulan lokus (simulasi)"))


def _table(view: View, found: Proposal) -> pd.DataFrame:
    """What the table and the downloads hold: names of criteria as headings, and the settings in every row."""
    names = names_of(view, found.setting)
    columns = ["kode_kelurahan", "nama", "nama_kecamatan", *found.setting.bobot, "skor", "peringkat"]
    more = ["peringkat_bawah", "peringkat_atas", "pct_masuk", "usul", "kepastian", "resmi", "jenis_data"]
    rows = found.rows[[*columns, *more, "sumber_judul", "tanggal_sumber"]].assign(pengaturan=say_setting(found, names))
    service = {kode: name for kode, name in names.items() if kode.startswith("E")}
    return rows.rename(columns=service)


def first_rows(found: Proposal) -> pd.DataFrame:
    """The proposed, some below them, and whoever may enter from further down."""
    first = pd.Series(range(len(found.rows)), index=found.rows.index) < found.setting.k + SHOWN_BELOW
    return found.rows[first | (found.rows["kepastian"] == "bisa")]


@recipe("usulan_lokus", lambda: _("Usulan lokus (simulasi)"))
def ranking_figure(
    view: View, kriteria: Weights = EQUAL, k: int = 0, everything: bool = False, **varied: bool
) -> Figure | Empty:
    """The proposed and those just below them, each with the interval of its rank.

    kriteria: (code, weight) pairs; varied: `bobot_acak, derau, tahun_lalu, sumber` of `proposal.Setting`.
    """
    from analysis.output.proposals import draw_proposal, limit_frame, proposal_frame

    if empty := _refused(view):
        return empty
    setting = setting_of(view, kriteria, k, varied)
    found, kota = proposed(view, setting), view.wilayah
    if found.rows.empty:
        return nothing(view, setting)
    shown = found.rows if everything else first_rows(found)
    judul, names = say_proposal(found, kota), names_of(view, setting)
    caption = Caption(
        judul,
        _(
            "Peringkat gabungan dan selang 95 % simulasi, {kota}, {tahun}; kanan: bagian simulasi yang memasukkannya"
        ).format(kota=kota, tahun=view.tahun),
        source_line(found.rows),
        say_setting(found, names),
        judul + " " + " ".join(say_groups(found, names)),
        has_sample(found.rows),
    )
    marked = proposal_frame(shown).assign(terpilih=shown["kode_kelurahan"] == view.kelurahan)
    return Figure(
        draw_proposal,
        {"data": marked, "acuan": limit_frame(setting.k)},
        caption,
        table=_table(view, found),
        file_name=f"usulan lokus {kota} {view.tahun}",
        options={"judul": _("Peringkat (1 = paling membutuhkan)")},
        pick=True,
    )


@recipe("usulan_sumber", lambda: _("Usulan lokus menurut sumber"))
def sources_figure(view: View, kriteria: Weights = EQUAL, k: int = 0, **varied: bool) -> Figure | Empty:
    """Ranks by each criterion alone, side by side."""
    from analysis.convergence.proposal_compared import rank_by_source
    from analysis.output.proposals import draw_sources, sources_frame

    if empty := _refused(view):
        return empty
    setting = setting_of(view, kriteria, k, varied)
    names, kota = names_of(view, setting), view.wilayah
    found = rank_by_source(view.tables, view.kota, view.tahun, setting, list(names))
    judul = say_sources(found, setting.k)
    if found.empty:
        return Empty(judul, _("Unggah tabelnya di halaman Manajemen data."))
    caption = Caption(
        judul,
        _("Peringkat menurut tiap kriteria saja (selang 95 %), {kota}, {tahun}; terisi: masuk {k} besar").format(
            kota=kota, tahun=view.tahun, k=number(setting.k)
        ),
        source_line(found),
        _("Simulasi. Kasus dan prevalensi dari pencatatan rutin (e-PPGBM), keluarga berisiko dari pendataan keluarga."),
        judul,
        has_sample(found),
    )
    columns = ["nama", "ukuran", "nilai", "peringkat", "peringkat_bawah", "peringkat_atas", "masuk", "n_masuk"]
    return Figure(
        draw_sources,
        {"data": sources_frame(found, names)},
        caption,
        table=with_names(found[[*columns, "jenis_data"]], names),
        file_name=f"usulan lokus menurut sumber {kota} {view.tahun}",
    )


def with_names(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Criteria under each other by their names, in the column that tables write as counts beside shares."""
    return frame.assign(ukuran=frame["ukuran"].map(names)).rename(columns={"ukuran": "indikator"})

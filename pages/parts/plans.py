"""Plans, commitments, regulations and people: what a kota writes itself for aksi 2 to 5."""

from __future__ import annotations

import pandas as pd

from analysis.language import _, number
from pages.parts import data, plans_activities, plans_commitments, plans_people, plans_regulations, state
from pages.parts.memory import remembered
from pages.parts.view import show_tabs


def show(tables: dict[str, pd.DataFrame]) -> None:
    """One tab for each thing that a kota keeps a list of."""
    show_tabs(
        {
            _("Rencana kegiatan"): lambda: plans_activities.show(tables),
            _("Komitmen rembuk"): lambda: plans_commitments.show(tables),
            _("Regulasi"): lambda: plans_regulations.show(tables),
            _("Kader dan KPM"): lambda: plans_people.show(tables),
        },
        key="rencana",
    )


@remembered
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """How many lokus have an activity of their own; sample plans are called so."""
    from analysis.convergence.plans import lokus_plans, plan_summary
    from analysis.output.captions import sample_mark

    kota, tahun = state.get("kota"), state.year()
    summary, lokus = plan_summary(tables["rencana"], kota, tahun), lokus_plans(tables, state.below(), tahun)
    where = data.name(kota)
    if not summary["n_kegiatan"]:
        return _("{wilayah} {tahun}: belum ada rencana kegiatan yang tercatat.").format(wilayah=where, tahun=tahun)
    mark = f"{sample_mark()} · " if summary["jenis_data"] == "contoh" else ""
    if lokus.empty:
        return mark + _("{wilayah} {tahun}: {kegiatan} kegiatan; nama lokus tahun itu tidak dipublikasikan.").format(
            wilayah=where, tahun=tahun, kegiatan=number(summary["n_kegiatan"])
        )
    without = int((lokus["n_kegiatan"] == 0).sum())
    if not without:
        return mark + _("{wilayah} {tahun}: {kegiatan} kegiatan; semua {lokus} lokus punya kegiatan sendiri.").format(
            wilayah=where, tahun=tahun, kegiatan=number(summary["n_kegiatan"]), lokus=number(len(lokus))
        )
    return mark + _(
        "{wilayah} {tahun}: {kegiatan} kegiatan; {tanpa} dari {lokus} lokus belum punya kegiatan sendiri."
    ).format(
        wilayah=where,
        tahun=tahun,
        kegiatan=number(summary["n_kegiatan"]),
        tanpa=number(without),
        lokus=number(len(lokus)),
    )

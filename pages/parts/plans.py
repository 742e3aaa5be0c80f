"""Plans, commitments, regulations and people: what a kota writes itself for aksi 2 to 5."""

from __future__ import annotations

import pandas as pd

from analysis.language import _
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
    from analysis.output.briefing_sentences import say_plans
    from analysis.output.captions import sample_mark

    kota, tahun = state.get("kota"), state.year()
    summary, lokus = plan_summary(tables["rencana"], kota, tahun), lokus_plans(tables, state.below(), tahun)
    mark = f"{sample_mark()} · " if summary["jenis_data"] == "contoh" else ""
    return mark + say_plans(summary, lokus, data.name(kota), tahun)

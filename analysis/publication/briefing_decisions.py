"""What waits for a decision, and what is not known.

The trap: plans, promises and evidence may be synthetic while lists and dates are published, and both meet in the list of
decisions. So a decision that stands on synthetic rows says so in its own sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.plans import commitments, lokus_plans, plan_summary
from analysis.convergence.review import next_steps, review_table, rule_1_1
from analysis.language import _, number
from analysis.output.briefing_sentences import (
    decide_lists,
    decide_overdue,
    decide_rule,
    decide_step,
    decide_unserved,
    marked,
    say_decisions,
    say_gap,
    say_unknowns,
)
from analysis.output.sentences import filled_by, say_fact
from analysis.publication.briefing_ground import Ground, of_kota
from analysis.publication.screens import Screen

DECISIONS = 5
UNKNOWNS = 5


@dataclass(frozen=True)
class Decision:
    """Something to decide: 1 is most urgent; `rows` it stands on."""

    prioritas: int
    teks: str
    rows: pd.DataFrame


def decisions(ground: Ground) -> list[Decision]:
    """What waits for a decision, most urgent first: lists, rule 1.1, overdue promises, lokus without plans, evidence."""
    found = [*_about_lokus(ground), *_about_work(ground), *_about_review(ground)]
    return sorted((one for one in found if one.teks), key=lambda one: one.prioritas)


def _about_lokus(ground: Ground) -> list[Decision]:
    view, tables = ground.view, ground.view.tables
    listed = lokus_of_year(tables["lokus"], tables["kelurahan"], view.below, view.tahun)
    disputed = listed[~listed["semua"]]
    found = []
    if len(disputed):
        lists = tables["lokus_daftar"]
        lists = lists[lists["kode_kota"].isin(disputed["kode_kota"]) & (lists["tahun"] == view.tahun)]
        found.append(Decision(1, decide_lists(disputed["nama"].tolist(), view.tahun), lists))
    rules = {} if ground.province or view.supresi is not None else rule_1_1(tables, view.kota, view.tahun)
    weakest = min((rule for rule in rules.values() if rule.n_dinilai), key=lambda rule: rule.persen, default=None)
    if weakest is not None and weakest.persen < 100:
        found.append(Decision(2, decide_rule(weakest.persen), view.measured("prevalensi_rutin")))
    return found


def _about_work(ground: Ground) -> list[Decision]:
    view, tables = ground.view, ground.view.tables
    found = []
    promised = commitments(tables["komitmen"], view.below, view.tahun, ground.hari_ini)
    overdue = promised[promised["status_waktu"] == "lewat_tenggat"].sort_values("terlambat_hari", ascending=False)
    if len(overdue):
        found.append(Decision(2, decide_overdue(overdue), overdue))
    summary = plan_summary(tables["rencana"], view.kota, view.tahun)
    lokus = lokus_plans(tables, view.below, view.tahun)
    unserved = lokus[lokus["n_kegiatan"] == 0]
    if summary["n_kegiatan"] and len(unserved):
        found.append(Decision(3, decide_unserved(unserved["nama"].tolist()), pd.DataFrame([summary])))
    return found


def _about_review(ground: Ground) -> list[Decision]:
    """The steps of the yearly review, one decision per kind; lists and rule 1.1 are said above."""
    if ground.province:
        return []
    view, tables = ground.view, ground.view.tables
    review = review_table(tables, view.kota, view.tahun)
    steps = next_steps(review)
    rows = pd.concat(
        [of_kota(tables[name], ground.view)[["jenis_data", "sumber_judul"]] for name in ("bukti", "reviu")]
    )
    return [
        Decision(2 + int(part["prioritas"].iloc[0]), decide_step(kode, part), rows)
        for kode, part in steps.groupby("kode", sort=False)
    ]


def to_decide(ground: Ground) -> Screen | None:
    """At most five decisions."""
    found = decisions(ground)[:DECISIONS]
    if not found:
        return None
    view = ground.view
    return ground.screen(
        "keputusan",
        say_decisions(len(found), view.wilayah, view.tahun),
        "reviu_kinerja",
        [one.rows for one in found],
        _("Urutannya mengikuti aturan aplikasi: daftar lokus, komitmen, rencana, lalu bukti."),
        subjudul=_("Yang perlu diputuskan"),
        butir=tuple(marked(one.teks, one.rows) for one in found),
    )


def unknown(ground: Ground) -> Screen | None:
    """What is not known, and what would fill it."""
    view = ground.view
    facts = [fact for fact in ground.facts if fact.kode == "tidak_diketahui"]
    said = [say_gap(say_fact(fact, view.names), filled_by(fact.nilai)) for fact in facts]
    said += [f"{empty.what} {empty.filled_by}" for empty in ground.missing]
    said = list(dict.fromkeys(said))
    if not said:
        return None
    rest = len(said) - UNKNOWNS
    more = [_("dan {jumlah} lainnya").format(jumlah=number(rest)) + "."] if rest > 0 else []
    return ground.screen(
        "belum_diketahui",
        say_unknowns(len(said), view.wilayah, view.tahun),
        "ringkasan",
        [],
        *said[UNKNOWNS:],
        _("Yang tidak diketahui tidak ditaksir."),
        subjudul=_("Yang belum diketahui, dan yang mengisinya"),
        butir=(*said[:UNKNOWNS], *more),
    )

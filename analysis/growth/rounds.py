"""Two rounds of measurement side by side: who was seen in both, who was lost, who became stunted or recovered.

The trap: the difference of two prevalences mixes children. One that fell ill and one that stayed away look the same
there; so the account follows each child, and a child that passed five years is not called lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.growth.groups import divide
from analysis.growth.prevalence import plausible_zscores
from analysis.growth.quality import known_child
from analysis.growth.scoring import DAYS_OF_MONTH

STUNTED_BELOW = -2.0
LAST_AGE_DAYS = 60 * DAYS_OF_MONTH

# Every child has exactly one of these.
LOST, AGED_OUT, NEW = "hilang", "lewat_umur", "baru"
NEWLY, RECOVERED, STILL, NEVER, UNKNOWN = "pendek_baru", "pulih", "tetap_pendek", "tetap_tidak", "tidak_diketahui"
STATES = (NEWLY, RECOVERED, STILL, NEVER, UNKNOWN, LOST, AGED_OUT, NEW)
BOTH = (NEWLY, RECOVERED, STILL, NEVER, UNKNOWN)


def _one_row_per_child(scored: pd.DataFrame) -> pd.DataFrame:
    """The last measurement of each child that can be linked, with `tbu`: z not flagged."""
    frame = scored.assign(tbu=plausible_zscores(scored)["tbu"])[known_child(scored["anak"])]
    return frame.sort_values("tanggal_ukur", kind="stable").drop_duplicates("anak", keep="last").set_index("anak")


def follow_children(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per child of either round: `keadaan` (one of STATES), `tbu_lalu`, `tbu_kini`, and its columns.

    before, after: scored measurement frames with `anak` and `tanggal_ukur`; each child's last measurement of a round
    counts, rows without a linked child are left out. The other columns are those of the later round where the child
    was seen there. Stunted: TB/U < -2 and not flagged. `lewat_umur`: would be 60 months or more at the later round
    (its middle date).
    """
    old, new = _one_row_per_child(before), _one_row_per_child(after)
    children = new.index.union(old.index)
    frame = pd.concat([new, old.loc[old.index.difference(new.index)]]).reindex(children)
    was, now = old["tbu"].reindex(children), new["tbu"].reindex(children)
    seen_before, seen_after = children.isin(old.index), children.isin(new.index)
    passed = (new["tanggal_ukur"].median() - old["tanggal_ukur"]).dt.days.reindex(children)
    age_now = old["umur_hari"].reindex(children) + passed
    known = (was.notna() & now.notna()).to_numpy()
    short_then, short_now = (was < STUNTED_BELOW).to_numpy(), (now < STUNTED_BELOW).to_numpy()
    conditions = [
        (NEW, ~seen_before),
        (AGED_OUT, ~seen_after & (age_now >= LAST_AGE_DAYS).to_numpy()),
        (LOST, ~seen_after),
        (UNKNOWN, ~known),
        (NEWLY, short_now & ~short_then),
        (RECOVERED, short_then & ~short_now),
        (STILL, short_then & short_now),
    ]
    state = np.select([applies for _, applies in conditions], [name for name, _ in conditions], NEVER)
    frame = frame.drop(columns="tbu").assign(tbu_lalu=was, tbu_kini=now)
    return frame.assign(keadaan=pd.Categorical(state, categories=list(STATES))).reset_index(names="anak")


def compare_rounds(
    before: pd.DataFrame, after: pd.DataFrame, *, by: Iterable[str | Sequence[str]] = ()
) -> pd.DataFrame:
    """Children of two rounds counted by what became of them; one row for everyone and for each group of `by`.

    Returns `kelompok_kolom, kelompok, diukur_lalu, diukur_kini, diukur_keduanya`, a count for each of STATES, and
    `tidak_tertaut_lalu`, `tidak_tertaut_kini` (rows without a known child, everyone's row only).
    """
    children = follow_children(before, after)
    state = children["keadaan"].cat.codes.to_numpy()
    frames = []
    for grouping in divide(children, by):
        inside = grouping.codes >= 0
        flat = grouping.codes[inside] * len(STATES) + state[inside]
        counts = np.bincount(flat, minlength=len(grouping.labels) * len(STATES)).reshape(-1, len(STATES))
        frame = pd.DataFrame(counts, columns=list(STATES))
        both = frame[list(BOTH)].sum(axis=1)
        keys = {"kelompok_kolom": grouping.column, "kelompok": grouping.labels}
        seen = {
            "diukur_lalu": both + frame[LOST] + frame[AGED_OUT],
            "diukur_kini": both + frame[NEW],
            "diukur_keduanya": both,
        }
        frames.append(pd.concat([pd.DataFrame(keys, index=frame.index), pd.DataFrame(seen), frame], axis=1))
    result = pd.concat(frames, ignore_index=True)
    everyone = result.index == 0
    for name, scored in (("lalu", before), ("kini", after)):
        result[f"tidak_tertaut_{name}"] = np.where(everyone, (~known_child(scored["anak"])).sum(), np.nan)
    return result

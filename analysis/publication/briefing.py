"""A briefing: the screens that the data of one kota and year have something to say on.

The trap: a screen without anything known would be read as "nothing there". It is left out, and what would fill it stands
on the screen of unknowns.
"""

from __future__ import annotations

from datetime import date as Date

from analysis.figures.view import View
from analysis.publication import briefing_decisions as deciding
from analysis.publication import briefing_situation as situation
from analysis.publication import briefing_work as work
from analysis.publication.briefing_ground import gather
from analysis.publication.screens import Screen

# In the order in which they are told. What is unknown comes late: it gathers what the others found missing.
_SCREENS = (
    situation.opening,
    situation.survey,
    situation.lokus,
    situation.burden,
    situation.families,
    situation.services,
    work.changed,
    work.plans,
    work.promises,
    work.reviewed,
    deciding.unknown,
    deciding.to_decide,
)


def compose(view: View, hari_ini: str = "") -> list[Screen]:
    """The screens of a kota ("31": the province) and year, opening first, decisions last.

    hari_ini: ISO date on which promises count as late (default: today).
    """
    ground = gather(view, hari_ini or Date.today().isoformat())
    return [screen for make in _SCREENS if (screen := make(ground)) is not None]

"""Files of other systems (Master Ansit, SIGA, e-PPGBM, recaps of any form) as rows of the app's tables.

Traps: every system spells, orders and totals its own way; areas come as Kemendagri codes, as BPS codes that look the
same, or as names; and a file may be made to harm. Nothing is guessed silently: what is recognised is said, what is
doubtful waits for a person, what is wrong is named by the line and the column of the file itself.
"""

from analysis.sources.imports.applying import References, apply_all, apply_mapping, make_references
from analysis.sources.imports.differences import Difference, compare_cells
from analysis.sources.imports.families import is_family_source, read_families
from analysis.sources.imports.mapping import Mapping, Place, Template, read_templates, suggest, template_row, with_year
from analysis.sources.imports.opening import LIMIT_MB, Opened, open_file, safe_name
from analysis.sources.imports.outcome import Outcome
from analysis.sources.imports.recognising import Recognised, guess_year, read_and_recognise
from analysis.sources.imports.sheet import Sheet

__all__ = [
    "LIMIT_MB",
    "Difference",
    "Mapping",
    "Opened",
    "Outcome",
    "Place",
    "Recognised",
    "References",
    "Sheet",
    "Template",
    "apply_all",
    "apply_mapping",
    "compare_cells",
    "guess_year",
    "is_family_source",
    "make_references",
    "open_file",
    "read_and_recognise",
    "read_families",
    "read_templates",
    "safe_name",
    "suggest",
    "template_row",
    "with_year",
]

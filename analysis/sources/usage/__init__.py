"""Records of use: who signed in, downloaded or was refused what and when; only ever added to.

Trap: imports, changes and publications are saves of the store already. A second record of the same could only
contradict them, so a list of everything (`listed`) reads those from the store and only the rest from here.
"""

from analysis.sources.usage.listing import KINDS, SAVED, listed
from analysis.sources.usage.log import NAME, Log, open_log
from analysis.sources.usage.records import NOTED, VERB, Use, is_use, stands_on

__all__ = ["KINDS", "NAME", "NOTED", "SAVED", "VERB", "Log", "Use", "is_use", "listed", "open_log", "stands_on"]

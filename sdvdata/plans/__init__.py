"""Plans by the time in which each was in force: what it promised, how far it moved, how it ended.

The terms are those of milestone trend analysis: a *vintage* is one plan, however many statements tell of it; *slip* is
how far a milestone moved; *horizon* is the time still to go when a date was said; *notice* is how long before the
promised day the promise was withdrawn. Milestones are kept apart and never compared across. All lengths are intervals
that follow from the precision of the dates alone.
"""

from __future__ import annotations

from sdvdata.plans.endings import outcomes
from sdvdata.plans.lengths import horizon, moves, notice, slip
from sdvdata.plans.merging import MILESTONES, OWN, common_as_of, vintages
from sdvdata.plans.sites import site_matrix, site_slips

__all__ = [
    "MILESTONES",
    "OWN",
    "common_as_of",
    "horizon",
    "moves",
    "notice",
    "outcomes",
    "site_matrix",
    "site_slips",
    "slip",
    "vintages",
]

"""The rows of a milestone trend chart: one claim per plan, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sdvdata.plans.endings import actual_claims
from sdvdata.plans.lengths import notice
from sdvdata.plans.merging import OWN, ask, checked_schedules, statements, vintage_rows
from sdvdata.tables import load, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["trend"]


def trend(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return one claim per plan, the go-live, the stops of the buyer's own plans, and the end of a whole programme.

    Parameters and errors are those of `slip`.

    Returns
    -------
    pandas.DataFrame
        Claims as loaded, with ``standing``, ``own`` and ``recalled``.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> rows = trend(load_schedules(programme="fvm"), milestone="first_hospital")
    >>> list(rows.loc[rows["kind"] == "actual", "claim_id"])
    ['fvm-go-live-time-2024']
    """
    import pandas as pd

    schedules = checked_schedules(schedules, "trend")
    told = statements(schedules, milestone=milestone, site=site, as_of=as_of)
    found = vintage_rows(ask(schedules, "trend", milestone=milestone, site=site, as_of=as_of))
    ends = notice(schedules, milestone=milestone, site=site, as_of=as_of)
    wanted = {row["claim_id"] for row in found} | set(ends.loc[ends["own"], "stop_claim"].dropna())
    wanted |= set(actual_claims(schedules, milestone=milestone, site=site, as_of=as_of).values())
    rows = told[told["claim_id"].isin(wanted)]
    # A programme that was ended has one last mark on the day itself, though its end names no milestone.
    last = {
        row["outcome_claim"]
        for row in records(load("programmes", programme=sorted(set(rows["programme"]))))
        if row["outcome"] == "terminated"
    }
    others = schedules[schedules["claim_id"].isin((wanted | last) - set(rows["claim_id"]))]
    if as_of is not None:
        others = others[others["claim_id"].isin(set(load("schedules", as_of=as_of)["claim_id"]))]
    others = others.assign(standing="", own=False, recalled=False)
    both = pd.concat([rows, others]) if len(others) else rows
    assert set(both.loc[both["own"], "standing"]) <= {*OWN, "reported"}
    return both.sort_values(["programme", "stated_on_start", "claim_id"]).reset_index(drop=True)

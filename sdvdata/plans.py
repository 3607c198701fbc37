"""Slip: from the first decided date of a milestone to the last decided one or the actual day.

All lengths are in months and intervals: they follow from the precision of the dates alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata.errors import SdvdataError, require_known
from sdvdata.tables import records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MILESTONES", "slip"]

#: Milestone -> the stem of its comparisons.
MILESTONES = {
    "first_unit": "first_unit",
    "first_hospital": "first_hospital",
    "university_hospital": "university_hospital",
    "all_sites": "completion",
}

#: Mean length of a month of the Gregorian calendar, in days.
DAYS_PER_MONTH = 30.436875


def slip(schedules: pd.DataFrame, *, milestone: str) -> pd.DataFrame:
    """Return how far a milestone moved: first decided date to actual, or to last decided date.

    The two dates are the preferred answers to the comparisons of the milestone; which claims
    they are stands in the result. A milestone that was never reached ends in the last date
    that was decided for it, which is a promise, not a delivery.

    Parameters
    ----------
    schedules
        Rows of ``schedules`` as loaded, for example with ``as_of``. Answers that are not among
        the rows are treated as not known.
    milestone
        One of ``first_unit``, ``first_hospital``, ``university_hospital``, ``all_sites``.

    Returns
    -------
    pandas.DataFrame
        One row per programme: ``first`` and ``last`` (dates as stated), ``first_claim``,
        ``last_claim``, ``first_status`` and ``last_status`` (how firm the plan was),
        ``last_kind`` (actual or planned), ``months_low`` and ``months_high`` (float, the
        interval that the dates' precision allows; missing where a date is).

    Raises
    ------
    UnknownNameError
        For an unknown milestone.
    SdvdataError
        If the frame lacks the needed columns or is empty.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> moved = slip(load_schedules(), milestone="first_hospital")
    >>> bool((moved["months_low"] <= moved["months_high"]).all())
    True
    """
    import pandas as pd

    from sdvdata.claims import preferred

    require_known("milestone", milestone, MILESTONES)
    needed = {"claim_id", "date", "date_start", "date_end", "kind"}
    if not needed <= set(schedules.columns):
        missing = ", ".join(sorted(needed - set(schedules.columns)))
        raise SdvdataError(f"slip needs a frame of schedules as loaded; missing: {missing}")
    if schedules.empty:
        raise SdvdataError("slip was given no rows; loosen the filters.")
    stem = MILESTONES[milestone]
    known = {row["claim_id"]: row for row in records(schedules)}
    steps = ("first_decided", "last_decided", "actual")
    chosen = {step: preferred(f"{stem}_{step}")["claim_id"].to_dict() for step in steps}
    rows = {}
    for programme, begin in chosen["first_decided"].items():
        first = known.get(begin)
        ends = (known.get(chosen[step].get(programme)) for step in ("actual", "last_decided"))
        last = next((row for row in ends if row is not None), None)
        rows[programme] = {**_end("first", first), **_end("last", last), **_months(first, last)}
    columns = [
        "first",
        "first_status",
        "last",
        "last_status",
        "last_kind",
        "months_low",
        "months_high",
        "first_claim",
        "last_claim",
    ]
    frame = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=columns)
    frame.index.name = "programme"
    return frame.astype({"months_low": "float64", "months_high": "float64"})


def _end(name: str, row: dict[str, Any] | None) -> dict[str, Any]:
    """Return the columns of one end of a slip."""
    if row is None:
        return {name: None}
    kept = {"kind": row["kind"], "status": row["plan_status"], "claim": row["claim_id"]}
    return {name: row["date"], **{f"{name}_{key}": value for key, value in kept.items()}}


def _months(first: dict[str, Any] | None, last: dict[str, Any] | None) -> dict[str, float]:
    """Return the shortest and the longest time between two dates, in months."""
    if first is None or last is None:
        return {}
    low = last["date_start"] - first["date_end"]
    high = last["date_end"] - first["date_start"]
    return {
        "months_low": round(low.days / DAYS_PER_MONTH, 1),
        "months_high": round(high.days / DAYS_PER_MONTH, 1),
    }

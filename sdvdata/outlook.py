"""The outside view: what was first promised elsewhere and what became of it, one row for one programme.

Programmes that are told of here as targets never stand in their own class. Two strata, rows collected from the news and
rows drawn by a rule, are returned apart or side by side and never pooled into one figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from math import comb, inf
from typing import TYPE_CHECKING, Any, Literal

from sdvdata.errors import SdvdataError, require_known, several
from sdvdata.money import bounds
from sdvdata.periods import last_day, parse
from sdvdata.plans.lengths import between
from sdvdata.plans.merging import period
from sdvdata.tables import by_name, core, load, made_once, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEAST", "class_quantile", "reference_class"]

Outcome = Literal["cost", "first_go_live", "completion"]
OUTCOMES = ("cost", "first_go_live", "completion")
STRATA = ("news", "frame")

#: Rows of one stratum from which a quantile is given.
LEAST = 20

_SHARED = ["programme", "name", "stratum", "grade", "status", "censored"]
_ENDS = ["known_on", "first_claim", "last_claim", "caveat"]


def reference_class(
    outcome: Outcome,
    *,
    grades: str = "AB",
    stratum: str | None = None,
    as_of: str | date | None = None,
    exclude: str | Iterable[str] = (),
) -> pd.DataFrame:
    """Return the class for one outcome: what was promised first, and what is known of how it ended.

    Parameters
    ----------
    outcome
        ``"cost"``, ``"first_go_live"`` or ``"completion"``.
    grades
        Letters of the grades that count: A (like for like), B (a stated difference), C (other contents).
    stratum
        ``"news"`` or ``"frame"``; both, in separate rows, if not given.
    as_of
        Only rows that were known by that day: the sources of both figures had certainly been published, or, where a
        source has no day, both figures had certainly been stated.
    exclude
        Programmes to leave out.

    Returns
    -------
    pandas.DataFrame
        One row for one programme. For cost ``ratio_low``, ``ratio``, ``ratio_high`` in the currency and the prices
        of the sources; for the others ``months_low`` and ``months_high`` from the precision of the dates, and
        ``lead_low``, ``lead_high``, the months that the promise looked ahead when it was stated (missing where it was
        told after its date). Where ``censored`` is true, the outcome had not come and the figures say at least.

    Raises
    ------
    SdvdataError
        If a programme that this record is about stands in the class.
    UnknownNameError
        For an unknown outcome, grade, stratum or programme.

    Examples
    --------
    >>> known = reference_class("cost", grades="A").set_index("programme")
    >>> float(known.loc["encompass-ni", "ratio"].round(2)), bool(known.loc["encompass-ni", "censored"])
    (1.96, True)
    >>> len(reference_class("first_go_live", as_of="2000"))
    0
    """
    import pandas as pd

    require_known("outcome", outcome, OUTCOMES)
    for grade in grades:
        require_known("grade", grade, "ABC")
    if stratum is not None:
        require_known("stratum", stratum, STRATA)
    left_out = set(several(exclude, "exclude"))
    for name in left_out:
        require_known("programme", name, by_name("programmes"))
    day = last_day(as_of) if as_of is not None else date.max
    found = [
        row
        for row in _rows(outcome)
        if row["grade"] in grades
        and stratum in (None, row["stratum"])
        and row["programme"] not in left_out
        and row["known_on"] <= day
    ]
    figures = ["ratio_low", "ratio", "ratio_high"]
    if outcome != "cost":
        figures = ["months_low", "months_high", "lead_low", "lead_high"]
    frame = pd.DataFrame(found, columns=[*_SHARED, *figures, *_ENDS])
    return frame.astype(dict.fromkeys(figures, "float64") | {"censored": "bool"})


@made_once("pairs", "costs", "schedules", "sources", "programmes", "qualifier_intervals")
def _rows(outcome: str) -> list[dict[str, Any]]:
    """Return every pair of an outcome with its interval, whatever its grade and day."""
    claims, rows = by_name("costs" if outcome == "cost" else "schedules"), []
    for pair in records(load("pairs", raw=True, outcome=outcome)):
        if pair["programme"] in core():
            raise SdvdataError(f"'{pair['programme']}' is a target of the outside view and can't be in its own class.")
        sides = [claims[pair["first_claim"]], claims[pair["last_claim"]]]
        known = max(map(_known_on, sides))
        interval = _ratio(*sides) if outcome == "cost" else _months(*sides)
        name, censored = by_name("programmes")[pair["programme"]]["short_name"], pair["status"] != "actual"
        rows.append({**pair, "name": name, "censored": censored, "known_on": known, **interval})
    return rows


def _known_on(claim: dict[str, Any]) -> date:
    """Return the day by which a claim could certainly be read: the publication of its source, else its statement."""
    return parse(by_name("sources")[claim["source_id"]]["published"] or claim["stated_on"]).end or date.max


def _months(first: dict[str, Any], last: dict[str, Any]) -> dict[str, float | None]:
    promised = period(first, "date")
    low, high = between(promised, period(last, "date"))
    lead_low, lead_high = between(period(first, "stated_on"), promised)
    ahead = lead_high is not None and lead_high > 0
    return {
        "months_low": low,
        "months_high": high,
        "lead_low": max(lead_low, 0.0) if ahead and lead_low is not None else None,
        "lead_high": lead_high if ahead else None,
    }


def _ratio(first: dict[str, Any], last: dict[str, Any]) -> dict[str, float]:
    import pandas as pd

    one, other = bounds(pd.DataFrame([first, last])).to_dict("records")
    return {
        "ratio_low": other["low"] / one["high"],
        "ratio": other["value"] / one["value"],
        "ratio_high": other["high"] / one["low"],
    }


def class_quantile(frame: pd.DataFrame, share: float, *, level: float = 0.8) -> tuple[float, float]:
    """Return the interval for a quantile of a class, by the order of its rows alone; refused for a small class.

    The bounds are two order statistics that hold the quantile with a probability of at least ``level`` whatever the
    distribution, widened to the lower end of one row's interval and the upper end of the other's; infinite where the
    class has no such row or the row is censored.

    Parameters
    ----------
    frame
        Rows of one stratum, as `reference_class` gives them.
    share
        The quantile, between 0 and 1.
    level
        The least probability with which the interval holds it.

    Raises
    ------
    SdvdataError
        For fewer than 20 rows, or for rows of two strata.

    Examples
    --------
    >>> class_quantile(reference_class("cost", grades="A"), 0.5)
    Traceback (most recent call last):
    ...
    sdvdata.errors.SdvdataError: The class has 5 rows; a quantile is given from 20 rows of one stratum.
    """
    if not (0 < share < 1 and 0 < level < 1):
        raise SdvdataError(f"share={share!r} and level={level!r} must lie between 0 and 1.")
    if frame["stratum"].nunique() > 1:
        raise SdvdataError("The class holds two strata; they are never pooled.")
    if len(frame) < LEAST:
        raise SdvdataError(f"The class has {len(frame)} rows; a quantile is given from {LEAST} rows of one stratum.")
    unit = "ratio" if "ratio" in frame else "months"
    lows = sorted(frame[f"{unit}_low"].fillna(-inf))
    highs = sorted(frame[f"{unit}_high"].fillna(inf).mask(frame["censored"], inf))
    below, above = order_ranks(len(frame), share, level)
    return (lows[below - 1] if below else -inf), (highs[above - 1] if above <= len(frame) else inf)


def order_ranks(n: int, share: float, level: float) -> tuple[int, int]:
    """Return the ranks, from 1, of the two order statistics that hold a quantile; 0 and n + 1 where there is none.

    Examples
    --------
    >>> order_ranks(20, 0.5, 0.8)
    (7, 14)
    """
    tail = (1 - level) / 2
    # The quantile lies below rank r if at most r - 1 of n values lie below it: a binomial count.
    reached = list(accumulate(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)))
    below = sum(1 for chance in reached if chance <= tail)
    above = next(rank for rank, chance in enumerate(reached, 1) if chance >= 1 - tail - 1e-12)
    return below, above

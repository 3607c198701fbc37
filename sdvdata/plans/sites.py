"""Plans place by place: who was to start when in which plan, and how far each moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sdvdata.errors import SdvdataError, require_known, several
from sdvdata.plans.endings import actuals
from sdvdata.plans.lengths import between, slip_of
from sdvdata.plans.merging import (
    Counting,
    Question,
    Row,
    ask,
    checked_schedules,
    counts,
    parts_of,
    period,
    vintage_rows,
)
from sdvdata.tables import by_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["site_matrix", "site_slips"]

#: Kinds of place that go live as one.
PLACES = ("hospital", "university_hospital", "hospital_trust", "municipality", "area")

#: Kinds of place that are hospitals.
HOSPITALS = ("hospital", "university_hospital")


def _asked(
    schedules: pd.DataFrame,
    what: str,
    programme: str,
    kinds: tuple[str, ...] | str,
    as_of: str | date | None,
    counting: Counting = "own",
) -> tuple[dict[str, Row], Question]:
    """Return the places of some kinds of one programme, and what is asked of its rows."""
    require_known("programme", programme, by_name("programmes"))
    places = by_name("sites")
    known = {place["kind"] for place in places.values()}
    # One kind as text is a tuple of one: "in" would take every kind whose name is a part of it.
    wanted = [require_known("kind of place", kind, known) for kind in several(kinds, "kinds")]
    frame = checked_schedules(schedules, what)
    own = frame[frame["programme"] == programme]
    if own.empty:
        raise SdvdataError(f"No row of '{programme}' is among the {len(frame)} rows given to {what}.")
    found = {key: row for key, row in places.items() if row["programme"] == programme and row["kind"] in wanted}
    return found, ask(own, what, as_of=as_of, counting=counting, needed=False)


def site_matrix(
    schedules: pd.DataFrame,
    *,
    programme: str,
    kinds: tuple[str, ...] = PLACES,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return each place in each plan that names it: promised date, change against the plan before, actual day.

    Parameters
    ----------
    schedules
        Rows of ``schedules`` as loaded.
    programme
        One programme.
    kinds
        Kinds of place, as in the table ``sites``; one or several.
    as_of
        What was known on a day.

    Returns
    -------
    pandas.DataFrame
        One row per place and plan, in the order in which the plans came into force: ``site``, ``name``, ``kind``,
        ``plan``, ``standing``, ``own``, ``from_start`` to ``until_end``, ``promised`` with its first and last day, ``months_low`` and ``months_high``
        (change against the plan before that names the place; missing in its first), ``actual`` (blank where no source
        tells of a go-live), ``claim_id``, ``actual_claim``. A place that went live without a plan on record has one
        row without plan.

    Raises
    ------
    UnknownNameError
        For an unknown programme or kind of place.
    SdvdataError
        If nothing is left, and as `vintages` does.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> table = site_matrix(load_schedules(programme="sdv"), programme="sdv")
    >>> list(table.loc[table["site"] == "sus-lund", "promised"])
    ['2020-11', '2021-11', '2022-autumn', '2026-spring']
    """
    import pandas as pd

    places, question = _asked(schedules, "site_matrix", programme, kinds, as_of)
    rows: list[Row] = []
    planned = [row for row in vintage_rows(question) if row["site"] in places]
    for site, place in places.items():
        mine = [row for row in planned if row["site"] == site]
        actual = actuals(question.about(site=site)).get(programme, {})
        common = {key: place[key] for key in ("site", "name", "kind")}
        common |= {"actual": actual.get("date"), "actual_claim": actual.get("claim_id")}
        if not mine and actual:
            rows.append(common)
        for before, row in zip([None, *mine], mine, strict=False):
            low, high = between(period(before, "promised"), period(row, "promised")) if before else (None, None)
            rows.append({**row, **common, "months_low": low, "months_high": high})
    if not rows:
        raise SdvdataError(f"No place of '{programme}' is named among the {len(schedules)} rows given.")
    columns = ["site", "name", "kind", "plan", "standing", "own", "told_by"]
    columns += ["from_start", "from_end", "until_start", "until_end"]
    columns += ["promised", "promised_start", "promised_end"]
    columns += ["months_low", "months_high", "actual", "claim_id", "actual_claim"]
    return pd.DataFrame(rows, columns=columns).astype({"months_low": "float64", "months_high": "float64"})


def site_slips(
    schedules: pd.DataFrame,
    *,
    programme: str,
    kinds: tuple[str, ...] = (*HOSPITALS, "hospital_trust"),
    as_of: str | date | None = None,
    counting: Counting = "own",
) -> pd.DataFrame:
    """Return how far each place moved under the buyer's own plans, to be set beside the first hospital's slip.

    Parameters and errors are those of `site_matrix`; `counting` as for `slip`.

    Returns
    -------
    pandas.DataFrame
        The columns of `slip`, one row per place that at least one plan that counts names, indexed by site. A place
        without a go-live on record has none: ``no_slip`` and ``ended`` say what is known.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> moved = site_slips(load_schedules(), programme="sdv")
    >>> [float(moved.loc["sus-lund", side]) for side in ("months_low", "months_high")]
    [63.0, 66.9]
    """
    import pandas as pd

    places, question = _asked(schedules, "site_slips", programme, kinds, as_of, counting)
    rows = {}
    for site, place in places.items():
        if place["kind"] in HOSPITALS and len(parts_of(site)) > 1:
            continue  # its parts are told apart
        here = question.about(site=site)
        if not any(counts(row, counting) for row in vintage_rows(here)):
            continue  # in no plan that counts
        rows[site] = slip_of(here).loc[[programme]]
    if not rows:
        raise SdvdataError(f"No place of '{programme}' is in a plan that counts among the {len(schedules)} rows given.")
    return pd.concat(rows.values(), keys=rows, names=["site"]).droplevel("programme")

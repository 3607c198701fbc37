"""Tables of the schedules notebook: plans, slips, times to go, notices, places, reasons, each with its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata import plans, wording
from sdvdata.charts.notices import days_text
from sdvdata.schedule_words import ENDINGS, months_text
from sdvdata.tables import load, records
from sdvdata.views import ReaderTable, programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "horizon_table",
    "left_table",
    "notice_table",
    "place_table",
    "places_in_a_line",
    "reason_table",
    "site_slip_table",
    "slip_table",
    "vintage_table",
    "wave_table",
]


def _table(rows: list[dict[str, Any]], caption: str) -> ReaderTable:
    import pandas as pd

    return ReaderTable(pd.DataFrame(rows), caption)


#: A day that is not broken over lines, so that a narrow column stays readable.
_WHOLE = str.maketrans({"-": "\u2011", " ": "\u00a0"})


def _within(start: Any, end: Any, none: str) -> str:
    """Say within which days something lies."""
    if start is None and end is None:
        return none
    if start is None:
        return f"{end:%Y-%m-%d} or earlier".translate(_WHOLE)
    if end is None:
        return f"{start:%Y-%m-%d} or later".translate(_WHOLE)
    if start == end:
        return f"{start:%Y-%m-%d}".translate(_WHOLE)
    return " to ".join(f"{day:%Y-%m-%d}".translate(_WHOLE) for day in (start, end))


def _force(row: dict[str, Any]) -> dict[str, str]:
    """The columns that say within which days a plan came into force and was given up."""
    return {
        "In force from": _within(row["from_start"], row["from_end"], "not known"),
        "In force until": _within(row["until_start"], row["until_end"], "no end known"),
    }


def _standing(row: dict[str, Any]) -> str:
    """The standing of a plan, and whether it counts as the buyer's own."""
    if row["standing"] == "reported" and row["own"]:
        return "reported, of a plan of the buyer's own"
    return str(row["standing"])


def vintage_table(schedules: pd.DataFrame, *, milestone: str, caption: str) -> ReaderTable:
    """Return every plan for a milestone: when in force, what it promised, its standing, how it ended, its claims.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> table = vintage_table(load_schedules(programme="fvm"), milestone="first_hospital", caption="Plans")
    >>> list(table.frame["Ended"])[-1]
    'stopped'
    """
    ends = {row["claim_id"]: row for row in records(plans.notice(schedules, milestone=milestone))}
    rows = [
        {
            "Programme": programme_names()[row["programme"]],
            **_force(row),
            "Promised": wording.when(row["promised"]),
            "Standing": _standing(row),
            "Ended": ends[row["claim_id"]]["how"],
            "Statements": row["statements"],
            "Claim": row["claim_id"],
            "All claims": row["claims"].replace(";", " "),
        }
        for row in records(plans.vintages(schedules, milestone=milestone))
    ]
    return _table(rows, caption)


def slip_table(schedules: pd.DataFrame, *, milestone: str, caption: str) -> ReaderTable:
    """Return how far a milestone moved, by the buyer's own plans and with those that only others report.

    All three programmes as known on the last day on which all were observed (`plans.common_as_of`).

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> table = slip_table(load_schedules(), milestone="first_hospital", caption="First hospital")
    >>> list(table.frame["Slip"])
    ['51 to 54.9 months', '41.4 to 44.4 months', '11.4 to 14.4 months']
    """
    day = plans.common_as_of()
    own = plans.slip(schedules, milestone=milestone, as_of=day)
    others = plans.slip(schedules, milestone=milestone, as_of=day, others=True)
    rows = []
    for (programme, row), other in zip(own.iterrows(), records(others), strict=True):
        cells = dict(zip(row.index, records(own.loc[[programme]])[0].values(), strict=True))
        kind = f" ({cells['last_kind']})" if cells["last"] else ""
        rows.append(
            {
                "Programme": programme_names()[str(programme)],
                "First plan": wording.when(cells["first"]),
                "Standing": cells["first_status"] or "",
                "Last plan or day": f"{wording.when(cells['last'])}{kind}",
                "Slip": months_text(cells["months_low"], cells["months_high"]),
                "How it ended": ENDINGS[cells["ended"]],
                "Slip with plans that only others report": months_text(other["months_low"], other["months_high"]),
                "First claim": cells["first_claim"] or "",
                "Last claim": cells["last_claim"] or "",
                "First claim that others report": other["first_claim"] or "",
            }
        )
    return _table(rows, caption)


def horizon_table(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return the statements behind a horizon chart: said when, promised for when, months to go."""
    rows = [
        {
            "Programme": programme_names()[row["programme"]],
            "Said": wording.when(row["stated_on"]),
            "By": f"{row['stated_by']} ({row['speaker_role']})",
            "Promised": wording.when(row["date"]),
            "To go": "said after the plan had ended"
            if row["recalled"]
            else months_text(row["months_low"], row["months_high"]),
            "Standing": _standing(row),
            "Claim": row["claim_id"],
        }
        for row in records(frame.sort_values(["programme", "stated_on_start", "claim_id"]))
    ]
    return _table(rows, caption)


def notice_table(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return each promise, how and when it was given up, and with how much notice."""
    rows = []
    for row in records(frame):
        given_up = ""
        if row["given_up_end"] is not None:
            ends = dict.fromkeys(f"{day:%Y-%m-%d}" for day in (row["given_up_start"], row["given_up_end"]) if day)
            given_up = " … ".join(ends)
        known = row["days_low"] is not None and row["days_high"] is not None
        rows.append(
            {
                "Programme": programme_names()[row["programme"]],
                "Promised": wording.when(row["promised"]),
                "Standing": _standing(row),
                "Ended": row["how"],
                "Given up": given_up,
                "Notice": days_text(row["days_low"], row["days_high"]) if known else "",
                "Reason given": row["reason"] or "",
                "Claim": row["claim_id"],
                "Claim of the stop": row["stop_claim"] or "",
            }
        )
    return _table(rows, caption)


def place_table(matrix: pd.DataFrame, caption: str) -> ReaderTable:
    """Return a site matrix as a table: place, plan, promised date, change, actual day, claims."""
    rows = []
    for row in records(matrix):
        first = row["months_low"] is None and row["months_high"] is None
        rows.append(
            {
                "Place": row["name"],
                **(_force(row) if row["plan"] else {"In force from": "no plan on record", "In force until": ""}),
                "Standing": _standing(row) if row["plan"] else "",
                "Promised": wording.when(row["promised"]),
                "Change": "" if first else months_text(row["months_low"], row["months_high"]),
                "Live": wording.when(row["actual"]),
                "Claim": row["claim_id"] or "",
                "Claim of the go-live": row["actual_claim"] or "",
            }
        )
    return _table(rows, caption)


def places_in_a_line(matrix: pd.DataFrame, caption: str) -> ReaderTable:
    """Return a site matrix with one row per place: its promised dates plan by plan, and the day it went live."""
    rows = []
    for _, own in matrix.groupby("name", sort=True):
        cells = records(own)
        steps = [f"{wording.when(row['promised'])} ({row['standing']})" for row in cells if row["promised"]]
        rows.append(
            {
                "Place": cells[0]["name"],
                "Promised, plan by plan": " → ".join(steps) or "no plan on record",
                "Live": wording.when(cells[0]["actual"]) or "not known to be",
                "Claims": " ".join(row["claim_id"] for row in cells if row["claim_id"]),
                "Claim of the go-live": cells[0]["actual_claim"] or "",
            }
        )
    return _table(rows, caption)


def wave_table(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return what the first wave of each plan was to hold."""
    rows = [
        {
            "Programme": programme_names()[row["programme"]],
            "Promised": wording.when(row["promised"]),
            "Standing": _standing(row),
            "Hospitals named": row["hospitals"].replace(";", ", ") or "none",
            "The wave, in our words": row["contents"] or "",
            "Claims": row["claims"].replace(";", " "),
        }
        for row in records(frame)
    ]
    return _table(rows, caption)


def reason_table(schedules: pd.DataFrame, caption: str) -> ReaderTable:
    """Return the reasons that speakers gave for postponements, pauses and stops, in our words."""
    rows = [
        {
            "Programme": programme_names()[row["programme"]],
            "Said": wording.when(row["stated_on"]),
            "By": f"{row['stated_by']} ({row['speaker_role']})",
            "About": row["scope"],
            "Reason given, in our words": row["reason"],
            "Claim": row["claim_id"],
        }
        for row in records(schedules[schedules["reason"].notna()].sort_values(["programme", "stated_on_start"]))
    ]
    return _table(rows, caption)


def left_table(schedules: pd.DataFrame, caption: str) -> ReaderTable:
    """Return how many rows are in no plan, by reason, and which plans for a start could not be placed in time."""
    left = plans.unplaced(schedules)
    rows = [
        {
            "Reason": reason,
            "Rows": len(own),
            "Claims": " ".join(own["claim_id"]),
        }
        for reason, own in left.groupby("reason", sort=True)
    ]
    return _table(rows, caption)


def site_slip_table(schedules: pd.DataFrame, *, programme: str, caption: str) -> ReaderTable:
    """Return how far each place of a programme moved under the buyer's own plans, beside its first hospital.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> table = site_slip_table(load_schedules(), programme="sdv", caption="Slips")
    >>> table.frame.iloc[0]["Place"]
    'The first hospital, whichever it was'
    """
    day = plans.common_as_of()
    names = {row["site"]: row["name"] for row in records(load("sites"))}
    first = records(plans.slip(schedules, milestone="first_hospital", as_of=day).loc[[programme]])[0]
    moved = plans.site_slips(schedules, programme=programme, as_of=day).reset_index()
    rows = [
        {
            "Place": name,
            "First plan": wording.when(row["first"]),
            "Last plan or day": wording.when(row["last"]),
            "Slip": months_text(row["months_low"], row["months_high"]),
            "How it ended": ENDINGS[row["ended"]],
            "First claim": row["first_claim"] or "",
            "Last claim": row["last_claim"] or "",
        }
        for name, row in [
            ("The first hospital, whichever it was", first),
            *((names[row["site"]], row) for row in records(moved)),
        ]
    ]
    return _table(rows, caption)

"""Tables of the schedules notebook: plans, slips, times to go, notices, places, reasons, each with its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata import plans
from sdvdata import words as wording
from sdvdata.charts.notices import days_text
from sdvdata.schedule_words import (
    ENDINGS,
    closer_text,
    event_text,
    moved_text,
    standing_text,
    to_go_text,
)
from sdvdata.tables import load, records
from sdvdata.views import ReaderTable, programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "event_table",
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
            "Standing": standing_text(row),
            "More exactly": closer_text(row, schedules).replace("`", ""),
            "Ended": ends[row["claim_id"]]["how"],
            "Statements": row["statements"],
            "Claim": row["claim_id"],
            "All claims": row["claims"].replace(";", " "),
        }
        for row in records(plans.vintages(schedules, milestone=milestone))
    ]
    return _table(rows, caption)


def slip_table(schedules: pd.DataFrame, *, milestone: str, caption: str) -> ReaderTable:
    """Return how far a milestone moved: by the buyer's own plans, by decided plans alone, from the earliest of any.

    All three programmes as known on the last day on which all were observed (`plans.common_as_of`).

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> table = slip_table(load_schedules(), milestone="first_hospital", caption="First hospital")
    >>> list(table.frame["Moved"])
    ['51 to 54.9 months later', '41.4 to 44.4 months later', '11.4 to 14.4 months later']
    >>> list(table.frame["Moved, decided plans alone"])
    ['no other decided plan found', '0.6 months earlier to 2.4 months later', '6.4 months later']
    """
    day = plans.common_as_of()
    told = {row["claim_id"]: row for row in records(plans.vintages(schedules, milestone=milestone, as_of=day))}
    own, decided, earliest = (
        plans.slip(schedules, milestone=milestone, as_of=day, counting=counting)
        for counting in ("own", "decided", "any")
    )
    rows = []
    for programme in own.index:
        cells, sure, early = (records(frame.loc[[programme]])[0] for frame in (own, decided, earliest))
        first = told.get(cells["first_claim"])
        rows.append(
            {
                "Programme": programme_names()[str(programme)],
                "First plan": wording.when(cells["first"]) or "none of its own found",
                "Standing": standing_text(first) if first else "",
                "Last plan or day": _reached(cells),
                "Moved": _moved(cells, "no other plan found"),
                "How it ended": ENDINGS[cells["ended"]],
                "First decided plan": wording.when(sure["first"]) or "no decided first plan found",
                "Moved, decided plans alone": _moved(sure, "no other decided plan found") if sure["first"] else "",
                "Earliest plan of any standing": wording.when(early["first"]),
                "Its standing": standing_text(told[early["first_claim"]]) if early["first_claim"] else "",
                "Moved since then": _moved(early, "no other plan found"),
                "First claim": cells["first_claim"] or "",
                "Last claim": cells["last_claim"] or "",
                "First decided claim": sure["first_claim"] or "",
                "Earliest claim": early["first_claim"] or "",
            }
        )
    return _table(rows, caption)


def _reached(row: dict[str, Any]) -> str:
    """The last date of a slip, and whether it is a plan or the day itself."""
    if not row["last"]:
        return ""
    return f"{'went live' if row['last_kind'] == 'actual' else 'planned for'} {wording.when(row['last'])}"


def _moved(row: dict[str, Any], alone: str) -> str:
    """How far a milestone moved, or why that can't be said."""
    if row["first"] is None:
        return ""
    if row["last"] is None:
        return alone
    if row["last"] == row["first"]:
        return "kept"
    low, high = row["months_low"], row["months_high"]
    return "not known" if low is None and high is None else moved_text(low, high)


def horizon_table(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return the statements behind a horizon chart: said when, promised for when, months to go."""
    rows = [
        {
            "Programme": programme_names()[row["programme"]],
            "Said": wording.when(row["stated_on"]),
            "By": f"{row['stated_by']} ({row['speaker_role']})",
            "Promised": wording.when(row["date"]),
            "To go": row["why_recalled"] or to_go_text(row["months_low"], row["months_high"]),
            "Standing": standing_text({**row, "told_by": row["speaker_role"]}),
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
                "Standing": standing_text(row),
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
        change = "" if first else moved_text(row["months_low"], row["months_high"])
        rows.append(
            {
                "Place": row["name"],
                **(_force(row) if row["plan"] else {"In force from": "no plan on record", "In force until": ""}),
                "Standing": standing_text(row) if row["plan"] else "",
                "Promised": wording.when(row["promised"]),
                "Change": "kept" if change == "on the day" else change,
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
        steps = [
            f"{wording.when(row['promised'])} ({standing_text(row, brief=True)})" for row in cells if row["promised"]
        ]
        rows.append(
            {
                "Place": cells[0]["name"],
                "Promised, plan by plan": " → ".join(steps) or "no plan on record",
                "Live": wording.when(cells[0]["actual"]) or "not known to be live",
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
            "Standing": standing_text(row),
            "Hospitals named": row["hospitals"].replace(";", ", ") or "not stated",
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


def event_table(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return events in order of time: when, what happened, who said it when, with what reason.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> schedules = load_schedules(programme="fvm")
    >>> table = event_table(schedules[schedules["claim_id"] == "fvm-paused-2024"], "Stops")
    >>> table.frame.iloc[0]["What happened"]
    'Paused: introduction in the southern area, for an indefinite time'
    """
    names = programme_names()
    at = frame["date_start"].fillna(frame["date_end"]).fillna(frame["stated_on_start"])
    rows = []
    for row in records(frame.assign(_at=at).sort_values(["_at", "date_end", "claim_id"])):
        relay = f", in {row['relayed_by']}" if row["relayed_by"] else ""
        # A row that was labelled for a chart has the day of the statement for a date, and says so in its label.
        label = row.get("label") or event_text(row) + ("" if row["date"] else " (day it was said)")
        rows.append(
            {
                "Programme": names[row["programme"]],
                "When": wording.date(row["date"] or row["stated_on"]),
                "What happened": label,
                "Said": wording.when(row["stated_on"]),
                "By": f"{row['stated_by']} ({row['speaker_role']}){relay}",
                "As printed": row["as_printed"],
                "Reason given": row["reason"] or "",
                "Claim": row["claim_id"],
            }
        )
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
            "Moved": _moved(row, "no other plan found"),
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

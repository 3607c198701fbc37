"""How a milestone was met, or what stopped it: go-lives, stops and ends, each with its claim."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sdvdata.plans.merging import (
    Question,
    Row,
    ask,
    holds_places,
    is_actual,
    last_day,
    places_on_record,
    typed_frame,
    vintage_rows,
)
from sdvdata.tables import core, load, made_once, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["outcomes"]

#: Outcomes of a programme after which nothing more is delivered.
OVER = ("terminated", "reversed")


class Stop(NamedTuple):
    """A row that tells of a stop, and the first and last day on which it can have happened."""

    row: Row
    day: Row


def dated(row: Row) -> Row:
    """Return the period that a row is about."""
    return {"start": row["date_start"], "end": row["date_end"]}


def meets(one: Row, two: Row) -> bool:
    """Tell whether two periods share a day; an open side reaches to the end of the calendar."""
    return not (
        (one["end"] is not None and two["start"] is not None and one["end"] < two["start"])
        or (two["end"] is not None and one["start"] is not None and two["end"] < one["start"])
    )


def within(one: Row, two: Row) -> bool:
    """Tell whether a period certainly lies within another."""
    if None in (one["start"], one["end"], two["start"], two["end"]):
        return False
    return bool(two["start"] <= one["start"] and one["end"] <= two["end"])


def _most_exact(rows: list[Row]) -> Row | None:
    """Of several statements of one event, the one that names it most exactly; then the first place of several."""
    exact = [row for row in rows if row["date_end"] is not None]
    if not exact:
        return None
    finest = min((row["date_end"] - row["date_start"]).days for row in exact)
    return min(
        (row for row in exact if (row["date_end"] - row["date_start"]).days == finest),
        key=lambda row: (row["date_start"], row["stated_on_start"] or row["stated_on_end"], row["claim_id"]),
    )


def actuals(question: Question) -> dict[str, Row]:
    """Return, per programme, when a milestone was reached or a place went live."""
    found: dict[str, list[Row]] = {}
    for row in question.rows:
        if is_actual(row) and question.subjects(row):
            found.setdefault(row["programme"], []).append(row)
    exact = {programme: _most_exact(rows) for programme, rows in found.items()}
    return {programme: row for programme, row in exact.items() if row is not None}


def stops(question: Question) -> list[Stop]:
    """Return the stops of a milestone or place, and of whole programmes, in the order of their days."""
    found = []
    for row in question.rows:
        if row["kind"] in ("planned", "actual") or row["measure"] != "stop":
            continue
        # Where the first start is taken back for a whole region, the later dates of that plan go with it.
        if (row["site"] is not None and holds_places(row["site"])) or question.subjects(row):
            # A promise taken back without a date of its own was taken back by the day on which that was said.
            start, end = (
                ("date_start", "date_end") if row["date_start"] is not None else ("stated_on_start", "stated_on_end")
            )
            found.append(Stop(row, {"start": row[start], "end": row[end]}))
    return sorted(found, key=_by_day)


def _by_day(stop: Stop) -> tuple[date, str]:
    last = stop.day["end"]
    return (date.max if last is None else last.date(), stop.row["claim_id"])


def stops_of(plan: Row, known: list[Stop]) -> list[Stop]:
    """Return the stops that ended a vintage: those that name its plan, or that it can only have ended with."""
    until = {"start": plan["until_start"], "end": plan["until_end"]}
    return [
        stop
        for stop in known
        if stop.row["programme"] == plan["programme"] and (stop.row["plan"] == plan["plan"] or within(stop.day, until))
    ]


def programmes() -> dict[str, Row]:
    """Return the rows of ``programmes`` by their key; shared by all callers, not to change."""
    found: dict[str, Row] = made_once(
        "programmes", ["programmes"], lambda: {row["programme"]: row for row in records(load("programmes"))}
    )
    return found


def _outcome(programme: str, question: Question) -> str:
    """Return what became of a programme, as known on a day: before the claim that it rests on, it was open."""
    row = programmes()[programme]
    claim = row["outcome_claim"]
    if question.as_of is None or claim is None:
        return str(row["outcome"])
    return str(row["outcome"]) if len(load("schedules", as_of=question.as_of, claim_id=claim)) else "open"


class Ending(NamedTuple):
    """How one milestone or place of a programme ended.

    Attributes
    ----------
    how
        ``sustained`` (reached, and the programme went on), ``reached`` (nothing is known after it), ``reversed``
        (reached and undone), ``terminated`` (not reached, the programme is over), ``withdrawn`` (not reached, the last
        promise was taken back), ``unknown`` (the promised day has passed, and no source tells what happened), ``open``.
    event
        The row of the go-live, of the stop, or of the end.
    stop
        What undid a go-live.
    """

    how: str
    event: Row | None
    stop: Row | None = None


def ending(question: Question, programme: str, last: Row | None, actual: Row | None, known: list[Stop]) -> Ending:
    """Say how one milestone or place ended.

    Parameters
    ----------
    last
        The last vintage that counts.
    actual
        The go-live.
    known
        The stops.
    """
    outcome = _outcome(programme, question)
    if actual is not None:
        return _reached(question, programme, outcome, actual, known)
    if outcome in OVER:
        claim = programmes()[programme]["outcome_claim"]
        return Ending("terminated", next((row for row in question.rows if row["claim_id"] == claim), None))
    if last is not None:
        taken_back = stops_of(last, known)
        if taken_back:
            return Ending("withdrawn", taken_back[0].row)
        if (
            last["until_end"] is not None
            and last["promised_start"] is not None
            and last["until_end"] < last["promised_start"]
        ):
            return Ending("withdrawn", None)
        if last["promised_end"] is not None and last["promised_end"].date() < observed(programme, question.as_of):
            return Ending("unknown", None)
    return Ending("unknown" if outcome == "unknown" else "open", None)


def _reached(question: Question, programme: str, outcome: str, actual: Row, known: list[Stop]) -> Ending:
    if actual["measure"] == "work_start":
        return Ending("reached", actual)
    own = [
        stop for stop in known if stop.row["programme"] == programme and stop.row["kind"] in ("paused", "terminated")
    ]
    undone = [stop for stop in own if stop.day["end"] is None or stop.day["end"] >= actual["date_start"]]
    if outcome == "reversed":
        return Ending("reversed", actual, undone[0].row if undone else None)
    # A programme that went on after its first start had not undone it; of another place it tells nothing.
    later = [
        row
        for row in question.rows
        if question.site is None
        and row["programme"] == programme
        and is_actual(row)
        and row["date_start"] > actual["date_end"]
    ]
    return Ending("sustained" if outcome == "sustained" or (later and not undone) else "reached", actual)


def observed(programme: str, as_of: str | date | None) -> date:
    """Return the last day up to which something on record of a programme certainly was said, or `as_of` before it."""
    until: date = programmes()[programme]["observed_until_start"].date()
    day = last_day(as_of)
    return until if day is None else min(day, until)


_COLUMNS = [
    "how",
    "date",
    "date_start",
    "date_end",
    "claim_id",
    "speaker_role",
    "confidence",
    "stop",
    "stop_claim",
    "known_from",
]


def outcomes(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return how and when each programme met a milestone (or a place went live), or what stopped it.

    Parameters and errors are those of `slip`.

    Returns
    -------
    pandas.DataFrame
        One row per programme: ``how`` (sustained, reached, reversed, terminated, withdrawn, unknown, open: see `slip`),
        ``date`` with its first and last day and ``claim_id`` (of the go-live, or of the stop or end; blank where no
        source tells), ``speaker_role`` and ``confidence`` of that claim, ``stop`` and ``stop_claim`` (what undid a
        go-live), ``known_from`` (record, or rows given).

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> ends = outcomes(load_schedules(), milestone="first_hospital")
    >>> ends["how"].tolist()[:3], ends.loc["fvm", ["date", "stop"]].tolist()
    (['terminated', 'reversed', 'sustained'], ['2024-11-12', '2024-11-15'])
    """
    question = ask(schedules, "outcomes", milestone=milestone, site=site, as_of=as_of)
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    question.require([*found, *happened])
    rows = []
    for programme in wanted(question, found):
        own = [row for row in found if row["programme"] == programme and row["own"]]
        end = ending(question, programme, own[-1] if own else None, happened.get(programme), known)
        row: Row = {"programme": programme, "how": end.how, "known_from": question.known_from}
        if end.event is not None:
            own_day = end.event["date"] is not None
            row |= {"date": end.event["date"] if own_day else end.event["stated_on"]}
            row |= {
                f"date_{side}": end.event[f"{'date' if own_day else 'stated_on'}_{side}"] for side in ("start", "end")
            }
            row |= {key: end.event.get(key) for key in ("claim_id", "speaker_role", "confidence")}
        if end.stop is not None:
            row |= {"stop": end.stop["date"], "stop_claim": end.stop["claim_id"]}
        rows.append(row)
    return typed_frame(rows, ["programme", *_COLUMNS]).set_index("programme")


def wanted(question: Question, found: list[Row]) -> list[str]:
    """Return the programmes to answer for, the core ones in their order first."""
    present: Any = question.programmes
    if question.site is not None:
        present = {places_on_record()[question.site]["programme"]}
    first = [programme for programme in core() if programme in present]
    return first + sorted({row["programme"] for row in found} - set(core()))

"""How a milestone was met, or what stopped it: go-lives, stops and ends, each with its claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sdvdata.plans.merging import (
    Question,
    Row,
    ask,
    bounds,
    counts,
    holds_places,
    is_actual,
    length,
    period,
    said,
    typed_frame,
    vintage_rows,
)
from sdvdata.tables import by_name, core, load

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["outcomes"]

#: Outcomes of a programme after which nothing more is delivered.
OVER = ("terminated", "reversed")


def when(row: Row) -> str:
    """Return which period of a row tells when it happened: its date, or without one the day on which it was said."""
    return "date" if row["date"] is not None else "stated_on"


def within(one: Row, two: Row) -> bool:
    """Tell whether a period certainly lies within another."""
    if None in (one["start"], one["end"], two["start"], two["end"]):
        return False
    return bool(two["start"] <= one["start"] and one["end"] <= two["end"])


def actuals(question: Question) -> dict[str, Row]:
    """Return, per programme, when a milestone was reached or a place went live: the most exact statement of it."""
    found: dict[str, list[Row]] = {}
    for row in question.rows:
        if is_actual(row) and row["date_end"] is not None and question.subjects(row):
            found.setdefault(row["programme"], []).append(row)
    # Of several places with a day each, the first.
    return {
        programme: min(rows, key=lambda row: (length(row), row["date_start"], said(row), row["claim_id"]))
        for programme, rows in found.items()
    }


def stops(question: Question) -> list[Row]:
    """Return the stops of a milestone or place, and of whole programmes, each with its ``day``, in their order."""
    found = [
        # A promise taken back without a date of its own was taken back by the day on which that was said.
        {**row, "day": period(row, when(row))}
        for row in question.rows
        if row["kind"] not in ("planned", "actual")
        and row["measure"] == "stop"
        # Where the first start is taken back for a whole region, the later dates of that plan go with it.
        and ((row["site"] is not None and holds_places(row["site"])) or question.subjects(row))
    ]
    return sorted(found, key=lambda stop: (bounds(stop["day"])[1], stop["claim_id"]))


def stops_of(plan: Row, known: list[Row]) -> list[Row]:
    """Return the stops that ended a vintage: those that name its plan, or that it can only have ended with."""
    return [
        stop
        for stop in known
        if stop["programme"] == plan["programme"]
        and (stop["plan"] == plan["plan"] or within(stop["day"], period(plan, "until")))
    ]


def _outcome(programme: str, question: Question) -> str:
    """Return what became of a programme, as known on a day: before the claim that it rests on, it was open."""
    row = by_name("programmes")[programme]
    claim = row["outcome_claim"]
    known = None in (question.as_of, claim) or len(load("schedules", as_of=question.as_of, claim_id=claim)) > 0
    return str(row["outcome"]) if known else "open"


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


def ending(question: Question, programme: str, last: Row | None, actual: Row | None, known: list[Row]) -> Ending:
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
        claim = by_name("programmes")[programme]["outcome_claim"]
        return Ending("terminated", next((row for row in question.rows if row["claim_id"] == claim), None))
    if last is not None:
        taken_back = stops_of(last, known)
        if taken_back:
            return Ending("withdrawn", taken_back[0])
        until, promised = last["until_end"], last["promised_start"]
        if until is not None and promised is not None and until < promised:
            return Ending("withdrawn", None)
        if last["promised_end"] is not None and last["promised_end"] < observed(programme, question.day):
            return Ending("unknown", None)
    return Ending("unknown" if outcome == "unknown" else "open", None)


def _reached(question: Question, programme: str, outcome: str, actual: Row, known: list[Row]) -> Ending:
    if actual["measure"] == "work_start":
        return Ending("reached", actual)
    undone = [
        stop
        for stop in since(actual, known)
        if stop["programme"] == programme and stop["kind"] in ("paused", "terminated")
    ]
    if outcome == "reversed":
        return Ending("reversed", actual, undone[0] if undone else None)
    # A programme that went on after its first start had not undone it; of another place it tells nothing.
    went_on = question.site is None and any(
        row["programme"] == programme and is_actual(row) and row["date_start"] > actual["date_end"]
        for row in question.rows
    )
    return Ending("sustained" if outcome == "sustained" or (went_on and not undone) else "reached", actual)


def since(actual: Row, known: list[Row]) -> list[Row]:
    """Return the stops that can have come after a go-live."""
    return [stop for stop in known if stop["day"]["end"] is None or stop["day"]["end"] >= actual["date_start"]]


def observed(programme: str, day: pd.Timestamp | None) -> pd.Timestamp:
    """Return the last day up to which something on record of a programme certainly was said, or a day before it."""
    until: pd.Timestamp = by_name("programmes")[programme]["observed_until_start"]
    return until if day is None else min(day, until)


class Course(NamedTuple):
    """What was planned of one milestone or place of a programme, and what became of it.

    Attributes
    ----------
    plans
        The vintages that count, by when they came into force.
    actual
        The go-live.
    """

    programme: str
    plans: list[Row]
    actual: Row | None
    end: Ending


def courses(question: Question) -> Iterator[Course]:
    """Yield the course of each programme that is asked for, the core ones in their order first."""
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    question.require([*found, *happened])
    site = question.site
    present = question.programmes if site is None else {by_name("sites")[site]["programme"]}
    others = {row["programme"] for row in found}.difference(core())
    for programme in [*(one for one in core() if one in present), *sorted(others)]:
        every = [row for row in found if row["programme"] == programme]
        plans = [row for row in every if counts(row, "decided" if question.counting == "decided" else "own")]
        if question.counting == "any":
            # The earliest of any standing goes in front; the end stays that of the headline.
            plans = every[:1] + [row for row in plans if row is not every[0]]
        actual = happened.get(programme)
        yield Course(programme, plans, actual, ending(question, programme, plans[-1] if plans else None, actual, known))


_COLUMNS = ["how", "date", "date_start", "date_end", "claim_id", "speaker_role", "confidence", "stop", "stop_claim"]


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
    rows = []
    for programme, _, _, end in courses(question):
        row: Row = {"programme": programme, "how": end.how, "known_from": question.known_from}
        if end.event is not None:
            row |= {f"date{side}": end.event[f"{when(end.event)}{side}"] for side in ("", "_start", "_end")}
            row |= {key: end.event.get(key) for key in ("claim_id", "speaker_role", "confidence")}
        if end.stop is not None:
            row |= {"stop": end.stop["date"], "stop_claim": end.stop["claim_id"]}
        rows.append(row)
    return typed_frame(rows, ["programme", *_COLUMNS, "known_from"]).set_index("programme")

"""What follows from the vintages: slip, moves, time to go, notice."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sdvdata.periods import DAYS_IN_MONTH
from sdvdata.plans.endings import Course, actuals, courses, ending, observed, since, stops, stops_of, when
from sdvdata.plans.merging import (
    Counting,
    Question,
    Row,
    ask,
    chosen,
    is_promise,
    meets,
    period,
    typed_frame,
    vintage_rows,
    why_recalled,
)
from sdvdata.tables import by_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["between", "horizon", "moves", "notice", "slip"]


def between(first: Row, last: Row) -> tuple[float | None, float | None]:
    """Return the shortest and the longest time from one period to another, in months; missing where a side is open.

    A period is any mapping with ``start`` and ``end``, the first and last day.

    Examples
    --------
    >>> from datetime import date
    >>> month = {"start": date(2024, 11, 1), "end": date(2024, 11, 30)}
    >>> between({"start": date(2024, 10, 2), "end": date(2024, 10, 2)}, month)
    (1.0, 1.9)
    """
    return _in_months(_days(first["end"], last["start"])), _in_months(_days(first["start"], last["end"]))


def _days(begin: Any, end: Any) -> int | None:
    return None if begin is None or end is None else int((end - begin).days)


def _in_months(days: int | None) -> float | None:
    # Minus nothing is nothing: two hours' worth of a month would else be printed as -0.
    return None if days is None else round(days / DAYS_IN_MONTH, 1) + 0.0


_SLIP_COLUMNS = [
    *(f"{side}{of}" for side in ("first", "last") for of in ("", "_status", "_role", "_confidence")),
    *("last_kind", "months_low", "months_high", "censored", "no_slip", "ended", "end_claim"),
    *("overdue_low", "overdue_high", "implied_low", "implied_claim"),
    *("plans", "first_claim", "last_claim", "known_from"),
]

#: Why there is no slip.
_NO_PLAN = "no plan that counts is on record"
_ONE_PLAN = "one plan that counts is on record, and no day on which it came true"
_UNKNOWN = "the promised day has passed, and no source tells what happened"
_OPEN_SIDE = "a date is open on the side that matters"


def slip(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "own",
) -> pd.DataFrame:
    """Return how far a milestone moved: first plan of the buyer's own to the actual day, or to its last plan.

    Parameters
    ----------
    schedules
        Rows of ``schedules`` as loaded: they say which programmes are asked for. What is on record of these is analysed
        whole, whichever of its rows are given; a frame with rows of your own, or with rows that you changed, as given
        and with nothing else (``known_from``).
    milestone, site
        What to follow; one of the two is needed. Milestones are ``first_unit``, ``first_hospital``,
        ``university_hospital``, ``all_sites``, ``work_starts``, ``project_end``. A region as site is refused: its places
        start at different times.
    as_of
        What this would have shown on a given day: only what had been said by then. A frame loaded with `as_of`
        carries that day; one given here wins. `common_as_of` is the last day for comparisons.
    counting
        Which plans count: ``own``, those of the buyer's own; ``decided``, those of which a source tells that the date
        was decided; ``any``, the first plan of any standing (proposed, tentative, wished, leaked or told by others
        only, too), to the same end as with ``own``.

    Returns
    -------
    pandas.DataFrame
        One row per programme: ``first`` and ``last`` (dates as stated), each with ``_status`` (how firm the plan was),
        ``_role`` (who tells of it), ``_confidence`` and ``_claim``; ``last_kind`` (actual or planned); ``months_low``
        and ``months_high`` (the interval that the dates' precision allows); ``censored`` (the last promise was taken
        back or the programme is over: the slip is at least this); ``no_slip`` (why there are no months); ``ended``;
        ``end_claim`` (of what stopped or undid it); ``overdue_low`` and ``overdue_high`` (of what was not reached: months
        from the first promised date to the end of the programme, or to the last day up to which it was certainly
        observed; blank before the date, and where no source tells what happened); ``implied_low`` (of what was not
        reached: the months that the promise of an earlier milestone leaves at least, where that is more) and
        ``implied_claim``; ``plans`` (how many count); ``known_from`` (record, or rows given).

        ``ended`` is ``sustained`` (reached, and the programme went on), ``reached`` (nothing is known after it),
        ``reversed`` (it happened, was undone, and was no delivery), ``terminated`` (not reached: the programme is over),
        ``unknown`` (the promised day has passed and no source tells what happened: no slip) or ``open`` (not yet due, or
        the promise was taken back and no new one given).

    Raises
    ------
    UnknownNameError
        For an unknown milestone, site or way of counting.
    SdvdataError
        If the frame lacks columns or rows, a row has no day of statement, a plan ends before it starts, the site is a
        region, or no row is about the milestone or site.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> moved = slip(load_schedules(), milestone="first_hospital")
    >>> bool((moved["months_low"] <= moved["months_high"]).all())
    True
    >>> moved.loc["fvm", "ended"], bool(moved.loc["sdv", "censored"])
    ('reversed', True)
    """
    return slip_of(ask(schedules, "slip", milestone=milestone, site=site, as_of=as_of, counting=counting))


def slip_of(question: Question) -> pd.DataFrame:
    """Return what `slip` returns, of a question already asked."""
    rows = [_slip(question, course) for course in courses(question)]
    return typed_frame(rows, ["programme", *_SLIP_COLUMNS]).set_index("programme")


def _slip(question: Question, course: Course) -> Row:
    """Return the columns of `slip` for one programme."""
    programme, plans, actual, end = course
    row: Row = {"programme": programme, "plans": len(plans), "known_from": question.known_from, "no_slip": ""}
    # A promise that was taken back is open: it may be given anew.
    row |= {"ended": "open" if end.how == "withdrawn" else end.how, "censored": False}
    if end.stop is not None or (end.event is not None and actual is None):
        row["end_claim"] = (end.stop or end.event or {})["claim_id"]
    ends = _ends(course)
    if actual is not None or len(plans) > 1:
        row |= _told("last", ends[-1])
    if not plans:
        return row | {"no_slip": _NO_PLAN}
    first, last = ends[0], ends[-1]
    row |= _told("first", first)
    if actual is None and end.how != "unknown":
        row |= _overdue(question, course, first)
    if len(ends) == 1 or end.how == "unknown":
        return row | {"no_slip": _UNKNOWN if end.how == "unknown" else _ONE_PLAN}
    low, high = between(first["day"], last["day"])
    row |= {"months_low": low, "months_high": high, "censored": _at_least(course)}
    if None in (low, high):
        row["no_slip"] = _OPEN_SIDE
    return row if actual is not None else row | _implied(question, programme, first, low)


def _at_least(course: Course) -> bool:
    """Tell whether a promise was taken back or its programme is over, so that it moved at least as far as is known."""
    return course.end.how in ("terminated", "withdrawn")


def _told(side: str, end: Row) -> Row:
    names = {"status": "standing"} | {name: name for name in ("kind", "role", "confidence", "claim")}
    return {side: end["date"]} | {f"{side}_{name}": end.get(key) for name, key in names.items()}


def _overdue(question: Question, course: Course, first: Row) -> Row:
    """Return how long past the first promised date a programme was when it ended, or when it was last observed."""
    until = observed(course.programme, question.day)
    day, event = {"start": until, "end": until}, course.end.event
    if course.end.how == "terminated" and event is not None and event["date"] is not None:
        day = period(event, "date")
    low, high = between(first["day"], day)
    return {"overdue_low": low, "overdue_high": high} if low is not None and low > 0 else {}


def _before(milestone: str | None) -> list[str]:
    """Return the milestones that can't come after one."""
    earlier = None if milestone is None else by_name("milestones")[milestone]["after"]
    return [] if earlier is None else [earlier, *_before(earlier)]


def _implied(question: Question, programme: str, first: Row, low: float | None) -> Row:
    """Return the slip that the newest promise of an earlier milestone leaves at least: no hospital before the first unit."""
    best: Row = {}
    for milestone in _before(question.milestone):
        found = vintage_rows(question.about(milestone=milestone))
        for plan in [row for row in found if row["programme"] == programme and row["own"]][-1:]:
            least, _ = between(first["day"], period(plan, "promised"))
            if least is not None and least > (best.get("implied_low") or low or 0):
                best = {"implied_low": least, "implied_claim": plan["claim_id"]}
    return best


_END = ("plan", "date", "standing", "role", "confidence")
_MOVE_COLUMNS = [
    *("programme", *(f"from_{key}" for key in _END), "to_plan", "to_kind", *(f"to_{key}" for key in _END[1:])),
    *("months_low", "months_high", "elapsed_low", "elapsed_high", "censored", "reason"),
    *("from_claim", "to_claim", "known_from"),
]


def moves(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "own",
    steps: bool = True,
) -> pd.DataFrame:
    """Return how a promised date moved, step by step or from first to last, and how much time passed meanwhile.

    Parameters
    ----------
    schedules, milestone, site, as_of, counting
        As for `slip`.
    steps
        True: a row for each step from one plan to the next, and for the last step, to the day itself or to the stop.
        False: one row per programme that has a plan, from its first to the day itself or to its last; a single plan
        that did not come true has no ``to_``.

    Returns
    -------
    pandas.DataFrame
        ``programme``; ``from_plan``, ``from_date``, ``from_standing``, ``from_role``, ``from_confidence``,
        ``from_claim``, and the same with ``to_``; ``to_kind`` (planned, actual, stopped); ``months_low`` and
        ``months_high`` that the date moved; ``elapsed_low`` and ``elapsed_high``: months from the day on which the one
        plan came into force to that of the other, or to the day itself or of the stop; ``censored`` (the promise was
        taken back or the programme is over: moved at least this far); ``reason`` (why a length is blank);
        ``known_from``.

    Raises
    ------
    UnknownNameError, SdvdataError
        As `slip`.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> steps = moves(load_schedules(programme="sdv"), milestone="first_hospital")
    >>> list(steps["to_plan"].fillna("stopped"))
    ['sdv-2019-autumn', 'sdv-2022', 'stopped']
    >>> whole = moves(load_schedules(programme="fvm"), milestone="first_hospital", steps=False)
    >>> whole.loc[0, ["months_low", "months_high"]].tolist()
    [41.4, 44.4]
    """
    question = ask(schedules, "moves", milestone=milestone, site=site, as_of=as_of, counting=counting)
    rows: list[Row] = []
    for course in courses(question):
        ends, event = _ends(course), course.end.event
        if not steps:
            ends = ends[:1] + ends[1:][-1:]
        elif _at_least(course) and event is not None:
            ends.append(_happened(event, "stopped"))
        made = [_move(one, two) for one, two in pairwise(ends)]
        if not steps and len(course.plans) == len(ends) == 1:
            made = [{f"from_{key}": ends[0].get(key) for key in (*_END, "claim")} | {"reason": _ONE_PLAN}]
        if not steps and made:
            made[0]["censored"] = _at_least(course)
            if course.end.how == "unknown":
                made[0] |= {"months_low": None, "months_high": None, "reason": _UNKNOWN}
        rows += [{"programme": course.programme, **row, "known_from": question.known_from} for row in made]
    return typed_frame(rows, _MOVE_COLUMNS)


def _ends(course: Course) -> list[Row]:
    """Return between what a date moved: the plans that count (what each promised, when it came into force), the day."""
    planned = [
        {
            "plan": plan["plan"],
            "kind": "planned",
            "date": plan["promised"],
            "standing": plan["standing"],
            "role": plan["told_by"],
            "confidence": plan["confidence"],
            "claim": plan["claim_id"],
            "day": period(plan, "promised"),
            "since": period(plan, "from"),
        }
        for plan in course.plans
    ]
    return planned if course.actual is None else [*planned, _happened(course.actual, "actual")]


def _happened(row: Row, kind: str) -> Row:
    """Return the other end of a move: the day itself, or that of the stop."""
    day = period(row, when(row))
    told = {"role": row.get("speaker_role"), "confidence": row.get("confidence"), "claim": row["claim_id"]}
    return {"kind": kind, "date": row[when(row)], "day": day, "since": day, **told}


def _move(one: Row, two: Row) -> Row:
    stopped = two["kind"] == "stopped"
    low, high = (None, None) if stopped else between(one["day"], two["day"])
    elapsed = between(one["since"], two["since"])
    reason = "taken back or ended, no new date" if stopped else _OPEN_SIDE if None in (low, high) else ""
    if not reason and None in elapsed:
        reason = "when one of the plans came into force is open on one side"
    row: Row = {"months_low": low, "months_high": high, "elapsed_low": elapsed[0], "elapsed_high": elapsed[1]}
    for side, end in (("from", one), ("to", two)):
        row |= {f"{side}_{key}": end.get(key) for key in (*_END, "claim")}
    return row | {"to_kind": two["kind"], "censored": stopped, "reason": reason}


def horizon(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "any",
) -> pd.DataFrame:
    """Return the time that was still to go when each date was said.

    Parameters and errors are those of `slip`; `counting` keeps the statements of plans that count.

    Returns
    -------
    pandas.DataFrame
        One row per statement given, as loaded, with ``standing``, ``own``, ``recalled``, ``why_recalled`` (in our words),
        and ``months_low`` and ``months_high`` from the day of the statement to the promised day (``months_high`` is
        missing where that is open), and ``at_end`` (said on or after the last day on which the plan can have been in
        force: often it tells that the date is given up). What was said after the plan's end, or after its day, has no horizon: it looks
        back.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> left = horizon(load_schedules(programme="fvm"), milestone="first_hospital").set_index("claim_id")
    >>> float(left.loc["fvm-date-stands-bt-2024-10-02", "months_low"])
    1.3
    """
    question = ask(schedules, "horizon", milestone=milestone, site=site, as_of=as_of, counting=counting)
    found = chosen(question, vintage_rows(question))
    plan_of = {claim: plan for plan in found for claim in plan["claims"].split(";")}
    made = {
        row["claim_id"]: _to_go(row, plan_of[row["claim_id"]])
        for row in question.rows
        if row["claim_id"] in plan_of and is_promise(row)
    }
    told = question.frame[question.frame["claim_id"].isin(made)].reset_index(drop=True)
    columns = ["standing", "own", "recalled", "why_recalled", "at_end", "months_low", "months_high"]
    added = typed_frame([made[claim] for claim in told["claim_id"]], columns)
    return told.assign(**{column: added[column] for column in columns})


def _to_go(row: Row, plan: Row) -> Row:
    """Return what `horizon` adds to a statement of a plan."""
    why, stated, until = why_recalled(row), row["stated_on_start"], plan["until_end"]
    low, high = (None, None) if why else between(period(row, "stated_on"), period(row, "date"))
    return {
        "standing": plan["standing"],
        "own": plan["own"],
        "recalled": why != "",
        "why_recalled": why,
        "at_end": stated is not None and until is not None and stated >= until,
        "months_low": low,
        "months_high": high,
    }


def notice(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "any",
) -> pd.DataFrame:
    """Return how long before the promised day each promise was given up.

    Parameters and errors are those of `slip`; `counting` keeps the plans that count.

    Returns
    -------
    pandas.DataFrame
        One row per vintage: its columns ``programme``, ``plan``, ``promised``, ``standing``, ``own``, ``told_by``,
        ``confidence``, ``claim_id``, ``known_from``; ``how`` it ended; ``given_up_start`` and ``given_up_end`` (bounds of that day); ``days_low`` and ``days_high``
        from that day to the promised day, negative once it had passed; ``reason`` (where a source gives one) and
        ``stop_claim``. ``how`` is one of

        - ``withdrawn``: taken back, and a source tells of it; ``ended``: with the whole programme;
        - ``replaced``: another date of the buyer's own took its place; ``given up``: none did;
        - ``stopped``: it came true and was undone, the days count back from the stop to the start;
        - ``kept``: it came true; ``late``: it certainly was in force when the day passed, and came true later;
        - ``confirmed``: the next plan kept the date or made it more exact;
        - ``in force``: no end is known, or none by `as_of`.

        The last four gave no notice.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> ends = notice(load_schedules(programme="fvm"), milestone="first_hospital").set_index("plan")
    >>> ends.loc["fvm-2023-11", "how"], float(ends.loc["fvm-2023-11", "days_low"])
    ('stopped', -3.0)
    """
    question = ask(schedules, "notice", milestone=milestone, site=site, as_of=as_of, counting=counting)
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    rows = []
    for n, plan in enumerate(found):
        later = [row for row in found[n + 1 :] if row["programme"] == plan["programme"] and row["own"]]
        actual = happened.get(plan["programme"])
        outcome = ending(question, plan["programme"], None, actual, known).how
        rows.append({**plan, **_end_of(plan, later, actual, outcome, stops_of(plan, known))})
    columns = ["programme", "plan", "milestone", "site", "promised", "standing", "own", "told_by", "how"]
    columns += ["given_up_start", "given_up_end", "days_low", "days_high", "reason"]
    return typed_frame(chosen(question, rows), [*columns, "confidence", "claim_id", "stop_claim", "known_from"])


def _end_of(plan: Row, later: list[Row], actual: Row | None, outcome: str, ends: list[Row]) -> Row:
    """Say how one vintage ended, and with how much notice."""
    until, promised = period(plan, "until"), period(plan, "promised")
    if actual is not None and (until["end"] is None or actual["date_start"] <= until["end"]):
        happened = period(actual, "date")
        if meets(happened, promised):
            undone = since(actual, ends)
            if outcome == "reversed" and undone:
                return _given_up("stopped", undone, until, happened)
            return {"how": "kept"}
        passed = promised["end"] is not None and happened["start"] > promised["end"]
        # Given up before its day passed, or after it? Only a plan that certainly was in force then is late.
        if passed and not ends and (until["start"] is None or until["start"] > promised["end"]):
            return {"how": "late"}
    if ends:
        return _given_up("ended" if ends[0]["kind"] == "terminated" else "withdrawn", ends, until, promised)
    if later and meets(period(later[0], "promised"), promised):
        return {"how": "confirmed"}
    if until["end"] is None:
        return {"how": "in force"}
    return _given_up("replaced" if later else "given up", [], until, promised)


def _given_up(how: str, ends: list[Row], until: Row, promised: Row) -> Row:
    """Return the bounds of the day on which a plan was given up, as narrow as its first stop and its bounds allow."""
    stop: Row = ends[0] if ends else {"day": until, "claim_id": None}
    day = stop["day"]
    if until["start"] is not None and meets(day, until):
        day = {
            "start": max(filter(None, (day["start"], until["start"]))),
            "end": min(filter(None, (day["end"], until["end"])), default=None),
        }
    return {
        "how": how,
        "given_up_start": day["start"],
        "given_up_end": day["end"],
        "days_low": _days(day["end"], promised["start"]),
        "days_high": _days(day["start"], promised["end"]),
        "reason": stop.get("reason"),
        "stop_claim": stop["claim_id"],
    }

"""What follows from the vintages: slip, moves, time to go, notice."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sdvdata.errors import require_known
from sdvdata.periods import DAYS_IN_MONTH
from sdvdata.plans.endings import (
    Ending,
    Stop,
    actuals,
    dated,
    ending,
    meets,
    observed,
    stops,
    stops_of,
    wanted,
)
from sdvdata.plans.merging import (
    COUNTINGS,
    Counting,
    Question,
    Row,
    ask,
    asked_for,
    checked_schedules,
    counts,
    is_promise,
    typed_frame,
    vintage_rows,
    why_recalled,
)
from sdvdata.tables import load, made_once, records

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
    low = _days(first["end"], last["start"])
    high = _days(first["start"], last["end"])
    return _in_months(low), _in_months(high)


def _days(begin: Any, end: Any) -> int | None:
    if begin is None or end is None:
        return None
    days: int = (end - begin).days
    return days


def _in_months(days: int | None) -> float | None:
    # Minus nothing is nothing: two hours' worth of a month would else be printed as -0.
    return None if days is None else round(days / DAYS_IN_MONTH, 1) + 0.0


def _promised(row: Row) -> Row:
    return {"start": row["promised_start"], "end": row["promised_end"]}


def _in_force(row: Row) -> Row:
    """Return the bounds of the day on which a plan came into force."""
    return {"start": row["from_start"], "end": row["from_end"]}


_SLIP_COLUMNS = [
    "first",
    "first_status",
    "first_role",
    "first_confidence",
    "last",
    "last_status",
    "last_role",
    "last_confidence",
    "last_kind",
    "months_low",
    "months_high",
    "censored",
    "no_slip",
    "ended",
    "end_claim",
    "overdue_low",
    "overdue_high",
    "implied_low",
    "implied_claim",
    "plans",
    "first_claim",
    "last_claim",
    "known_from",
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
        observed; blank before the date); ``implied_low`` (of what was not reached: the months that the promise of an
        earlier milestone leaves at least, where that is more) and ``implied_claim``; ``plans`` (how many count);
        ``known_from`` (record, or rows given).

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
    return slip_of(ask(schedules, "slip", milestone=milestone, site=site, as_of=as_of), counting)


def slip_of(question: Question, counting: Counting = "own") -> pd.DataFrame:
    """Return what `slip` returns, of a question already asked."""
    require_known("way of counting", counting, COUNTINGS)
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    question.require([*found, *happened])
    rows = []
    for programme in wanted(question, found):
        plans = _counted([row for row in found if row["programme"] == programme], counting)
        actual = happened.get(programme)
        end = ending(question, programme, plans[-1] if plans else None, actual, known)
        rows.append({"programme": programme, **_slip(question, programme, plans, actual, end)})
    return typed_frame(rows, ["programme", *_SLIP_COLUMNS]).set_index("programme")


def _counted(plans: list[Row], counting: Counting) -> list[Row]:
    """Return the plans of one programme that count, by when they came into force."""
    own = [plan for plan in plans if counts(plan, "decided" if counting == "decided" else "own")]
    # The earliest of any standing goes in front; the end stays that of the headline.
    return [*plans[:1], *(plan for plan in own if plan is not plans[0])] if counting == "any" else own


def _told(side: str, plan: Row) -> Row:
    return {
        side: plan["promised"],
        f"{side}_status": plan["standing"],
        f"{side}_role": plan["told_by"],
        f"{side}_confidence": plan["confidence"],
        f"{side}_claim": plan["claim_id"],
    }


def _slip(question: Question, programme: str, plans: list[Row], actual: Row | None, end: Ending) -> Row:
    """Return the columns of `slip` for one programme."""
    row: Row = {"plans": len(plans), "known_from": question.known_from, "censored": False, "no_slip": ""}
    # A promise that was taken back is open: it may be given anew.
    row["ended"] = "open" if end.how == "withdrawn" else end.how
    if end.stop is not None or (end.event is not None and actual is None):
        row["end_claim"] = (end.stop or end.event or {})["claim_id"]
    if actual is not None:
        row |= {"last": actual["date"], "last_kind": "actual", "last_role": actual.get("speaker_role")}
        row |= {"last_confidence": actual.get("confidence"), "last_claim": actual["claim_id"]}
    elif len(plans) > 1:
        row |= _told("last", plans[-1]) | {"last_kind": "planned"}
    if not plans:
        return row | {"no_slip": _NO_PLAN}
    first = plans[0]
    row |= _told("first", first)
    if actual is None:
        row |= _not_reached(question, programme, first, end)
    if "last" not in row or end.how == "unknown":
        return row | {"no_slip": _UNKNOWN if end.how == "unknown" else _ONE_PLAN}
    last = dated(actual) if actual is not None else _promised(plans[-1])
    row["months_low"], row["months_high"] = between(_promised(first), last)
    row["censored"] = actual is None and end.how in ("terminated", "withdrawn")
    if None in (row["months_low"], row["months_high"]):
        row["no_slip"] = _OPEN_SIDE
    if actual is None:
        row |= _implied(question, programme, first, row["months_low"])
    return row


def _not_reached(question: Question, programme: str, first: Row, end: Ending) -> Row:
    """Return how long past the first promised date a programme was when it ended, or when it was last observed."""
    until = observed(programme, question.as_of)
    day: Row = {"start": type(first["promised_start"] or first["promised_end"])(until), "end": None}
    day["end"] = day["start"]
    if end.how == "terminated" and end.event is not None:
        day = dated(end.event) if end.event["date"] is not None else day
    low, high = between(_promised(first), day)
    if low is None or low <= 0:
        return {}
    return {"overdue_low": low, "overdue_high": high}


def _before(milestone: str) -> list[str]:
    """Return the milestones that can't come after one."""
    after = made_once(
        "order of milestones",
        ["milestones"],
        lambda: {row["milestone"]: row["after"] for row in records(load("milestones"))},
    )
    found: list[str] = []
    while after[milestone] is not None:
        milestone = after[milestone]
        found.append(milestone)
    return found


def _implied(question: Question, programme: str, first: Row, low: float | None) -> Row:
    """Return the slip that the newest promise of an earlier milestone leaves at least: no hospital before the first unit."""
    best: Row = {}
    for milestone in _before(question.milestone) if question.milestone is not None else ():
        earlier = [
            plan
            for plan in vintage_rows(question.about(milestone=milestone))
            if plan["programme"] == programme and plan["own"]
        ]
        if earlier and earlier[-1]["promised_start"] is not None:
            least = _in_months(_days(first["promised_end"], earlier[-1]["promised_start"]))
            if least is not None and least > (best.get("implied_low") or low or 0):
                best = {"implied_low": least, "implied_claim": earlier[-1]["claim_id"]}
    return best


_MOVE_COLUMNS = [
    "programme",
    "from_plan",
    "from_date",
    "from_standing",
    "from_role",
    "from_confidence",
    "to_plan",
    "to_kind",
    "to_date",
    "to_standing",
    "to_role",
    "to_confidence",
    "months_low",
    "months_high",
    "elapsed_low",
    "elapsed_high",
    "censored",
    "reason",
    "from_claim",
    "to_claim",
    "known_from",
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
        False: one row per programme, from its first plan to the day itself or to its last plan.

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
    require_known("way of counting", counting, COUNTINGS)
    question = ask(schedules, "moves", milestone=milestone, site=site, as_of=as_of)
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    question.require([*found, *happened])
    rows: list[Row] = []
    for programme in wanted(question, found):
        plans = _counted([row for row in found if row["programme"] == programme], counting)
        actual = happened.get(programme)
        end = ending(question, programme, plans[-1] if plans else None, actual, known)
        over = end.how in ("terminated", "withdrawn")
        last = _happened(actual, "actual") if actual is not None else None
        if steps:
            ends = [_end(plan) for plan in plans]
            if actual is not None or (over and end.event is not None and plans):
                ends.append(last or _happened(end.event or {}, "stopped"))
            made = [_move(one, two) for one, two in pairwise(ends)]
        else:
            ends = [_end(plan) for plan in (plans[:1] + plans[-1:] if len(plans) > 1 else plans)]
            made = [_move(ends[0], last or ends[-1])] if ends and (last or len(ends) > 1) else []
            if made and actual is None:
                made[0]["censored"] = over
                if end.how == "unknown":
                    made[0] |= {"months_low": None, "months_high": None, "reason": _UNKNOWN}
        rows += [{"programme": programme, **row, "known_from": question.known_from} for row in made]
    return typed_frame(rows, _MOVE_COLUMNS)


def _end(plan: Row) -> Row:
    """Return one end of a move: a plan, what it promised, when it came into force."""
    return {
        "plan": plan["plan"],
        "kind": "planned",
        "date": plan["promised"],
        "standing": plan["standing"],
        "role": plan["told_by"],
        "confidence": plan["confidence"],
        "claim": plan["claim_id"],
        "day": _promised(plan),
        "since": _in_force(plan),
    }


def _happened(row: Row, kind: str) -> Row:
    """Return the other end of a move: the day itself, or that of the stop."""
    day = dated(row) if row["date"] is not None else {"start": row["stated_on_start"], "end": row["stated_on_end"]}
    return {
        "plan": None,
        "kind": kind,
        "date": row["date"] if row["date"] is not None else row["stated_on"],
        "standing": None,
        "role": row.get("speaker_role"),
        "confidence": row.get("confidence"),
        "claim": row["claim_id"],
        "day": day,
        "since": day,
    }


def _move(one: Row, two: Row) -> Row:
    stopped = two["kind"] == "stopped"
    low, high = (None, None) if stopped else between(one["day"], two["day"])
    elapsed = between(one["since"], two["since"])
    reason = "taken back or ended, no new date" if stopped else _OPEN_SIDE if None in (low, high) else ""
    if not reason and None in elapsed:
        reason = "when one of the plans came into force is open on one side"
    row: Row = {"months_low": low, "months_high": high, "elapsed_low": elapsed[0], "elapsed_high": elapsed[1]}
    for side, end in (("from", one), ("to", two)):
        row |= {f"{side}_{key}": end[key] for key in ("plan", "date", "standing", "role", "confidence", "claim")}
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
    import pandas as pd

    require_known("way of counting", counting, COUNTINGS)
    question = ask(schedules, "horizon", milestone=milestone, site=site, as_of=as_of)
    schedules = checked_schedules(schedules, "horizon")
    found = asked_for(question, vintage_rows(question))
    question.require(found)
    plan_of = {claim: row for row in found if counts(row, counting) for claim in row["claims"].split(";")}
    lengths = {}
    for row in question.rows:
        if row["claim_id"] in plan_of and is_promise(row):
            said = {"start": row["stated_on_start"], "end": row["stated_on_end"]}
            why = why_recalled(row)
            lengths[row["claim_id"]] = (why, *((None, None) if why else between(said, dated(row))))
    told = schedules[schedules["claim_id"].isin(lengths)]
    plans = [plan_of[claim] for claim in told["claim_id"]]
    return told.assign(
        standing=[plan["standing"] for plan in plans],
        own=[plan["own"] for plan in plans],
        recalled=[lengths[claim][0] != "" for claim in told["claim_id"]],
        why_recalled=[lengths[claim][0] for claim in told["claim_id"]],
        at_end=[_at_end(plan, row) for plan, row in zip(plans, records(told), strict=True)],
        months_low=pd.array([lengths[claim][1] for claim in told["claim_id"]], dtype="float64"),
        months_high=pd.array([lengths[claim][2] for claim in told["claim_id"]], dtype="float64"),
    ).reset_index(drop=True)


def _at_end(plan: Row, said: Row) -> bool:
    """Tell whether a statement was made no earlier than the last day on which its plan can have been in force."""
    return bool(plan["until_end"] and said["stated_on_start"] and said["stated_on_start"] >= plan["until_end"])


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
    require_known("way of counting", counting, COUNTINGS)
    question = ask(schedules, "notice", milestone=milestone, site=site, as_of=as_of)
    found, happened, known = vintage_rows(question), actuals(question), stops(question)
    question.require(asked_for(question, found))
    rows = []
    for n, plan in enumerate(found):
        later = [row for row in found[n + 1 :] if row["programme"] == plan["programme"] and row["own"]]
        outcome = ending(question, plan["programme"], None, happened.get(plan["programme"]), known).how
        rows.append({**plan, **_end_of(plan, later, happened.get(plan["programme"]), outcome, known)})
    rows = [row for row in asked_for(question, rows) if counts(row, counting)]
    columns = [
        "programme",
        "plan",
        "milestone",
        "site",
        "promised",
        "standing",
        "own",
        "told_by",
        "how",
        "given_up_start",
    ]
    columns += ["given_up_end", "days_low", "days_high", "reason", "confidence", "claim_id", "stop_claim", "known_from"]
    return typed_frame(rows, columns)


def _end_of(plan: Row, later: list[Row], actual: Row | None, outcome: str, known: list[Stop]) -> Row:
    """Say how one vintage ended, and with how much notice."""
    until = {"start": plan["until_start"], "end": plan["until_end"]}
    promised, ends = _promised(plan), stops_of(plan, known)
    if actual is not None and (until["end"] is None or actual["date_start"] <= until["end"]):
        happened = dated(actual)
        if meets(happened, promised):
            undone = [stop for stop in ends if stop.day["end"] is None or stop.day["end"] >= happened["start"]]
            if outcome == "reversed" and undone:
                return _given_up("stopped", undone[0], until, happened)
            return {"how": "kept"}
        passed = plan["promised_end"] is not None and happened["start"] > plan["promised_end"]
        # Given up before its day passed, or after it? Only a plan that certainly was in force then is late.
        if passed and not ends and (until["start"] is None or until["start"] > plan["promised_end"]):
            return {"how": "late"}
    if ends:
        return _given_up("ended" if ends[0].row["kind"] == "terminated" else "withdrawn", ends[0], until, promised)
    if later and meets(_promised(later[0]), promised):
        return {"how": "confirmed"}
    if until["end"] is None:
        return {"how": "in force"}
    return _given_up("replaced" if later else "given up", None, until, promised)


def _given_up(how: str, stop: Stop | None, until: Row, promised: Row) -> Row:
    """Return the bounds of the day on which a plan was given up, as narrow as its stop and its bounds allow."""
    day = until if stop is None else stop.day
    if stop is not None and until["start"] is not None and meets(day, until):
        firsts = [bound["start"] for bound in (day, until) if bound["start"] is not None]
        lasts = [bound["end"] for bound in (day, until) if bound["end"] is not None]
        day = {"start": max(firsts), "end": min(lasts)}
    return {
        "how": how,
        "given_up_start": day["start"],
        "given_up_end": day["end"],
        "days_low": _days(day["end"], promised["start"]),
        "days_high": _days(day["start"], promised["end"]),
        "reason": stop.row.get("reason") if stop else None,
        "stop_claim": stop.row["claim_id"] if stop else None,
    }

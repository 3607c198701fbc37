"""What follows from the vintages: slip, segments, time to go, notice, and how it ended."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

from sdvdata.errors import require_known
from sdvdata.periods import DAYS_IN_MONTH
from sdvdata.plans.merging import (
    Question,
    Row,
    ask,
    checked_schedules,
    is_actual,
    is_promise,
    last_day,
    vintage_rows,
    why_recalled,
)
from sdvdata.tables import core, load, made_once, records

if TYPE_CHECKING:
    import pandas as pd

#: Which plans a slip counts.
Counting = Literal["own", "decided", "any"]
COUNTINGS: tuple[str, ...] = get_args(Counting)

__all__ = ["actual_claims", "between", "horizon", "notice", "segments", "slip"]


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


def _dated(row: Row) -> Row:
    return {"start": row["date_start"], "end": row["date_end"]}


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


def actual_claims(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> dict[str, str]:
    """Return, per programme, the claim that tells most exactly when a milestone was reached or a place went live.

    Parameters and errors are those of `vintages`. A programme without a go-live on record is left out.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> actual_claims(load_schedules(programme=["sdv", "fvm"]), milestone="first_hospital")
    {'fvm': 'fvm-go-live-time-2024'}
    """
    found = actuals(ask(schedules, "actual_claims", milestone=milestone, site=site, as_of=as_of, needed=False))
    return {programme: row["claim_id"] for programme, row in found.items()}


def _outcomes(as_of: str | date | None) -> dict[str, str]:
    """Return what became of each programme, as known on a day: before the claim that it rests on, it was open."""
    rows = _programmes()
    if as_of is None:
        return {row["programme"]: row["outcome"] for row in rows}
    ends = [row["outcome_claim"] for row in rows if row["outcome_claim"] is not None]
    known = set(load("schedules", as_of=as_of, claim_id=ends)["claim_id"])
    return {
        row["programme"]: row["outcome"] if row["outcome_claim"] in known or row["outcome_claim"] is None else "open"
        for row in rows
    }


def _observed() -> dict[str, date]:
    return {row["programme"]: row["observed_until_end"].date() for row in _programmes()}


def _programmes() -> list[Row]:
    found: list[Row] = made_once("programmes", ["programmes"], lambda: records(load("programmes")))
    return found


def _ended(outcome: str, reached: bool, promised_end: Any, until: date) -> str:
    """Say how one milestone ended: what became of the programme, and whether the milestone was reached in it.

    A promise whose day has passed without a word on what happened is unknown, not open and not late.
    """
    if outcome == "unknown":
        return "unknown"
    if reached:
        return "reversed" if outcome == "reversed" else "sustained" if outcome == "sustained" else "open"
    if outcome in ("terminated", "reversed"):
        return "terminated"
    if promised_end is not None and promised_end.date() < until:
        return "unknown"
    return "open"


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
        Rows of ``schedules`` as loaded.
    milestone, site
        What to follow; one of the two is needed. Milestones are ``first_unit``, ``first_hospital``,
        ``university_hospital``, ``all_sites``, ``work_starts``, ``project_end``.
    as_of
        What this would have shown on a given day: only what had been said by then. Frames loaded with ``as_of`` still
        know how plans and programmes ended; give the day here. `common_as_of` is the last day for comparisons.
    counting
        Which plans count: ``own``, those of the buyer's own; ``decided``, those of which a source tells that the date
        was decided; ``any``, the first plan of any standing (proposed, tentative, wished, leaked or told by others
        only, too), to the same end as with ``own``.

    Returns
    -------
    pandas.DataFrame
        One row per programme: ``first`` and ``last`` (dates as stated), ``first_status`` and ``last_status`` (how firm
        the plan was), ``last_kind`` (actual or planned), ``months_low`` and ``months_high`` (the interval that the
        dates' precision allows; missing where a side is), ``ended`` (sustained, reversed, terminated, open, unknown),
        ``plans`` (how many), ``first_claim``, ``last_claim``. An actual that was undone ended ``reversed``: it
        happened, but was no delivery. Where the promised day has passed and no source tells what happened, it ended
        ``unknown`` and there is no slip. A programme without a plan that counts has no ``first``.

    Raises
    ------
    UnknownNameError
        For an unknown milestone, site or way of counting.
    SdvdataError
        If the frame lacks columns or rows, a row has no day of statement, a plan ends before it starts, or no row is
        about the milestone or site.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> moved = slip(load_schedules(), milestone="first_hospital")
    >>> bool((moved["months_low"] <= moved["months_high"]).all())
    True
    >>> moved.loc["fvm", "ended"]
    'reversed'
    """
    question = ask(schedules, "slip", milestone=milestone, site=site, as_of=as_of)
    return slip_of(question, set(schedules["programme"]), counting)


def slip_of(question: Question, present: set[str], counting: Counting = "own") -> pd.DataFrame:
    """Return what `slip` returns, of a question already asked about some programmes."""
    import pandas as pd

    require_known("way of counting", counting, COUNTINGS)
    found, happened = vintage_rows(question), actuals(question)
    question.require([*found, *happened])
    outcomes, observed, day = _outcomes(question.as_of), _observed(), last_day(question.as_of)
    if question.site is not None:
        present = set(load("sites", site=question.site)["programme"])
    wanted = [p for p in core() if p in present] + sorted({row["programme"] for row in found} - set(core()))
    rows = {}
    for programme in wanted:
        plans = _counted([row for row in found if row["programme"] == programme], counting)
        until = min(day, observed[programme]) if day is not None else observed[programme]
        rows[programme] = _slip(plans, happened.get(programme), outcomes[programme], until)
    columns = [
        "first",
        "first_status",
        "last",
        "last_status",
        "last_kind",
        "months_low",
        "months_high",
        "ended",
        "plans",
        "first_claim",
        "last_claim",
    ]
    frame = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=columns)
    frame.index.name = "programme"
    return frame.astype({"months_low": "float64", "months_high": "float64"})


def _counted(plans: list[Row], counting: Counting) -> list[Row]:
    """Return the plans of one programme that count, by when they came into force."""
    if counting == "decided":
        return [plan for plan in plans if plan["standing"] == "decided"]
    own = [plan for plan in plans if plan["own"]]
    # The earliest of any standing goes in front; the end stays that of the headline.
    return [*plans[:1], *(plan for plan in own if plan is not plans[0])] if counting == "any" else own


def _slip(plans: list[Row], actual: Row | None, outcome: str, until: date) -> Row:
    """Return the columns of `slip` for one programme."""
    latest = plans[-1]["promised_end"] if plans else None
    row: Row = {"ended": _ended(outcome, actual is not None, latest, until), "plans": len(plans)}
    first = plans[0] if plans else None
    if first is not None:
        row |= {"first": first["promised"], "first_status": first["standing"], "first_claim": first["claim_id"]}
    if actual is not None:
        row |= {"last": actual["date"], "last_kind": "actual", "last_claim": actual["claim_id"]}
    elif len(plans) > 1:
        last = plans[-1]
        row |= {"last": last["promised"], "last_kind": "planned", "last_status": last["standing"]}
        row["last_claim"] = last["claim_id"]
    if first is not None and "last" in row and row["ended"] != "unknown":
        end = _dated(actual) if actual is not None else _promised(plans[-1])
        row["months_low"], row["months_high"] = between(_promised(first), end)
    return row


def segments(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return the slip between successive plans of the buyer's own, and from the last of them to the actual day.

    Parameters and errors are those of `slip`.

    Returns
    -------
    pandas.DataFrame
        One row per step: ``programme``, ``from_plan``, ``to_plan`` (``actual`` for the day itself), ``from_date``,
        ``to_date``, ``months_low``, ``months_high``, ``from_claim``, ``to_claim``.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> steps = segments(load_schedules(programme="sdv"), milestone="first_hospital")
    >>> list(steps["to_plan"])
    ['sdv-2019-autumn', 'sdv-2022']
    """
    import pandas as pd

    question = ask(schedules, "segments", milestone=milestone, site=site, as_of=as_of)
    found, happened = vintage_rows(question), actuals(question)
    question.require(found)
    rows: list[Row] = []
    for programme in dict.fromkeys(row["programme"] for row in found):
        plans = [row for row in found if row["programme"] == programme and row["own"]]
        ends = [(row["plan"], row["promised"], _promised(row), row["claim_id"]) for row in plans]
        actual = happened.get(programme)
        if actual is not None and ends:
            ends.append(("actual", actual["date"], _dated(actual), actual["claim_id"]))
        for one, two in pairwise(ends):
            low, high = between(one[2], two[2])
            rows.append(
                {
                    "programme": programme,
                    "from_plan": one[0],
                    "to_plan": two[0],
                    "from_date": one[1],
                    "to_date": two[1],
                    "months_low": low,
                    "months_high": high,
                    "from_claim": one[3],
                    "to_claim": two[3],
                }
            )
    columns = ["programme", "from_plan", "to_plan", "from_date", "to_date", "months_low", "months_high"]
    frame = pd.DataFrame(rows, columns=[*columns, "from_claim", "to_claim"])
    return frame.astype({"months_low": "float64", "months_high": "float64"})


def horizon(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return the time that was still to go when each date was said.

    Parameters and errors are those of `slip`.

    Returns
    -------
    pandas.DataFrame
        One row per statement, as loaded, with ``standing``, ``own``, ``recalled``, ``why_recalled`` (in our words),
        and ``months_low`` and ``months_high`` from the day of the statement to the promised day (``months_high`` is
        missing where that is open). What was said after the plan's end, or after its day, has no horizon: it looks
        back.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> left = horizon(load_schedules(programme="fvm"), milestone="first_hospital").set_index("claim_id")
    >>> float(left.loc["fvm-date-stands-bt-2024-10-02", "months_low"])
    1.3
    """
    import pandas as pd

    question = ask(schedules, "horizon", milestone=milestone, site=site, as_of=as_of)
    schedules = checked_schedules(schedules, "horizon")
    found = vintage_rows(question)
    question.require(found)
    plan_of = {claim: row for row in found for claim in row["claims"].split(";")}
    lengths = {}
    for row in question.rows:
        if row["claim_id"] in plan_of and is_promise(row):
            said = {"start": row["stated_on_start"], "end": row["stated_on_end"]}
            why = why_recalled(row)
            lengths[row["claim_id"]] = (why, *((None, None) if why else between(said, _dated(row))))
    told = schedules[schedules["claim_id"].isin(lengths)]
    plans = [plan_of[claim] for claim in told["claim_id"]]
    return told.assign(
        standing=[plan["standing"] for plan in plans],
        own=[plan["own"] for plan in plans],
        recalled=[lengths[claim][0] != "" for claim in told["claim_id"]],
        why_recalled=[lengths[claim][0] for claim in told["claim_id"]],
        months_low=pd.array([lengths[claim][1] for claim in told["claim_id"]], dtype="float64"),
        months_high=pd.array([lengths[claim][2] for claim in told["claim_id"]], dtype="float64"),
    ).reset_index(drop=True)


def notice(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return how long before the promised day each promise was given up.

    Parameters and errors are those of `slip`.

    Returns
    -------
    pandas.DataFrame
        One row per vintage: its columns ``programme``, ``plan``, ``promised``, ``standing``, ``own``, ``told_by``,
        ``claim_id``;
        ``how`` it ended; ``given_up_start`` and ``given_up_end`` (bounds of that day); ``days_low`` and ``days_high``
        from that day to the promised day, negative once it had passed; ``reason`` (where a source gives one) and
        ``stop_claim``. ``how`` is one of

        - ``withdrawn``: taken back, and a source tells of it; ``ended``: with the whole programme;
        - ``replaced``: another date of the buyer's own took its place; ``given up``: none did;
        - ``stopped``: it came true and was undone, the days count back from the stop to the start;
        - ``kept``: it came true; ``late``: it was in force when the day passed, and came true later;
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
    import pandas as pd

    question = ask(schedules, "notice", milestone=milestone, site=site, as_of=as_of)
    found, happened = vintage_rows(question), actuals(question)
    question.require(found)
    outcomes, stops = _outcomes(as_of), _stops(question)
    rows = []
    for n, plan in enumerate(found):
        later = [row for row in found[n + 1 :] if row["programme"] == plan["programme"] and row["own"]]
        end = _end_of(plan, later, happened.get(plan["programme"]), outcomes[plan["programme"]], stops)
        rows.append({**plan, **end})
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
    columns += ["given_up_end", "days_low", "days_high", "reason", "claim_id", "stop_claim"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"days_low": "float64", "days_high": "float64"})


def _stops(question: Question) -> list[tuple[Row, Row]]:
    """Return the stops of a milestone or place, and of whole programmes, each with the bounds of its day."""
    regions = set(load("sites", kind="region")["site"])
    found = []
    for row in question.rows:
        if row["kind"] in ("planned", "actual") or row["measure"] != "stop":
            continue
        # Where the first start is taken back for a whole region, the later dates of that plan go with it.
        if row["site"] in regions or question.subjects(row):
            dated = row["date_start"] is not None
            # A promise taken back without a date of its own was taken back by the day on which that was said.
            start, end = ("date_start", "date_end") if dated else ("stated_on_start", "stated_on_end")
            found.append((row, {"start": row[start], "end": row[end]}))
    return sorted(found, key=_by_day)


def _by_day(stop: tuple[Row, Row]) -> tuple[date, str]:
    row, day = stop
    last = day["end"]
    return (date.max if last is None else last.date(), row["claim_id"])


def _meets(one: Row, two: Row) -> bool:
    """Tell whether two periods share a day; an open side reaches to the end of the calendar."""
    return not (
        (one["end"] is not None and two["start"] is not None and one["end"] < two["start"])
        or (two["end"] is not None and one["start"] is not None and two["end"] < one["start"])
    )


def _within(one: Row, two: Row) -> bool:
    """Tell whether a period certainly lies within another."""
    if None in (one["start"], one["end"], two["start"], two["end"]):
        return False
    return bool(two["start"] <= one["start"] and one["end"] <= two["end"])


def _end_of(plan: Row, later: list[Row], actual: Row | None, outcome: str, stops: list[tuple[Row, Row]]) -> Row:
    """Say how one vintage ended, and with how much notice."""
    until = {"start": plan["until_start"], "end": plan["until_end"]}
    promised = _promised(plan)
    # A stop ends the plan that it names, or the plan that can only have ended with it.
    ends = [
        (row, day)
        for row, day in stops
        if row["programme"] == plan["programme"] and (row["plan"] == plan["plan"] or _within(day, until))
    ]
    if actual is not None and (until["end"] is None or actual["date_start"] <= until["end"]):
        happened = _dated(actual)
        if _meets(happened, promised):
            undone = [(row, day) for row, day in ends if day["end"] is None or day["end"] >= happened["start"]]
            if outcome == "reversed" and undone:
                return _given_up("stopped", undone[0], until, happened)
            return {"how": "kept"}
        if plan["promised_end"] is not None and happened["start"] > plan["promised_end"] and not ends:
            return {"how": "late"}
    if ends:
        row, day = ends[0]
        return _given_up("ended" if row["kind"] == "terminated" else "withdrawn", (row, day), until, promised)
    if later and _meets(_promised(later[0]), promised):
        return {"how": "confirmed"}
    if until["end"] is None:
        return {"how": "in force"}
    return _given_up("replaced" if later else "given up", None, until, promised)


def _given_up(how: str, stop: tuple[Row, Row] | None, until: Row, promised: Row) -> Row:
    """Return the bounds of the day on which a plan was given up, as narrow as its stop and its bounds allow."""
    day = until if stop is None else stop[1]
    if stop is not None and until["start"] is not None and _meets(day, until):
        firsts = [bound["start"] for bound in (day, until) if bound["start"] is not None]
        lasts = [bound["end"] for bound in (day, until) if bound["end"] is not None]
        day = {"start": max(firsts), "end": min(lasts)}
    return {
        "how": how,
        "given_up_start": day["start"],
        "given_up_end": day["end"],
        "days_low": _days(day["end"], promised["start"]),
        "days_high": _days(day["start"], promised["end"]),
        "reason": stop[0].get("reason") if stop else None,
        "stop_claim": stop[0]["claim_id"] if stop else None,
    }

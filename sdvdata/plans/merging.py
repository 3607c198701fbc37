"""Plan vintages: one row per plan, made of all statements that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from sdvdata import periods
from sdvdata.errors import SdvdataError, require_frame, require_ids, require_known
from sdvdata.tables import by_name, core, fields, load, made_once, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MILESTONES", "OWN", "common_as_of", "vintages"]

#: Milestones that plans are compared by, each only with itself.
MILESTONES = ("first_unit", "first_hospital", "university_hospital", "all_sites")

#: Standings that make a plan the buyer's own. Only these make a headline.
OWN = ("decided", "announced")

#: From the firmest down. What others report has no known standing, so any known standing goes before it.
STANDINGS = (*OWN, "proposed", "tentative", "wished", "leaked", "reported")

#: Measures whose date is the day on which a place takes the system into use, or work begins.
PROMISES = ("go_live", "completion", "work_start")

#: Each period that the analysis reads, and the columns that every frame of schedules has for it.
_PERIODS = [
    f"{name}{side}" for side in ("", "_start", "_end") for name in ("date", "stated_on", "plan_from", "plan_until")
]
NEEDED = ["claim_id", "programme", "measure", "milestone", "site", "kind", "plan", "plan_status", *_PERIODS]

#: What the analysis reads besides, where a frame has it.
_READ_TOO = ["plan_owner", "speaker_role", "confidence", "reason", "status"]

#: Which plans count: those of the buyer's own, those of which a source says that the date was decided, or any.
Counting = Literal["own", "decided", "any"]

Row = dict[str, Any]


def common_as_of() -> date:
    """Return the last day on which something on record of each of the core programmes may have been said.

    The record of some ends in a year or month that is not told more exactly: this is the last day of it. Whether a
    promise whose day has passed is unknown is judged by the first day of it (`slip`).

    Examples
    --------
    >>> common_as_of().isoformat()
    '2026-06-30'
    """
    last: date = min(by_name("programmes")[programme]["observed_until_end"] for programme in core()).date()
    return last


def period(row: Row, name: str) -> Row:
    """Return the first and the last day of a period of a row; None where that side is open."""
    return {"start": row[f"{name}_start"], "end": row[f"{name}_end"]}


def bounds(found: Row) -> tuple[date, date]:
    """Return the first and the last day of a period, open sides at the ends of the calendar."""
    first, last = found["start"], found["end"]
    return (first.date() if first is not None else date.min, last.date() if last is not None else date.max)


def meets(one: Row, two: Row) -> bool:
    """Tell whether two periods share a day; an open side reaches to the end of the calendar."""
    (first, last), (begin, end) = bounds(one), bounds(two)
    return first <= end and begin <= last


def checked_schedules(schedules: object, what: str) -> pd.DataFrame:
    """Return a frame of schedules that the analysis can read: each claim once, with a plain index.

    Raises
    ------
    UnknownNameError
        For a programme, kind or plan status that the tables do not know.
    SdvdataError
        If it is no frame of schedules, has no rows, a row has no claim id or a column of days holds text, or one
        claim stands in it with two contents.
    """
    frame = require_frame(schedules, f"{what} needs a frame of schedules as loaded", NEEDED)
    if frame.empty:
        raise SdvdataError(f"{what} was given no rows; loosen the filters.")
    for column in (name for name in NEEDED if name.endswith(("_start", "_end"))):
        dtype, filled = frame[column].dtype, frame[column].notna().any()
        if getattr(dtype, "tz", None) or (dtype.kind != "M" and filled):
            raise SdvdataError(
                f"{what} needs days in {column}, not {dtype}: give the frame as load_schedules returns it."
            )
    require_ids(frame, what)
    kinds = next(field["constraints"]["enum"] for field in fields("schedules") if field["name"] == "kind")
    for column, allowed in (("programme", by_name("programmes")), ("kind", kinds), ("plan_status", STANDINGS)):
        for word in frame[column].dropna().unique():
            require_known(column, word, allowed)
        if column != "plan_status" and frame[column].isna().any():
            blank = ", ".join(frame.loc[frame[column].isna(), "claim_id"].astype(str).head(3))
            raise SdvdataError(f"{what} needs a {column} in every row; it is blank in {blank}.")
    if not frame["claim_id"].duplicated().any():
        return frame.reset_index(drop=True)
    kept = frame.drop_duplicates().reset_index(drop=True)
    twice = kept.loc[kept["claim_id"].duplicated(), "claim_id"]
    if len(twice):
        raise SdvdataError(f"The claim '{twice.iloc[0]}' stands in the frame more than once, with different contents.")
    return kept


@made_once("schedules")
def _on_record() -> dict[str, Row]:
    frame = load("schedules", include_withdrawn=True)
    return {row["claim_id"]: row for row in records(frame[[*NEEDED, *_READ_TOO]])}


def _context(given: list[Row]) -> list[Row] | None:
    """Return the rows of the table that decide on rows given, or None where the caller has edited or added some.

    A plan's standing, owner and dates follow from all that is on record of it, not from the rows that a filter leaves.
    """

    record = _on_record()
    for row in given:
        own = record.get(row["claim_id"])
        if own is None or any(own[column] != cell for column, cell in row.items()):
            return None
    programmes, asked = ({row[column] for row in given} for column in ("programme", "claim_id"))
    return [
        row
        for row in record.values()
        if row["programme"] in programmes and (row["status"] != "withdrawn" or row["claim_id"] in asked)
    ]


def _require_days(rows: list[Row], what: str) -> None:
    undated = [row["claim_id"] for row in rows if row["stated_on_start"] is None and row["stated_on_end"] is None]
    if undated:
        raise SdvdataError(
            f"{what} needs the day on which each date was stated (stated_on); without it: {', '.join(undated)}"
        )
    for row in rows:
        begin, end = row["plan_from_start"], row["plan_until_end"]
        if begin is not None and end is not None and end < begin:
            raise SdvdataError(
                f"Plan '{row['plan']}' ends ({row['plan_until']}) before it starts ({row['plan_from']}): "
                f"claim '{row['claim_id']}'."
            )


@dataclass(frozen=True)
class Question:
    """What is asked of which rows: a milestone or a place (or neither: all of them), as known on a day.

    The frame is turned into rows once per question; `about` asks the same rows for another milestone or place.

    Attributes
    ----------
    frame
        The rows given, each once.
    rows
        All that is on record of the programmes in the frame; or, where the caller has edited or added rows, the rows
        given and nothing else.
    asked
        The claims of the frame.
    programmes
        The programmes of the frame.
    known_from
        ``record``, or ``rows given`` where the caller has edited or added rows: what they do not tell (a plan's
        standing, a stop, a go-live) is then not known.
    counting
        Which plans count.
    as_of, day
        The day on which it is asked, as given, and its last day; None for all that is known now.
    """

    frame: pd.DataFrame
    rows: list[Row]
    asked: frozenset[str]
    programmes: frozenset[str]
    known_from: str
    counting: Counting
    as_of: str | date | None
    day: pd.Timestamp | None
    milestone: str | None = None
    site: str | None = None
    places: frozenset[str] = frozenset()

    def about(self, *, milestone: str | None = None, site: str | None = None) -> Question:
        """Return the same question about another milestone or place."""
        places = frozenset(parts_of(site)) if site is not None else frozenset()
        return replace(self, milestone=milestone, site=site, places=places)

    def subjects(self, row: Row) -> list[tuple[str, str]]:
        """Return what a row's date is about, among what is asked: pairs of milestone and site, one of them blank."""
        own = row["milestone"].split(";") if row["milestone"] else []
        if self.site is not None and row["site"] not in self.places:
            return []
        if self.milestone is not None:
            return [(self.milestone, self.site or "")] if self.milestone in own else []
        if self.site is not None:
            return [("", self.site)]
        return [(name, "") for name in own] + ([("", row["site"])] if row["site"] else [])

    def require(self, found: Sized) -> None:
        """Refuse a selection in which nothing is left: an empty answer would read as "nothing was promised".

        Raises
        ------
        SdvdataError
            It says what was asked for, of how many rows, and as known on which day.
        """
        if not len(found):
            named = (("milestone", self.milestone), ("site", self.site))
            asked = ", ".join(f"{key} '{value}'" for key, value in named if value) or "any milestone"
            when = f" by {self.as_of}" if self.as_of is not None else ""
            raise SdvdataError(f"No plan for {asked} among the {len(self.asked)} rows given{when}; loosen the filters.")


def ask(
    schedules: object,
    what: str,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "own",
    needed: bool = True,
) -> Question:
    """Return the question that a caller asks of a frame, its selection checked."""
    import pandas as pd

    require_known("way of counting", counting, get_args(Counting))
    _check_selection(what, milestone, site, needed=needed)
    as_of = as_of if as_of is not None else getattr(schedules, "attrs", {}).get("as_of")
    frame = checked_schedules(schedules, what)
    given = records(frame[[column for column in (*NEEDED, *_READ_TOO) if column in frame.columns]])
    _require_days(given, what)
    context = _context(given)
    rows = given if context is None else context
    day = None
    if as_of is not None:
        day = pd.Timestamp(periods.last_day(as_of))
        rows = [_as_known(row, day) for row in rows if row["stated_on_end"] is not None and row["stated_on_end"] <= day]
    question = Question(
        frame=frame,
        rows=rows,
        asked=frozenset(row["claim_id"] for row in given),
        programmes=frozenset(row["programme"] for row in given),
        known_from="rows given" if context is None else "record",
        counting=counting,
        as_of=as_of,
        day=day,
    )
    return question.about(milestone=milestone, site=site)


def _as_known(row: Row, day: pd.Timestamp) -> Row:
    """When a plan began and ended as far as that had happened by a day: what came later was not known then."""
    row = dict(row)
    if row["plan_from_end"] is not None:
        row["plan_from_end"] = min(row["plan_from_end"], day)
    for side in ("plan_until_start", "plan_until_end"):
        if row[side] is not None and row[side] > day:
            row[side] = None
    return row


def _check_selection(what: str, milestone: str | None, site: str | None, *, needed: bool) -> None:
    """Refuse an unknown milestone or site, and a selection that would mix milestones."""
    if milestone is not None:
        require_known("milestone", milestone, by_name("milestones"))
    if site is not None and holds_places(require_known("site", site, by_name("sites"))):
        raise SdvdataError(
            f"{what} follows one place; '{site}' is a region, whose places start at different times. Give one of its "
            "places, or a milestone."
        )
    if needed and milestone is None and site is None:
        raise SdvdataError(f"{what} needs a milestone or a site: dates of different milestones can't be compared.")


def holds_places(site: str) -> bool:
    """Tell whether a site is a region whose places are told apart."""
    places = by_name("sites")
    return places[site]["kind"] == "region" and any(row["part_of"] == site for row in places.values())


def parts_of(site: str) -> set[str]:
    """Return a place and its parts: what goes live first there is its first go-live.

    A laboratory is no part: the systems of laboratories started years before the record system did.
    """
    places, found = by_name("sites"), {site}
    while True:
        more = {s for s, row in places.items() if row["part_of"] in found and row["kind"] != "laboratory"} - found
        if not more:
            return found
        found |= more


def is_promise(row: Row) -> bool:
    """Tell whether a row promises a date at which something starts, in a plan that we can place."""
    return (
        row["kind"] == "planned"
        and row["measure"] in PROMISES
        and (row["date_start"] is not None or row["date_end"] is not None)
        and row["plan"] is not None
        and bool(row["milestone"] or row["site"])
    )


#: Types of columns that hold no text, by their names or by how those end.
_TYPES = dict.fromkeys(("_low", "_high"), "float64")
_TYPES |= dict.fromkeys(("_start", "_end"), "datetime64[us]")
_TYPES |= dict.fromkeys(("own", "recalled", "censored", "at_end"), "bool")
_TYPES |= dict.fromkeys(("plans", "statements"), "int64")


def typed_frame(rows: Iterable[Row], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a frame whose types follow from the names of its columns, whatever is blank in them."""
    import pandas as pd

    types = {name: _TYPES.get(name) or _TYPES.get(f"_{name.rpartition('_')[2]}", "str") for name in columns}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def vintages(
    schedules: pd.DataFrame,
    *,
    milestone: str | None = None,
    site: str | None = None,
    as_of: str | date | None = None,
    counting: Counting = "any",
) -> pd.DataFrame:
    """Return one row per plan: what it promised, and within which bounds it was in force.

    Statements of the same plan become one row; a recollection is evidence of the old plan, never a new one. Where they
    name different days that can't be the same (a place that was to start in two steps), the row has the first of them
    (for ``all_sites`` the last), and ``other_dates`` the rest.

    Parameters
    ----------
    schedules
        Rows of ``schedules`` as loaded: they say which plans are asked for. A plan's dates, standing and owner are those
        of all that is on record of it, whichever of its rows are given. A frame with rows of your own, or with rows
        that you changed, is analysed as given and with nothing else (``known_from``).
    milestone, site
        What the promise is about. A site stands for its parts, too (a trust for its hospitals); a region is refused.
        Without either, each plan has a row for each milestone and each site that it names.
    as_of
        What was known on a day: only statements made by then, and no plan's end after it. A frame that was loaded with
        `as_of` carries that day; one given here wins.
    counting
        ``any``, or only plans of the buyer's ``own``, or only those of which a source says that they were ``decided``.

    Returns
    -------
    pandas.DataFrame
        One row per plan, ordered by when it came into force: ``programme``, ``plan``, ``milestone``, ``site``,
        ``promised`` with its first and last day, ``standing`` (the firmest on record), ``own`` (whether it is of a
        plan that the buyer decided or announced), ``owner``, ``from_start`` to ``until_end`` (bounds of when it was in force, missing
        where open), ``told_by`` (role of who tells of it), ``confidence`` (of that claim), ``recalled`` (known only from statements made after it had
        ended or its day had passed), ``statements``, ``other_dates``, ``closer`` and ``closer_claim`` (a date within
        ``promised`` that a statement of a lesser standing names more exactly), ``claim_id`` (the most exact statement
        by which the buyer decided or announced the date, else the most exact), ``claims`` (all of them), ``known_from``
        (record, or rows given).

    Raises
    ------
    UnknownNameError
        For an unknown milestone, site or way of counting.
    SdvdataError
        If the frame lacks columns or rows, a row has no day of statement, a plan ends before it starts, or nothing is
        left.

    Notes
    -----
    A date that only others report keeps the standing ``reported``. It is ``own`` all the same where the buyer decided
    or announced the plan to which it belongs: the standing of that date is not known, that of the plan is.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> plans = vintages(load_schedules(programme="sdv"), milestone="first_hospital")
    >>> list(plans.loc[plans["own"], "promised"])
    ['2020-11', '2021-10', '2025-spring']
    """
    question = ask(schedules, "vintages", milestone=milestone, site=site, as_of=as_of, counting=counting, needed=False)
    found = vintage_rows(question)
    return typed_frame(chosen(question, found), found[0])


def counts(row: Row, counting: Counting) -> bool:
    """Tell whether a vintage counts."""
    return counting == "any" or bool(row["own"] if counting == "own" else row["standing"] == "decided")


def chosen(question: Question, found: list[Row]) -> list[Row]:
    """Return the vintages that count, of those of which the frame holds a statement; refuse a frame without any."""
    asked = [row for row in found if not question.asked.isdisjoint(row["claims"].split(";"))]
    question.require(asked)
    return [row for row in asked if counts(row, question.counting)]


def vintage_rows(question: Question) -> list[Row]:
    """Return a row for each plan on record, asked for or not; none where there is no plan."""
    standings: dict[str, list[str]] = {}
    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in question.rows:
        if row["plan"] is not None:
            standings.setdefault(row["plan"], []).append(row["plan_status"] or "reported")
        if is_promise(row):
            for subject in question.subjects(row):
                groups.setdefault((row["programme"], row["plan"], *subject), []).append(row)
    preferred = set(load("preferred", raw=True)["claim_id"])
    found = [
        {**_vintage(key, told, _firmest(standings[key[1]]), preferred), "known_from": question.known_from}
        for key, told in groups.items()
    ]
    return sorted(found, key=_order)


def _firmest(words: Iterable[str]) -> str:
    return min(words, key=STANDINGS.index)


def _order(row: Row) -> tuple[int, str, str, str, date, date, date, str]:
    """By programme and subject, then by when the plan came into force."""
    order = core()
    begin, end = row["from_end"] or row["from_start"], row["until_end"]
    promised = row["promised_start"] or row["promised_end"]
    return (
        order.index(row["programme"]) if row["programme"] in order else len(order),
        row["programme"],
        row["milestone"],
        row["site"],
        begin.date() if begin is not None else date.min,
        end.date() if end is not None else date.max,
        promised.date(),
        row["plan"],
    )


def _vintage(key: tuple[str, str, str, str], told: list[Row], standing_of_plan: str, preferred: set[str]) -> Row:
    """Merge the statements of one plan about one subject; of equal ones the one that a comparison prefers stands."""

    def standing(row: Row) -> str:
        return row["plan_status"] or "reported"

    def exactness(row: Row) -> tuple[Any, ...]:
        claim = row["claim_id"]
        return length(row), STANDINGS.index(standing(row)), said(row), claim not in preferred, claim

    subject = dict(zip(("programme", "plan", "milestone", "site"), key, strict=True))
    if subject["milestone"] == "all_sites":
        anchor = max(told, key=lambda row: (dated(row)[0], -length(row), row["claim_id"]))
    else:
        anchor = min(told, key=lambda row: (dated(row)[1], length(row), row["claim_id"]))
    same = [row for row in told if meets(period(row, "date"), period(anchor, "date"))]
    firmest = _firmest(standing(row) for row in same)
    # What the buyer decided or announced goes before a more exact date that others tell, or that is only remembered.
    best = min(same, key=lambda row: (standing(row) not in OWN, *exactness(row)))
    closest = min(same, key=exactness)
    closer = closest if length(closest) < length(best) else {"date": None, "claim_id": None}
    return {
        **subject,
        **{f"promised{side}": best[f"date{side}"] for side in ("", "_start", "_end")},
        "standing": firmest,
        "own": firmest in OWN or (firmest == "reported" and standing_of_plan in OWN),
        "owner": best.get("plan_owner"),
        **{side: best[f"plan_{side}"] for side in ("from_start", "from_end", "until_start", "until_end")},
        "told_by": best.get("speaker_role"),
        "confidence": best.get("confidence"),
        "recalled": all(why_recalled(row) for row in told),
        "statements": len(told),
        "other_dates": ";".join(sorted({row["date"] for row in told if row not in same})),
        "closer": closer["date"],
        "closer_claim": closer["claim_id"],
        "claim_id": best["claim_id"],
        "claims": ";".join(sorted(row["claim_id"] for row in told)),
    }


def dated(row: Row) -> tuple[date, date]:
    """Return the first and the last day of a row's date."""
    return bounds(period(row, "date"))


def length(row: Row) -> int:
    """Return how exact a row's date is: the days from its first to its last."""
    first, last = dated(row)
    return (last - first).days


def said(row: Row) -> Any:
    """Return the day on which a row was said, the first of several."""
    return row["stated_on_start"] or row["stated_on_end"]


def why_recalled(row: Row) -> str:
    """Say why a statement only looks back: certainly made after its plan's end, or after the promised day."""
    stated = row["stated_on_start"]
    if stated is not None and row["plan_until_end"] is not None and stated > row["plan_until_end"]:
        return "said after the plan had ended"
    if stated is not None and row["date_end"] is not None and stated > row["date_end"]:
        return "said after the promised day"
    return ""


def is_actual(row: Row) -> bool:
    """Tell whether a row is a go-live (or start of work) that happened, on a known day."""
    return row["kind"] == "actual" and row["measure"] in PROMISES and row["date_start"] is not None

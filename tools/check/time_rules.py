"""The logic of time: when something was said, when a plan held, and what it was about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sdvdata.periods import Period, PeriodError, parse
from sdvdata.tables import CLAIM_TABLES
from tools.check.files import Finding, Row, Table, rules_of

__all__ = ["TIME_RULES"]

#: The word in a note that marks a statement made after the plan it tells of.
RECOLLECTION = "recollection"


def _period(row: Row, column: str) -> Period | None:
    """Return the period in a cell, None if blank or malformed (frictionless reports that)."""
    try:
        return parse(row[column]) if row[column] else None
    except PeriodError:
        return None


def _start(period: Period | None) -> date:
    return date.min if period is None or period.start is None else period.start


def _end(period: Period | None) -> date:
    return date.max if period is None or period.end is None else period.end


def periods_are_real(tables: dict[str, Table]) -> Iterator[Finding]:
    """Every period exists: no 30 February, no end before its start."""
    for table in tables.values():
        columns = [field["name"] for field in table.fields if field.get("kind") == "period"]
        for row in table.rows:
            for column in columns:
                try:
                    parse(row[column]) if row[column] else None
                except PeriodError as error:
                    yield table.at(row, column, str(error))


def actuals_are_told_afterwards(tables: dict[str, Table]) -> Iterator[Finding]:
    """What happened is not reported before it happened."""
    table = tables["schedules"]
    for row in table.rows:
        if row["kind"] not in ("actual", "terminated", "paused") or not row["date"]:
            continue
        if _start(_period(row, "date")) > _end(_period(row, "stated_on")):
            yield table.at(row, "date", f"'{row['date']}' is after it was said ({row['stated_on']})")


def plans_hold_while_said(tables: dict[str, Table]) -> Iterator[Finding]:
    """A plan begins before it ends, before its date passes, and is stated while in force.

    A statement outside those bounds is a recollection, and its note says so.
    """
    table = tables["schedules"]
    for row in table.rows:
        begin, finish = _period(row, "plan_from"), _period(row, "plan_until")
        if begin and finish and _start(begin) > _end(finish):
            yield table.at(row, "plan_until", f"ends before '{row['plan_from']}', when it began")
        about = _period(row, "date")
        if row["kind"] == "planned" and begin and about and _end(about) < _start(begin):
            yield table.at(row, "date", f"'{row['date']}' was over when the plan began")
        said = _period(row, "stated_on")
        if row["kind"] != "planned":
            continue  # what ended a plan is told after it
        if (begin or finish) and said and RECOLLECTION not in row["note"].lower():
            if _end(said) < _start(begin) or _start(said) > _end(finish):
                yield table.at(
                    row,
                    "stated_on",
                    f"'{row['stated_on']}' is outside the time in force; "
                    f"if it is told afterwards, the note says '{RECOLLECTION}'",
                )


def spans_are_in_order(tables: dict[str, Table]) -> Iterator[Finding]:
    """The money that an amount holds begins before it ends."""
    table = tables["costs"]
    for row in table.rows:
        begin, finish = _period(row, "covers_start"), _period(row, "covers_end")
        if begin and finish and _start(begin) > _end(finish):
            yield table.at(row, "covers_end", f"ends before '{row['covers_start']}'")


def said_before_published(tables: dict[str, Table]) -> Iterator[Finding]:
    """Nothing is said after the document in which it stands was published."""
    published = {row["source_id"]: _period(row, "published") for row in tables["sources"].rows}
    for name in CLAIM_TABLES:
        for row in tables[name].rows:
            out = published.get(row["source_id"])
            if out and _start(_period(row, "stated_on")) > _end(out):
                yield tables[name].at(row, "stated_on", f"'{row['stated_on']}' is after its source was published")


def record_reaches_newest_claim(tables: dict[str, Table]) -> Iterator[Finding]:
    """``observed_until`` is not before the newest statement about the programme."""
    table = tables["programmes"]
    newest: dict[str, date] = {}
    for name in CLAIM_TABLES:
        for row in tables[name].rows:
            said = _start(_period(row, "stated_on"))
            newest[row["programme"]] = max(said, newest.get(row["programme"], date.min))
    for row in table.rows:
        if newest.get(row["programme"], date.min) > _end(_period(row, "observed_until")):
            yield table.at(row, "observed_until", f"a claim was stated on {newest[row['programme']]}")


#: Columns that tell what lay behind when the data was made.
_BEHIND = frozenset(
    "stated_on published accessed second_read_on observed_until decided_on reckoned_on when last_checked replied_on".split()
)


def nothing_is_later_than_the_data(tables: dict[str, Table]) -> Iterator[Finding]:
    """Nothing was said, published, read or decided after the day that the descriptor gives as the data's own."""
    for table in tables.values():
        for column in _BEHIND & set(table.names):
            for row in table.rows:
                start = _start(_period(row, column))
                if start > date.fromisoformat(table.created or "9999-12-31"):
                    yield table.at(row, column, f"'{row[column]}' is after the data was made, {table.created}")


TIME_RULES = rules_of(globals())

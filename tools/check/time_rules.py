"""The logic of time: when something was said, when a plan held, and what it was about."""

from __future__ import annotations

from collections.abc import Iterator

from sdvdata.periods import PeriodError, parse
from tools.check.files import Finding, Table, claims, rules_of
from tools.project import gathered

#: The word in a note that marks a statement made after the plan it tells of.
RECOLLECTION = "recollection"


def before(one: str, two: str) -> bool:
    """Whether a period is certainly over when another begins; of a blank or malformed one nothing is certain."""
    try:
        end, start = parse(one).end, parse(two).start
    except PeriodError:  # frictionless reports it
        return False
    return end is not None and start is not None and end < start


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
        if row["kind"] in ("actual", "terminated", "paused") and before(row["stated_on"], row["date"]):
            yield table.at(row, "date", f"'{row['date']}' is after it was said ({row['stated_on']})")


def plans_hold_while_said(tables: dict[str, Table]) -> Iterator[Finding]:
    """A plan begins before it ends, before its date passes, and is stated while in force.

    A statement outside those bounds is a recollection, and its note says so.
    """
    table = tables["schedules"]
    for row in table.rows:
        begin, finish, said = row["plan_from"], row["plan_until"], row["stated_on"]
        if before(finish, begin):
            yield table.at(row, "plan_until", f"ends before '{begin}', when it began")
        if row["kind"] != "planned":
            continue  # what ended a plan is told after it
        if before(row["date"], begin):
            yield table.at(row, "date", f"'{row['date']}' was over when the plan began")
        if (before(said, begin) or before(finish, said)) and RECOLLECTION not in row["note"].lower():
            told = f"if it is told afterwards, the note says '{RECOLLECTION}'"
            yield table.at(row, "stated_on", f"'{said}' is outside the time in force; {told}")


def spans_are_in_order(tables: dict[str, Table]) -> Iterator[Finding]:
    """The money that an amount holds begins before it ends."""
    table = tables["costs"]
    for row in table.rows:
        if before(row["covers_end"], row["covers_start"]):
            yield table.at(row, "covers_end", f"ends before '{row['covers_start']}'")


def said_before_published(tables: dict[str, Table]) -> Iterator[Finding]:
    """Nothing is said after the document in which it stands was published."""
    published = {row["source_id"]: row["published"] for row in tables["sources"].rows}
    for table, row in claims(tables):
        if before(published.get(row["source_id"], ""), row["stated_on"]):
            yield table.at(row, "stated_on", f"'{row['stated_on']}' is after its source was published")


def record_reaches_newest_claim(tables: dict[str, Table]) -> Iterator[Finding]:
    """``observed_until`` is not before the newest statement about the programme."""
    table = tables["programmes"]
    said = gathered((row["programme"], row["stated_on"]) for _, row in claims(tables))
    for row in table.rows:
        if later := [day for day in said.get(row["programme"], []) if before(row["observed_until"], day)]:
            yield table.at(row, "observed_until", f"a claim was stated on {max(later)}")


#: Columns that tell what lay behind when the data was made.
_BEHIND = frozenset(
    "stated_on published accessed second_read_on observed_until decided_on reckoned_on when last_checked replied_on".split()
)


def nothing_is_later_than_the_data(tables: dict[str, Table]) -> Iterator[Finding]:
    """Nothing was said, published, read or decided after the day that the descriptor gives as the data's own."""
    for table in tables.values():
        for column in _BEHIND & set(table.names):
            for row in table.rows:
                if before(table.created, row[column]):
                    yield table.at(row, column, f"'{row[column]}' is after the data was made, {table.created}")


TIME_RULES = rules_of(globals())

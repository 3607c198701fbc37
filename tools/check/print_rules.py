"""The figure as printed against the figure as coded, wherever ``reading`` says it follows."""

from __future__ import annotations

from collections.abc import Iterator

from tools.check import figures, printed_dates
from tools.check.files import Finding, Table, rows_of

#: Readings that a machine can follow.
CHECKED_READINGS = ("printed", "from_stated_on")

#: The word by which a note says that the whole is coded of a print such as "24 av 66", not the part.
DENOMINATOR = "denominator"

NUMBERS = ("value", "low", "high")


def figures_follow_the_print(tables: dict[str, Table]) -> Iterator[Finding]:
    """Compare every machine-checked claim's coding with its print."""
    words = {row["word"]: row["qualifier"] for row in tables["qualifiers"].rows}
    for table, row in rows_of(tables, "costs", "counts"):
        if row["reading"] not in CHECKED_READINGS:
            continue
        problem = figures.agrees_amount(
            row["as_printed"],
            **{column: row[column] for column in NUMBERS},
            qualifier=row["qualifier"],
            currency=row.cells.get("currency"),
            denominator=DENOMINATOR in row["note"].lower(),
            qualifier_words=words,
        )
        if problem:
            column = "value" if row["value"] else "low" if row["low"] else "as_printed"
            yield table.at(row, column, f"“{row['as_printed']}” {problem}")
    yield from _schedules(tables["schedules"])


def currencies_follow_the_print(tables: dict[str, Table]) -> Iterator[Finding]:
    """An amount is in the programme's currency, unless the print or the note names the other one."""
    home = {row["programme"]: row["currency"] for row in tables["programmes"].rows}
    table = tables["costs"]
    for row in table.rows:
        coded, own = row["currency"], home.get(row["programme"], "")
        if not coded or not own or coded == own or coded in row["note"]:
            continue
        if not figures.names_currency(row["as_printed"], coded, rather_than=own):
            told = f"“{row['as_printed']}” does not say so and the programme counts in {own}"
            yield table.at(
                row, "currency", f"coded {coded}, but {told}; if the source means {coded}, say so in the note"
            )


def _schedules(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        if row["reading"] not in CHECKED_READINGS:
            continue
        if not (row["date"] or row["duration"]):
            yield table.at(row, "reading", "there is neither a date nor a duration to read")
        problems = {
            "date": printed_dates.agrees_date(
                row["as_printed"],
                date=row["date"],
                stated_on=row["stated_on"],
                reading=row["reading"],
                # What is planned lies ahead of the day it was said; all else lies behind it.
                direction="future" if row["kind"] == "planned" else "past",
            ),
            "duration": printed_dates.agrees_duration(
                row["as_printed"], duration=row["duration"], qualifier=row["qualifier"]
            ),
        }
        for column, problem in problems.items():
            if row[column] and problem:
                yield table.at(row, column, f"“{row['as_printed']}” {problem}")

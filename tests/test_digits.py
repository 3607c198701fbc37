"""Changing one digit of one value of any machine-checked claim is noticed.

Every such claim is tried, each figure, date and duration with each of its digits changed to each
other: the check must speak each time. So it must for each changed currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sdvdata import tables
from sdvdata.periods import PeriodError, parse
from tools.check.files import Row, Table, read_tables
from tools.check.print_rules import CHECKED_READINGS, currencies_follow_the_print, figures_follow_the_print

ALL, _WRONG, _PACKAGE = read_tables(tables.data_folder())

#: Columns whose value the check compares with the print.
COLUMNS = {"costs": ("value", "low", "high"), "counts": ("value", "low", "high"), "schedules": ("date", "duration")}

#: What says that an amount is in another currency than coded.
RULES = (figures_follow_the_print, currencies_follow_the_print)

CELLS = [
    (name, row, column)
    for name, columns in COLUMNS.items()
    for row in ALL[name].rows
    for column in columns
    if row["reading"] in CHECKED_READINGS and row[column]
]


def with_one_digit_changed(text: str, *, date: bool) -> Iterator[str]:
    """Yield the text with each digit changed to each other; a changed date is a real date."""
    for place, sign in enumerate(text):
        for digit in "0123456789" if sign.isdigit() else "":
            changed = text[:place] + digit + text[place + 1 :]
            if digit != sign and (not date or _is_period(changed)):
                yield changed


def _is_period(text: str) -> bool:
    try:
        parse(text)
    except PeriodError:
        return False
    return True


def _with(name: str, rows: list[Row]) -> dict[str, Table]:
    """Return the tables with these rows only in one of them: the others can't speak."""
    empty = {key: replace(ALL[key], rows=[]) for key in COLUMNS}
    return {**ALL, **empty, name: replace(ALL[name], rows=rows)}


@pytest.mark.parametrize("name", COLUMNS)
def test_any_changed_digit_is_noticed(name: str) -> None:
    spoilt: dict[int, Row] = {}
    for table, row, column in CELLS:
        if table == name:
            for changed in with_one_digit_changed(row[column], date=column == "date"):
                line = len(spoilt) + 2
                spoilt[line] = Row(line, {**row.cells, column: changed})
    assert len(spoilt) > 5000
    noticed = {finding.line for finding in figures_follow_the_print(_with(name, [*spoilt.values()]))}
    unnoticed = [f"{row['claim_id']} {row.cells}" for line, row in spoilt.items() if line not in noticed]
    assert unnoticed == []


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_not_changed_is_not_reported(name: str) -> None:
    assert list(figures_follow_the_print(_with(name, ALL[name].rows))) == []


def test_any_changed_currency_is_noticed() -> None:
    """Between the three crowns, the euro and the dollar: by the print, or by the programme and the note."""
    codes = ("SEK", "NOK", "DKK", "EUR", "USD")
    spoilt: dict[int, Row] = {}
    for row in ALL["costs"].rows:
        for code in codes:
            if row["currency"] not in ("", code) and code not in row["note"]:
                line = len(spoilt) + 2
                spoilt[line] = Row(line, {**row.cells, "currency": code})
    assert len(spoilt) > 500
    changed = _with("costs", [*spoilt.values()])
    noticed = {finding.line for rule in RULES for finding in rule(changed)}
    unnoticed = [f"{row['claim_id']} {row['currency']}" for line, row in spoilt.items() if line not in noticed]
    assert unnoticed == []


def test_there_is_something_to_check() -> None:
    assert len(CELLS) > 300

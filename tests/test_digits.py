"""Changing one digit of one value of any machine-checked claim is noticed.

Every such claim is tried, each figure and each date with one digit changed (the place and the
new digit drawn with a fixed seed): the check must speak each time.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from sdvdata import tables
from sdvdata.check.files import Row, Table, read_tables
from sdvdata.check.print_rules import CHECKED_READINGS, figures_follow_the_print
from sdvdata.periods import PeriodError, parse

ALL, _WRONG, _PACKAGE = read_tables(tables.data_folder())

#: Columns whose value the check compares with the print.
COLUMNS = {"costs": ("value", "low", "high"), "counts": ("value", "low", "high"), "schedules": ("date", "duration")}

CELLS = [
    (name, row, column)
    for name, columns in COLUMNS.items()
    for row in ALL[name].rows
    for column in columns
    if row["reading"] in CHECKED_READINGS and row[column]
]


def with_one_digit_changed(text: str, seed: str, *, date: bool) -> str:
    """Return the text with one digit changed; a changed date is a real date."""
    draw = random.Random(seed)
    while True:
        places = [place for place, sign in enumerate(text) if sign.isdigit()]
        place = draw.choice(places)
        digit = draw.choice([d for d in "0123456789" if d != text[place]])
        changed = text[:place] + digit + text[place + 1 :]
        if date:
            try:
                parse(changed)
            except PeriodError:
                continue
        return changed


def _with(name: str, row: Row) -> dict[str, Table]:
    """Return the tables with one row only in one of them: the others can't speak."""
    empty = {key: replace(ALL[key], rows=[]) for key in COLUMNS}
    return {**ALL, **empty, name: replace(ALL[name], rows=[row])}


@pytest.mark.parametrize("name", COLUMNS)
def test_any_changed_digit_is_noticed(name: str) -> None:
    unnoticed = []
    for table, row, column in CELLS:
        if table != name:
            continue
        changed = with_one_digit_changed(row[column], f"2026 {row['claim_id']} {column}", date=column == "date")
        spoilt = Row(row.line, {**row.cells, column: changed})
        if not list(figures_follow_the_print(_with(name, spoilt))):
            unnoticed.append(f"{row['claim_id']} {column}: {row[column]} -> {changed} “{row['as_printed']}”")
    assert unnoticed == []


def test_there_is_something_to_check() -> None:
    assert len(CELLS) > 300

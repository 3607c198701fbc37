"""The record as the data check reads it, to be spoilt in memory: what a rule says needs no folder, no file, no whole check.

`tests/test_check.py` proves beside it that a check of a folder runs every rule on what its files hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from sdvdata import tables
from tools.check.files import Finding, Row, Table, read_tables
from tools.check.rules import RULES

RULE = {rule.__name__: rule for rule in RULES}

Cells = dict[str, str]


@cache
def _sound() -> dict[str, Table]:
    found, wrong, _ = read_tables(tables.data_folder())
    assert wrong == []
    return found


class Record:
    """The tables of the record; a change makes a new table and leaves the record as it is."""

    def __init__(self) -> None:
        self.tables = dict(_sound())

    def edit(self, table: str, change: Callable[[list[Cells]], object]) -> None:
        """Change the rows of a table as if they were written and read again."""
        rows = [dict(row.cells) for row in self.tables[table].rows]
        change(rows)
        made = [Row(line, cells) for line, cells in enumerate(rows, 2)]
        self.tables[table] = replace(self.tables[table], rows=made)

    def set(self, table: str, where: Cells, **cells: str) -> tuple[int, str]:
        """Change cells of the first row that matches; return its line and the file's label."""
        rows = self.tables[table].rows
        n, row = next((n, row) for n, row in enumerate(rows) if all(row[k] == v for k, v in where.items()))
        made = [*rows[:n], Row(row.line, {**row.cells, **cells}), *rows[n + 1 :]]
        self.tables[table] = replace(self.tables[table], rows=made)
        return row.line, self.tables[table].path

    def add(self, table: str, *cells: str) -> None:
        """Add a row at the end of a table."""
        names = self.tables[table].names
        self.edit(table, lambda rows: rows.append(dict(zip(names, cells, strict=True))))

    def found(self, rule: str) -> list[Finding]:
        """Return what a rule finds."""
        return list(RULE[rule](self.tables))

    def fires(self, rule: str, words: str) -> None:
        """Hold that a rule finds something and says these words of it."""
        messages = [str(finding) for finding in self.found(rule)]
        assert any(words in message for message in messages), messages

"""The rules for single cells: one form of number before anything is read as one, and text that is what it looks like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sdvdata.tables import CLAIM_TABLES
from tools.check.files import Finding, Row, Table

#: The most words that count as "a few".
FEW_WORDS = 14

#: ASCII digits, a point before decimals, no sign but a minus, no zero that says nothing.
_NUMBER = re.compile(r"(?!-0$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
#: What a spreadsheet may run: its signs, also in their wide forms.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_BLANKS = frozenset(("n/a", "na", "nan", "none", "null", "-"))
#: Characters that need a closer look; all others are plain.
_ODD = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u20ac]")


def numbers_have_one_form(tables: dict[str, Table]) -> Iterator[Finding]:
    """Every number is finite, in the one form, within the descriptor's limits; negative only where it says so."""
    for table in tables.values():
        for field in table.fields:
            if field["type"] in ("number", "integer"):
                for row in table.rows:
                    if problem := _number(row, field):
                        yield table.at(row, field["name"], problem)


def _number(row: Row, field: dict[str, Any]) -> str:
    cell, limits = row[field["name"]], field.get("constraints", {})
    if not cell:
        return "blank, but required" if limits.get("required") else ""
    if not _NUMBER.fullmatch(cell) or (field["type"] == "integer" and "." in cell):
        kind = "an integer" if field["type"] == "integer" else "a number"
        return f"'{cell}' is not {kind}, or not in its one form: digits, a point before decimals, no idle sign or zero"
    where = field.get("negative_where")
    if cell.startswith("-") and not (where and all(row[name] == v for name, v in where.items())):
        return f"'{cell}' is negative"
    if Decimal(cell) > Decimal(str(limits.get("maximum", "inf"))):
        return f"'{cell}' is above the maximum of {limits['maximum']}"
    if Decimal(cell) < Decimal(str(limits.get("minimum", "-inf"))):
        return f"'{cell}' is below the minimum of {limits['minimum']}"
    return ""


def cells_are_clean(tables: dict[str, Table]) -> Iterator[Finding]:
    """No stand-in for blank, nothing that a spreadsheet would run, no character that can't be seen or looks like another."""
    for table in tables.values():
        words = {field["name"]: field.get("constraints", {}).get("enum", ()) for field in table.fields}
        for row in table.rows:
            for name, cell in row.cells.items():
                if cell and (problem := _text(cell, words[name])):
                    yield table.at(row, name, problem)
            if table.name in CLAIM_TABLES and len(row["as_printed"].split()) > FEW_WORDS:
                yield table.at(row, "as_printed", f"more than {FEW_WORDS} words: a figure, not a sentence")


def _text(cell: str, allowed: tuple[str, ...]) -> str:
    if cell.strip().lower() in _BLANKS and cell not in allowed:
        return f"'{cell}' stands in for blank; leave the cell empty"
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return "starts like a spreadsheet formula"
    for char in _ODD.findall(cell):
        kind, name = unicodedata.category(char), unicodedata.name(char, f"U+{ord(char):04X}")
        if kind == "Cc":
            return "holds a control character"
        if kind[0] in "CZ" or (kind[0] == "L" and not name.startswith("LATIN")) or kind == "Nd":
            return f"holds {name}: it can't be seen, or looks like another character"
    if cell != unicodedata.normalize("NFC", cell).strip():
        return "white space around it, or letters in pieces; --fix mends it"
    return ""

"""Types, limits and keys: frictionless against the descriptor, its findings in our form."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from sdvdata.errors import SdvdataError
from tools.check.files import Finding, Table, hint

__all__ = ["FrictionlessMissing", "check_schema"]


class FrictionlessMissing(SdvdataError):
    """frictionless is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was checked: the check needs frictionless. Install the extra: pip install 'sdvdata[check]'"
        )


def check_schema(folder: Path, package: dict[str, Any], tables: dict[str, Table], broken: set[str]) -> list[Finding]:
    """Validate every table that could be read against the descriptor.

    Parameters
    ----------
    folder
        The data folder.
    package
        The descriptor.
    tables
        The tables as read by `files.read_tables`.
    broken
        Paths of files whose structure is wrong: they have been reported already.
    """
    try:
        from frictionless import Package, system
    except ImportError:
        raise FrictionlessMissing from None
    logging.getLogger("frictionless").setLevel(logging.ERROR)
    sound = {name: table for name, table in tables.items() if table.path not in broken}
    kept = [_without_lost_keys(table.entry, sound) for table in sound.values()]
    if not kept:
        return []
    content = {**package, "resources": kept}
    with system.use_context(trusted=True):
        report = Package.from_descriptor(content, basepath=str(folder)).validate()
    findings = [Finding(f"{folder.name}/datapackage.json", 1, 1, "", e.message) for e in report.errors]
    for task in report.tasks:
        table = sound[task.name]
        numbers = {field["name"] for field in table.fields if field["type"] in ("number", "integer")}
        for error in task.errors:
            finding = _finding(table, error, sound)
            # `numbers_have_one_form` has told these already, more strictly.
            if finding.field not in numbers or error.type not in ("constraint-error", "type-error"):
                findings.append(finding)
    return findings


def _without_lost_keys(entry: dict[str, Any], sound: dict[str, Table]) -> dict[str, Any]:
    """Leave out foreign keys into tables that can't be read: they would all look broken."""
    keys = [key for key in entry["schema"].get("foreignKeys", []) if key["reference"]["resource"] in {*sound, ""}]
    return {**entry, "schema": {**entry["schema"], "foreignKeys": keys}}


def _finding(table: Table, error: Any, tables: dict[str, Table]) -> Finding:
    """Say a frictionless error in our form: where, what, what was expected, nearest match."""
    line = int(getattr(error, "row_number", 0) or 1)
    field = str(getattr(error, "field_name", "") or "")
    cell = str(getattr(error, "cell", "") or "")
    if error.type == "foreign-key":
        names = list(getattr(error, "field_names", []) or [])
        field = str(names[0]) if names else ""
        cells = list(getattr(error, "field_cells", []) or [])
        cell = str(cells[0]) if cells else ""
        message = _foreign(table, field, cell, tables)
    elif error.type in ("constraint-error", "type-error"):
        message = _limit(table, field, cell, str(error.note))
    elif error.type == "unique-error":
        message = f"'{cell}' stands more than once; {error.note}"
    elif error.type == "primary-key":
        field = table.key[0]
        message = f"the key ({', '.join(table.key)}) stands more than once"
    else:
        message = str(error.note or error.message)
    column = table.names.index(field) + 1 if field in table.names else 1
    return Finding(table.path, line, column, field, message)


def _limit(table: Table, field: str, cell: str, note: str) -> str:
    described = next(entry for entry in table.fields if entry["name"] == field)
    limits = described.get("constraints", {})
    if not cell and limits.get("required"):
        return "blank, but required"
    if "enum" in limits and cell not in limits["enum"]:
        return f"'{cell}' is not allowed; expected one of {', '.join(limits['enum'])}{hint(cell, limits['enum'])}"
    if described.get("kind") == "period":
        return (
            f"'{cell}' is not a period; forms such as 2025, 2025-03, 2025-Q4, 2025-spring, 2021-10/2022-04, 2022-12/.."
        )
    return f"'{cell}' is not allowed: {note}"


def _foreign(table: Table, field: str, cell: str, tables: dict[str, Table]) -> str:
    for key in table.entry["schema"].get("foreignKeys", []):
        if key["fields"] == [field]:
            other, column = key["reference"]["resource"] or table.name, key["reference"]["fields"][0]
            known = [row[column] for row in tables[other].rows]
            return f"'{cell}' is not in {other} ({column}){hint(cell, known)}"
    return f"'{cell}' is not in the table that it refers to"

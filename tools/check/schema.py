"""Types, limits and keys: frictionless against the descriptor, its findings in our form."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
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


#: What frictionless said of a table, by descriptor and bytes: a second check in one process reads what has changed.
_TOLD: dict[tuple[str, bytes], list[Any]] = {}


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
    sound = {name: table for name, table in tables.items() if table.path not in broken}
    findings = list(_lost_keys(sound))
    for table in sound.values():
        numbers = {field["name"] for field in table.fields if field["type"] in ("number", "integer")}
        for error in _errors(folder, {**package, "resources": [table.entry]}):
            if not hasattr(error, "row_number"):
                findings.append(Finding(f"{folder.name}/datapackage.json", 1, 1, "resources", error.message))
                continue
            finding = _finding(table, error)
            # `numbers_have_one_form` has told these already, more strictly.
            if finding.field not in numbers or error.type not in ("constraint-error", "type-error"):
                findings.append(finding)
    return findings


def _errors(folder: Path, package: dict[str, Any]) -> list[Any]:
    """Return what frictionless says of a package of one table, but for keys into other tables (see `_lost_keys`)."""
    try:
        from frictionless import FrictionlessException, Package, system
    except ImportError:
        raise FrictionlessMissing from None
    logging.getLogger("frictionless").setLevel(logging.ERROR)
    state = json.dumps(package), (folder / package["resources"][0]["path"]).read_bytes()
    if state not in _TOLD:
        with system.use_context(trusted=True):
            try:
                (resource,) = Package.from_descriptor(package, basepath=str(folder)).resources
                resource.schema.foreign_keys = []
                _TOLD[state] = resource.validate().tasks[0].errors
            except FrictionlessException as error:  # the descriptor itself
                _TOLD[state] = error.to_errors()
    return _TOLD[state]


def _lost_keys(tables: dict[str, Table]) -> Iterator[Finding]:
    """Find keys into other tables that are not there; in tables that can't be read all would look lost.

    Plain sets: frictionless reads the other table anew for each key.
    """
    for table in tables.values():
        for key in table.entry["schema"].get("foreignKeys", []):
            if (other := tables.get(key["reference"]["resource"] or table.name)) is None:
                continue
            (column,), (named,) = key["fields"], key["reference"]["fields"]
            known = {row.cells.get(named, "") for row in other.rows}
            for row in table.rows:
                if (cell := row.cells.get(column, "")) and cell not in known:
                    yield table.at(row, column, f"'{cell}' is not in {other.name} ({named}){hint(cell, known)}")


def _finding(table: Table, error: Any) -> Finding:
    """Say a frictionless error in our form: where, what, what was expected, nearest match."""
    line = int(error.row_number)
    field = str(getattr(error, "field_name", "") or "")
    cell = str(getattr(error, "cell", "") or "")
    if error.type in ("constraint-error", "type-error"):
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

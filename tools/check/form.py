"""The canonical form of a table, and rewriting to it. A value is never changed.

Canonical: UTF-8 without byte order mark, LF, one final line break, cells quoted only where
needed, no white space around cells, Unicode NFC, lists without spaces, rows in the order of the primary key.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from tools.check.files import Row, Table, read_tables
from tools.project import write_bytes


def canonical(table: Table) -> bytes:
    """Return a table in canonical form."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    lists = {field["name"] for field in table.fields if field.get("kind") == "list"}
    cleaned = [_clean(row, table.names, lists) for row in table.rows]
    places = [table.names.index(name) for name in table.key]
    cleaned.sort(key=lambda cells: [cells[place] for place in places])
    writer.writerows(cleaned)
    return out.getvalue().encode("utf-8")


def _clean(row: Row, names: Iterable[str], lists: set[str]) -> list[str]:
    cells = []
    for name in names:
        text = unicodedata.normalize("NFC", row[name]).strip()
        cells.append(";".join(part.strip() for part in text.split(";")) if name in lists else text)
    return cells


def fix_form(folder: Path) -> list[str]:
    """Rewrite the tables of a folder in canonical form; return the files that changed.

    A file whose structure is broken (short rows, NUL bytes, invalid UTF-8) is left as it is:
    rewriting it could lose something.
    """
    tables, findings, _ = read_tables(folder)
    broken = {finding.path for finding in findings if "--fix" not in finding.message}
    changed = []
    for table in tables.values():
        path = folder / str(table.entry["path"])
        wanted = canonical(table)
        if table.path not in broken and path.read_bytes() != wanted:
            write_bytes(path, wanted)
            changed.append(table.path)
    return changed

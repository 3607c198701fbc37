"""Reading the files byte by byte, so that a broken file is named and never a traceback."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdvdata.errors import DataReadError, nearest
from sdvdata.tables import CLAIM_TABLES, require_descriptor

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, and where.

    Examples
    --------
    >>> print(Finding("data/costs.csv", 41, 7, "currency", "'SKE' is not allowed"))
    data/costs.csv:41:7 (currency): 'SKE' is not allowed
    """

    path: str
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f" ({self.field})" if self.field else ""
        return f"{self.path}:{self.line}:{self.column}{place}: {self.message}"


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file and its cells as text."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]


@dataclass(frozen=True)
class Table:
    """One table as text, with what the descriptor says of it."""

    name: str
    path: str
    entry: dict[str, Any]
    rows: list[Row]
    created: str = ""

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The descriptor's fields."""
        found: list[dict[str, Any]] = self.entry["schema"]["fields"]
        return found

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [field["name"] for field in self.fields]

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        found: list[str] = self.entry["schema"]["primaryKey"]
        return found

    def at(self, row: Row, column: str, message: str) -> Finding:
        """Return a finding about one cell."""
        return Finding(self.path, row.line, self.names.index(column) + 1, column, message)


def claims(tables: dict[str, Table]) -> Iterator[tuple[Table, Row]]:
    """Yield all claims, each with its table."""
    return rows_of(tables, *CLAIM_TABLES)


def rows_of(tables: dict[str, Table], *names: str) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of some tables, each with its table."""
    for name in names:
        for row in tables[name].rows:
            yield tables[name], row


def rules_of(names: dict[str, Any]) -> tuple[Callable[[dict[str, Table]], Iterator[Finding]], ...]:
    """Return the rules that a module defines: its public functions that take the tables and yield findings."""
    found = []
    for name, thing in names.items():
        told = getattr(thing, "__annotations__", {})
        if [*told] == ["tables", "return"] and name[0] != "_" and thing.__module__ == names["__name__"]:
            found.append(thing)
    return tuple(found)


def hint(name: str, allowed: Iterable[str]) -> str:
    """Return the end of a message that names what was probably meant.

    Examples
    --------
    >>> hint("SKE", ["SEK", "NOK"])
    "; nearest is 'SEK'"
    """
    close = nearest(name, list(allowed))
    return f"; nearest is '{close}'" if close else ""


def read_tables(folder: Path) -> tuple[dict[str, Table], list[Finding], dict[str, Any] | None]:
    """Read the descriptor and all its tables.

    Returns
    -------
    tuple
        The tables that could be read, what is wrong with the files, and the descriptor (None
        if it can't be read).
    """
    label = f"{folder.name}/datapackage.json"
    try:
        package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
        resources = require_descriptor(package, Path(label))["resources"]
    except OSError:
        return {}, [Finding(label, 1, 1, "", f"no such file in {folder}")], None
    except UnicodeDecodeError as error:
        return {}, [Finding(label, 1, error.start + 1, "", "not valid UTF-8")], None
    except json.JSONDecodeError as error:
        return {}, [Finding(label, error.lineno, error.colno, "", error.msg)], None
    except DataReadError as error:
        return {}, [Finding(label, 1, 1, "resources", str(error))], None
    tables, findings = {}, []
    for entry in resources:
        path = f"{folder.name}/{entry['path']}"
        try:
            data = (folder / entry["path"]).read_bytes()
        except OSError as error:
            why = "it is missing" if isinstance(error, FileNotFoundError) else f"it can't be read ({error.strerror})"
            findings.append(Finding(path, 1, 1, "", f"the descriptor names this file; {why}"))
            continue
        names = [field["name"] for field in entry["schema"]["fields"]]
        rows, wrong = structure(data, path, names)
        findings += wrong
        tables[entry["name"]] = Table(entry["name"], path, entry, rows, str(package.get("created", ""))[:10])
    return tables, findings, package


def structure(data: bytes, path: str, names: list[str]) -> tuple[list[Row], list[Finding]]:
    """Split a file into rows and say what is wrong with its bytes, header or row lengths.

    Examples
    --------
    >>> rows, wrong = structure(b"a,b\\n1\\n", "t.csv", ["a", "b"])
    >>> print(wrong[0])
    t.csv:2:2 (b): the row has 1 cell, expected 2
    """
    wrong = list(_bytes(data, path))
    if not data.strip(BOM).strip():
        return [], [Finding(path, 1, 1, "", "nothing in the file; expected a header")]
    text = data.removeprefix(BOM).decode("utf-8", errors="replace").replace("\r\n", "\n")
    if "\0" in text:
        return [], wrong
    csv.field_size_limit(131072)  # frictionless lifts it for the whole process
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader)
        wrong += _header(header, path, names)
        if header != names:
            return [], wrong
        start = reader.line_num + 1
        for cells in reader:
            if reader.line_num > start:
                wrong.append(Finding(path, start, 1, "", "a cell holds a line break"))
            if len(cells) != len(names):
                wrong.append(_length(path, start, cells, names))
            else:
                rows.append(Row(start, dict(zip(names, cells, strict=True))))
            start = reader.line_num + 1
    except csv.Error as error:
        wrong.append(Finding(path, reader.line_num, 1, "", f"not readable as CSV: {error}"))
    return rows, wrong


def _bytes(data: bytes, path: str) -> Iterator[Finding]:
    """Find what is wrong with the bytes themselves."""
    if data.startswith(BOM):
        yield Finding(path, 1, 1, "", "starts with a byte order mark; --fix removes it")
    if (at := data.find(b"\0")) >= 0:
        yield _place(data, at, path, "holds a NUL byte")
    if (at := data.find(b"\r")) >= 0:
        yield _place(data, at, path, "holds a carriage return (CRLF); --fix writes LF")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _place(data, error.start, path, f"not valid UTF-8: byte 0x{data[error.start]:02x}")
    if data and not data.endswith(b"\n"):
        yield _place(data, len(data), path, "does not end with a line break; --fix adds it")


def _place(data: bytes, at: int, path: str, message: str) -> Finding:
    before = data[:at]
    line = before.count(b"\n") + 1
    cell = before[before.rfind(b"\n") + 1 :].count(b",") + 1
    return Finding(path, line, cell, "", message)


def _header(header: list[str], path: str, names: list[str]) -> Iterator[Finding]:
    for name in names:
        if name not in header:
            close = nearest(name, [other for other in header if other not in names])
            other = f"; '{close}' looks like it" if close else ""
            yield Finding(path, 1, names.index(name) + 1, name, f"this column is missing{other}")
    for position, name in enumerate(header, 1):
        if name not in names:
            yield Finding(path, 1, position, name, f"the descriptor has no such column{hint(name, names)}")
    if sorted(header) == sorted(names) and header != names:
        position = next(i for i, (a, b) in enumerate(zip(header, names, strict=True)) if a != b)
        yield Finding(path, 1, position + 1, header[position], f"out of order; expected '{names[position]}'")
    elif len(header) != len(set(header)):
        twice = next(name for name in header if header.count(name) > 1)
        yield Finding(path, 1, header.index(twice) + 1, twice, "this column stands twice")


def _length(path: str, line: int, cells: list[str], names: list[str]) -> Finding:
    found = len(cells)
    column = min(found, len(names) - 1) + 1
    word = "cell" if found == 1 else "cells"
    return Finding(path, line, column, names[column - 1], f"the row has {found} {word}, expected {len(names)}")

"""Where the data files are, what the descriptor says of them, and how they are read.

This is the only module that opens data files for analysis. Each file is read once per version of the file (its time
and size); every call returns a fresh frame, so that nothing that a caller does can change what the next one sees.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import cache, partial, wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sdvdata import periods
from sdvdata.errors import DataFolderError, DataReadError, SdvdataError, is_several, require_known

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CLAIM_TABLES",
    "SHORT",
    "SYSTEM_MEASURES",
    "Named",
    "by_name",
    "core",
    "data_folder",
    "data_version",
    "describe",
    "descriptor",
    "field_names",
    "fields",
    "list_datasets",
    "load",
    "load_costs",
    "load_counts",
    "load_schedules",
    "load_system_counts",
    "made_once",
    "records",
    "require_descriptor",
    "resource",
]

#: Tables whose rows are claims.
CLAIM_TABLES = ("costs", "schedules", "counts", "landscape")

#: What `short=True` keeps of a table of claims: what is stated, what it is about, who said it and when.
SHORT = (
    *("claim_id", "programme", "measure", "kind", "milestone", "region", "scope"),
    *("value", "currency", "payer", "counted_unit", "date", "plan_status", "product", "as_printed"),
    *("stated_on", "stated_by"),
)

#: Measures that `load_system_counts` returns.
SYSTEM_MEASURES = ("systems_replaced", "systems_in_use", "integrations")

#: Singular name of what a column holds, for error messages.
_KINDS = {"claim_id": "claim", "source_id": "source"}


@cache
def _bundled() -> list[Path]:
    package = Path(str(files("sdvdata")))
    return [package / "data" / "datapackage.json", package.parent / "data" / "datapackage.json"]


def _descriptor() -> Path:
    chosen = os.environ.get("SDVDATA_DATA")
    places = [Path(chosen).absolute() / "datapackage.json"] if chosen else _bundled()
    for place in places:
        if place.is_file():
            return place
    raise DataFolderError([place.parent for place in places])


def data_folder() -> Path:
    """Return the folder that holds the tables and ``datapackage.json``.

    Looked for, in this order: the environment variable ``SDVDATA_DATA`` (for researchers who
    work on a copy), the ``data`` folder inside the installed package, the ``data`` folder
    beside the package (a repository checkout).

    Raises
    ------
    DataFolderError
        If none of them holds ``datapackage.json``; the message lists the places.

    Examples
    --------
    >>> (data_folder() / "costs.csv").exists()
    True
    """
    return _descriptor().parent


Made = TypeVar("Made")
Given = ParamSpec("Given")

#: What was made of some files, by what it is and their paths; it holds as long as their stamps do.
_made: dict[tuple[object, ...], tuple[list[tuple[int, int, int]], Any]] = {}


def _once(what: object, paths: list[Path], make: Callable[[], Made]) -> Made:
    """Return what `make` makes of some files, made once per version of them; nobody may change it."""
    try:
        stamps = [(state.st_mtime_ns, state.st_size, state.st_ino) for state in map(os.stat, paths)]
    except OSError:
        return make()  # it says what is wrong
    key = (what, *paths)
    if key not in _made or _made[key][0] != stamps:
        _made[key] = (stamps, make())
    found: Made = _made[key][1]
    return found


def made_once(*tables: str) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Let a function that reads some tables run anew, for the same arguments, only when a file of theirs has changed.

    What it returns is shared by all callers: nobody may change it.

    Examples
    --------
    >>> @made_once("sites")
    ... def number_of(kind):
    ...     return len(load("sites", kind=kind))
    >>> number_of("hospital") == len(load("sites", kind="hospital"))
    True
    """

    def dressed(make: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(make)
        def found(*args: Given.args, **named: Given.kwargs) -> Made:
            return _once((make, *args, *named.items()), _files(*tables), partial(make, *args, **named))

        return found

    return dressed


def _parsed(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataReadError(f"{path}: not a readable JSON file: {error}") from None
    return require_descriptor(content, path)


def require_descriptor(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a descriptor in which everything stands by which tables are read and described.

    Raises
    ------
    DataReadError
        It names the first entry that lacks something, and what.

    Examples
    --------
    >>> require_descriptor({"version": "1"}, Path("datapackage.json"))
    Traceback (most recent call last):
    ...
    sdvdata.errors.DataReadError: datapackage.json: the descriptor is not as it must be (KeyError: 'resources')...
    """
    place = "the descriptor"
    try:
        str(content["version"])
        for number, one in enumerate(content["resources"]):
            place = f"resources[{number}]"
            _ = one["name"] + one["path"] + one["description"] + one["schema"]["primaryKey"][0]
            _ = [field["name"] + field["type"] + field["title"] + field["description"] for field in _fields(one)]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise DataReadError(f"{path}: {place} is not as it must be ({type(error).__name__}: {error}).") from None
    return content


def _package() -> dict[str, Any]:
    path = _descriptor()
    return _once("package", [path], lambda: _parsed(path))


def _entry(table: str) -> dict[str, Any]:
    entries: dict[str, dict[str, Any]] = _once(
        "entries", [_descriptor()], lambda: {one["name"]: one for one in _package()["resources"]}
    )
    return entries[require_known("table", table, entries)]


def descriptor() -> dict[str, Any]:
    """Return the Data Package descriptor, the one description of every table.

    Examples
    --------
    >>> descriptor()["name"]
    'sdvdata'
    """
    return deepcopy(_package())


def data_version() -> str:
    """Return the version of the data, to be named when a number is cited.

    A corrected value or a new claim raises the second number, a removed or renamed claim,
    column or table the first, text the third.

    Examples
    --------
    >>> data_version().count(".")
    2
    """
    return str(_package()["version"])


def resource(table: str) -> dict[str, Any]:
    """Return the descriptor's entry for one table.

    Raises
    ------
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> resource("costs")["path"]
    'costs.csv'
    """
    return deepcopy(_entry(table))


def fields(table: str) -> list[dict[str, Any]]:
    """Return what the descriptor says of each column that `load` gives, in order.

    Beside the columns of the file these are its lists: what one claim has several of stands in a table of its own
    (``claim_milestones``, ``claim_contents``) and is loaded as one column, separated by semicolons.

    Examples
    --------
    >>> [field["name"] for field in fields("claim_milestones")]
    ['claim_id', 'position', 'milestone']
    """
    return deepcopy(_fields(_entry(table)))


def _fields(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a table with its lists put in."""
    made = list(entry["schema"]["fields"])
    for one in entry.get("lists", ()):
        after = [field["name"] for field in made].index(one["after"])
        made.insert(after + 1, {**one, "type": "string", "kind": "list"})
    return made


@made_once("programmes")
def core() -> tuple[str, ...]:
    """Return the programmes that this record is about, in the order in which they are always named.

    Examples
    --------
    >>> core()
    ('sdv', 'fvm', 'helseplattformen')
    """

    return tuple(load("programmes", subject="core").sort_values("position")["programme"])


def field_names(table: str) -> list[str]:
    """Return the names of a table's columns in the file's order.

    Examples
    --------
    >>> field_names("costs")[:3]
    ['claim_id', 'programme', 'measure']
    """
    return [field["name"] for field in _fields(_entry(table))]


def list_datasets() -> pd.DataFrame:
    """Return one row per table: its name, number of rows, and what one row is.

    Examples
    --------
    >>> list_datasets().loc["costs", "one_row"]
    'One row is one stated amount of money.'
    """
    import pandas as pd

    entries = _package()["resources"]
    rows = {entry["name"]: {"rows": len(_text(entry)), "one_row": entry["description"]} for entry in entries}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("dataset")


def describe(table: str) -> pd.DataFrame:
    """Return one row per column of a table: title, type, allowed values, definition.

    Examples
    --------
    >>> describe("costs").loc["vat", "allowed"]
    'incl, excl, not_applicable, unknown'
    """
    import pandas as pd

    rows = {}
    for field in _fields(_entry(table)):
        limits = field.get("constraints", {})
        vocabulary = field.get("vocabulary")
        allowed = ", ".join(limits.get("enum", [])) or (f"see {vocabulary}" if vocabulary else "")
        rows[field["name"]] = {
            "title": field["title"],
            "type": field.get("kind", field["type"]),
            "required": bool(limits.get("required", False)),
            "allowed": allowed,
            "definition": field["description"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("column")


def load(
    table: str,
    /,
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
    short: bool = False,
    **filters: str | float | Iterable[str | float],
) -> pd.DataFrame:
    """Load any table by name.

    Parameters
    ----------
    table
        Name of the table; `list_datasets` lists them.
    as_of
        Keep only claims whose ``stated_on`` had certainly ended by that day: what was known
        then. A day, month, quarter or year as text (the last day counts), or a date.
    include_uncertain
        With `as_of`: also keep claims that may have been stated by then.
    include_withdrawn
        Also return claims that we no longer stand behind.
    raw
        Return every column as the text that stands in the file, blanks as empty text, and no
        added columns.
    short
        Return about ten columns of a table of claims (those of `SHORT` that it has): enough to read and to filter.
        To restate, compare or draw, load all.
    **filters
        One or several allowed values for any column, for example ``programme="sdv"``,
        ``price_year=2018`` or ``measure=["contract_value", "contract_ceiling"]``. In columns that hold a list
        (``milestone``, ``includes``) a row is kept if its list has one of the values.

    Returns
    -------
    pandas.DataFrame
        A fresh frame. Numbers are ``float64`` in single units of the row's currency or unit;
        text is ``str``. Each column that holds a period (``stated_on``, ``date``) is
        followed by its first day, last day (both inclusive) and precision
        (``stated_on_start``, ``stated_on_end``, ``stated_on_precision``). Blank means that the
        source does not say.

    Raises
    ------
    UnknownNameError
        For an unknown table, column, or value of a column with a vocabulary.
    SdvdataError
        For a blank filter, or text as the filter of a column of numbers.
    PeriodError
        For an `as_of` that is neither a period nor a date; lists the forms.
    DataReadError
        If the file is not what the descriptor says; names file, row and column.

    Examples
    --------
    >>> frame = load("costs", programme="sdv", as_of="2018")
    >>> set(frame["programme"])
    {'sdv'}
    >>> bool((frame["stated_on_end"] <= "2018-12-31").all())
    True
    >>> len(load("costs").columns), len(load("costs", short=True).columns)
    (62, 10)
    """
    import numpy as np

    entry = _entry(table)
    described = {field["name"]: field for field in _fields(entry)}
    text = _text(entry)
    keep = np.ones(len(text), dtype=bool)
    if "status" in described and not include_withdrawn and "status" not in filters:
        keep &= (text["status"] != "withdrawn").to_numpy(bool)
    for column, wanted in filters.items():
        field = described[require_known(f"column of {table}", column, described)]
        keep &= _matches(text, field, wanted, entry)
    for option, asked in (("as_of", as_of is not None), ("short", short)):
        if asked and table not in CLAIM_TABLES:
            raise SdvdataError(f"{option} works on tables of claims ({', '.join(CLAIM_TABLES)}), not on '{table}'.")
    if as_of is not None:
        keep &= _said_by(text["stated_on"], periods.last_day(as_of), include_uncertain)
    frame = text if raw else _typed(entry)
    if short:
        frame = frame[[name for name in SHORT if name in frame]]
    kept = frame.iloc[np.flatnonzero(keep)].reset_index(drop=True)  # a copy, also of all rows
    if as_of is not None:
        kept.attrs["as_of"] = as_of  # an analysis of this frame may know no more
    return kept.fillna("") if raw else kept


def load_costs(*, as_of: str | date | None = None, raw: bool = False, **filters: Any) -> pd.DataFrame:
    """Load the stated amounts of money: one row is one amount that somebody stated.

    ``value``, ``low`` and ``high`` are in single units of ``currency`` (percent for shares), in
    the prices and with the VAT that ``price_basis`` and ``vat`` name, never converted. Amounts
    of different payer, content, period or flow do not belong in one sum or on one axis.

    Parameters (also ``short``, ``include_uncertain``, ``include_withdrawn``) and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> costs = load_costs(programme="sdv", measure="programme_budget")
    >>> set(costs["currency"])
    {'SEK'}
    """
    return load("costs", as_of=as_of, raw=raw, **filters)


def load_schedules(*, as_of: str | date | None = None, raw: bool = False, **filters: Any) -> pd.DataFrame:
    """Load the stated dates and durations: plans, actual events, withdrawals, stops, decisions.

    ``stated_on`` is when it was said, ``plan_from`` and ``plan_until`` bound when the plan was
    in force, ``date`` is what it is about. The three are never the same thing.

    Parameters (also ``short``, ``include_uncertain``, ``include_withdrawn``) and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> plans = load_schedules(programme="fvm", kind="actual", milestone="first_hospital")
    >>> set(plans["date"].str[:4])
    {'2024'}
    """
    return load("schedules", as_of=as_of, raw=raw, **filters)


def load_counts(*, as_of: str | date | None = None, raw: bool = False, **filters: Any) -> pd.DataFrame:
    """Load the stated numbers of things: systems, users, residents, hospitals, reports.

    ``counted_unit`` and ``set`` say what is counted; numbers of unlike things do not belong in
    one comparison.

    Parameters (also ``short``, ``include_uncertain``, ``include_withdrawn``) and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> int(load_counts(programme="sdv", measure="municipalities")["value"].iloc[0])
    33
    """
    return load("counts", as_of=as_of, raw=raw, **filters)


def load_system_counts(*, as_of: str | date | None = None, raw: bool = False, **filters: Any) -> pd.DataFrame:
    """Load the stated numbers of systems: to be replaced, in use, connected.

    The rows of `load_counts` with one of three measures: ``systems_replaced``, ``systems_in_use``, ``integrations``. A
    part of a whole (``set``) and a range (``low``, ``high``, no ``value``) are rows like others.

    Parameters (also ``short``, ``include_uncertain``, ``include_withdrawn``) and errors are those of `load`.

    Examples
    --------
    >>> sorted(set(load_system_counts(programme="sdv")["measure"]))
    ['systems_in_use', 'systems_replaced']
    """
    wanted = filters.pop("measure", SYSTEM_MEASURES)
    for measure in _as_list(wanted, "measure"):
        require_known("measure of systems", measure, SYSTEM_MEASURES)
    return load("counts", as_of=as_of, raw=raw, measure=wanted, **filters)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries, with None where a cell is blank.

    Examples
    --------
    >>> import pandas as pd
    >>> records(pd.DataFrame({"a": ["x", None]}))
    [{'a': 'x'}, {'a': None}]
    """
    columns = []
    for _, column in frame.items():  # noqa: PERF102  # a frame has no values()
        cells = column.to_list()
        blank = column.isna().to_numpy()
        columns.append([None if no else cell for cell, no in zip(cells, blank, strict=True)] if blank.any() else cells)
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


class Named(dict[str, dict[str, Any]]):
    """Rows by the name by which other tables know them; of a name that none has it is told which line names it.

    Examples
    --------
    >>> Named(a={})["no-such"]
    Traceback (most recent call last):
    ...
    KeyError: 'no-such'
    """

    def __missing__(self, name: str) -> dict[str, Any]:
        for path in sorted(data_folder().rglob("*.csv")):
            lines = path.read_text(encoding="utf-8").replace(";", ",").split("\n")
            if found := [n for n, line in enumerate(lines, 1) if name in line.split(",")]:
                raise DataReadError(f"{path}:{found[0]}: names {name!r}, but no row has that name.")
        raise KeyError(name)


def by_name(table: str) -> Named:
    """Return the rows of a table by their names; shared by all callers: nobody may change them.

    Examples
    --------
    >>> by_name("measures")["go_live"]["table"]
    'schedules'
    """
    entry = _entry(table)
    key = entry["schema"]["primaryKey"][0]
    return _once("by name", _files(entry["name"]), lambda: Named({row[key]: row for row in records(load(table))}))


def _as_list(wanted: object, column: str) -> list[object]:
    """Return the values of a filter, one or several; a blank is none."""
    import pandas as pd

    values: list[Any] = list(wanted) if is_several(wanted) else [wanted]
    for value in values:
        if (isinstance(value, str) and not value.strip()) or pd.isna(value) is True:
            raise SdvdataError(
                f"{column}={value!r} asks for nothing: leave {column} out for all rows, "
                f"or load them and keep the blank ones with frame[frame['{column}'].isna()]."
            )
    return values


def _files(*tables: str) -> list[Path]:
    """Return the files that tables are made of: their own, those of their lists, the descriptor."""
    path = _descriptor()

    def make() -> list[Path]:
        entries = [_entry(table) for table in tables]
        entries += [_entry(one["resource"]) for entry in entries for one in entry.get("lists", ())]
        return [path, *dict.fromkeys(path.parent / entry["path"] for entry in entries)]

    return _once(("files", *tables), [path], make)


def _text(entry: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table as text with its lists put in, blanks missing; nobody may change it."""

    def make() -> pd.DataFrame:
        frame = _read_text(data_folder() / entry["path"], entry)
        for one in entry.get("lists", ()):
            frame = _with_list(frame, one, _typed(_entry(one["resource"])))
        return frame

    return _once("text", _files(entry["name"]), make)


def _with_list(frame: pd.DataFrame, one: Mapping[str, Any], links: pd.DataFrame) -> pd.DataFrame:
    """Return a table with a list put in: the names that another table holds for each claim, in their order."""
    for column, wanted in one.get("where", {}).items():
        links = links[links[column] == wanted]
    lists: dict[str, list[str]] = {}
    for _, key, name in sorted(zip(links["position"], links["claim_id"], links[one["value"]], strict=True)):
        lists.setdefault(str(key), []).append(str(name))
    joined = {key: ";".join(names) for key, names in lists.items()}
    column = frame["claim_id"].map(joined).astype("str")
    if "missing" in one:
        column = column.fillna(one["missing"])
    made = frame.copy(deep=False)
    made.insert(list(frame.columns).index(one["after"]) + 1, one["name"], column)
    return made


def _read_text(path: Path, entry: Mapping[str, Any]) -> pd.DataFrame:
    """Read a file as text; blanks are missing."""
    import pandas as pd

    try:
        # Only an empty cell is blank: pandas would take "NA" or "n/a" for missing too.
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise DataReadError(f"{path}: this file is missing.") from None
    except (OSError, ValueError) as error:
        raise DataReadError(f"{path}: {str(error).strip()}.") from None
    expected = [field["name"] for field in entry["schema"]["fields"]]
    if list(frame.columns) != expected:
        missing = [name for name in expected if name not in frame.columns]
        extra = [name for name in frame.columns if name not in expected]
        raise DataReadError(
            f"{path}:1: columns differ from the descriptor: missing {missing or 'none'}, "
            f"not described {extra or 'none'}."
        )
    return frame


def _matches(frame: pd.DataFrame, field: Mapping[str, Any], wanted: object, entry: Mapping[str, Any]) -> Any:
    """Tell in which rows a column holds one of the values wanted."""
    column = field["name"]
    asked = _as_list(wanted, column)
    if field["type"] in ("number", "integer"):
        return _matches_numbers(frame[column], asked)
    values, allowed = list(map(str, asked)), _vocabulary(field, entry)
    for value in values:
        if allowed is not None:
            require_known(_KINDS.get(column, column), value, allowed)
        if field.get("kind") == "period":
            periods.parse(value)  # what is no period is in no row: an error, not an empty frame
    if field.get("kind") == "list":
        lists = frame[column].fillna("")
        known = {text: not set(text.split(";")).isdisjoint(values) for text in lists.unique()}
        return lists.map(known).to_numpy(bool)
    return frame[column].isin(values).to_numpy(bool)


def _matches_numbers(column: pd.Series[str], asked: list[object]) -> Any:
    """Tell in which rows a column holds one of the numbers: 2018, 2018.0 and "2018" are the same."""
    import pandas as pd

    numbers = []
    for value in asked:
        try:
            # What is no number is told below; so is text that says "nan".
            numbers.append(float(value) if "nan" not in str(value).lower() else int(value))  # type: ignore[arg-type,call-overload]
        except (TypeError, ValueError, ArithmeticError):
            raise SdvdataError(f"{column.name}={value!r} is not a number; {column.name} holds numbers.") from None
    return pd.to_numeric(column, errors="coerce").isin(numbers).to_numpy(bool)


def _vocabulary(field: Mapping[str, Any], entry: Mapping[str, Any]) -> list[str] | None:
    """Return the values that a column may hold, or None where it holds free text."""
    column = field["name"]
    if enum := field.get("constraints", {}).get("enum"):
        return list(enum)
    if column == entry["schema"]["primaryKey"][0]:
        return list(_text(entry)[column])
    if vocabulary := field.get("vocabulary"):
        return list(by_name(vocabulary))
    for key in entry["schema"].get("foreignKeys", []):
        if key["fields"] == [column]:
            names = _text(_entry(key["reference"]["resource"]))
            if column == "measure":
                names = names[names["table"] == entry["name"]]
            return list(names[key["reference"]["fields"][0]])
    return None


def _said_by(stated_on: pd.Series[str], day: date, include_uncertain: bool) -> Any:
    """Tell which claims had been stated by a day."""
    rule = periods.possibly_before_or_on if include_uncertain else periods.certainly_before_or_on
    kept = {text: rule(periods.parse(text), day) for text in stated_on.unique()}
    return stated_on.map(kept).to_numpy(bool)


def _typed(entry: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table with each column in its type and first day, last day and precision of periods added."""
    return _once("typed", _files(entry["name"]), lambda: _with_types(_text(entry), entry))


def _with_types(text: pd.DataFrame, entry: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    parts: dict[str, Any] = {}
    for field in _fields(entry):
        name = field["name"]
        column = text[name]
        limits = field.get("constraints", {})
        blank = column.isna()
        odd = (blank & limits.get("required", False)) | ~(blank | column.isin(limits.get("enum", column)))
        if odd.any():
            row = int(odd.to_numpy(bool).argmax())
            raise DataReadError(f"{_place(entry, row, name)}: {column.fillna('').iloc[row]!r} is not allowed.")
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(column, errors="coerce")
            bad = (numbers.isna() & column.notna()).to_numpy(bool)
            if bad.any():
                row = int(bad.argmax())
                raise DataReadError(f"{_place(entry, row, name)}: '{column.iloc[row]}' is not a number.")
            parts[name] = numbers.astype("Int64" if field["type"] == "integer" else "float64")
            continue
        parts[name] = column
        if field.get("kind") == "period":
            try:
                parts.update(periods.arrays(column, name))
            except periods.PeriodError as error:
                row = next(n for n, cell in enumerate(column) if isinstance(cell, str) and not periods.is_period(cell))
                raise DataReadError(f"{_place(entry, row, name)}: {error}") from None
    return pd.DataFrame(parts, index=text.index)


def _place(entry: Mapping[str, Any], row: int, column: str) -> str:
    """Name a cell as an editor finds it: file, line, column (each row is one line; the first holds the names)."""
    names = [field["name"] for field in entry["schema"]["fields"]]
    return f"{data_folder() / entry['path']}:{row + 2}:{names.index(column) + 1} ({column})"

"""Where the data files are, what the descriptor says of them, and how they are read.

This is the only module that opens data files for analysis. Each call reads the file anew and
returns a fresh frame, so that nothing that a caller does can change what the next one sees.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdvdata import periods
from sdvdata.errors import DataFolderError, DataReadError, SdvdataError, UnknownNameError, require_known

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CLAIM_TABLES",
    "CORE",
    "SYSTEM_MEASURES",
    "data_folder",
    "data_version",
    "describe",
    "descriptor",
    "field_names",
    "list_datasets",
    "load",
    "load_costs",
    "load_counts",
    "load_schedules",
    "load_system_counts",
    "records",
    "resource",
]

#: The three programmes of this record, in the order in which they are always named.
CORE = ("sdv", "fvm", "helseplattformen")

#: Tables whose rows are claims.
CLAIM_TABLES = ("costs", "schedules", "counts", "landscape")

#: Measures that `load_system_counts` returns.
SYSTEM_MEASURES = ("systems_replaced", "systems_in_use", "integrations")

#: Singular name of what a column holds, for error messages.
_KINDS = {"claim_id": "claim", "source_id": "source"}


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
    package = Path(str(files("sdvdata")))
    chosen = os.environ.get("SDVDATA_DATA")
    places = [Path(chosen)] if chosen else [package / "data", package.parent / "data"]
    for place in places:
        if (place / "datapackage.json").is_file():
            return place
    raise DataFolderError(places)


def descriptor() -> dict[str, Any]:
    """Return the Data Package descriptor, the one description of every table.

    Examples
    --------
    >>> descriptor()["name"]
    'sdvdata'
    """
    path = data_folder() / "datapackage.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataReadError(f"{path}: not a readable JSON file: {error}") from None
    return content


def data_version() -> str:
    """Return the version of the data, to be named when a number is cited.

    A corrected value or a new claim raises the second number, a removed or renamed claim,
    column or table the first, text the third.

    Examples
    --------
    >>> data_version().count(".")
    2
    """
    return str(descriptor()["version"])


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
    entries = {entry["name"]: entry for entry in descriptor()["resources"]}
    found: dict[str, Any] = entries[require_known("table", table, entries)]
    return found


def field_names(table: str) -> list[str]:
    """Return the names of a table's columns in the file's order.

    Examples
    --------
    >>> field_names("costs")[:3]
    ['claim_id', 'programme', 'measure']
    """
    return [field["name"] for field in resource(table)["schema"]["fields"]]


def list_datasets() -> pd.DataFrame:
    """Return one row per table: its name, number of rows, and what one row is.

    Examples
    --------
    >>> list_datasets().loc["costs", "one_row"]
    'One row is one stated amount of money.'
    """
    import pandas as pd

    from sdvdata.whole import WholeFrame

    entries = descriptor()["resources"]
    rows = {entry["name"]: {"rows": len(_read_text(entry)), "one_row": entry["description"]} for entry in entries}
    frame = WholeFrame(pd.DataFrame.from_dict(rows, orient="index"))
    frame.index.name = "dataset"
    return frame


def describe(table: str) -> pd.DataFrame:
    """Return one row per column of a table: title, type, allowed values, definition.

    Examples
    --------
    >>> describe("costs").loc["vat", "allowed"]
    'incl, excl, not_applicable, unknown'
    """
    import pandas as pd

    rows = {}
    for field in resource(table)["schema"]["fields"]:
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
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "column"
    return frame


def load(
    table: str,
    /,
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
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
    """
    entry = resource(table)
    fields = entry["schema"]["fields"]
    frame = _read_text(entry)
    names = [field["name"] for field in fields]
    if "status" in names and not include_withdrawn and "status" not in filters:
        frame = frame[frame["status"] != "withdrawn"]
    for column, wanted in filters.items():
        if column not in names:
            raise UnknownNameError(f"column of {table}", column, names)
        frame = _keep(frame, fields[names.index(column)], wanted, entry)
    if as_of is not None:
        if "stated_on" not in names:
            raise SdvdataError(f"as_of works on tables of claims ({', '.join(CLAIM_TABLES)}), not on '{table}'.")
        frame = _said_by(frame, periods.last_day(as_of), include_uncertain)
    frame = frame.reset_index(drop=True)
    return frame.fillna("") if raw else _typed(frame, fields, entry["path"])


def load_costs(
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
    **filters: str | float | Iterable[str | float],
) -> pd.DataFrame:
    """Load the stated amounts of money: one row is one amount that somebody stated.

    ``value``, ``low`` and ``high`` are in single units of ``currency`` (percent for shares), in
    the prices and with the VAT that ``price_basis`` and ``vat`` name, never converted. Amounts
    of different payer, content, period or flow do not belong in one sum or on one axis.

    Parameters and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> costs = load_costs(programme="sdv", measure="programme_budget")
    >>> set(costs["currency"])
    {'SEK'}
    """
    return load(
        "costs",
        as_of=as_of,
        include_uncertain=include_uncertain,
        include_withdrawn=include_withdrawn,
        raw=raw,
        **filters,
    )


def load_schedules(
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
    **filters: str | float | Iterable[str | float],
) -> pd.DataFrame:
    """Load the stated dates and durations: plans, actual events, withdrawals, stops, decisions.

    ``stated_on`` is when it was said, ``plan_from`` and ``plan_until`` bound when the plan was
    in force, ``date`` is what it is about. The three are never the same thing.

    Parameters and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> plans = load_schedules(programme="fvm", kind="actual", milestone="first_hospital")
    >>> set(plans["date"].str[:4])
    {'2024'}
    """
    return load(
        "schedules",
        as_of=as_of,
        include_uncertain=include_uncertain,
        include_withdrawn=include_withdrawn,
        raw=raw,
        **filters,
    )


def load_counts(
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
    **filters: str | float | Iterable[str | float],
) -> pd.DataFrame:
    """Load the stated numbers of things: systems, users, residents, hospitals, reports.

    ``counted_unit`` and ``set`` say what is counted; numbers of unlike things do not belong in
    one comparison.

    Parameters and errors are those of `load`. Source: the documents in ``sources``, each
    claim with its own. Licence of the compilation: CC BY 4.0.

    Examples
    --------
    >>> int(load_counts(programme="sdv", measure="municipalities")["value"].iloc[0])
    33
    """
    return load(
        "counts",
        as_of=as_of,
        include_uncertain=include_uncertain,
        include_withdrawn=include_withdrawn,
        raw=raw,
        **filters,
    )


def load_system_counts(
    *,
    as_of: str | date | None = None,
    include_uncertain: bool = False,
    include_withdrawn: bool = False,
    raw: bool = False,
    **filters: str | float | Iterable[str | float],
) -> pd.DataFrame:
    """Load the stated numbers of systems: to be replaced, in use, connected.

    The rows of `load_counts` whose measure is one of `SYSTEM_MEASURES`.

    Parameters and errors are those of `load`.

    Examples
    --------
    >>> sorted(set(load_system_counts(programme="sdv")["measure"]))
    ['systems_in_use', 'systems_replaced']
    """
    wanted = filters.pop("measure", SYSTEM_MEASURES)
    for measure in _as_list(wanted, "measure"):
        require_known("measure of systems", measure, SYSTEM_MEASURES)
    return load(
        "counts",
        as_of=as_of,
        include_uncertain=include_uncertain,
        include_withdrawn=include_withdrawn,
        raw=raw,
        measure=wanted,
        **filters,
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries, with None where a cell is blank.

    Examples
    --------
    >>> import pandas as pd
    >>> records(pd.DataFrame({"a": ["x", None]}))
    [{'a': 'x'}, {'a': None}]
    """
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return rows


def _as_list(wanted: object, column: str) -> list[object]:
    """Return the values of a filter, one or several; a blank is none."""
    values = list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str | bytes) else [wanted]
    for value in values:
        if value is None or value != value:
            raise SdvdataError(
                f"{column}={value!r} asks for nothing: leave {column} out for all rows, "
                f"or load them and keep the blank ones with frame[frame['{column}'].isna()]."
            )
    return values


def _read_text(entry: Mapping[str, Any]) -> pd.DataFrame:
    """Read a table as text; blanks are missing."""
    import pandas as pd

    path = data_folder() / entry["path"]
    advice = "Run python -m sdvdata.check to see what is wrong."
    try:
        # Only an empty cell is blank: pandas would take "NA" or "n/a" for missing too.
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise DataReadError(f"{path}: this file is missing.") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataReadError(f"{path}: {str(error).strip()}. {advice}") from None
    expected = [field["name"] for field in entry["schema"]["fields"]]
    if list(frame.columns) != expected:
        missing = [name for name in expected if name not in frame.columns]
        extra = [name for name in frame.columns if name not in expected]
        raise DataReadError(
            f"{path}:1: columns differ from the descriptor: missing {missing or 'none'}, "
            f"not described {extra or 'none'}. {advice}"
        )
    return frame


def _keep(
    frame: pd.DataFrame,
    field: Mapping[str, Any],
    wanted: object,
    entry: Mapping[str, Any],
) -> pd.DataFrame:
    """Keep the rows whose column holds one of the values wanted."""
    column = field["name"]
    asked = _as_list(wanted, column)
    if field["type"] in ("number", "integer"):
        return _keep_numbers(frame, column, asked)
    values = [value if isinstance(value, str) else str(value) for value in asked]
    allowed = _vocabulary(field, entry)
    if allowed is not None:
        for value in values:
            require_known(_KINDS.get(column, column), value, allowed)
    if field.get("kind") == "period":
        for value in values:
            periods.parse(value)  # what is no period is in no row: an error, not an empty frame
    if field.get("kind") == "list":
        lists = frame[column].fillna("")
        known = {text: not set(text.split(";")).isdisjoint(values) for text in lists.unique()}
        keep = lists.map(known).astype(bool)
    else:
        keep = frame[column].isin(values)
    kept: pd.DataFrame = frame[keep]
    return kept


def _keep_numbers(frame: pd.DataFrame, column: str, asked: list[object]) -> pd.DataFrame:
    """Keep the rows whose column holds one of the numbers: 2018, 2018.0 and "2018" are the same."""
    import pandas as pd

    numbers = []
    for value in asked:
        try:
            numbers.append(float(value))  # type: ignore[arg-type]  # what is no number is told below
        except (TypeError, ValueError):
            raise SdvdataError(f"{column}={value!r} is not a number; {column} holds numbers.") from None
    kept: pd.DataFrame = frame[pd.to_numeric(frame[column], errors="coerce").isin(numbers)]
    return kept


def _vocabulary(field: Mapping[str, Any], entry: Mapping[str, Any]) -> list[str] | None:
    """Return the values that a column may hold, or None where it holds free text."""
    column = field["name"]
    limits = field.get("constraints", {})
    if "enum" in limits:
        return list(limits["enum"])
    if column == entry["schema"]["primaryKey"][0]:
        return list(_read_text(entry)[column])
    if field.get("vocabulary"):
        other = resource(field["vocabulary"])
        return list(_read_text(other)[other["schema"]["primaryKey"][0]])
    for key in entry["schema"].get("foreignKeys", []):
        if key["fields"] == [column]:
            other = resource(key["reference"]["resource"])
            names = _read_text(other)
            if column == "measure":
                names = names[names["table"] == entry["name"]]
            return list(names[key["reference"]["fields"][0]])
    return None


def _said_by(frame: pd.DataFrame, day: date, include_uncertain: bool) -> pd.DataFrame:
    """Keep the claims that had been stated by a day."""
    rule = periods.possibly_before_or_on if include_uncertain else periods.certainly_before_or_on
    kept = {text: rule(periods.parse(text), day) for text in frame["stated_on"].unique()}
    return frame[frame["stated_on"].map(kept).astype(bool)]


def _typed(frame: pd.DataFrame, fields: list[dict[str, Any]], path: str) -> pd.DataFrame:
    """Give each column its type and add first day, last day and precision of periods."""
    import pandas as pd

    parts: dict[str, Any] = {}
    for field in fields:
        name = field["name"]
        text = frame[name]
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(text, errors="coerce")
            bad = numbers.isna() & text.notna()
            if bad.any():
                row = int(bad.to_numpy().argmax())
                raise DataReadError(
                    f"{path} ({name}): '{text.iloc[row]}' is not a number "
                    f"(row {row + 1} of those asked for, {fields[0]['name']} "
                    f"'{list(frame[fields[0]['name']])[row]}'). "
                    "Run python -m sdvdata.check to see file, row and column."
                )
            parts[name] = numbers.astype("Int64" if field["type"] == "integer" else "float64")
            continue
        parts[name] = text
        if field.get("kind") == "period":
            try:
                parts.update(periods.arrays(text, name))
            except periods.PeriodError as error:
                raise DataReadError(f"{path} ({name}): {error}") from None
    return pd.DataFrame(parts, index=frame.index)

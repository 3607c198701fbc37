"""The rules for official series: no holes, nothing twice in other words, sums that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from tools.check.files import Finding, Row, Table

__all__ = ["SERIES_RULES", "SERIES_TABLES"]

#: Tables of official series, with the columns that together name one series.
SERIES_TABLES = {
    "price_index": ("series",),
    "exchange_rates": ("currency",),
    "purchasing_power": ("country", "measure"),
    "population": ("area",),
}

#: Columns that say the same in every year of one series.
_STEADY = {
    "price_index": ("country", "kind", "base"),
    "exchange_rates": (),
    "purchasing_power": ("currency",),
    "population": ("name", "level", "country"),
}


def _series(table: Table) -> Iterator[list[Row]]:
    """Yield the rows of each series of a table in the order of their years."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        groups.setdefault(tuple(row[c] for c in SERIES_TABLES[table.name]), []).append(row)
    for rows in groups.values():
        yield sorted(rows, key=lambda row: int(row["year"]))


def series_have_no_holes(tables: dict[str, Table]) -> Iterator[Finding]:
    """The years of a series follow one another: a hole would be bridged without a word."""
    for name in SERIES_TABLES:
        for rows in _series(tables[name]):
            for before, row in pairwise(rows):
                if int(row["year"]) != int(before["year"]) + 1:
                    yield tables[name].at(row, "year", f"the year before is {before['year']}")


def series_are_one_thing(tables: dict[str, Table]) -> Iterator[Finding]:
    """What a series is does not change on the way; a mean lies between its ends."""
    for name, columns in _STEADY.items():
        for rows in _series(tables[name]):
            for row in rows:
                for column in columns:
                    if row[column] != rows[0][column]:
                        yield tables[name].at(
                            row, column, f"'{row[column]}', but {rows[0]['year']} has '{rows[0][column]}'"
                        )
    rates = tables["exchange_rates"]
    for row in rates.rows:
        if not float(row["low"]) <= float(row["per_eur"]) <= float(row["high"]):
            yield rates.at(row, "per_eur", f"is not between {row['low']} and {row['high']}")


SERIES_RULES: tuple[Callable[[dict[str, Table]], Iterator[Finding]], ...] = (
    series_have_no_holes,
    series_are_one_thing,
)

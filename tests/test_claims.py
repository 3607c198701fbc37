"""Claims, references, preferred answers, relations, reader tables, slip: on the real data."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import plans, references, tables, words
from sdvdata.claims import all_claims
from sdvdata.errors import SdvdataError, UnknownNameError

COMPARISONS = list(sd.load("comparisons", raw=True)["comparison"])
CORE = {"sdv", "fvm", "helseplattformen"}


def test_claim_ids_are_unique_over_all_tables() -> None:
    assert all_claims(include_withdrawn=True)["claim_id"].is_unique


def test_every_claim_can_be_read() -> None:
    for table in tables.CLAIM_TABLES:
        frame = sd.load(table)
        for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            said = words.answer({"table": table, **record})
            assert said and "nan" not in said and "None" not in said, record["claim_id"]


def test_a_claim_names_its_source_and_relations() -> None:
    pair = sd.load("relations", raw=True).iloc[0]
    found = sd.claim(pair["claim"])
    assert any(other == pair["other"] for _, other in found.relations)
    assert found.source["title"] in str(found)
    back = sd.claim(pair["other"])
    assert any(other == pair["claim"] for _, other in back.relations)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sd.claim("sdv-budget-1706m-2032"), "Did you mean 'sdv-budget-1706m-2023'"),
        (lambda: sd.preferred("spend_to_date"), "Did you mean 'spent_to_date'"),
        (lambda: sd.cite("no-such"), "Unknown claim 'no-such'"),
        (lambda: sd.cite("sdv-budget-1706m-2023", style="bib"), "Unknown style 'bib'"),
        (lambda: plans.slip(sd.load_schedules(), milestone="hospital"), "Unknown milestone"),
    ],
)
def test_unknown_names(call: object, words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        call()  # type: ignore[operator]


def test_cite_needs_claims() -> None:
    with pytest.raises(SdvdataError, match="column 'claim_id'"):
        sd.cite(pd.DataFrame({"a": [1]}))
    with pytest.raises(SdvdataError, match="not int"):
        sd.cite(3)


def test_cite_names_each_source_once_and_the_version() -> None:
    frame = sd.load_costs(programme="sdv")
    text = sd.cite(frame)
    lines = text.splitlines()
    assert len(lines) == frame["source_id"].nunique() + 1
    assert sd.data_version() in lines[-1]
    for claim_id in frame["claim_id"]:
        assert text.count(f"{claim_id}") >= 1


def test_csl_is_json_and_complete() -> None:
    items = json.loads(json.dumps(sd.cite(sd.load_schedules(), style="csl")))
    assert items[-1]["version"] == sd.data_version()
    for item in items[:-1]:
        assert item["title"] and item["author"][0]["literal"] and item["type"]
        for parts in item.get("issued", {}).get("date-parts", []):
            assert 2000 < parts[0] < 2100


@pytest.mark.parametrize(
    ("published", "parts"),
    [
        ("2024", [[2024]]),
        ("2024-10", [[2024, 10]]),
        ("2024-10-24", [[2024, 10, 24]]),
        ("2024-10-24/2024-10-31", [[2024, 10, 24], [2024, 10, 31]]),
        ("2019-11/2020-02", [[2019, 11], [2020, 2]]),
        ("2018/2019", [[2018], [2019]]),
        ("2019-11-05/2020", [[2019, 11, 5], [2020]]),
        ("2024-summer", [[2024, 6], [2024, 8]]),
        ("2025-Q4", [[2025, 10], [2025, 12]]),
        ("2024-03/..", [[2024, 3]]),
        ("../2018-11-27", [[2018, 11, 27]]),
    ],
)
def test_csl_says_of_a_date_what_the_record_says(published: str, parts: list[list[int]]) -> None:
    assert references._date_parts(published) == {"date-parts": parts}


def test_csl_loses_no_date_of_a_source() -> None:
    """A reader who has the reference can tell the first and the last day as closely as we can."""
    text = sd.cite("hp-todate-2024-10-66")
    (item, _) = sd.cite("hp-todate-2024-10-66", style="csl")
    assert "2024-10 to 2024-10-24" in text
    assert item["issued"]["date-parts"] == [[2024, 10], [2024, 10, 24]]


def test_how_it_ended_tells_what_became_of_each_programme() -> None:
    frame = sd.preferred("how_it_ended")
    outcomes = sd.load("programmes", subject="core").set_index("programme")["outcome"]
    claimed = sd.load_schedules(claim_id=list(frame["claim_id"].dropna())).set_index("programme")
    for programme, row in frame.loc[list(tables.core())].iterrows():
        day = words.date(claimed.loc[programme, "date"])
        begins = {
            "terminated": "ended before any go-live, ",
            "reversed": "went live and was undone, ",
            "sustained": "in use, ",
        }
        assert row["answer"].startswith(begins[outcomes[programme]])
        assert row["answer"].endswith(day)


def test_how_it_ended_has_only_ends_beside_it() -> None:
    ids = [name for names in sd.preferred("how_it_ended")["alternatives"] for name in names.split(";") if name]
    assert ids
    assert set(sd.load_schedules(claim_id=ids)["kind"]) <= {"paused", "terminated", "withdrawn_no_date"}


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_each_comparison_answers_or_says_why(comparison: str) -> None:
    frame = sd.preferred(comparison)
    assert set(frame.index) >= CORE
    assert frame["why"].str.len().gt(10).all()
    assert frame["answer"].notna().all()
    for _, row in frame.iterrows():
        if row["verdict"] in ("matched", "not_comparable"):
            assert isinstance(row["claim_id"], str)


def test_matched_answers_stand_beside_a_matched_answer() -> None:
    """A verdict of matched with nothing to match is no match."""
    for comparison in COMPARISONS:
        verdicts = list(sd.preferred(comparison)["verdict"])
        lone = verdicts.count("matched") == 1
        assert not lone or set(verdicts) == {"matched", "not_applicable"}, comparison


def test_money_is_nowhere_matched_unless_the_perimeter_is() -> None:
    for comparison in sd.load("comparisons", table="costs", raw=True)["comparison"]:
        frame = sd.preferred(comparison)
        chosen = frame.loc[frame["verdict"] == "matched", "claim_id"]
        rows = sd.load_costs(claim_id=list(chosen)) if len(chosen) else sd.load_costs().head(0)
        for column in ("flow", "payer", "includes", "vat", "currency", "amount_kind"):
            assert rows[column].nunique() <= 1, (comparison, column)


def test_what_is_called_decided_was_decided_by_somebody() -> None:
    """A question on costs that says decided is answered by a claim that names who decided, or by none."""
    asked = sd.load("comparisons", table="costs", raw=True)
    about = (asked["comparison"] + " " + asked["title"]).str.contains(r"decided|decision", case=False)
    assert set(asked.loc[about, "comparison"]) == {"budget_at_decision", "latest_decided_budget"}
    for comparison in asked.loc[about, "comparison"]:
        frame = sd.preferred(comparison)
        chosen = sd.load_costs(claim_id=list(frame["claim_id"].dropna()))
        assert not chosen.empty
        assert chosen["decided_by"].notna().all(), comparison
        silent = frame[frame["claim_id"].isna()]
        assert silent["why"].str.contains(r"No decided frame was found.*\([a-z0-9-]+\)").all()


def test_a_forecast_is_no_answer_to_what_was_spent() -> None:
    frame = sd.preferred("spent_to_date")
    others = ";".join([*frame["alternatives"], *frame["claim_id"].dropna()]).split(";")
    assert "hp-todate-2023-end" not in others
    assert set(sd.load_costs(claim_id=others)["flow"]) == {"spend"}


def test_contradictions_show_both_sides() -> None:
    frame = sd.contradictions()
    assert len(frame) == (sd.load("relations", raw=True)["relation"] == "contradicts").sum()
    assert frame[["states", "other_states"]].notna().all().all()


@pytest.mark.parametrize("milestone", plans.MILESTONES)
def test_slip_is_an_interval(milestone: str) -> None:
    frame = plans.slip(sd.load_schedules(), milestone=milestone)
    known = frame.dropna(subset=["months_low"])
    assert (known["months_low"] <= known["months_high"]).all()
    assert set(frame.index) >= CORE


def test_slip_by_hand() -> None:
    """FVM, first hospital: spring 2021 (1 Mar to 31 May) to 12 Nov 2024: 1261 to 1352 days."""
    row = plans.slip(sd.load_schedules(), milestone="first_hospital").loc["fvm"]
    assert (row["first"], row["last"]) == ("2021-spring", "2024-11-12")
    assert row["months_low"] == pytest.approx(1261 / 30.436875, abs=0.05)
    assert row["months_high"] == pytest.approx(1352 / 30.436875, abs=0.05)


def test_slip_refuses_what_it_cannot_read() -> None:
    with pytest.raises(SdvdataError, match="missing: claim_id"):
        plans.slip(pd.DataFrame({"a": [1]}), milestone="first_unit")
    with pytest.raises(SdvdataError, match="no rows"):
        plans.slip(sd.load_schedules(as_of="1999"), milestone="first_unit")


def test_slip_as_of_an_early_day_knows_less() -> None:
    early = plans.slip(sd.load_schedules(), milestone="first_hospital", as_of="2020")
    assert pd.isna(early.loc["fvm", "last"])
    carried = sd.load_schedules(as_of="2020")  # the frame carries its day: no hindsight by a forgotten argument
    pd.testing.assert_frame_equal(plans.slip(carried, milestone="first_hospital"), early)
    later = plans.slip(carried, milestone="first_hospital", as_of="2022")
    pd.testing.assert_frame_equal(later, plans.slip(sd.load_schedules(), milestone="first_hospital", as_of="2022"))

"""Charts, words and tables of the schedules notebook: one milestone each, honest marks, every claim shown."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import captions, charts, plans, schedule_views, schedule_words
from sdvdata.charts import ChartError, style
from sdvdata.charts.notices import days_text

CORE = ["sdv", "fvm", "helseplattformen"]
WORDS = {"title": "A title", "alt_text": "What it shows.", "source": "Region Skåne"}

pytestmark = pytest.mark.usefixtures("our_theme")


@pytest.fixture(scope="module")
def schedules() -> pd.DataFrame:
    return sd.load_schedules(programme=CORE)


def data_of(chart: Any) -> list[dict[str, Any]]:
    """All records in a chart's layers."""
    return [row for rows in json.loads(chart.to_json())["datasets"].values() for row in rows]


def rows_of(chart: Any) -> list[dict[str, Any]]:
    """All claims that a chart draws."""
    return list({row["claim_id"]: row for row in data_of(chart) if "claim_id" in row}.values())


def trend(schedules: pd.DataFrame, milestone: str) -> Any:
    frame = schedule_words.label_trend(plans.trend(schedules, milestone=milestone))
    return charts.promise_chart(frame.assign(milestone=milestone), **WORDS)


@pytest.mark.parametrize("milestone", ["first_unit", "first_hospital"])
def test_the_trend_chart_has_one_mark_per_plan(schedules: pd.DataFrame, milestone: str) -> None:
    shown = {row["claim_id"]: row for row in rows_of(trend(schedules, milestone))}
    for row in plans.vintages(schedules, milestone=milestone).to_dict("records"):
        assert shown[row["claim_id"]]["hollow"] == (not row["own"])
    said = schedules.set_index("claim_id")
    for claim in shown:
        named = said.loc[claim, "milestone"]
        assert pd.isna(named) or milestone in named or said.loc[claim, "kind"] != "planned"


def test_only_own_plans_are_joined(schedules: pd.DataFrame) -> None:
    steps = [row for row in data_of(trend(schedules, "first_unit")) if "order" in row]
    own = plans.vintages(schedules, milestone="first_unit")
    assert len(steps) == 2 * int(own["own"].sum())


def test_horizons_fall_while_a_plan_holds(schedules: pd.DataFrame) -> None:
    frame = plans.horizon(schedules, milestone="first_hospital")
    shown = {row["claim_id"]: row for row in rows_of(charts.horizon_chart(frame, subject="first hospital", **WORDS))}
    held = [shown[claim]["y"] for claim in ("fvm-plan-2023-first", "fvm-date-stands-bt-2024-10-02")]
    assert held[0] > held[1] > 0
    assert set(shown) == set(frame.loc[frame["months_low"].notna(), "claim_id"])


def test_notices_are_drawn_for_one_milestone(schedules: pd.DataFrame) -> None:
    ends = schedule_words.label_notices(plans.notice(schedules, milestone="first_hospital"))
    shown = {row["claim_id"]: row for row in rows_of(charts.notice_chart(ends, **WORDS))}
    assert (shown["fvm-plan-2023-first"]["x0"], shown["fvm-plan-2023-first"]["x1"]) == (-3, -3)
    both = pd.concat([ends, plans.notice(schedules, milestone="first_unit").assign(label="x")])
    with pytest.raises(ChartError, match="mixes milestone: first_hospital"):
        charts.notice_chart(both, **WORDS)
    kept = ends[ends["days_low"].isna()]
    with pytest.raises(ChartError, match="no promise was given up"):
        charts.notice_chart(kept, **WORDS)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (3, 3, "3 days"),
        (1, 1, "1 day"),
        (1, 181, "1 to 181 days"),
        (-3, -3, "3 days after it"),
        (-1, -1, "1 day after it"),
        (-105, -81, "81 to 105 days after it"),
        (-30, 3, "30 days after to 3 before"),
        (0, 0, "0 days"),
    ],
)
def test_days_in_words(low: float, high: float, words: str) -> None:
    assert days_text(low, high) == words


def test_each_hospital_stands_in_the_slope_chart(schedules: pd.DataFrame) -> None:
    matrix = plans.site_matrix(schedules, programme="sdv", kinds=("hospital", "university_hospital"))
    frame = schedule_words.places_as_claims(schedules, matrix)
    chart = charts.slope_chart(frame, **WORDS)
    assert set(matrix["claim_id"].dropna()) == {row["claim_id"] for row in rows_of(chart)}
    with pytest.raises(ChartError, match="mixes programme"):
        charts.slope_chart(pd.concat([frame, frame.assign(programme="fvm")]), **WORDS)


def test_a_wave_has_a_mark_per_hospital(schedules: pd.DataFrame) -> None:
    frame = schedule_words.label_waves(plans.first_wave(schedules[schedules["programme"] == "sdv"]))
    marks = {(row["x"], row["y"]) for row in data_of(charts.wave_chart(frame, **WORDS)) if "hollow" in row}
    assert len(marks) == frame["number"].sum()


CHARTS = {
    "horizon": lambda s: charts.horizon_chart(plans.horizon(s, milestone="first_unit"), subject="first unit", **WORDS),
    "notice": lambda s: charts.notice_chart(
        schedule_words.label_notices(plans.notice(s, milestone="all_sites")), **WORDS
    ),
    "slope": lambda s: charts.slope_chart(
        schedule_words.places_as_claims(s, plans.site_matrix(s, programme="fvm")), **WORDS
    ),
    "wave": lambda s: charts.wave_chart(schedule_words.label_waves(plans.first_wave(s)), **WORDS),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_charts_are_described_steady_and_narrow(schedules: pd.DataFrame, kind: str) -> None:
    one, two = CHARTS[kind](schedules).to_json(), CHARTS[kind](schedules).to_json()
    assert one == two
    spec = json.loads(one)
    assert spec["description"] == "What it shows."
    assert spec["width"] + 2 * style.PAD <= style.WIDTH
    assert "Source: Region Skåne" in one
    drawn = {row["claim_id"] for row in rows_of(CHARTS[kind](schedules))}
    assert drawn
    assert drawn <= set(schedules["claim_id"])


@pytest.mark.parametrize("kind", [charts.notice_chart, charts.slope_chart, charts.wave_chart])
def test_a_chart_without_words_or_rows_is_refused(kind: Any) -> None:
    with pytest.raises(ChartError, match="needs a title"):
        kind(pd.DataFrame(), title="", alt_text="x", source="y")
    with pytest.raises(ChartError, match="needs the column"):
        kind(pd.DataFrame({"claim_id": []}), **WORDS)


# --- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("milestone", plans.MILESTONES)
def test_tables_show_each_plan_and_its_claims(schedules: pd.DataFrame, milestone: str) -> None:
    found = plans.vintages(schedules, milestone=milestone)
    table = schedule_views.vintage_table(schedules, milestone=milestone, caption="Plans").frame
    assert list(table["Claim"]) == list(found["claim_id"])
    assert {claim for cell in table["All claims"] for claim in cell.split()} == {
        claim for cell in found["claims"] for claim in cell.split(";")
    }
    slips = schedule_views.slip_table(schedules, milestone=milestone, caption="Slips").frame
    assert len(slips) == len(CORE)
    assert not slips.isna().any().any()


def test_every_table_is_free_of_missing_words(schedules: pd.DataFrame) -> None:
    matrix = plans.site_matrix(schedules, programme="helseplattformen")
    shown = [
        schedule_views.horizon_table(plans.horizon(schedules, milestone="first_unit"), "x"),
        schedule_views.notice_table(plans.notice(schedules, milestone="first_unit"), "x"),
        schedule_views.place_table(matrix, "x"),
        schedule_views.places_in_a_line(matrix, "x"),
        schedule_views.wave_table(plans.first_wave(schedules), "x"),
        schedule_views.reason_table(schedules, "x"),
        schedule_views.left_table(schedules, "x"),
        schedule_views.event_table(schedule_words.municipal_events(schedules), "x"),
        schedule_views.slip_table(schedules, milestone="all_sites", caption="x"),
        schedule_views.vintage_table(schedules, milestone="first_unit", caption="x"),
        schedule_views.site_slip_table(schedules, programme="sdv", caption="x"),
    ]
    assert "not known to be live" in set(shown[3].frame["Live"])
    for table in shown:
        html = table._repr_html_()
        assert ">-0" not in html and " -0 " not in html
        assert "NaN" not in html and ">None<" not in html and ">nan<" not in html and "NaT" not in html
        assert len(table.frame)


def test_the_answer_says_how_each_ended_and_whose_plan_it_was() -> None:
    from sdvdata.schedule_answers import schedules_answer

    text = schedules_answer()
    for words in (
        "never reached",
        "reached and undone",
        "reached and in use",
        "the buyer's own plan, as told by the press",
        "told by the press only; whether it was the buyer's plan is not known",
        "no other decided plan found",
        "last promised for autumn 2026 (announced; `sdv-v2025-launch`; October 2026 as recalled when it was dropped",
        "Earliest plan of any standing: 2020 (proposed; `hp-plan-2020`)",
        "0.2 months later",
    ):
        assert words in text
    for coded in ("nan", "None", "(actual)", "(terminated)", "(paused)", "(reported", "-0 "):
        assert coded not in text


def test_one_word_never_marks_opposite_things() -> None:
    """A newspaper's date of the buyer's own plan, and one of a plan of which nothing else is known."""
    held = schedule_words.standing_text({"standing": "reported", "own": True, "told_by": "press"})
    only = schedule_words.standing_text({"standing": "reported", "own": False, "told_by": "press"})
    assert held != only and "reported" not in held + only


def test_no_decided_plan_is_said_openly() -> None:
    from sdvdata.schedule_answers import _decided

    nothing = {"first": None, "first_claim": None, "last": None, "last_claim": None}
    assert _decided(nothing, {**nothing, "first_claim": "x"}) == "Decided plans alone: no decided first plan found."


# --- timelines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("programme", CORE)
def test_turning_points_are_in_order_of_time_and_few(schedules: pd.DataFrame, programme: str) -> None:
    found = schedule_words.turning_points(schedules, programme=programme)
    at = found["date_start"].fillna(found["date_end"])
    assert at.is_monotonic_increasing
    drawn = found[found["drawn"]]
    assert 5 < len(drawn) <= 15
    assert (drawn["kind"] == "terminated").sum() <= 1, "the end is drawn once"
    heads = ("Award", "Contract", "Decision", "Went live", "Paused", "Ended", "Date taken back", "Postponement")
    assert found["label"].str.startswith(heads).all(), "each label says what kind of event it is"
    table = schedule_views.event_table(found, "Events").frame
    assert list(table["Claim"]) == list(found["claim_id"]), "the table below has the chart's order and all rows"
    alt = captions.events_alt(drawn.sample(frac=1, random_state=1), "In order")
    places = [alt.index(label) for label in dict.fromkeys(drawn["label"])]
    assert places == sorted(places)


def test_every_hospital_that_went_live_is_drawn(schedules: pd.DataFrame) -> None:
    found = schedule_words.turning_points(schedules, programme="helseplattformen")
    live = found[found["drawn"] & found["label"].str.startswith("Went live")]
    assert list(live["date"]) == ["2022-05-07", "2022-11-12", *["2024-04-27"] * 4]


def test_postponement_pause_and_end_have_marks_of_their_own(schedules: pd.DataFrame) -> None:
    shapes = style.STOP_SHAPES
    assert len(set(shapes.values())) == len(shapes) == 3
    found = schedule_words.turning_points(schedules, programme="fvm")
    text = charts.timeline(found[found["drawn"]], **WORDS).to_json()
    for shape in shapes.values():
        assert json.dumps(shape) in text
    assert "2024-11-15. " not in text and "15 November 2024. Paused: introduction" in text


def test_a_row_on_municipal_care_is_shown_whichever_its_measure(schedules: pd.DataFrame) -> None:
    """The notebook says that nothing is known only as long as the record holds nothing."""
    now = schedule_words.municipal_sentence(schedules, programme="fvm", where="Västra Götaland")
    assert "fvm-municipal-care-left-2024" in now and "what became of municipal care" not in now
    schedules = schedules[schedules["measure"] != "left_outside"]
    before = schedule_words.municipal_sentence(schedules, programme="fvm", where="Västra Götaland")
    assert "what became of municipal care" in before
    row = schedules[schedules["claim_id"] == "fvm-paused-2024"].assign(
        claim_id="fvm-new", scope="Municipal health care no longer in the roll-out", site="vgr", date="../2024-04"
    )
    more = pd.concat([schedules, row], ignore_index=True)
    for measure, kind in (("stop", "withdrawn_no_date"), ("decision", "actual"), ("go_live", "withdrawn_no_date")):
        told = more.assign(
            measure=more["measure"].where(more["claim_id"] != "fvm-new", measure),
            kind=more["kind"].where(more["claim_id"] != "fvm-new", kind),
        )
        assert "fvm-new" in set(schedule_words.municipal_events(told)["claim_id"])
        text = schedule_words.municipal_sentence(told, programme="fvm", where="Västra Götaland")
        assert "fvm-new" in text and "what became of municipal care" not in text


# --- what the charts must not lose -----------------------------------------------------------------------------------


def test_slopes_keep_open_ends_and_bounds_and_spare_the_names(schedules: pd.DataFrame) -> None:
    matrix = plans.site_matrix(schedules, programme="sdv", kinds=("hospital", "university_hospital"))
    chart = charts.slope_chart(schedule_words.places_as_claims(schedules, matrix), **WORDS)
    shown = {row["claim_id"]: row for row in rows_of(chart)}
    assert shown["sdv-v2021-helsingborg"]["open"] == "above", "autumn 2022 or later"
    bounds = shown["sdv-v2018-sus-lund"]
    assert (bounds["x0"][:7], bounds["x1"][:7]) == ("2018-03", "2019-05")
    spec = json.loads(chart.to_json())
    dashes = [
        layer["encoding"]["strokeDash"]["scale"]["range"]
        for layer in spec["layer"]
        if "strokeDash" in layer.get("encoding", {})
    ]
    assert len({str(dash) for dash in dashes[0]}) == len(dashes[0]) > 3
    grey = [rows for rows in spec["datasets"].values() if len(rows) == 2 and set(rows[0]) == {"x", "y"}]
    assert max(row["x"] for rows in grey for row in rows) < "2024", "the slanting line stops where the names begin"


def test_a_wave_without_named_hospitals_is_not_stated(schedules: pd.DataFrame) -> None:
    frame = schedule_words.label_waves(plans.first_wave(schedules[schedules["programme"] == "sdv"]))
    chart = charts.wave_chart(schedule_words.with_claims(frame, schedules), **WORDS)
    blank = [row for row in data_of(chart) if row.get("text") == "hospitals not stated"]
    assert len(blank) == int((frame["number"] == 0).sum()) > 0
    for row in rows_of(chart):
        assert row["stated_by"] and row["source_id"] and row["stated_on"]


def test_titles_state_the_finding(schedules: pd.DataFrame) -> None:
    assert schedule_words.trend_title(schedules, milestone="first_hospital", what="First hospital") == (
        "First hospital: promises moved by 51 to 55 months (SDV), 41 to 44 (FVM/Millennium) and 11 to 14 "
        "(Helseplattformen)"
    )


def test_what_municipalities_did_is_found(schedules: pd.DataFrame) -> None:
    found = set(schedule_words.municipal_events(schedules)["claim_id"])
    assert {"hp-averoy-no-2023-10", "hp-stjordal-hold-2023", "hp-aidn-2025", "fvm-municipal-mandate-2016"} <= found

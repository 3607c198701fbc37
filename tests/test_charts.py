"""What a chart may not do is refused, and drawn when a reason is given, which then stands under it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import charts, display
from sdvdata.display import ChartError
from sdvdata.errors import SdvdataError, UnknownNameError


@pytest.fixture(autouse=True)
def _dressed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDVDATA_PICTURE", "none")
    before = alt.theme.active
    charts.enable()
    yield
    alt.theme.enable(before)
    alt.renderers.enable("default")


def finish(chart: Any, frame: pd.DataFrame, **more: Any) -> charts.Finished:
    words = {"title": "A finding", "subtitle": "What is drawn", "alt_text": "Some points.", "source": "someone"}
    return charts.finish(chart, frame=frame, **{**words, **more})


def text_of(finished: charts.Finished) -> str:
    return json.dumps(finished.spec)


def plans() -> pd.DataFrame:
    """Dates promised for the first hospital; one that was said again is one statement."""
    found = sd.vintages(sd.load_schedules(), milestone="first_hospital").drop_duplicates(["programme", "promised"])
    return charts.middles(found, "from", "promised")


def points(frame: pd.DataFrame, x: str = "from_mid:T", y: str = "promised_mid:T") -> alt.Chart:
    return alt.Chart(frame).mark_point().encode(x=x, y=y, **charts.programme()).properties(height=100)


def amounts(**cells: Any) -> pd.DataFrame:
    """Two amounts of unlike claims, alike in all that is not given."""
    costs = sd.load_costs().set_index("claim_id", drop=False)
    two = costs.loc[["sdv-invest-frame-1300m-2017-08", "sdv-invest-frame-2850m-2024"]].reset_index(drop=True)
    alike = {
        "per": None, "amount_kind": "total", "flow": "budget", "payer": "region", "includes": "unknown", "vat": "unknown",
        "price_year": pd.NA, "price_basis": "unknown", "currency": "SEK",
    }  # fmt: skip
    return two.assign(amount=two["value"].fillna(two["high"]) / 1e9, **{**alike, **cells})


def bars(frame: pd.DataFrame, y: str = "amount:Q") -> alt.Chart:
    return alt.Chart(frame).mark_point().encode(x="claim_id:N", y=y).properties(height=100)


def test_a_chart_that_hides_nothing_is_drawn_with_its_basis() -> None:
    frame = amounts()
    spec = finish(bars(frame), frame).spec
    assert "Billion Swedish kronor; price year not stated; VAT unknown" in " ".join(spec["title"]["subtitle"])
    assert f"2 claims in sdvdata {sd.data_version()}" in json.dumps(spec)
    assert spec["description"] == "Some points."


def test_only_what_is_drawn_is_stored() -> None:
    frame = amounts()
    (rows,) = (rows for rows in finish(bars(frame), frame).spec["datasets"].values() if "claim_id" in rows[0])
    assert set(rows[0]) == {"claim_id", "amount"}


def test_a_mark_names_its_claim() -> None:
    frame = amounts()
    assert '"tooltip": [{"field": "claim_id"' in text_of(finish(bars(frame), frame))


def test_days_are_days_in_every_time_zone() -> None:
    frame = plans()
    spec = finish(points(frame), frame).spec
    (rows,) = (rows for rows in spec["datasets"].values() if "promised_mid" in rows[0])
    assert all(len(row["promised_mid"]) == len("2024-11-12") for row in rows)
    assert {spec["vconcat"][0]["encoding"][place]["scale"]["type"] for place in "xy"} == {"utc"}


# --- claims without a mark ----------------------------------------------------------------


def test_a_claim_without_a_day_is_refused_and_named() -> None:
    """The first trial lost FVM's first plan so: its start is open, and Altair writes an empty text for it."""
    frame = plans()
    with pytest.raises(ChartError, match="fvm-plan-2018-first-sas"):
        finish(points(frame, x="from_start:T"), frame)
    assert finish(points(frame), frame)


def test_a_row_filtered_away_is_refused_and_drawn_with_a_reason() -> None:
    frame = plans()
    own = frame[frame["own"]]
    with pytest.raises(ChartError, match="does not draw"):
        finish(points(own), frame)
    reason = dict.fromkeys(frame.loc[~frame["own"], "claim_id"], "dates that others had proposed")
    assert "Not drawn: dates that others had proposed." in text_of(finish(points(own), frame, leave_out=reason))


def test_a_row_lost_by_a_join_is_refused() -> None:
    frame = plans()
    joined = frame.merge(frame[["claim_id"]].iloc[1:], on="claim_id")
    with pytest.raises(ChartError, match=str(frame["claim_id"].iloc[0])):
        finish(points(joined), frame)


def test_a_line_or_a_label_is_no_mark() -> None:
    frame = plans()
    base = alt.Chart(frame).encode(x="from_mid:T", y="promised_mid:T")
    with pytest.raises(ChartError, match="does not draw"):
        finish(base.mark_line() + charts.labels(base.encode(text="plan:N")), frame)


@pytest.mark.parametrize("axis", ["2019-01-01", "2020-06-01"])
def test_a_mark_or_label_off_its_axis_is_refused(axis: str) -> None:
    frame = plans()
    x = alt.X("from_mid:T", scale=alt.Scale(domain=[axis, "2026-12-31"]))
    base = alt.Chart(frame).encode(x, y="promised_mid:T")
    with pytest.raises(ChartError, match="off its axis"):
        finish(base.mark_point(), frame)
    note = (
        alt.Chart(pd.DataFrame({"from_mid": ["2010-01-01"], "words": ["here"]})).mark_text().encode(x=x, text="words")
    )
    late = frame[frame["from_mid"] > axis]
    with pytest.raises(ChartError, match="a label without a claim"):
        finish(alt.Chart(late).mark_point().encode(x, y="promised_mid:T") + note, late)


def test_a_row_outside_a_list_of_values_is_refused() -> None:
    frame = amounts()
    x = alt.X("claim_id:N", scale=alt.Scale(domain=[frame["claim_id"].iloc[0]]))
    with pytest.raises(ChartError, match=str(frame["claim_id"].iloc[1])):
        finish(alt.Chart(frame).mark_point().encode(x, y="amount:Q"), frame)


def test_a_claim_counts_in_every_column_that_is_named() -> None:
    moves = sd.slip(sd.load_schedules(), milestone="first_hospital").reset_index()
    chart = alt.Chart(moves).mark_point().encode(x="months_low:Q", y="programme:N").properties(height=80)
    drawn = finish(chart, moves, claims=("first_claim", "last_claim"))
    assert f"{2 * len(moves)} claims" in text_of(drawn)


def test_only_counts_have_no_claims() -> None:
    frame = amounts()
    with pytest.raises(ChartError, match="name their columns in claims"):
        finish(bars(frame), frame, claims=())
    counted = frame.groupby("claim_id").size().rename_axis("kind").reset_index(name="claims_counted")
    chart = alt.Chart(counted).mark_bar().encode(x="claims_counted:Q", y="kind:N").properties(height=60)
    assert f"someone; counted in sdvdata {sd.data_version()}" in text_of(finish(chart, counted, claims=()))


def test_an_unknown_claim_to_leave_out_gets_the_nearest() -> None:
    frame = amounts()
    with pytest.raises(UnknownNameError, match="Did you mean 'sdv-invest-frame-2850m-2024'"):
        finish(bars(frame), frame, leave_out={"sdv-invest-frame-2850m-2042": "typed wrongly"})


# --- two bases on one axis ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "pair"),
    [
        ("currency", ["SEK", "NOK"]),
        ("price_basis", ["fixed", "current"]),
        ("price_year", [2017, 2024]),
        ("vat", ["incl", "excl"]),
        ("per", [None, "year"]),
        ("amount_kind", ["total", "rate"]),
        ("amount_kind", ["total", "increment"]),
    ],
)
def test_two_bases_on_one_axis_are_refused_whatever_the_reason(column: str, pair: list[Any]) -> None:
    frame = amounts(**{column: pair})
    for reasons in ({}, {column: "it looks better"}):
        with pytest.raises(ChartError, match=f"sets {column} "):
            finish(bars(frame), frame, may_mix=reasons)
    assert finish(alt.concat(*(bars(frame[frame["claim_id"].eq(name)]) for name in frame["claim_id"])), frame)


def test_two_units_of_counts_are_refused() -> None:
    counts = sd.load_counts(measure="systems_replaced").dropna(subset=["value"])
    frame = sd.independent(counts).head(2).assign(unit=["number", "percent"])
    with pytest.raises(ChartError, match="sets unit number, percent"):
        finish(bars(frame, "value:Q"), frame)


@pytest.mark.parametrize(
    ("column", "pair"),
    [
        ("flow", ["spend", "budget"]),
        ("payer", ["region", "municipality"]),
        ("includes", ["operation;introduction", "introduction"]),
        ("includes", ["operation", "unknown"]),
    ],
)
def test_unlike_flows_payers_and_contents_need_a_reason_that_stands_under_the_chart(
    column: str, pair: list[Any]
) -> None:
    frame = amounts(**{column: pair})
    with pytest.raises(ChartError, match=f"sets {column} .* may_mix"):
        finish(bars(frame), frame)
    assert "Unlike on purpose." in text_of(finish(bars(frame), frame, may_mix={column: "Unlike on purpose"}))


@pytest.mark.parametrize("given", [{"may_mix": {"flow": " "}}, {"leave_out": {"sdv-invest-frame-2850m-2024": ""}}])
def test_a_reason_says_something(given: dict[str, Any]) -> None:
    frame = amounts()
    with pytest.raises(ChartError, match="gives no reason for"):
        finish(bars(frame), frame, **given)


def test_unknown_is_no_second_basis_and_is_told() -> None:
    frame = amounts(vat=["unknown", "excl"])
    assert "VAT unknown or without VAT" in text_of(finish(bars(frame), frame))


@pytest.mark.parametrize("subtitle", ["Million kronor", "Billion kroner", "Prices of 2024", "Without VAT"])
def test_a_subtitle_may_not_say_another_basis(subtitle: str) -> None:
    frame = amounts()
    with pytest.raises(ChartError, match="the amounts drawn are: Billion Swedish kronor"):
        finish(bars(frame), frame, subtitle=subtitle)
    assert finish(bars(frame), frame, subtitle="Billion kronor, as stated")


def test_an_amount_under_another_name_is_recognised_by_its_numbers() -> None:
    frame = amounts(per=[None, "year"]).assign(months_of_work=lambda rows: rows["amount"])
    with pytest.raises(ChartError, match="sets per"):
        finish(bars(frame, "months_of_work:Q"), frame)


def test_what_is_no_amount_must_be_named_for_what_it_is() -> None:
    frame = amounts().assign(amount=[1.23, 4.56])
    with pytest.raises(ChartError, match="no amount of its claims"):
        finish(bars(frame), frame)
    assert finish(bars(frame.rename(columns={"amount": "times_the_first"}), "times_the_first:Q"), frame)


def test_restated_amounts_have_a_basis_of_their_own() -> None:
    costs = sd.load_costs().set_index("claim_id", drop=False)
    two = costs.loc[["sdv-invest-frame-2850m-2024", "hp-annual-op-2024-800"]]
    same = {"per": None, "amount_kind": "total", "flow": "budget", "payer": "region", "includes": "unknown"}
    frame = sd.restate(two.assign(**same), currency="SEK", prices_of=2024, price_year=2024)
    spec = finish(bars(frame, "restated_value:Q"), frame).spec
    assert "Swedish kronor; prices of 2024; VAT unknown" in " ".join(spec["title"]["subtitle"])
    with pytest.raises(ChartError, match="sets currency NOK, SEK"):
        finish(bars(frame, "value:Q"), frame)


def test_milestones_share_an_axis_only_in_lanes_of_their_own() -> None:
    schedules = sd.load_schedules(programme="helseplattformen")
    first = sd.vintages(schedules, milestone="first_hospital").head(1)
    whole = sd.vintages(schedules, milestone="all_sites").head(1)
    frame = charts.middles(pd.concat([first, whole]), "from", "promised")
    with pytest.raises(ChartError, match="milestones all_sites, first_hospital on one axis"):
        finish(points(frame), frame)
    assert finish(points(frame, y="milestone:N"), frame)
    reason = {"milestone": "Events, not promises"}
    assert "Events, not promises." in text_of(finish(points(frame), frame, may_mix=reason))


def test_one_statement_has_one_mark() -> None:
    relations = sd.load("relations", relation="rounds")
    costs = sd.load_costs().dropna(subset=["value"]).set_index("claim_id", drop=False)
    pair = next(row for row in relations.itertuples() if row.claim in costs.index and row.other in costs.index)
    frame = costs.loc[[pair.claim, pair.other]].reset_index(drop=True)
    frame = amounts().assign(claim_id=frame["claim_id"])
    with pytest.raises(ChartError, match="one statement more than once"):
        finish(bars(frame), frame)
    assert finish(bars(frame), frame, may_mix={"statement": "to show how it was rounded"})


# --- what can't be checked ----------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda chart: chart.transform_filter("datum.own"),
        lambda chart: chart.encode(y="count()"),
        lambda chart: chart.encode(y=alt.Y("months:Q", bin=True)),
        lambda chart: chart.encode(row="programme:N"),
        lambda chart: alt.layer(chart, chart).resolve_scale(y="independent"),
    ],
    ids=["filter", "aggregate", "bin", "row", "two scales"],
)
def test_what_hides_from_the_checks_is_refused(spoil: Any) -> None:
    frame = plans()
    with pytest.raises(ChartError, match="can't be checked"):
        finish(spoil(points(frame)), frame)


@pytest.mark.parametrize("stack", [alt.hconcat, alt.vconcat])
def test_panels_are_set_by_concat(stack: Any) -> None:
    frame = plans()
    with pytest.raises(ChartError, match=r"alt\.concat"):
        finish(stack(points(frame), points(frame)), frame)


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "One. Two", "One.", "Really?", "x" * 76])
def test_a_title_is_one_sentence_of_some_words(title: str) -> None:
    frame = amounts()
    with pytest.raises(ChartError, match="must be one sentence"):
        finish(bars(frame), frame, title=title)
    assert finish(bars(frame), frame, title="From 1.046 to 2.85 bn at St. Olavs")


@pytest.mark.parametrize("alt_text", [" ", "x" * 301])
def test_an_alt_text_is_there_and_short(alt_text: str) -> None:
    frame = amounts()
    with pytest.raises(ChartError, match="alt text of at most 300"):
        finish(bars(frame), frame, alt_text=alt_text)


def test_without_the_dress_a_chart_says_so() -> None:
    frame = amounts()
    alt.theme.enable("default")
    with pytest.raises(ChartError, match=r"Call charts\.enable"):
        finish(bars(frame), frame)


def test_a_frame_without_claims_is_refused() -> None:
    frame = amounts()
    with pytest.raises(SdvdataError, match="claim_id"):
        finish(bars(frame), frame.drop(columns="claim_id"))


# --- two widths and encodings -------------------------------------------------------------


def test_a_phone_gets_a_layout_of_its_own_as_overrides_only() -> None:
    frame = plans()
    panels = alt.concat(*(points(frame[frame["programme"].eq(name)]) for name in frame["programme"].unique()))
    spec = finish(panels, frame).spec
    changed = spec["usermeta"]["phone"]
    assert not any(path.startswith("/datasets") for path in changed)
    phone = display.for_phone(spec)
    assert phone is not None
    assert (spec["vconcat"][0]["columns"], phone["vconcat"][0]["columns"]) == (3, 1)
    assert phone["vconcat"][0]["concat"][0]["width"] > spec["vconcat"][0]["concat"][0]["width"]
    assert len(phone["title"]["text"]) >= len(spec["title"]["text"])
    assert display.for_phone(phone) is None


def test_a_label_that_sticks_out_is_refused_where_pictures_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert")
    monkeypatch.setenv("SDVDATA_PICTURE", "")
    frame = amounts()
    base = bars(frame)
    label = base.mark_text(align="left").encode(text=alt.value("a label that is far too long for any phone " * 3))
    with pytest.raises(ChartError, match="a label sticks out"):
        finish(base + label, frame)


def test_every_programme_has_one_look_and_all_others_one_grey() -> None:
    spec = points(plans()).encode(**charts.programme("color", "shape")).to_dict()["encoding"]
    assert spec["color"]["value"] == charts.OTHER and spec["shape"]["value"] == "diamond"
    assert spec["color"]["condition"]["scale"]["domain"] == ["sdv", "fvm", "helseplattformen"]
    with pytest.raises(UnknownNameError, match="Did you mean 'color'"):
        charts.programme("colour")


def test_a_standing_without_a_line_of_its_own_is_refused() -> None:
    frame = plans().assign(standing=None)
    with pytest.raises(ChartError, match="a value has no look"):
        finish(points(frame).encode(**charts.firmness()), frame)


def test_a_region_without_a_tile_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'skane'"):
        charts.tiles(pd.DataFrame({"region": ["skaane"]}))


@pytest.mark.usefixtures("our_theme")
def test_strength_fills_what_an_owner_says_whatever_the_programme() -> None:
    """House of 0.2.0: a programme without a colour of its own was never filled."""
    frame = pd.DataFrame(
        {"programme": ["apotti", "sdv"], "speaker_role": "buyer", "confidence": "high", "years": [1, 2]}
    )
    marks = alt.Chart(frame).mark_point(size=900).encode(alt.X("years:Q"), **charts.programme(), **charts.strength())
    drawn = display.svg(marks.properties(description="Two points.").to_dict())
    for colour in (charts.OTHER, "#0072B2"):
        assert f'fill="{colour}"' in drawn

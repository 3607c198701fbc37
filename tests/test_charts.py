"""The chart kinds: basis, honesty, legibility, determinism."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest

from sdvdata import charts, display
from sdvdata.charts import ChartError, style
from sdvdata.charts.lettering import Label, place, text_width, wrap

vl_convert = pytest.importorskip("vl_convert")

PHONE = 350  # what a 390 pixel screen leaves a chart
SMALLEST = 13
WORDS = {"title": "A title", "alt_text": "What it shows.", "source": "Region Skåne"}

pytestmark = pytest.mark.usefixtures("our_theme")


def days(*texts: str | None) -> list[Any]:
    return list(pd.to_datetime(pd.Series(texts)).astype("datetime64[us]"))


def money() -> pd.DataFrame:
    """Budgets as stated, two currencies."""
    return pd.DataFrame(
        {
            "claim_id": ["sdv-1", "sdv-2", "sdv-3", "fvm-1", "hp-1", "hp-2", "apotti-1"],
            "programme": ["sdv", "sdv", "sdv", "fvm", "helseplattformen", "helseplattformen", "apotti"],
            "value": [1.3e9, 1.046e9, 2.85e9, 5.5e9, None, 4.628e9, 5.7e8],
            "low": [None, None, None, None, 1.4e9, None, None],
            "high": [None, None, None, None, 2.7e9, None, None],
            "qualifier": ["ceiling", "exact", "exact", "floor", "range", "exact", "about"],
            "currency": ["SEK", "SEK", "SEK", "SEK", "NOK", "NOK", "EUR"],
            "flow": ["budget", "budget", "budget", "spend", "contract", "forecast", "budget"],
            "price_basis": ["unknown", "unknown", "unknown", "unknown", "nominal", "fixed", "unknown"],
            "price_year": pd.array([None, None, None, None, None, 2023, None], dtype="Int64"),
            "vat": ["unknown", "excl", "unknown", "unknown", "excl", "unknown", "unknown"],
            "payer": "region",
            "as_printed": ["1,3", "1,046", "2,85", "5.5", "1,4 og 2,7", "4,628", "570"],
            "label": ["proposed", "decided", "decided", "spent", "tender", "estimate", "budget"],
            "stated_on_start": days(
                "2017-08-31", "2017-09-19", "2024-12-10", "2025-11-01", "2016-08-01", "2023-01-01", "2018-01-01"
            ),
            "stated_on_end": days(
                "2017-08-31", "2017-09-19", "2024-12-10", "2025-11-30", "2016-08-31", "2023-12-31", "2018-12-31"
            ),
        }
    )


def plans() -> pd.DataFrame:
    """Plans for the first hospital, a recalled one, a go-live, a stop."""
    return pd.DataFrame(
        {
            "claim_id": ["s1", "s2", "s3", "f1", "f2", "f3", "h1", "h2"],
            "programme": ["sdv"] * 3 + ["fvm"] * 3 + ["helseplattformen"] * 2,
            "milestone": "first_hospital",
            "kind": ["planned", "planned", "withdrawn_no_date", "planned", "actual", "paused", "planned", "actual"],
            "date": [
                "2021-10",
                "2025-spring",
                None,
                "2021-spring",
                "2024-11-12",
                "2024-11-15",
                "2022-04-30",
                "2022-11-12",
            ],
            "date_start": days(
                "2021-10-01", "2025-03-01", None, "2021-03-01", "2024-11-12", "2024-11-15", "2022-04-30", "2022-11-12"
            ),
            "date_end": days(
                "2021-10-31", "2025-05-31", None, "2021-05-31", "2024-11-12", "2024-11-15", "2022-04-30", "2022-11-12"
            ),
            "stated_on_start": days(
                "2019-01-01",
                "2023-11-17",
                "2025-09-01",
                "2024-11-01",
                "2024-11-12",
                "2024-11-20",
                "2021-04-22",
                "2022-11-12",
            ),
            "stated_on_end": days(
                "2020-12-31",
                "2023-11-17",
                "2025-09-30",
                "2024-11-30",
                "2024-11-12",
                "2024-11-20",
                "2021-04-22",
                "2022-11-12",
            ),
            "plan_from_start": days(None, None, None, "2018-11-01", None, None, None, None),
            "plan_until_end": days(None, None, None, "2019-09-30", None, None, None, None),
            "plan_status": ["decided", "decided", None, "reported", None, None, "decided", None],
        }
    )


def counts() -> pd.DataFrame:
    """Numbers of systems."""
    return pd.DataFrame(
        {
            "claim_id": ["s1", "s2", "f1", "h1", "h2"],
            "programme": ["sdv", "sdv", "fvm", "helseplattformen", "helseplattformen"],
            "value": [650.0, 28.0, None, 85.0, 200.0],
            "low": [None, None, 35.0, None, None],
            "high": [None, None, 45.0, None, None],
            "qualifier": ["exact", "exact", "range", "floor", "ceiling"],
            "unit": "number",
            "counted_unit": "systems",
            "set": ["all", "largest", "all", "all", "all"],
            "label": [
                "2018 · chair of the e-health committee (politician)",
                "2019 · the governing parties, on the largest systems to be scrapped, Melior among them (politician)",
                "2024 · Webdoc (press)",
                "2024 · Helseplattformen AS (vendor)",
                "2024 · Helseplattformen AS (vendor)",
            ],
        }
    )


def events() -> pd.DataFrame:
    """Dated events."""
    return pd.DataFrame(
        {
            "claim_id": ["s1", "s2", "f1", "f2", "f3", "h1"],
            "programme": ["sdv", "sdv", "fvm", "fvm", "fvm", "helseplattformen"],
            "kind": ["planned", "terminated", "actual", "paused", "paused", "actual"],
            "label": [
                "roll-out as first planned, with psychiatry, habilitation, health centres and private providers",
                "regional board ends the programme",
                "went live at SÄS",
                "paused",
                "paused with no end date",
                "St. Olavs hospital went live",
            ],
            "date": ["2021-10/2022-12", "2026-04-29", "2024-11-12", "2024-11-15", "2025-02-25/..", "2022-11-12"],
            "date_start": days("2021-10-01", "2026-04-29", "2024-11-12", "2024-11-15", "2025-02-25", "2022-11-12"),
            "date_end": days("2022-12-31", "2026-04-29", "2024-11-12", "2024-11-15", None, "2022-11-12"),
        }
    )


FACTORS = {
    "exact": (1, 1),
    "about": (0.9, 1.1),
    "floor": (1, None),
    "ceiling": (0, 1),
    "range": (None, None),
}
Draw = Callable[..., Any]
KINDS: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "money_panels": (charts.money_panels, lambda: charts.interval(money(), FACTORS)),
    "promise_chart": (charts.promise_chart, plans),
    "counts_chart": (charts.counts_chart, lambda: charts.interval(counts(), FACTORS)),
    "timeline": (charts.timeline, events),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(kind: str, **words: str) -> Any:
    draw, frame = KINDS[kind]
    return draw(frame(), **{**WORDS, **words})


@cache
def spec_text(kind: str) -> str:
    return str(drawn(kind).to_json())


def spec_of(kind: str) -> dict[str, Any]:
    """Specification of the sample chart; drawn once, a fresh copy each time."""
    spec: dict[str, Any] = json.loads(spec_text(kind))
    return spec


@cache
def svg_of(kind: str) -> str:
    return display.svg(spec_of(kind))


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a specification."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every record of every data set of a specification."""
    return [row for values in spec["datasets"].values() for row in values]


def axis_titles(spec: dict[str, Any], channel: str) -> set[str]:
    found = set()
    for node in walk(spec):
        title = node.get(channel, {}).get("title") if isinstance(node.get(channel), dict) else None
        if title:
            found.add(" ".join(title) if isinstance(title, list) else title)
    return found


def words_of(svg: str) -> str:
    """What a reader reads, in order."""
    return " ".join(re.findall(r">([^<>]+)<", svg))


# --- every kind ------------------------------------------------------------------------------------------------------


@every_kind
def test_same_frame_gives_the_same_bytes_whatever_its_index(kind: str) -> None:
    draw, make = KINDS[kind]
    frame = make()
    frame.index = pd.Index([f"row {n}" for n in range(len(frame))])
    before = frame.copy()
    assert draw(frame, **WORDS).to_json() == spec_text(kind)
    pd.testing.assert_frame_equal(frame, before)


@every_kind
def test_alt_text_becomes_the_description(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(display.SWITCH, "none")
    assert spec_of(kind)["description"] == WORDS["alt_text"]
    data, _ = display.mimebundle(spec_of(kind))
    assert data["text/plain"] == "Chart: What it shows."
    assert display.MIME in data


@every_kind
@pytest.mark.parametrize("word", ["alt_text", "source", "title"])
def test_title_alt_text_and_source_are_required(kind: str, word: str) -> None:
    with pytest.raises(ChartError, match=word):
        drawn(kind, **{word: " "})


@every_kind
def test_title_and_source_stand_in_the_picture(kind: str) -> None:
    words = words_of(svg_of(kind))
    assert "A title" in words
    assert "Source: Region Skåne" in words


@every_kind
def test_an_empty_frame_is_an_error(kind: str) -> None:
    draw, make = KINDS[kind]
    with pytest.raises(ChartError, match="'A title' has nothing to show: its frame has no rows"):
        draw(make()[:0], **WORDS)


@every_kind
def test_a_missing_column_is_named(kind: str) -> None:
    draw, make = KINDS[kind]
    with pytest.raises(ChartError, match="needs the column claim_id; the frame has"):
        draw(make().drop(columns="claim_id"), **WORDS)


@every_kind
def test_every_claim_can_be_traced_from_the_chart(kind: str) -> None:
    ids = {row.get("claim_id") for row in rows_of(spec_of(kind))} - {None}
    assert ids == set(KINDS[kind][1]()["claim_id"])


@every_kind
def test_one_colour_and_one_shape_per_programme(kind: str) -> None:
    spec = spec_of(kind)
    scales = [
        (channel, node[channel]["scale"])
        for node in walk(spec)
        for channel in ("color", "stroke", "shape")
        if isinstance(node.get(channel), dict) and node[channel].get("field") == "programme"
    ]
    assert {channel for channel, _ in scales} >= {"color", "shape"}
    for channel, scale in scales:
        known = charts.programme_shapes() if channel == "shape" else charts.programme_colours()
        other = style.OTHER_SHAPE if channel == "shape" else style.OTHER_COLOUR
        assert scale["range"] == [known.get(programme, other) for programme in scale["domain"]]
    colours = set(charts.programme_colours().values()) | {style.OTHER_COLOUR}
    svg = svg_of(kind)
    painted = set(re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]{6})"', svg))
    greys = {style.INK, style.QUIET, style.GRID, "#8A8A8A", "#000000"}
    assert painted <= colours | greys, "a colour that stands for nothing"


@every_kind
def test_nothing_depends_on_the_readers_time_zone(kind: str) -> None:
    spec = spec_of(kind)
    for node in walk(spec):
        if node.get("type") == "temporal":
            assert node["scale"]["type"] == "utc"
        assert not (isinstance(node.get("timeUnit"), str) and not node["timeUnit"].startswith("utc"))
    for row in rows_of(spec):
        for value in row.values():
            # A time of day in a date would be read in the reader's own zone.
            assert not (isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value))


@every_kind
@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_old_and_new_vega_lite_compile_it_alike(kind: str, version: str, capfd: pytest.CaptureFixture[str]) -> None:
    spec = {**spec_of(kind), "$schema": display.SCHEMA}
    vega = vl_convert.vegalite_to_vega(spec, vl_version=version)
    assert vega["marks"]
    assert "WARN" not in capfd.readouterr().err


@every_kind
def test_letters_are_legible_on_a_phone(kind: str) -> None:
    svg = svg_of(kind)
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', svg).group(1))  # type: ignore[union-attr]
    assert width <= style.WIDTH + 6, "something sticks out to the side"
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    assert min(sizes) * PHONE / width >= SMALLEST


@every_kind
def test_no_number_has_needless_digits(kind: str) -> None:
    for row in rows_of(spec_of(kind)):
        for value in row.values():
            if isinstance(value, float):
                assert len(repr(value).replace(".", "").strip("-0")) <= 7, value


def texts_of(svg: str) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every line of text with its box: left, top, right, bottom."""
    found = []

    def visit(node: ET.Element, x: float, y: float, size: float, anchor: str, bold: bool) -> None:
        for dx, dy in re.findall(r"translate\(([-\d.e]+), ?([-\d.e]+)\)", node.get("transform", "")):
            x, y = x + float(dx), y + float(dy)
        x, y = x + float(node.get("x", 0)), y + float(node.get("dy", 0))
        size = float(node.get("font-size", f"{size}px").removesuffix("px"))
        anchor = node.get("text-anchor", anchor)
        bold = node.get("font-weight", "bold" if bold else "") == "bold"
        if node.tag.endswith(("text", "tspan")) and (node.text or "").strip():
            wide = text_width(node.text or "", size, bold=bold) / 1.04
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            found.append((node.text or "", (left, y - size * 0.74, left + wide, y + size * 0.22)))
        for child in node:
            if child.tag.endswith("tspan"):
                visit(child, x, y, size, anchor, bold)
                y += float(child.get("dy", 0))
            else:
                visit(child, x, y, size, anchor, bold)

    visit(ET.fromstring(svg), 0, 0, 16, "start", False)
    return found


@every_kind
def test_no_text_is_clipped_or_written_over_another(kind: str) -> None:
    svg = svg_of(kind)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)', svg).groups())  # type: ignore[union-attr]
    texts = texts_of(svg)
    assert len(texts) > 10
    for n, (text, box) in enumerate(texts):
        assert box[0] >= 0, text
        assert box[1] >= 0, text
        assert box[2] <= width, text
        assert box[3] <= height, text
        for other, there in texts[:n]:
            apart = box[0] >= there[2] or there[0] >= box[2] or box[1] >= there[3] or there[1] >= box[3]
            assert apart, f"{text!r} and {other!r}"


# --- money -----------------------------------------------------------------------------------------------------------


def test_basis_title_is_made_from_the_frame() -> None:
    frame = money()
    assert charts.basis_title(frame[:1]) == "billion SEK; price basis not stated; VAT not stated"
    assert charts.basis_title(frame[:4]) == "billion SEK; price basis not stated; VAT not stated 3, VAT excluded 1"
    assert charts.basis_title(frame[4:6]) == (
        "billion NOK; nominal prices 1, prices of 2023 1; VAT excluded 1, VAT not stated 1"
    )
    restated = frame[:4].assign(price_basis="fixed", price_year=2024, vat="excl", per="resident", value=1234.0)
    assert charts.basis_title(restated) == "thousand SEK per resident; prices of 2024; VAT excluded"
    assert charts.basis_title(frame[:1].assign(value=5.1e5, vat="not_applicable")) == (
        "million SEK; price basis not stated; no VAT"
    )
    assert charts.basis_title(frame[:1].assign(price_basis="fixed")).split("; ")[1] == "prices of a year not stated"


def test_axis_title_is_the_basis_title() -> None:
    frame = money()
    for panel in spec_of("money_panels")["vconcat"]:
        assert len(axis_titles(panel, "y")) == 1
    titles = axis_titles(spec_of("money_panels"), "y")
    assert titles == {charts.basis_title(own) for _, own in charts.interval(frame, FACTORS).groupby("programme")}


def test_each_panel_has_its_own_basis_and_scale() -> None:
    spec = spec_of("money_panels")
    titles = [axis_titles(panel, "y") for panel in spec["vconcat"]]
    assert [next(iter(title)).split(";")[0] for title in titles] == [
        "billion SEK",
        "billion SEK",
        "billion NOK",
        "billion EUR",
    ]
    assert all(len(title) == 1 for title in titles)
    domains = [
        panel["layer"][-1] and panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in spec["vconcat"]
    ]
    assert len({tuple(domain) for domain in domains}) == 4
    across = [panel["layer"][0]["encoding"]["x"]["scale"]["domain"] for panel in spec["vconcat"]]
    assert len({tuple(domain) for domain in across}) == 1


def test_two_currencies_never_share_an_axis() -> None:
    both = money().assign(programme="sdv")
    with pytest.raises(ChartError, match=r"mixes currency: EUR \(1\), NOK \(2\), SEK \(4\).*money_panels.*restate"):
        charts.money_panels(both, **WORDS)


def test_totals_and_rates_never_share_an_axis() -> None:
    with pytest.raises(ChartError, match=r"mixes per: blank \(1\), year \(1\)"):
        charts.money_panels(money()[:2].assign(per=[None, "year"]), **WORDS)


def test_amounts_without_currency_are_refused() -> None:
    with pytest.raises(ChartError, match="no currency"):
        charts.money_panels(money()[:1].assign(currency=None), **WORDS)


def test_what_differs_is_said_under_the_chart() -> None:
    words = words_of(svg_of("money_panels"))
    assert "Not alike, so not to be added or subtracted: " in words
    one = charts.money_panels(money()[:4].assign(programme="sdv"), **WORDS)
    assert "Not alike, so not to be added or subtracted: budget 3, spend 1." in words_of(display.svg(one.to_dict()))
    alike = charts.money_panels(money()[:3], **WORDS)
    assert "Not alike" not in words_of(display.svg(alike.to_dict()))


def test_mix_note_counts_what_is_not_stated() -> None:
    frame = pd.DataFrame(
        {
            "includes": ["licences", None, "licences; training"],
            "covers_start": ["2017", None, None],
            "covers_end": ["2022", None, None],
        }
    )
    assert charts.mix_note(frame) == (
        "Not alike, so not to be added or subtracted: 2 contents (1 not stated); 1 period (2 not stated)."
    )


def test_claims_that_cannot_be_drawn_are_counted() -> None:
    frame = money()[:3].assign(value=[1e9, None, 2e9])
    frame["stated_on_start"] = days("2017-01-01", "2018-01-01", None)
    frame["stated_on_end"] = days("2017-01-01", "2018-01-01", None)
    spec = charts.money_panels(frame, **WORDS).to_dict()
    words = words_of(display.svg(spec))
    assert "Not drawn: 1 claim without a figure." in words
    assert "Not drawn: 1 claim without a day." in words
    assert {row.get("claim_id") for row in rows_of(spec)} - {None} == {"sdv-1"}
    with pytest.raises(ChartError, match="no claim has both a figure and a day"):
        charts.money_panels(frame[1:], **WORDS)


def test_open_sides_are_arrows_and_ranges_are_bars() -> None:
    rows = {row["claim_id"]: row for row in rows_of(spec_of("money_panels")) if "claim_id" in row}
    assert "up" in rows["fvm-1"], "at least: open upwards"
    assert "down" in rows["sdv-1"], "at most: open downwards"
    assert not rows["hp-1"]["point"], "a range has no middle that anybody stated"
    assert (rows["hp-1"]["y0"], rows["hp-1"]["y1"]) == (1.4, 2.7)
    assert (rows["hp-2"]["x0"], rows["hp-2"]["x1"]) == ("2023-01-01", "2023-12-31")
    assert "x0" not in rows["sdv-2"]


def test_money_spent_is_filled_and_money_promised_hollow() -> None:
    mixed = charts.money_panels(money()[:4].assign(programme="sdv"), **WORDS).to_dict()
    rows = {row["claim_id"]: row for row in rows_of(mixed) if "claim_id" in row}
    assert [rows[claim]["hollow"] for claim in ("sdv-1", "sdv-3", "fvm-1")] == [True, True, False]
    assert "Filled: spent." in words_of(display.svg(mixed))
    alike = charts.money_panels(money()[:3], **WORDS).to_dict()
    assert not any(row.get("hollow") for row in rows_of(alike))


def test_labels_without_room_are_an_error_that_helps() -> None:
    many = pd.concat([money()[:1]] * 60, ignore_index=True)
    many["label"] = [f"a label of its own, number {n}" for n in range(60)]
    with pytest.raises(ChartError, match=r"no room for its 60 labels.*blank"):
        charts.money_panels(many, **WORDS)
    assert charts.money_panels(many.assign(label=""), **WORDS)


def test_interval() -> None:
    shown = charts.interval(money(), FACTORS)[["shown_low", "shown_high"]].to_numpy().tolist()
    assert shown[0] == [0.0, 1.3e9]
    assert shown[1] == [1.046e9, 1.046e9]
    assert shown[3][0] == 5.5e9
    assert pd.isna(shown[3][1])
    assert shown[4] == [1.4e9, 2.7e9]
    table = pd.DataFrame(
        {
            "qualifier": list(FACTORS),
            "low_factor": [low for low, _ in FACTORS.values()],
            "high_factor": [high for _, high in FACTORS.values()],
        }
    )
    pd.testing.assert_frame_equal(charts.interval(money(), table), charts.interval(money(), FACTORS))
    with pytest.raises(ChartError, match=r"Unknown qualifier 'roughly'\. Known: about, ceiling"):
        charts.interval(money().assign(qualifier="roughly"), FACTORS)


# --- promises --------------------------------------------------------------------------------------------------------


def test_two_milestones_never_share_an_axis() -> None:
    mixed = plans().assign(milestone=["first_hospital"] * 7 + ["all_sites"])
    with pytest.raises(ChartError, match=r"mixes milestones: all_sites \(1\), first_hospital \(7\)"):
        charts.promise_chart(mixed, **WORDS)


def test_a_claim_may_stand_for_several_milestones_and_a_stop_for_none() -> None:
    several = plans().assign(
        milestone=[
            "first_unit;first_hospital",
            "first_hospital",
            None,
            *["first_hospital"] * 2,
            None,
            *["first_hospital"] * 2,
        ]
    )
    spec = charts.promise_chart(several, **WORDS).to_dict()
    assert axis_titles(spec, "y") == {"promised date: first hospital"}
    with pytest.raises(ChartError, match=r"mixes milestones: blank \(1\)"):
        charts.promise_chart(several.assign(milestone=[None] + ["first_hospital"] * 7), **WORDS)


def test_plans_that_held_make_stairs() -> None:
    frame = plans()[:2].assign(plan=["a", "b"])
    frame["plan_from_start"], frame["plan_from_end"] = (
        days("2019-09-01", "2022-09-01"),
        days("2019-09-01", "2023-02-28"),
    )
    frame["plan_until_start"], frame["plan_until_end"] = (
        days("2020-12-01", "2024-12-01"),
        days("2021-04-30", "2025-02-28"),
    )
    spec = charts.promise_chart(frame, **WORDS).to_dict()
    steps = [(row["x"], row["y"]) for row in rows_of(spec) if "order" in row]
    assert steps == [
        ("2019-09-01", "2021-10-16"),
        ("2021-02-14", "2021-10-16"),
        ("2022-11-30", "2025-04-16"),
        ("2025-01-14", "2025-04-16"),
    ]
    wished = charts.promise_chart(frame.assign(plan_status=["decided", "wished"]), **WORDS).to_dict()
    assert len([row for row in rows_of(wished) if "order" in row]) == 2


def test_promise_axis_names_the_milestone() -> None:
    assert axis_titles(spec_of("promise_chart"), "y") == {"promised date: first hospital"}


def test_a_recalled_plan_stands_where_it_was_in_force() -> None:
    rows = {row["claim_id"]: row for row in rows_of(spec_of("promise_chart")) if "claim_id" in row}
    assert rows["f1"]["hollow"]
    assert (rows["f1"]["x0"], rows["f1"]["x1"]) == ("2018-11-01", "2019-09-30")
    assert "2018-11-01" < rows["f1"]["x"] < "2019-09-30"
    assert not rows["s2"]["hollow"]
    assert rows["s2"]["x"] == "2023-11-17"
    assert (rows["s2"]["y0"], rows["s2"]["y1"]) == ("2025-03-01", "2025-05-31")


def test_go_lives_and_stops_lie_on_the_diagonal() -> None:
    rows = {row["claim_id"]: row for row in rows_of(spec_of("promise_chart")) if "claim_id" in row}
    for claim in ("f2", "f3", "h2", "s3"):
        assert rows[claim]["x"] == rows[claim]["y"], claim
    assert rows["s3"]["x"].startswith("2025-09"), "a withdrawal without a date stands at the day it was said"
    words = words_of(svg_of("promise_chart"))
    for word in ("the day itself", "FVM went live", "FVM paused", "SDV withdrawn"):
        assert word in words


# --- counts and events -----------------------------------------------------------------------------------------------


def test_counts_axis_names_what_is_counted() -> None:
    linear = charts.counts_chart(counts()[2:], **WORDS).to_dict()
    assert axis_titles(linear, "x") == {"systems"}
    assert axis_titles(spec_of("counts_chart"), "x") == {"systems (each step is about three times the one before)"}


@pytest.mark.parametrize(
    ("scale", "rows", "drawn_as"),
    [
        ("auto", slice(0, 5), "log"),
        ("auto", slice(2, 5), "linear"),
        ("linear", slice(0, 5), "linear"),
        ("log", slice(2, 5), "log"),
    ],
)
def test_counts_scale(scale: Any, rows: slice, drawn_as: str) -> None:
    spec = charts.counts_chart(counts()[rows], scale=scale, **WORDS).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["type"] == drawn_as


def test_counts_scale_cannot_be_logarithmic_at_zero() -> None:
    with pytest.raises(ChartError, match="can't have a logarithmic scale: it holds 0"):
        charts.counts_chart(counts()[:2].assign(value=[0.0, 10.0]), scale="log", **WORDS)


def test_different_things_are_not_counted_together() -> None:
    with pytest.raises(ChartError, match=r"mixes counted_unit: hospitals \(1\), systems \(4\)"):
        charts.counts_chart(counts().assign(counted_unit=["systems"] * 4 + ["hospitals"]), **WORDS)


def test_speakers_of_one_measure_count_in_their_own_words() -> None:
    frame = counts().assign(measure="systems_replaced", counted_unit=["IT systems", *["systems"] * 4])
    spec = charts.counts_chart(frame[2:4].assign(counted_unit=["care systems", "systems"]), **WORDS).to_dict()
    assert axis_titles(spec, "x") == {"systems replaced, counted in each speaker's words"}
    assert "2024 · Webdoc (press): care systems" in words_of(display.svg(spec))
    with pytest.raises(ChartError, match="mixes measure"):
        charts.counts_chart(frame.assign(measure=["systems_replaced"] * 4 + ["integrations"]), **WORDS)


def test_counts_say_their_number_and_its_bounds() -> None:
    words = words_of(svg_of("counts_chart"))
    for word in (
        "650",
        "35–45",
        "at least 85",
        "at most 200",
        "The numbers differ in which of the things are counted (all: 4, the largest: 1).",
    ):
        assert word in words


def test_counts_without_labels_say_day_and_speaker() -> None:
    frame = (
        counts()[:1]
        .drop(columns="label")
        .assign(stated_on="2018-03-22", stated_by="A chair", speaker_role="politician")
    )
    words = words_of(display.svg(charts.counts_chart(frame, **WORDS).to_dict()))
    assert "2018-03-22 · A chair (politician)" in words


def test_counts_in_words_are_counted_not_drawn() -> None:
    frame = counts()[:2].assign(value=[None, 28.0])
    assert "Not drawn: 1 claim without a figure." in words_of(
        display.svg(charts.counts_chart(frame, **WORDS).to_dict())
    )


def test_timeline_is_sorted_and_says_its_periods() -> None:
    words = words_of(display.svg(charts.timeline(events()[::-1], **WORDS).to_dict()))
    assert words.index("October 2021 to December 2022") < words.index("29 April 2026")
    assert "25 February 2025 or later" in words
    assert "Hollow or thin: a plan; cross: ended" in words
    with pytest.raises(ChartError, match=r"needs the columns? stated_on_start"):
        charts.timeline(events(), when="stated_on", **WORDS)


# --- words -----------------------------------------------------------------------------------------------------------


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "Skånes digitala vårdsystem: https://www.skane.se/halsa-och-vard/skanes-digitala-vardsystem-och-mera"
    lines = wrap(text, 16, 200)
    assert all(text_width(line, 16) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrap("", 16, 200) == [""]


def test_placed_labels_keep_clear_of_each_other_and_of_marks() -> None:
    marks = [(90.0 + n, 90.0 + n, 106.0 + n, 106.0 + n) for n in range(0, 60, 6)]
    labels = [Label((f"label {n}",), 98.0 + 6 * n, 98.0 + 6 * n, 16) for n in range(10)]
    spots = place(labels, marks, width=400, height=300)
    assert spots is not None
    boxes = [
        (spot.left, spot.top, spot.left + label.width, spot.top + label.height)
        for spot, label in zip(spots, labels, strict=True)
    ]
    for n, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 400
        assert box[3] <= 300
        for other in [*boxes[:n], *marks]:
            assert box[0] >= other[2] or other[0] >= box[2] or box[1] >= other[3] or other[1] >= box[3]
    assert place([Label(("too wide for this",), 5, 5, 16)], [], width=20, height=20) is None


def test_widths_are_those_of_the_picture() -> None:
    for text in ("Skånes digitala vårdsystem", "WWW iii", "2 756 mill. kroner · Ærøskøbing"):
        spec = {
            "mark": "point",
            "data": {"values": [{}]},
            "height": 2,
            "width": 2,
            "title": {"text": text, "font": style.FONT, "fontSize": 16, "fontWeight": "normal", "anchor": "start"},
            "padding": 0,
            "config": {"view": {"stroke": None}},
        }
        svg = vl_convert.vegalite_to_svg(json.loads(json.dumps(spec)), vl_version="5.8")
        width = float(re.search(r'viewBox="0 0 ([\d.]+)', svg).group(1))  # type: ignore[union-attr]
        assert width <= text_width(text, 16) + 1.5
        assert width >= text_width(text, 16) * 0.9

"""The tile-grid map: every region once, legible without colour, and honest about what is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sdvdata import charts, landscape
from sdvdata.charts.lettering import text_width
from sdvdata.charts.style import FULL_WIDTH, TEXT
from sdvdata.charts.tiles import TILE_CODES, TILE_COLOURS
from sdvdata.display import ChartError

NAMES = landscape.product_names()
WORDS = {"title": "t", "alt_text": "a", "source": "s"}


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return landscape.states()


def _rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return rows


def _texts(spec: dict[str, Any]) -> list[str]:
    return [row["text"] for layer in spec["layer"] for row in _rows(spec, layer) if "text" in row]


def _tiles(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for layer in spec["layer"] for row in _rows(spec, layer) if "said" in row]


def test_every_region_is_one_tile_with_its_letters(found: pd.DataFrame) -> None:
    spec = charts.tile_chart(found, NAMES, **WORDS).to_dict()
    assert len(_tiles(spec)) == len(found)
    texts = _texts(spec)
    for row in found.itertuples():
        assert row.label in texts
        assert TILE_CODES[row.state] in texts


def test_no_two_regions_share_a_tile_or_letters(found: pd.DataFrame) -> None:
    assert not found.duplicated(["tile_column", "tile_row"]).any()
    assert found["label"].is_unique


def test_codes_tell_all_states_apart_without_colour() -> None:
    assert len(set(TILE_CODES.values())) == len(TILE_CODES)
    assert all(len(code) == 1 for code in TILE_CODES.values())
    assert set(TILE_CODES) == set(TILE_COLOURS)


def test_every_main_record_has_a_tile(found: pd.DataFrame) -> None:
    for frame in (found, landscape.plans(), *(landscape.states(year) for year in ("2013", "2018", "2022"))):
        assert set(frame["state"]) <= set(TILE_CODES)


def test_words_fit_their_tile(found: pd.DataFrame) -> None:
    wide = FULL_WIDTH / found["tile_column"].max()
    for code in TILE_CODES.values():
        assert text_width(code, TEXT) <= wide - 2
    for label in found["label"]:
        assert text_width(label, TEXT, bold=True) <= wide - 2


def test_dark_letters_stand_out_on_every_tile() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    ink = light("#1A1A1A")
    for colour in TILE_COLOURS.values():
        assert (light(colour) + 0.05) / (ink + 0.05) >= 7


def test_what_is_not_one_record_has_a_broken_edge(found: pd.DataFrame) -> None:
    spec = charts.tile_chart(found, NAMES, **WORDS).to_dict()
    edges = {
        row["state"]: layer["mark"]["strokeDash"] != [1, 0]
        for layer in spec["layer"]
        for row in _rows(spec, layer)
        if "said" in row
    }
    assert set(edges) == set(found["state"])
    for state, broken in edges.items():
        assert broken == (state in landscape.SPECIAL)


def test_panels_draw_each_map(found: pd.DataFrame) -> None:
    spec = charts.tile_panels({"2022": landscape.states("2022"), "now": found}, NAMES, **WORDS).to_dict()
    assert len(_tiles(spec)) == 2 * len(found)


def test_bad_input_is_named(found: pd.DataFrame) -> None:
    with pytest.raises(ChartError, match="two regions on one tile: Dalarna, Gävleborg"):
        double = found.copy()
        double.loc[double["region"] == "gavleborg", "tile_column"] = 5
        charts.tile_chart(double, NAMES, **WORDS)
    with pytest.raises(ChartError, match="No tile for 'paper'"):
        charts.tile_chart(found.assign(state="paper"), NAMES, **WORDS)
    with pytest.raises(ChartError, match="needs the columns label"):
        charts.tile_chart(found.drop(columns="label"), NAMES, **WORDS)
    with pytest.raises(ChartError, match="needs alt_text"):
        charts.tile_chart(found, NAMES, title="t", alt_text=" ", source="s")
    with pytest.raises(ChartError, match="nothing to show"):
        charts.tile_panels({}, NAMES, **WORDS)
    with pytest.raises(ChartError, match="no regions"):
        charts.tile_chart(found.iloc[:0], NAMES, **WORDS)


def test_countries_are_named_on_every_map_beside_no_tile_of_another(found: pd.DataFrame) -> None:
    names = ["Denmark", "Finland", "Norway", "Sweden"]
    one = charts.tile_chart(found, NAMES, **WORDS).to_dict()
    two = charts.tile_panels({"2022": landscape.states("2022"), "now": found}, NAMES, **WORDS).to_dict()
    for spec, times in ((one, 1), (two, 2)):
        rows = [row for layer in spec["layer"] for row in _rows(spec, layer) if row.get("text") in names]
        assert sorted(row["text"] for row in rows) == sorted(names * times)
        for row in rows:
            half = text_width(row["text"], TEXT, bold=row["bold"]) / 2 - 0.01  # places are rounded
            assert row["x"] - half >= 0
            assert row["x"] + half <= FULL_WIDTH
            for tile in _tiles(spec):
                apart = tile["x2"] <= row["x"] - half or tile["x"] >= row["x"] + half
                assert apart or tile["y"] >= row["y"] or tile["y2"] <= row["y"] - TEXT, (row, tile)
        for n, row in enumerate(rows):
            for other in rows[n + 1 :]:
                wide = half + text_width(other["text"], TEXT, bold=other["bold"]) / 2
                assert row["y"] != other["y"] or abs(row["x"] - other["x"]) >= wide


def test_no_region_has_the_letters_of_a_country(found: pd.DataFrame) -> None:
    assert not set(found["label"]) & {"SE", "NO", "DK", "FI"}


def test_the_same_letter_stands_in_both_maps_and_keys(found: pd.DataFrame) -> None:
    for spec in (
        charts.tile_chart(found, NAMES, **WORDS).to_dict(),
        charts.tile_panels({"now": found}, NAMES, **WORDS).to_dict(),
    ):
        for state in set(found["state"]):
            assert TILE_CODES[state] in _texts(spec)
            assert f"{TILE_CODES[state]}: {NAMES[state]}" in str(spec["layer"])

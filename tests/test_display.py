"""What a notebook stores of a chart."""

from __future__ import annotations

import base64
import json
import struct
import subprocess
import sys
import zlib

import pytest

from sdvdata import display
from sdvdata.display import MIME, ChartError

vl_convert = pytest.importorskip("vl_convert")

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
    "title": "Three plans",
    "description": "Each plan was\nlater than the one before.",
    "data": {"values": [{"a": 1}, {"a": 2}, {"a": 4}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}


@pytest.fixture(autouse=True)
def _pictures_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(display.SWITCH, raising=False)


def pixels(png: bytes) -> bytes:
    """Pixel data of a PNG, unpacked."""
    return zlib.decompress(b"".join(body for kind, body in display._chunks(png) if kind == b"IDAT"))


def test_bundle_holds_specification_picture_and_sentence() -> None:
    data, metadata = display.mimebundle(SPEC)
    assert set(data) == {MIME, "image/png", "text/plain"}
    assert data["text/plain"] == "Chart: Each plan was later than the one before."
    assert data[MIME]["$schema"].endswith("/v5.json")
    assert data[MIME]["data"] == SPEC["data"]
    png = base64.b64decode(data["image/png"])
    width, height = struct.unpack(">II", png[16:24])
    assert metadata["image/png"] == {
        "width": round(width / 1.5),
        "height": round(height / 1.5),
        "alt": "Each plan was later than the one before.",
    }


def test_whole_numbers_are_stored_as_javascript_writes_them() -> None:
    """Else saving a notebook in JupyterLab rewrites every chart in it."""
    data, _ = display.mimebundle({**SPEC, "data": {"values": [{"a": 20.0, "b": -0.0, "c": 1514764800000.0, "d": 2.5}]}})
    assert json.dumps(data[MIME]["data"]["values"]) == '[{"a": 20, "b": 0, "c": 1514764800000, "d": 2.5}]'


def test_same_chart_twice_is_the_same_bundle() -> None:
    before = json.dumps(SPEC)
    assert display.mimebundle(SPEC) == display.mimebundle(SPEC)
    assert json.dumps(SPEC) == before, "the specification given must not be changed"


@pytest.mark.parametrize("text", [None, "", "  \n", 7])
def test_a_chart_without_alt_text_is_an_error_that_names_it(text: object) -> None:
    spec = {key: value for key, value in SPEC.items() if key != "description"}
    if text is not None:
        spec["description"] = text
    with pytest.raises(ChartError, match=r"'Three plans' has no alt text.*alt_text="):
        display.mimebundle(spec)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (None, "without a title"),
        (["Two", "lines"], "Two lines"),
        ({"text": "Params"}, "Params"),
        ({"text": ["Para", "ms"]}, "Para ms"),
    ],
)
def test_the_error_finds_the_title_in_every_form(title: object, shown: str) -> None:
    with pytest.raises(ChartError, match=shown):
        display.alt_text_of({"title": title} if title else {})


def test_chart_error_is_a_value_error() -> None:
    assert issubclass(ChartError, ValueError)


@pytest.mark.parametrize("word", ["none", "NONE", " none "])
def test_pictures_can_be_switched_off(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(display.SWITCH, word)
    data, metadata = display.mimebundle(SPEC)
    assert set(data) == {MIME, "text/plain"}
    assert metadata == {}


def test_no_picture_without_vl_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display.importlib.util, "find_spec", lambda _: None)
    assert set(display.mimebundle(SPEC)[0]) == {MIME, "text/plain"}


def test_stamp_is_the_hash_of_what_the_notebook_stores() -> None:
    data, _ = display.mimebundle(SPEC)
    png = base64.b64decode(data["image/png"])
    assert display.stamp_of(png) == display.hash_of(data[MIME])
    changed = json.loads(json.dumps(data[MIME]))
    changed["data"]["values"][0]["a"] = 1.001
    assert display.hash_of(changed) != display.stamp_of(png)


def test_packing_tighter_keeps_every_pixel() -> None:
    plain = vl_convert.vegalite_to_png(SPEC, vl_version=display.COMPILER, scale=1.5)
    packed = display._stamped(plain, "0" * 64)
    assert pixels(packed) == pixels(plain)
    assert len(packed) < len(plain)
    assert display.stamp_of(plain) is None
    # Stamped again, the new stamp replaces the old one.
    assert display.stamp_of(display._stamped(packed, "f" * 64)) == "f" * 64


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\x89PNG"])
def test_a_file_that_is_no_png_is_an_error(junk: bytes) -> None:
    with pytest.raises(ChartError, match="Not a PNG"):
        display.stamp_of(junk)


def test_svg_is_one_image_with_its_words_and_its_own_ids() -> None:
    spec = {**SPEC, "description": 'Said "thrice" & more', "mark": {"type": "point", "clip": True}}
    one, other = display.svg(spec), display.svg(spec)
    assert one == other, "clip ids count up within a process and must not show"
    assert one.startswith('<svg role="img" aria-label=\'Said "thrice" &amp; more\'')
    assert 'id="clip' not in one
    assert "viewBox" in one


def test_nothing_is_registered_before_enable_and_everything_after() -> None:
    code = (
        "import sys, sdvdata, sdvdata.display\n"
        "assert not {'altair', 'pandas', 'vl_convert'} & set(sys.modules), 'imported too early'\n"
        "import altair as alt, sdvdata.charts\n"
        "assert not {'sdvdata', 'sdvdata-dress'} & {*alt.renderers.names(), *alt.theme.names()}, 'registered at import'\n"
        "sdvdata.charts.enable(); sdvdata.charts.enable()\n"
        "assert (alt.renderers.active, alt.theme.active) == ('sdvdata', 'sdvdata-dress')\n"
        "chart = alt.Chart(alt.InlineData(values=[{}])).mark_point().properties(description='One point.')\n"
        "data, metadata = chart._repr_mimebundle_()\n"
        "assert data['text/plain'] == 'Chart: One point.'\n"
        "assert data['application/vnd.vegalite.v5+json']['config']['background'] == 'white'\n"
        "assert metadata['image/png']['alt'] == 'One point.'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""The stored notebooks: executed whole, free of warnings, every chart described and up to date."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sdvdata import tables
from sdvdata.claims import all_claims
from sdvdata.display import hash_of, stamp_of

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
MIME = "application/vnd.vegalite.v5+json"

#: Short names of programmes, which readers never see alone in a cell.
_KEYS = tuple(str(key) for key in tables.load("programmes")["programme"])


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [output for cell in _code(notebook) for output in cell["outputs"]]


def test_the_three_notebooks_are_there() -> None:
    assert {"01-costs", "02-schedules", "03-systems"} <= {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    """What holds for each notebook."""

    def test_every_cell_was_executed_in_order(self, path: Path) -> None:
        """A cell with no execution count passes nbval without comparison."""
        cells = _code(_read(path))
        assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))

    def test_kernel_is_the_plain_one(self, path: Path) -> None:
        assert _read(path)["metadata"]["kernelspec"]["name"] == "python3"

    def test_no_errors_and_no_warnings(self, path: Path) -> None:
        for output in _outputs(_read(path)):
            assert output["output_type"] != "error"
            assert output.get("name") != "stderr", output

    def test_nothing_is_excused_from_comparison(self, path: Path) -> None:
        for cell in _read(path)["cells"]:
            tags = cell["metadata"].get("tags", [])
            assert not [tag for tag in tags if tag.startswith("nbval") or tag == "raises-exception"]

    def test_cells_are_short(self, path: Path) -> None:
        for cell in _code(_read(path)):
            lines = [line for line in "".join(cell["source"]).splitlines() if line.strip()]
            assert len(lines) <= 24, lines[:2]

    def test_the_answer_comes_first_and_is_folded(self, path: Path) -> None:
        cells = _read(path)["cells"]
        assert cells[0]["cell_type"] == "markdown"
        assert cells[1]["cell_type"] == "code"
        assert "hide-input" in cells[1]["metadata"]["tags"]
        assert any("text/markdown" in output.get("data", {}) for output in cells[1]["outputs"])

    def test_the_parts_are_there(self, path: Path) -> None:
        text = "\n".join("".join(c["source"]) for c in _read(path)["cells"] if c["cell_type"] == "markdown")
        for heading in ("## Method", "## What this does not show", "## Sources"):
            assert heading in text

    def test_charts_have_words_and_a_fresh_picture(self, path: Path) -> None:
        charts = [o for o in _outputs(_read(path)) if MIME in o.get("data", {})]
        assert charts
        for chart in charts:
            spec = chart["data"][MIME]
            assert len(spec["description"]) > 60
            picture = "".join(chart["data"]["image/png"])
            assert stamp_of(base64.b64decode(picture)) == hash_of(spec)

    def test_each_chart_is_followed_by_its_table(self, path: Path) -> None:
        kinds = [
            "chart" if MIME in output.get("data", {}) else "table"
            for output in _outputs(_read(path))
            if MIME in output.get("data", {}) or "<table" in str(output.get("data", {}).get("text/html"))
        ]
        for first, second in zip(kinds, [*kinds[1:], "end"], strict=True):
            assert not (first == "chart" and second != "table")

    def test_prose_types_no_data_figure(self, path: Path) -> None:
        """Amounts, percentages and years of the record are computed, not typed."""
        known = r"\b(19|20)\d\d\b|\d+([.,]\d+)?\s*(%|per cent|bn|billion|million|kronor|kroner|SEK|NOK)"
        for cell in _read(path)["cells"]:
            if cell["cell_type"] == "markdown":
                assert not re.search(known, "".join(cell["source"])), "".join(cell["source"])

    def test_claim_ids_shown_are_known(self, path: Path) -> None:
        known = set(all_claims(include_withdrawn=True)["claim_id"])
        text = json.dumps([o.get("data", {}).get("text/html", "") for o in _outputs(_read(path))])
        shown = set(re.findall(r"<td>((?:sdv|fvm|hp)-[a-z0-9-]+)</td>", text))
        assert shown
        assert shown <= known

    def test_tables_have_no_words_for_nothing(self, path: Path) -> None:
        for output in _outputs(_read(path)):
            html = "".join(output.get("data", {}).get("text/html", ""))
            for word in ("None", "nan", "NaN", "NaT", "&lt;NA&gt;", "unknown", *_KEYS):
                assert f"<td>{word}</td>" not in html, word

    def test_it_names_the_version_of_the_data(self, path: Path) -> None:
        assert tables.data_version() in json.dumps(_outputs(_read(path)))

    def test_no_machine_paths(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|tmp|work|Users)/", text)

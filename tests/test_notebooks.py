"""The stored notebooks: executed whole, free of warnings, every chart described and up to date."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sdvdata import tables
from sdvdata.display import hash_of, stamp_of
from tools import links

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
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


@pytest.mark.parametrize("path", [*NOTEBOOKS, *FOLDER.glob("exercises/*.ipynb")], ids=lambda path: path.stem)
class TestAnyNotebook:
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

    def test_no_machine_paths(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|tmp|work|Users)/", text)

    def test_charts_have_words_and_a_fresh_picture(self, path: Path) -> None:
        charts = [o for o in _outputs(_read(path)) if MIME in o.get("data", {})]
        assert charts
        for chart in charts:
            spec = chart["data"][MIME]
            assert len(spec["description"]) > 60
            picture = "".join(chart["data"]["image/png"])
            assert stamp_of(base64.b64decode(picture)) == hash_of(spec)

    def test_it_names_the_version_of_the_data(self, path: Path) -> None:
        assert tables.data_version() in json.dumps(_outputs(_read(path)))


def _words(notebook: dict[str, Any]) -> int:
    """Count all that is read except code: prose, headings, titles, subtitles and notes of charts, tables."""
    said = [links.prose("".join(c["source"])) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    said = [re.sub(r"\]\[[a-z0-9-]+\]|\]\([^)]*\)", "]", text) for text in said]
    for output in _outputs(notebook):
        data = output.get("data", {})
        if MIME in data:
            spec = data[MIME]
            below = spec["vconcat"][-1]["mark"]["text"]
            said.append(" ".join([*spec["title"]["text"], *spec["title"]["subtitle"], *below]))
        elif "text/html" in data:
            said.append(re.sub(r"<style.*?</style>|<[^>]+>", " ", "".join(data["text/html"]), flags=re.DOTALL))
        elif "text/markdown" in data:
            said.append("".join(data["text/markdown"]))
    return len(" ".join(said).split())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    """The limits of a notebook that a reader finishes and a student can change."""

    def test_there_are_some_charts_and_few_tables_and_words(self, path: Path) -> None:
        notebook = _read(path)
        outputs = [output.get("data", {}) for output in _outputs(notebook)]
        charts = sum(MIME in data for data in outputs)
        tables_shown = [data["text/html"] for data in outputs if "text/html" in data]
        assert 3 <= charts <= 6
        assert len(tables_shown) <= 2
        assert _words(notebook) <= (1200 if charts < 6 else 900)
        for html in tables_shown:
            rows = "".join(html).count("<tr") - 1
            columns = "".join(html).split("</tr>")[0].count("<th")
            assert rows <= 8 and columns <= 5, (rows, columns)  # the index is no column of its own

    def test_cells_are_short_and_choices_stand_on_top(self, path: Path) -> None:
        cells = _code(_read(path))
        for place, cell in enumerate(cells):
            source = "".join(cell["source"])
            lines = [line for line in source.splitlines() if line.strip()]
            assert len(lines) <= 30, lines[:2]
            imports = re.findall(r"^(?:import|from) ", source, re.MULTILINE)
            assert bool(imports) == (place == 0), "all imports stand in the first cell"

    def test_analysis_is_in_the_open(self, path: Path) -> None:
        code = "\n".join("".join(cell["source"]) for cell in _code(_read(path)))
        assert code.count("alt.") > 10 and "charts.finish(" in code and "pd." in code
        assert not re.search(r"\._\w|import \*", code), "no private name"

    def test_the_parts_are_there_in_their_order(self, path: Path) -> None:
        text = "\n".join("".join(c["source"]) for c in _read(path)["cells"] if c["cell_type"] == "markdown")
        found = [text.index(heading) for heading in ("# ", "**", "## What this does not show", "## Try yourself")]
        assert found == sorted(found)

"""Prose is typed by people, and every figure in it is held: by a claim that it names, or by what a cell shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from sdvdata import claims
from sdvdata.tables import core
from tests import prose
from tools import links
from tools.project import NOTEBOOKS, ROOT

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2.85 bn kronor", ["2.85"]),
        ("16 438 letters, of which 10,714", ["16438", "10714"]),
        ("on 12 November 2024 (2024-11-12)", ["12", "2024", "2024-11-12"]),
        ("51 to 55 months", ["51", "55"]),
        ("six years, one of three speakers", ["6"]),
        ("the first of half a dozen; `sdv-2018` and Dokument 3:3", ["3", "3"]),
    ],
)
def test_figures_are_found(text: str, wanted: list[str]) -> None:
    assert [figure.number for figure in prose.figures(prose.plain(text))] == wanted


def test_a_figure_of_an_output_is_the_same_phrase() -> None:
    (figure, _) = prose.figures("moved 51 to 55 months")
    assert figure.phrase == "51 to 55 months"
    assert prose.in_output(figure, "SDV: 51 to 55 months later")
    assert not prose.in_output(figure, "SDV: 51 to 55 days") and not prose.in_output(figure, "151 to 55 months")


@pytest.mark.parametrize("row", prose.reasons(), ids=lambda row: f"{row['comparison']}-{row['programme']}")
def test_every_figure_of_a_reason_stands_in_a_claim_that_it_names(row: dict[str, str]) -> None:
    """Rule 4: in the row's own claim, or in one whose id the reason gives in parentheses."""
    assert list(prose.untraced_why(row)) == []


def test_reasons_name_claims_that_exist() -> None:
    first = {claim_id.split("-")[0] for claim_id in claims.rows()}
    for row in prose.reasons():
        for part in re.findall(r"\(([^()]*)\)", row["why"]):
            named = [name for name in prose.ID.findall(part) if name.split("-")[0] in first and name.count("-") > 1]
            assert prose.known(named) == named, row


def test_a_wrong_digit_of_a_reason_is_noticed() -> None:
    """Each digit of each figure changed in turn; years are the most that slip through, since many claims hold them."""
    changed = {True: 0, False: 0}
    passed = {True: 0, False: 0}
    for row in prose.reasons():
        for figure in prose.figures(row["why"]):
            year = re.fullmatch(r"(19|20)\d\d", figure.text) is not None
            for wrong in prose.wrong_digits(figure.text):
                spoilt = {**row, "why": row["why"].replace(figure.text, wrong, 1)}
                changed[year] += 1
                passed[year] += not list(prose.untraced_why(spoilt))
    assert changed[False] > 500
    assert passed[False] / changed[False] < 0.1


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_figure_of_a_notebook_is_held(path: Path) -> None:
    """Rules 1 and 2, for prose, chart titles and alt texts."""
    assert prose.untraced(path) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_cells_that_show_figures_are_short(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if "figures" in cell["metadata"].get("tags", []):
            for output in cell["outputs"]:
                assert "text/html" not in output.get("data", {}), "a table shows no phrase"
                assert len(prose.text_of(output).strip().splitlines()) <= prose.LINES


@pytest.mark.parametrize("name", ["README.md", "docs/index.md", *(f"docs/programmes/{key}.md" for key in core())])
def test_every_figure_of_a_page_is_held(name: str) -> None:
    """Rules 1 and 3."""
    assert prose.untraced_page(ROOT / name, NOTEBOOKS) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("[278 million kroner]", "[287 million kroner]", "'287' .* stands neither in hp-annual-op-2019-278"),
        ("[at least 51 months](", "[at least 52 months](", "'52' .* what a cell tagged figures shows"),
        ("#which-promise-counts", "#which-promise", "02-schedules.ipynb has no section which-promise"),
        ("[2019][hp-annual-op-2019-278]", "[2018][hp-annual-op-2019-278]", "'2018'"),
        ("| [1 hospital][fvm-hospitals", "| [2 hospitals][fvm-hospitals", "'2' .* fvm-hospitals-golive-2024"),
    ],
)
def test_what_nothing_holds_on_the_first_page_is_named(tmp_path: Path, was: str, now: str, told: str) -> None:
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "index.md").write_text(text.replace(was, now, 1), encoding="utf-8")
    found = prose.untraced_page(tmp_path / "index.md", NOTEBOOKS)
    assert re.search(told, found[0]), found


def test_links_to_claims_are_as_the_tool_writes_them() -> None:
    assert links.findings() == []


@pytest.mark.parametrize("rule", ["link", "figures"])
def test_a_wrong_digit_of_a_notebook_is_noticed(rule: str) -> None:
    """Each digit of each figure changed in turn, by the rule that holds the figure; years apart."""
    changed, passed = Counter[bool](), Counter[bool]()
    for path in PATHS:
        for figure, ids, shown in prose.held_figures(path):
            by_link = prose.in_claims(figure, ids)
            if by_link != (rule == "link"):
                continue
            year = re.fullmatch(r"(19|20)\d\d", figure.text) is not None
            for wrong in prose.wrong_digits(figure.text):
                spoilt = prose.Found(wrong, prose.normal(wrong), figure.phrase.replace(figure.text, wrong, 1))
                changed[year] += 1
                passed[year] += prose.in_claims(spoilt, ids) or prose.in_output(spoilt, shown)
    assert changed[False] > 50
    assert passed[False] / changed[False] <= {"link": 0.02, "figures": 0.05}[rule], (passed, changed)

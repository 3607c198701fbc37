"""Prose is typed by people, and every figure in it is held: by a claim that it names, or by what a cell shows."""

from __future__ import annotations

import re

import pytest

from sdvdata import claims
from tests import prose


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
            for place, digit in enumerate(figure.text):
                for other in set("0123456789") - {digit} if digit.isdigit() else ():
                    wrong = figure.text[:place] + other + figure.text[place + 1 :]
                    spoilt = {**row, "why": row["why"].replace(figure.text, wrong, 1)}
                    changed[year] += 1
                    passed[year] += not list(prose.untraced_why(spoilt))
    assert changed[False] > 500
    assert passed[False] / changed[False] < 0.1

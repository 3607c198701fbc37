"""Words, figures and dates in any notation: the table of words, and what the rules make of hard cases."""

from __future__ import annotations

import re

import pytest

from sdvdata import periods
from sdvdata.terms import _KINDS, rules, terms
from sdvdata.words import fold, notation


def test_each_word_means_one_thing() -> None:
    for kind in {
        kind for kinds in _KINDS.values() for kind in kinds
    }:  # the others are read by the data check, in their order
        said = [fold(word) for words in notation(kind).values() for word in words]
        meant = {(fold(word), meaning) for meaning, words in notation(kind).items() for word in words}
        assert len(meant) == len(set(said)), kind
    assert set(rules()["month"].values()) == {f"{month:02}" for month in range(1, 13)}
    for part in set(rules()["part_of_year"].values()):
        assert periods.is_period(f"2024-{part.upper() if part[0] == 'q' else part}")
    assert all(float(value) > 0 for value in rules()["scale"].values())


def test_patterns_are_what_both_languages_read_alike() -> None:
    for pattern in [
        *(pattern for _, pattern in rules()["patterns"]),
        *(rules()[name] for name in ("glued", "spelled", "figure")),
    ]:
        assert not re.search(r"\(\?[P#iaLmsux]|\\[AZpP]", pattern)
        assert pattern == fold(pattern) or "A-Z" not in pattern


@pytest.mark.parametrize(
    ("text", "words", "dates", "figures"),
    [
        ("2.756,5 mill. kroner", [], [], [["2756500000"]]),
        ("3,861", [], [], [["3861", "3.861"]]),
        ("16 438 brev", ["brev"], [], [["16438"]]),
        ("£213m", [], [], [["213000000"]]),
        ("NOK 2.85bn, 12th of November 2024", ["nok"], ["2024-11-12"], [["2850000000"]]),
        ("fjärde kvartalet 2024", [], ["2024-q4"], []),
        ("31/31/2024", [], [], [["31"], ["31"], ["2024"]]),
        ("sdv-systems-650-2018 2025-spring", ["sdv-systems-650-2018"], ["2025-spring"], []),
        ("may we", ["may", "we"], [], []),
    ],
)
def test_hard_cases(text: str, words: list[str], dates: list[str], figures: list[list[str]]) -> None:
    found = terms(text)
    assert (found.words, found.dates, [figure.scaled for figure in found.figures]) == (words, dates, figures)

"""The analysis gives what it gave: tests/golden.csv, made by `python tests/golden.py`."""

from __future__ import annotations

import pytest

from tests import golden


def test_the_analysis_gives_what_it_gave() -> None:
    """A code change may not move a number; a data change regenerates the file and lists what moved."""
    changed = golden.differences(golden.stored(), golden.lines())
    assert not changed, "\n".join(changed)


def test_each_line_has_a_key_of_its_own() -> None:
    keys = [line[:2] for line in golden.stored()]
    assert len(keys) == len(set(keys)) > 300


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_moved_number_is_told_with_its_claims(at: int) -> None:
    old = golden.stored()[at * 100]
    told = golden.differences([old], [(*old[:3], old[3] + "0")])
    assert len(told) == 1 and old[2].split()[0] in told[0] and old[3] in told[0]


def test_lost_and_new_lines_are_told() -> None:
    one, two = golden.stored()[:2]
    assert ["(no row)" in text for text in golden.differences([one], [one, two])] == [True]
    assert ["(no row)" in text for text in golden.differences([one, two], [one])] == [True]

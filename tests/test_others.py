"""The page of what others found: each line names an entry of the bibliography, which holds what no claim holds."""

from __future__ import annotations

import re

from sdvdata import claims
from tests import prose
from tools.project import ROOT

PAGE = (ROOT / "docs" / "others.md").read_text(encoding="utf-8")
BIB = (ROOT / "docs" / "others.bib").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"@\w+\{([\w-]+),\n(.*?)\n\}", BIB, re.DOTALL))
LINES = re.findall(r"^\d+\. .*$", PAGE, re.MULTILINE)


def _unheld(line: str) -> list[str]:
    """Return the figures of a line that stand neither in a claim that it links nor in its entry of the bibliography."""
    key = re.findall(r"`([\w-]+)`", line)
    entry = {figure.number for name in key for figure in prose.figures(ENTRIES.get(name, ""))}
    return [
        figure.text
        for figure, ids in prose.asked(line, [])
        if not prose.in_claims(figure, ids) and figure.number not in entry
    ]


def test_eighteen_entries_each_named_once() -> None:
    named = [key for line in LINES for key in re.findall(r"`([\w-]+)`", line)]
    assert [line.split(".")[0] for line in LINES] == [str(number) for number in range(1, 19)]
    assert named == list(ENTRIES)


def test_every_figure_is_held() -> None:
    assert [found for block in prose.blocks(PAGE) for found in _unheld(block)] == []


def test_claims_are_known_and_a_wrong_digit_is_noticed() -> None:
    line = next(line for line in LINES if "28 interviews" in line)
    assert _unheld(line.replace("28 interviews", "29 interviews")) == ["29"]
    assert set(re.findall(r"\]\[([a-z0-9-]+)\]", PAGE)) <= set(claims.rows())


def test_what_was_seen_in_part_is_marked() -> None:
    """A whole abstract is no part; a summary, a press item, an opening, a description is."""
    for line, entry in zip(LINES, ENTRIES.values(), strict=True):
        seen = re.search(r"Seen: ([^.;}]*)", entry)
        assert seen, line
        assert line.endswith("*In part.*") != bool(re.match(r"(?:whole )?abstract", seen[1])), line


def test_the_gap_of_the_swedish_programmes_is_said() -> None:
    assert "known from reviews that the buyers ordered and from the press" in " ".join(PAGE.split())

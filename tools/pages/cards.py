"""Write the pictures that other sites show beside a link to a page: the page's title and one of its charts, whole.

    python -m tools.pages.cards NOTEBOOKS INTO WORDS

One picture for each notebook, `INTO/<name>.png`; what each picture shows, in words, goes to the JSON file WORDS. The tags that point to them are an existing extension's work
(sphinxext-opengraph); its own cards can hold a logo, not a chart.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sdvdata.charts import FONT, INK
from sdvdata.display import MIME, ChartError, alt_text_of, svg
from tools.pages.markup import text
from tools.project import read_text, write_text

#: The size in pixels that sites ask for, and the column of words beside the chart.
WIDTH, HEIGHT, WORDS, MARGIN = 1200, 630, 480, 40
#: A chart that is higher than this many times its width would be too small to read.
HIGHEST = 1.8


def charts_of(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the specifications of a notebook's charts, in order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield output["data"][MIME]


def title_of(notebook: Mapping[str, Any]) -> str:
    """Return a notebook's title: its first heading.

    Examples
    --------
    >>> title_of({"cells": [{"cell_type": "markdown", "source": ["# Costs: what\\n", "Text"]}]})
    'Costs: what'
    """
    words = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", words, re.MULTILINE)
    return found[1].strip() if found else "sdvdata"


def size_of(drawing: str) -> tuple[float, float]:
    """Return a drawing's width and height.

    Examples
    --------
    >>> size_of('<svg role="img" width="430" height="460.5" viewBox="0 0 1 1">')
    (430.0, 460.5)
    """
    head = drawing.partition(">")[0]
    found = {name: float(value) for name, value in re.findall(r'\b(width|height)="([0-9.]+)"', head)}
    return found["width"], found["height"]


def chosen(notebook: Mapping[str, Any]) -> tuple[Mapping[str, Any], str] | None:
    """Return the first chart that can be read whole on a card, with its drawing; None if there is none."""
    for spec in charts_of(notebook):
        drawing = svg(spec)
        width, height = size_of(drawing)
        if height <= HIGHEST * width:
            return spec, drawing
    return None


def card(title: str, drawing: str) -> str:
    """Return a card as a drawing: the title at the left, a chart whole at the right."""
    width, height = size_of(drawing)
    room = (WIDTH - WORDS - 2 * MARGIN, HEIGHT - MARGIN)
    scale = min(room[0] / width, room[1] / height)
    left = WIDTH - MARGIN - scale * width
    lines = textwrap.wrap(title, 20)
    words = "".join(
        f'<text x="{MARGIN}" y="{150 + 54 * place}" font-size="44" font-weight="bold">{text(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<g font-family="{text(FONT)}" fill="{INK}"><text x="{MARGIN}" y="80" font-size="30">sdvdata</text>{words}</g>'
        f'<g transform="translate({left:.1f},{(HEIGHT - scale * height) / 2:.1f}) scale({scale:.4f})">{drawing}</g></svg>'
    )


def stale(notebooks: Path, into: Path) -> list[Path]:
    """Return the notebooks that have changed since their card was written, or have none."""
    cards = {card.stem: card.stat().st_mtime for card in into.glob("*.png")}
    return [file for file in sorted(notebooks.glob("*.ipynb")) if cards.get(file.stem, 0.0) < file.stat().st_mtime]


def write_cards(notebooks: Path, into: Path, words: Path) -> None:
    """Write a card for each notebook that has a chart and no card yet, and the charts' own words by notebook."""
    import vl_convert

    into.mkdir(parents=True, exist_ok=True)
    every = [file.stem for file in notebooks.glob("*.ipynb")]
    said = {name: told for name, told in json.loads(read_text(words) or "{}").items() if name in every}
    for file in stale(notebooks, into):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        try:
            found = chosen(notebook)
        except ChartError as error:
            raise ChartError(f"{file.stem}: {error}") from None
        if found is None:
            said.pop(file.stem, None)
            continue
        spec, drawing = found
        (into / f"{file.stem}.png").write_bytes(vl_convert.svg_to_png(card(title_of(notebook), drawing)))
        said[file.stem] = alt_text_of(spec)
    write_text(words, json.dumps(said, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    try:
        write_cards(*map(Path, sys.argv[1:4]))
    except ChartError as error:
        sys.exit(f"The pages can't be made: {error}")

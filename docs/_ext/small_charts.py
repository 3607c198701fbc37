"""Small charts of hand-written pages, made of claims' own values and days, and single panels of a notebook's charts.

```
:::{bars} sdv                      :::{clock}                          :::{panel} 02-schedules 1 1
[2020][some-claim]                 sdv: [May 2020][one] [2021][two]    What the panel shows, in words.
:::                                :::                                 :::
```
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from vega_svg import chart_html

from tools.pages.cards import charts_of
from tools.pages.linking import PageError
from tools.pages.markup import text
from tools.pages.record import current

#: A link to a claim, as `tools.links.for_site` has written it.
LINK = re.compile(r'<a class="claim" href="[^"]*?([a-z0-9-]+)\.html">(.*?)</a>')


def bars(programme: str, content: str) -> str:
    """Return one bar for each claim linked, as long as its value; the words are the link's."""
    found = [(claim, words, current().typed[claim]) for claim, words in LINK.findall(content)]
    if len({row["currency"] for *_, row in found}) != 1:
        raise PageError(f"bars of {', '.join(claim for claim, *_ in found)}: they need one currency")
    longest = max(row["value"] for *_, row in found)
    rows = "".join(
        f'<div style="--long: {100 * row["value"] / longest:.1f}%"><dt>{words}</dt>\n'
        f"<dd>{text(current().claims[claim]['states'])}</dd></div>\n"
        for claim, words, row in found
    )
    return f'<dl class="bars p-{text(programme)}">{rows}</dl>'


def clock(content: str) -> str:
    """Return a line for each programme from its first date to its last, all on one axis of years."""
    lines = [line.partition(":") for line in content.splitlines()]
    rows = {key: [(*found, _days(found[0])) for found in LINK.findall(links)] for key, _, links in lines}
    days = [day for row in rows.values() for *_, day in row]
    first, last = int(min(days)), int(max(days)) + 1
    shown = "".join(_line(key, row, first, last) for key, row in rows.items())
    years = "".join(f"<span>{year}</span>" for year in range(first, last))
    return (
        f'<ul class="clock">{shown}</ul><p class="years" aria-hidden="true">{years}</p>'
        '<p class="key">From the first plan on record to the start (dot), or to the last date that named a hospital (cross).</p>'
    )


def _line(key: str, row: list[tuple[str, str, float]], first: int, last: int) -> str:
    programme = current().programmes[key]
    at = [100 * (day - first) / (last - first) for *_, day in row]
    kind = "started" if current().claims[row[-1][0]]["kind"] == "actual" else "never"
    words = " to ".join(f'<a class="claim" href="claims/{claim}.html">{said}</a>' for claim, said, _ in row)
    return (
        f'<li class="p-{key}"><b>{text(programme["short_name"])}</b> {words}'
        f'<span class="track {kind}" style="--from: {at[0]:.1f}%; --to: {at[-1]:.1f}%"></span></li>\n'
    )


def _days(claim: str) -> float:
    """Return the middle of a claim's date, in years."""
    start, end = (current().typed[claim][f"date_{side}"] for side in ("start", "end"))
    middle = start + (end - start) / 2
    return float(middle.year + (middle.day_of_year - 1) / 366)


def panel(folder: Path, name: str, chart: int, place: int, words: str) -> str:
    """Return one panel of a notebook's chart, told in words of its own."""
    path = folder / "notebooks" / f"{name}.ipynb"
    specs = list(charts_of(json.loads(path.read_text(encoding="utf-8")))) if path.is_file() else []
    try:
        whole = specs[chart - 1]
        own = whole["vconcat"][0]["concat"][place - 1]
    except (IndexError, KeyError):
        raise PageError(f"{name}: chart {chart} has no panel {place}") from None
    narrow = whole["usermeta"]["phone"][f"/vconcat/0/concat/{place - 1}/width"]
    kept = {key: whole[key] for key in ("$schema", "config", "datasets")}
    # Beside its neighbours it was narrower than it is alone on a phone.
    more = {"title": "", "width": max(own["width"], narrow), "usermeta": {"phone": {"/width": narrow}}}
    return chart_html({**kept, **own, **more, "description": " ".join(words.split())})


class Small(SphinxDirective):
    """One of the three; what it is made of was checked when it was made."""

    has_content = True
    optional_arguments = 3

    def run(self) -> list[nodes.Node]:
        """Return the chart as HTML; search programs get its words from there."""
        self.env.note_reread()  # what is drawn stands in the data, not on the page
        content = "\n".join(self.content)
        if self.name == "bars":
            html = bars(self.arguments[0], content)
        elif self.name == "clock":
            html = clock(content)
        else:
            name, chart, place = self.arguments
            html = panel(Path(self.env.srcdir), name, int(chart), int(place), content)
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    for name in ("bars", "clock", "panel"):
        app.add_directive(name, Small)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

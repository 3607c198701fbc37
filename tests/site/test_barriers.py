"""No serious finding of axe-core on any kind of page, on a phone and on a desk, in light and dark.

In a file of its own, so that it runs beside the other browser tests.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.pages import KINDS, MODES, WIDTHS, opened

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
#: Left out, for speed: the fifth row of a table is made as its fourth, and a drawing is one image to a reader.
ALIKE = ("tbody tr:nth-child(n+5)", "pre a:nth-of-type(n+5)", "li:nth-child(n+30)", "figure.chart svg > *")
pytestmark = pytest.mark.usefixtures("html")


@pytest.mark.parametrize("address", KINDS)
def test_no_barrier_and_no_sideways_scroll(browser: Any, axe: Any, address: str) -> None:
    scope = {"exclude": [[selector] for selector in ALIKE]}
    # Without preload: axe would fetch the style sheets once more, which no page may do from file://.
    shared = {"resultTypes": ["violations"], "preload": False}
    # In the dark only colours are others.
    rules = {"light": {"runOnly": RULES}, "dark": {"runOnly": {"type": "rule", "values": COLOURS}}}
    with opened(browser, address) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for mode in MODES:
                page.emulate_media(color_scheme=mode)
                page.reload()
                assert page.evaluate("document.documentElement.dataset.theme") == mode
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                found = axe.run(page, context=scope, options={**shared, **rules[mode]})
                serious = [
                    (finding["id"], node["target"], node.get("failureSummary", "")[:300])
                    for finding in found.response["violations"]
                    if finding["impact"] in ("serious", "critical") or address.startswith("claims/index")
                    for node in finding["nodes"][:3]
                ]
                assert serious == [], (width, mode)

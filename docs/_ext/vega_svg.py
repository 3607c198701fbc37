"""A chart of a notebook as a drawing in the page: works without scripts, in print and for search engines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sdvdata.display import for_phone, hash_of, svg
from tools.pages.reference import script_json

# Charts are laid out 430 pixels wide with letters that stay legible down to this width; wider ones scroll in their own box.
LEGIBLE = 340


def drawing_of(spec: Mapping[str, Any]) -> str:
    """The drawing as one image with one text."""
    drawing = svg(spec)
    width = re.search(r'<svg [^>]*?\bwidth="([0-9.]+)"', drawing)
    narrowest = min(LEGIBLE, float(width[1])) if width else LEGIBLE
    drawing = drawing.replace("<svg ", f'<svg style="min-width: {narrowest:g}px" ', 1)
    drawing = drawing.replace("</text>", "</text>\n")  # the search index drops tags, and words must not run together
    head, _, inner = drawing.partition(">")
    # Its parts' own roles and labels would be read out as forty more images.
    inner = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", inner)
    # What every mark repeats: defaults, the one family of letters, decimals finer than any screen. Never in the words between.
    spared = r' (?:opacity|stroke-width)="1"|(?<=\d\.\d\d)\d+'
    inner = re.sub(r"<[^>]*>", lambda tag: re.sub(spared, "", tag[0]), inner)
    family = re.search(r' font-family="[^"]*"', inner)
    return f"{head}{family[0]}>{inner.replace(family[0], '')}" if family else f"{head}>{inner}"


def chart_html(spec: Mapping[str, Any]) -> str:
    """The chart as an HTML element, with its specification beside the drawing for the script that makes it live.

    The element's id names the specification. The box can be reached by keyboard, because it may scroll. A chart with a
    layout for phones is drawn in both; the style sheet shows one.
    """
    phone = for_phone(spec)
    name = f"chart-{hash_of(spec)[:16]}"
    kind = "chart only-wide" if phone else "chart"
    live = f'<script type="application/json">{script_json(spec)}</script>'
    html = f'<figure class="{kind}" id="{name}" tabindex="0">{drawing_of(spec)}{live}</figure>'
    if phone:
        html += f'<figure class="chart only-phone" id="{name}-phone" tabindex="0">{drawing_of(phone)}</figure>'
    return html

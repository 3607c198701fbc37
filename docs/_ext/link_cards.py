"""What other sites show of a link to a page: title, first words, and a card with a chart of that page.

The tags are written by sphinxext-opengraph. This names each page's picture, and takes out what needs a public address
while the project has none.
"""

from __future__ import annotations

import json
import re
import textwrap
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from tools.front import NOTEBOOK as FRONT
from tools.pages import addresses
from tools.pages.cards import HEIGHT, WIDTH

CARDS = "_static/cards"
ADDRESSED = re.compile(r'<meta property="og:(?:url|image[a-z:]*)"[^>]*>\n?')


def picture_of(app: Sphinx, page: str) -> dict[str, str]:
    """The picture of a page: a notebook's own, else the first page's. Empty while none has been made."""
    said = json.loads(Path(app.srcdir, "generated", "cards.json").read_text(encoding="utf-8"))
    for name in (Path(page).name, FRONT.stem):
        if name in said:
            return {
                "og:image": f"{CARDS}/{name}.png",
                "og:image:alt": escape(said[name], quote=False),
                "og:image:width": str(WIDTH),
                "og:image:height": str(HEIGHT),
            }
    return {}


def first_words(doctree: nodes.document) -> str:
    """The beginning of a page's first paragraph. (The extension's own puts spaces around emphasis.)"""
    found = doctree.next_node(nodes.paragraph)
    return textwrap.shorten(found.astext(), 200, placeholder=" …") if found else ""


def before(app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Name the picture and the words, before the tags are written."""
    more = picture_of(app, page)
    if doctree is not None and (words := first_words(doctree)):
        more["og:description"] = escape(words, quote=False)
        tag = f'\n<meta name="description" content="{escape(words, quote=True)}" />\n'
        context["metatags"] = context.get("metatags", "") + tag
    context["meta"] = {**(context.get("meta") or {}), **more}


def after(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Name the feed; without a public address, take out what a reader's program could not follow."""
    tags = context.get("metatags", "")
    if site := addresses.current().site:
        named = f'type="application/atom+xml" title="Changes to the data" href="{escape(site, quote=True)}/changes.xml"'
        context["metatags"] = f'{tags}\n<link rel="alternate" {named} />'
    else:
        context["metatags"] = ADDRESSED.sub("", tags)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx, around sphinxext-opengraph."""
    app.connect("html-page-context", before, priority=400)
    app.connect("html-page-context", after, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Turns what notebooks and pages show into the site's form: claim ids become links.

Notebooks stay plain: they show claim ids as text, and everything that leads from there is added here.
"""

from __future__ import annotations

import re
from html import unescape

from sdvdata.errors import SdvdataError, require_known
from tools.pages import addresses
from tools.pages.markup import link
from tools.pages.record import TOKEN, Record

#: The log of changes names ids that are no more, too.
LOG = "changes"
#: Elements whose text is never changed.
KEPT = ("a", "script", "style", "svg", "textarea", "button", "select", "summary", "title")
#: What is no text: such an element as a whole, a comment, any other tag.
MARKUP = re.compile(
    "(" + "|".join([*(rf"<{name}\b.*?</{name}>" for name in KEPT), "<!--.*?-->", "<[^>]*>"]) + ")", re.DOTALL
)
#: What becomes a link: an address, or what may be an id.
LINKED = re.compile(rf"https?://[^\s<>\"]*[^\s<>\".,;:)\]]|{TOKEN.pattern}")


class PageError(SdvdataError):
    """A page that can't be made; the message names page and place."""


def link_ids(html: str, record: Record, root: str, page: str) -> str:
    """Make every known claim or source id in a page's text a link, and plain web addresses too.

    Parameters
    ----------
    html
        The page's content.
    root
        What leads from the page to the first page, such as ``../``.
    page
        Its name, for messages.

    Raises
    ------
    PageError
        If a code or a table cell holds what looks like a claim id and is none; names the nearest one.
    """
    prefixes = frozenset(key.split("-")[0] for key in record.claims)
    within = False
    out: list[str] = []
    for part in MARKUP.split(html):
        if part.startswith("<"):
            if found := re.match(r"<(/?)(?:code|td)\b", part):
                within = not found[1]
            out.append(part)
        else:
            if within and page != LOG:
                _refuse_unknown(part.strip(), record, prefixes, page)
            out.append(_linked(part, record, root))
    return "".join(out)


def _refuse_unknown(word: str, record: Record, prefixes: frozenset[str], page: str) -> None:
    if not TOKEN.fullmatch(word) or word.split("-")[0] not in prefixes or word in record.words:
        return
    try:
        require_known("claim", word, record.claims)
    except SdvdataError as error:
        raise PageError(f"{page}: {str(error).partition(' Known:')[0]}") from None


def _linked(words: str, record: Record, root: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        key = found[0]
        if "://" in key:
            return link(unescape(key), key)
        if key in record.claims:
            return f'<a class="claim" href="{addresses.claim_page(key, root)}">{key}</a>'
        if key in record.sources:
            return f'<a class="source" href="{addresses.source_page(key, root)}">{key}</a>'
        return key

    return LINKED.sub(replaced, words)

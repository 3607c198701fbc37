"""Turns what notebooks and pages show into the site's form: claim ids become links.

Notebooks stay plain: they show claim ids as text, and everything that leads from there is added here.
"""

from __future__ import annotations

import re
from html import unescape

from sdvdata.errors import SdvdataError, require_known
from tools.pages import addresses
from tools.pages.markup import link
from tools.pages.record import Record

TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
WEB = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)\]]")
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
#: The log of changes names ids that are no more, too.
LOG = "changes"
#: Elements whose text is never changed.
KEPT = ("a", "script", "style", "svg", "textarea", "button", "select", "summary", "title")


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
    out: list[str] = []
    open_: list[str] = []
    within = ""
    for part in TAG.split(html):
        if part.startswith("<"):
            name = re.match(r"</?([a-zA-Z0-9]+)", part)
            tag = name[1].lower() if name else ""
            if tag in KEPT:
                if part.startswith("</"):
                    if open_ and open_[-1] == tag:
                        open_.pop()
                elif not part.endswith("/>"):
                    open_.append(tag)
            if tag in ("code", "td"):
                within = "" if part.startswith("</") else tag
            out.append(part)
        elif open_ or not part.strip():
            out.append(part)
        else:
            if within and page != LOG:
                _refuse_unknown(part.strip(), record, prefixes, page)
            out.append(_linked(part, record, root))
    return "".join(out)


def _refuse_unknown(word: str, record: Record, prefixes: frozenset[str], page: str) -> None:
    if not TOKEN.fullmatch(word) or word.split("-")[0] not in prefixes:
        return
    if word in record.claims or word in record.words:
        return
    try:
        require_known("claim", word, record.claims)
    except SdvdataError as error:
        raise PageError(f"{page}: {str(error).partition(' Known:')[0]}") from None


def _linked(words: str, record: Record, root: str) -> str:
    pieces: list[str] = []
    at = 0
    for found in WEB.finditer(words):
        pieces.append(_ids(words[at : found.start()], record, root))
        pieces.append(link(unescape(found[0]), found[0]))
        at = found.end()
    return "".join([*pieces, _ids(words[at:], record, root)])


def _ids(words: str, record: Record, root: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        key = found[0]
        if key in record.claims:
            return f'<a class="claim" href="{addresses.claim_page(key, root)}">{key}</a>'
        if key in record.sources:
            return f'<a class="source" href="{addresses.source_page(key, root)}">{key}</a>'
        return key

    return TOKEN.sub(replaced, words)

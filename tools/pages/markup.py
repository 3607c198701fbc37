"""Small pieces of HTML. Whatever comes from the data goes through `text`, and only http(s) becomes a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape

#: Languages of sources whose words a screen reader would else read as English.
FOREIGN = ("sv", "no", "da")


def text(value: object) -> str:
    """Return text for a page: what a source printed is never markup.

    Examples
    --------
    >>> text("<script>alert(1)</script>")
    '&lt;script&gt;alert(1)&lt;/script&gt;'
    """
    return escape(str(value))


def in_language(value: object, language: str, tag: str = "span") -> str:
    """Return text marked with its language, where that is not the page's.

    Examples
    --------
    >>> in_language("drygt 500", "sv"), in_language("about 500", "en")
    ('<span lang="sv">drygt 500</span>', 'about 500')
    """
    if language in FOREIGN:
        return f'<{tag} lang="{language}">{text(value)}</{tag}>'
    return text(value) if tag == "span" else f"<{tag}>{text(value)}</{tag}>"


def is_web(address: str) -> bool:
    """Tell whether an address may become a link.

    Examples
    --------
    >>> is_web("https://example.org/a"), is_web("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"https?://[^\s/]", address) is not None


def link(address: str, inner: str) -> str:
    """Return a link to another site's page, or the bare words where the address is not one of the web.

    Examples
    --------
    >>> link("javascript:alert(1)", "a page")
    'a page'
    """
    if not is_web(address):
        return inner
    return f'<a class="external" rel="noopener" href="{escape(address, quote=True)}">{inner}</a>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of names and values; pairs without value are left out. Values are HTML."""
    rows = [f"<div><dt>{text(name)}</dt>\n<dd>{value}</dd></div>" for name, value in pairs if value]
    return '<dl class="facts">' + "\n".join(rows) + "</dl>"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that scrolls in its own box and can be reached by keyboard. Cells are HTML."""
    # Line breaks between cells: the search index drops tags, and words must not run together.
    head = "\n".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "\n".join("<tr>" + "\n".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return boxed(
        f'<table class="record"><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>",
        caption,
    )


def boxed(inner: str, name: str) -> str:
    """Return a box that scrolls sideways on its own; a keyboard reaches it, a screen reader names it."""
    return f'<div class="table-box" role="region" tabindex="0" aria-label="Table: {escape(name, quote=True)}">{inner}</div>'


def slug(title: str) -> str:
    """Return the anchor of a title.

    Examples
    --------
    >>> slug("0.1: Örebro & more")
    '0-1-örebro-more'
    """
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")


def folded(parts: Mapping[str, str]) -> str:
    """Return parts of a long page, each folded under its title: together they are its table of contents. Contents are HTML.

    Examples
    --------
    >>> folded({"A & b": "<p>c</p>"})
    '<details class="part"><summary><h2 id="a-b">A &amp; b</h2></summary><p>c</p></details>'
    """
    return "\n".join(
        f'<details class="part"><summary><h2 id="{slug(title)}">{text(title)}</h2></summary>{part}</details>'
        for title, part in parts.items()
    )


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, for the search index and descriptions."""
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", markup).split()))

"""Claim and source pages, links from every claim id, and what a page leaves out, for Sphinx.

A page for each claim and each source is over a thousand pages: too many for Sphinx to read and the theme to render within a
minute. The theme renders one empty frame; every page is that frame with its own words put in, and its words go into
the search index like those of any other page.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import figure_search
import link_cards
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document
from sphinx.util.typing import ExtensionMetadata

from sdvdata.tables import core
from tools.pages import (
    addresses,
    claims,
    explorer,
    languages,
    linking,
    markup,
    published,
    record,
    reference,
    sources,
)
from tools.project import combine, write_text

FRAME = "claims/frame"
TITLE, BODY, DESCRIPTION = "SDVDATA-TITLE", "SDVDATA-BODY", "SDVDATA-DESCRIPTION"
#: Parts put into pages after Sphinx has written them, by page, with what stands there till then.
LATE = {"claims/index.html": "SDVDATA-EXPLORER", "search.html": '<div id="search-results"></div>'}
#: Words are searched on the search page only; icons are drawn by our style sheet (the icon script alone weighs 1.5 MB).
NOT_FETCHED = re.compile(
    r'\s*<script[^>]*src="[^"]*(?:searchindex|searchtools|language_data|fontawesome)\.js[^"]*"[^>]*></script>'
)
ICONS = re.compile(r'\s*<script[^>]*src="[^"]*fontawesome\.js[^"]*"[^>]*></script>')
#: What the theme brings for its developers and for other languages.
UNREAD = ("fontawesome.js", "*.map", "*.po", "*.mo")
VIEWPORTS = re.compile(r'(<meta name="viewport"[^>]*>)(.*?)(?:<meta name="viewport"[^>]*>)', re.DOTALL)


#: The pages of this build: address, title in words, heading and content.
made: list[tuple[str, str, str, str]] = []


def root_of(page: str) -> str:
    """What leads from a page back to the first one."""
    return "../" * page.count("/")


def on_page(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Sphinx is about to put a page's words into the theme."""
    if page == FRAME:
        context["metatags"] = context.get("metatags", "") + card(app)
    body = context.get("body")
    if not body or page == FRAME or page in ("genindex", "search"):
        return
    found = record.current()
    body = linking.link_ids(body, found, root_of(page), page)
    body = languages.mark_words(languages.mark_titles(body, languages.titles_of(found)), languages.foreign_words(found))
    if page == "glossary":
        body = languages.mark_terms(body)
    if page == "index":
        body = with_roles(body)
    if page.startswith("notebooks/"):
        notebook = f"{root_of(page)}_sources/{page}.ipynb"
        sources = f"{root_of(page)}downloads/{Path(page).name}.bib"
        body += f'<p class="downloads"><a href="{notebook}" download>Download this notebook</a>, '
        body += f'<a href="{sources}" download>its sources for BibTeX</a>'
        if live := addresses.binder(addresses.current().repository, f"{page}.ipynb"):
            body += f', <a href="{live}">run it on Binder</a>'
        body += "</p>"
    context["body"] = body


def with_roles(html: str) -> str:
    """Say again that a table is one: on a phone the style sheet lays it out otherwise, and some browsers then forget it."""
    head, start, rest = html.partition('<div class="three')
    table, end, rest = rest.partition("</table>")
    for tag, role in {"table": "table", "thead|tbody": "rowgroup", "tr": "row", "th": "columnheader"}.items():
        table = re.sub(rf"<({tag})\b", rf'<\1 role="{role}"', table)
    first = r'\1<th scope="row" role="rowheader"\2</th>'
    table = re.sub(r"(<tr[^>]*>\s*)<td\b(.*?)</td>", first, table, flags=re.DOTALL)
    return head + start + table.replace("<td", '<td role="cell"') + end + rest


def card(app: Sphinx) -> str:
    """What other sites show of a link to a claim or a source. Pages that Sphinx reads have an extension for this."""
    tags = {"og:title": DESCRIPTION, "og:type": app.config.ogp_type, "og:site_name": app.config.project}
    if app.config.ogp_site_url:
        tags["og:url"] = f"{app.config.ogp_site_url}{FRAME}.html"
        tags |= {
            name: f"{app.config.ogp_site_url}{value}" if name == "og:image" else value
            for name, value in link_cards.picture_of(app, "index").items()
        }
    return "".join(
        f'\n<meta property="{name}" content="{escape(value, quote=True)}" />' for name, value in tags.items()
    )


def pages_of(found: record.Record, used: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Address, title in words, heading and content of each generated page."""
    public = addresses.current()
    for key in sorted(found.claims):
        yield (
            f"claims/{key}",
            claims.title(found, key),
            markup.text(claims.sentence(found, key)),
            claims.body(found, key, used.get(key, {}), public),
        )
    for key in sorted(found.sources):
        yield f"sources/{key}", sources.title(found, key), sources.heading(found, key), sources.body(found, key)


def uses(app: Sphinx, found: record.Record) -> dict[str, dict[str, str]]:
    """Which notebook's or hand-written page shows which claim: title by address."""
    shown: dict[str, dict[str, str]] = {}
    by_hand = {"index", "others", *(f"programmes/{key}" for key in core())}
    for name in sorted(app.env.found_docs):
        file = Path(app.env.doc2path(name))
        if file.suffix == ".ipynb" or name in by_hand:
            for key in record.used_in(found, {name: file.read_text(encoding="utf-8")}):
                shown.setdefault(key, {})[f"../{name}.html"] = app.env.titles[name].astext()
    return shown


def on_updated(app: Sphinx, env: Any) -> None:
    """Sphinx has read its pages: make ours, and find out which the index knows already, as they are."""
    found = record.current()
    made[:] = pages_of(found, uses(app, found))
    known = getattr(env, "sdvdata_indexed", {})
    env.sdvdata_indexed = {page: combine([title, heading, searched_part(body)]) for page, title, heading, body in made}
    figure_search.indexed.update(page for page, words in env.sdvdata_indexed.items() if known.get(page) == words)


def searched_part(body: str) -> str:
    """What is searched of a page: related claims, uses, the reference and the whole row are found where they stand first."""
    return body.partition("<h2")[0]


def on_collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Sphinx asks for further pages: give it the frame, and the search index the words of all pages in it."""
    if (indexer := getattr(app.builder, "indexer", None)) is not None:
        # The same few thousand words stand on all these pages; each is reduced to its stem once.
        indexer.lang.stem = functools.cache(indexer.lang.stem)
        for page, title, heading, body in made:
            if page in figure_search.indexed:
                continue
            words = new_document(page)
            section = nodes.section(ids=[])
            section += nodes.title("", title)
            section += nodes.paragraph("", markup.plain(heading + " " + searched_part(body)))
            words += section
            indexer.feed(page, f"{page}.html", title, words)
            figure_search.indexed.add(page)
    yield FRAME, {"title": TITLE, "body": f"<section>{BODY}</section>"}, "page.html"


def on_finished(app: Sphinx, failure: Exception | None) -> None:
    """All of Sphinx's pages are written: fill the frame, lighten every page."""
    if failure is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    frame = lightened((out / f"{FRAME}.html").read_text(encoding="utf-8"))
    (out / f"{FRAME}.html").unlink()
    ours = {out / f"{page}.html" for page, *_ in made}
    for folder in ("claims", "sources"):
        for old in {*(out / folder).glob("*.html")} - ours - {out / folder / "index.html"}:
            old.unlink()  # of a claim that is no more
    for page, title, heading, body in made:
        html = frame.replace(FRAME, page).replace(TITLE, markup.text(title)).replace(DESCRIPTION, markup.text(title))
        # The theme prints a heading of its own, which it takes from pages that Sphinx has read.
        html = html.replace(BODY, f"<h1>{heading}</h1>{body}").replace("<h1></h1>", f"<h1>{heading}</h1>", 1)
        write_text(out / f"{page}.html", html)
    for file in out.rglob("*.html"):
        if file.parent.name in ("claims", "sources") and file.stem != "index":
            continue
        text = file.read_text(encoding="utf-8")
        light = lightened(text, keep_search=file.stem == "search")
        name = file.relative_to(out).as_posix()
        if name in LATE:
            put = explorer.body(record.current()) if name.startswith("claims") else figure_search.AMONG + LATE[name]
            light = light.replace(LATE[name], put, 1)
        if light != text:
            file.write_text(light, encoding="utf-8", newline="\n")
    (out / ".buildinfo.bak").unlink(missing_ok=True)
    for pattern in UNREAD:
        for file in (out / "_static").rglob(pattern):
            file.unlink()
    for name, content in explorer.scripts().items():
        (out / "_static" / name).write_text(content, encoding="utf-8", newline="\n")
    if site := addresses.current().site:
        pages = [file.relative_to(out).as_posix() for file in out.rglob("*.html")]
        changes = reference.change_log(record.CHANGES.read_text(encoding="utf-8"))
        (out / "sitemap.xml").write_text(published.sitemap(site, pages), encoding="utf-8", newline="\n")
        (out / "changes.xml").write_text(published.feed(site, changes), encoding="utf-8", newline="\n")


def lightened(html: str, *, keep_search: bool = False) -> str:
    """The page without scripts that it does not need, and with one viewport (the theme writes three)."""
    html = (ICONS if keep_search else NOT_FETCHED).sub("", html)
    # The theme's switches for the pages below one in the navigation have a sign and no name.
    html = html.replace(
        '<summary><span class="toctree-toggle"', '<summary aria-label="Pages below"><span class="toctree-toggle"'
    )
    for _ in range(3):
        html = VIEWPORTS.sub(r"\1\2", html)
    return html


def looked_up(app: Sphinx) -> str:
    """What every page is compared with when it is written, as one text: names of claims and sources, foreign words, cards."""
    found = record.current()
    cards = Path(app.srcdir, "generated", "cards.json").read_text(encoding="utf-8")
    words = [languages.titles_of(found), languages.foreign_words(found), sorted(found.claims), sorted(found.words)]
    return combine([cards, json.dumps(words)])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    # Sphinx writes all pages again when this has changed, and the list of all claims each time.
    app.add_config_value("looked_up", looked_up(app), "html")
    app.connect("env-get-outdated", lambda *_: ["claims/index"])
    app.connect("html-page-context", on_page)
    app.connect("env-updated", on_updated)
    app.connect("html-collect-pages", on_collect)
    app.connect("build-finished", on_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

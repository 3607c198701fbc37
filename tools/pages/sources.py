"""A source's page, with its claims; the list of all sources."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from sdvdata.words import when
from tools.pages.addresses import programme_page, source_page
from tools.pages.claims import link_to
from tools.pages.markup import facts, folded, in_language, link, table, text
from tools.pages.record import Record, Row

SEEN = {"whole": "the whole document", "excerpt": "an excerpt"}
LANGUAGES = {"sv": "Swedish", "no": "Norwegian", "da": "Danish", "en": "English", "fi": "Finnish"}


def title(record: Record, source_id: str) -> str:
    """Return a source's title, with its producer."""
    row = record.sources[source_id]
    return f"{row['title']} ({row['producer']})"


def heading(record: Record, source_id: str) -> str:
    """Return a source's title as HTML, marked with its language."""
    row = record.sources[source_id]
    return in_language(row["title"], row["language"])


def body(record: Record, source_id: str) -> str:
    """Return a source's page."""
    row = record.sources[source_id]
    claims = record.of_source(source_id)
    published = f"{when(row['published'])} ({row['published_basis']})" if row["published"] else "undated"
    pairs = [
        ("Producer", text(row["producer"])),
        ("Published", text(published)),
        ("Address", link(row["url"], text(row["url"])) or "no public address"),
        ("Archived copy", link(row["archived_url"], text(row["archived_url"]))),
        ("Kind", text(row["type"].replace("_", " "))),
        ("Language", text(LANGUAGES.get(row["language"], row["language"]))),
        ("Licence", text(row["licence"])),
        ("What we saw", text(f"{SEEN.get(row['seen'], row['seen'])}, {row['accessed']}")),
        ("Note", text(row["note"])),
        ("Id", f"<code>{text(source_id)}</code>"),
    ]
    return "\n".join(
        [facts(pairs), f'<h2 id="claims">Claims that rest on it ({len(claims)})</h2>', _claims(record, claims)]
    )


def _claims(record: Record, claims: list[Row]) -> str:
    rows = [
        (
            link_to(record, row["claim_id"]),
            f'<a href="{programme_page(row["programme"])}">{text(record.programmes[row["programme"]]["name"])}</a>',
            text(record.measures[row["measure"]]["title"]),
            text(row["states"]),
            in_language(row["as_printed"], record.language(row["claim_id"])),
            text(row["scope"]),
            text(f"{row['stated_by']}, {when(row['stated_on'])}"),
        )
        for row in claims
    ]
    heads = ("Claim", "Programme", "Subject", "States", "As printed", "Covers", "Said by, when")
    return table("Claims that rest on this source", heads, rows) if rows else "<p>No claim rests on it.</p>"


def list_of_sources(record: Record) -> str:
    """Return the list of all sources."""
    counts = Counter(row["source_id"] for row in record.claims.values())
    order = sorted(record.sources.items(), key=lambda item: (item[1]["producer"].casefold(), item[0]))
    parts: dict[str, str] = {}
    for _, group in groupby(order, key=lambda item: item[1]["producer"][0].upper()):
        found = list(group)
        names = list(dict.fromkeys(row["producer"] for _, row in found))
        items = "".join(
            f'<li><a href="{source_page(key)}">{heading(record, key)}</a><br>\n<small>{text(row["producer"])}, '
            f"{text(when(row['published']) or 'undated')}, {text(row['type'].replace('_', ' '))}; claims: {counts[key]}</small></li>\n"
            for key, row in found
        )
        parts[f"{' to '.join(dict.fromkeys((names[0], names[-1])))} ({len(found)})"] = f"<ul>{items}</ul>"
    return folded(parts)

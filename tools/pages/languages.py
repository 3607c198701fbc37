"""Marks Swedish, Norwegian and Danish words on pages, so that a screen reader speaks them as such."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from sdvdata.tables import load, records
from tools.pages.markup import FOREIGN, in_language, text
from tools.pages.record import Record

LANGUAGE_OF = {"SE": "sv", "NO": "no", "DK": "da"}
NAMED = {"Swedish": "sv", "Norwegian": "no"}


def mark_titles(html: str, titles: Mapping[str, str]) -> str:
    """Mark the titles of documents in printed references.

    Parameters
    ----------
    titles
        Language by title.

    Examples
    --------
    >>> mark_titles("<pre>SVT. “Nya krav”. 2020.</pre>", {"Nya krav": "sv"})
    '<pre>SVT. “<span lang="sv">Nya krav</span>”. 2020.</pre>'
    """
    foreign = {text(title): language for title, language in titles.items() if language in FOREIGN}
    if not foreign:
        return html
    # Longest first: a title may begin another. Titles may hold quotation marks of their own.
    known = "|".join(re.escape(title) for title in sorted(foreign, key=len, reverse=True))
    return re.sub(f"“({known})”", lambda found: f'“<span lang="{foreign[found[1]]}">{found[1]}</span>”', html)


def titles_of(record: Record) -> dict[str, str]:
    """Return the language of each document by its title."""
    return {str(row["title"]): str(row["language"]) for row in record.sources.values()}


def foreign_words(record: Record) -> dict[str, str]:
    """Return the language of words that pages set in italics: the programmes' names, and qualifying words."""
    rows = records(load("qualifiers", raw=True))
    english = {row["word"] for row in rows if row["language"] not in FOREIGN}
    words = {row["word"]: row["language"] for row in reversed(rows) if row["word"] not in english}
    for row in record.programmes.values():
        for name in filter(None, row["native_name"].split("; ")):
            words[name] = LANGUAGE_OF.get(row["country"], "")
    return {word: language for word, language in words.items() if language in FOREIGN}


def mark_words(html: str, words: Mapping[str, str]) -> str:
    """Mark words in italics that are known to be of another language.

    Examples
    --------
    >>> mark_words("<em>drygt</em> and <em>slip</em>", {"drygt": "sv"})
    '<em lang="sv">drygt</em> and <em>slip</em>'
    """

    def marked(found: re.Match[str]) -> str:
        words_ = unescape(found[1])
        return in_language(words_, words[words_], "em") if words_ in words else found[0]

    return re.sub(r"<em>([^<]+)</em>", marked, html)


def mark_terms(html: str) -> str:
    """Mark each term of a glossary whose definition names its language, Swedish or Norwegian.

    Examples
    --------
    >>> mark_terms("<dt>lasarett</dt><dd><p>hospital (Swedish).</p></dd>")
    '<dt lang="sv">lasarett</dt><dd><p>hospital (Swedish).</p></dd>'
    """

    def marked(found: re.Match[str]) -> str:
        named = [code for name, code in NAMED.items() if name in found[2]]
        return found[0].replace("<dt>", f'<dt lang="{named[0]}">') if len(named) == 1 else found[0]

    return re.sub(r"<dt>(.*?)</dt>(\s*<dd>.*?</dd>)", marked, html, flags=re.DOTALL)

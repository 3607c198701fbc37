"""The site's own search finds figures and dates in any notation, and leads on to the claims.

Sphinx drops every term that is digits only, from the index and from the query (sphinx-doc/sphinx#776, open since 2011). What a
language takes for a term may be replaced: here a figure becomes a term that begins with a letter, by the rules of
`sdvdata.terms`. 2,85 miljarder is n2p85 and n2850000000; 12 November 2024 is d20241112 and d202411.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import sphinx.search
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish
from sphinx.util.typing import ExtensionMetadata

from sdvdata.terms import rules, terms

RULES = Path(__file__).parent.parent / "_static" / "search-terms.js"
#: Words stay with Sphinx; of a figure one reading is asked for, and all are in the index. Beside a figure or a date, words
#: of one or two letters are left out: Sphinx lets a page pass that has only these.
SPLIT = """
var splitQuery = (query) => {
  const { words, dates, figures } = globalThis.sdvSearch.terms(query);
  const exact = [...dates.map((day) => "d" + day.replace(/-/g, "")), ...figures.map((one) => "n" + one.scaled[0].replace(".", "p"))];
  const rest = exact.length ? words.filter((word) => word.length > 2).join(" ") : query;
  return [...exact, ...rest.split(/[^\\p{L}\\p{N}_]+/u).filter(Boolean)];
};
"""
#: Put above the results.
AMONG = """<p class="among"><a href="claims/index.html">Look among the claims</a></p><script>
(() => {
  const q = new URLSearchParams(location.search).get("q"), link = document.querySelector(".among a");
  if (q) { link.href += "#" + new URLSearchParams({ q }); link.textContent = `Look for “${q}” among the claims`; }
})();
</script>"""


@lru_cache(maxsize=1000)  # Sphinx asks for a title's terms three times
def split(text: str) -> tuple[str, ...]:
    """Return the terms of a text: days and months, figures in each reading, then its words."""
    found = re.findall(r"\w+", text)
    if not re.search(r"\d", text):
        return tuple(found)
    _, dates, figures = terms(text)
    days = [day.replace("-", "") for day in dates if not day.startswith("-")]
    numbers = [value for figure in figures for value in (*figure.readings, *figure.scaled)]
    numbers += re.findall(r"\b(?:19|20)\d\d\b", text)
    exact = [f"d{day[:length]}" for day in days for length in (6, None)]
    exact += [f"n{value.replace('.', 'p')}" for value in numbers]
    return (*dict.fromkeys(exact), *found)


class Search(SearchEnglish):
    """English, with figures and dates."""

    js_splitter_code = (
        f"globalThis.sdvRules = {json.dumps(rules(), ensure_ascii=False)};\n{RULES.read_text(encoding='utf-8')}{SPLIT}"
    )

    def split(self, text: str) -> list[str]:
        """Return the terms of a text."""
        return list(split(text))


#: Pages that Sphinx has not read itself and that stay in the index all the same.
indexed: set[str] = set()


class LeanIndex(IndexBuilder):
    """The index without a second copy of the pages' names and of what claims' titles say."""

    def prune(self, docnames: Iterable[str]) -> None:
        """Forget all other pages."""
        super().prune({*docnames, *indexed})

    def freeze(self) -> dict[str, Any]:
        """Return what is written."""
        found = super().freeze()
        claims = {place for place, name in enumerate(found["docnames"]) if name.startswith("claims/")}
        every: dict[str, list[tuple[int, str | None]]] = found["alltitles"]
        kept = {title: [one for one in places if one[0] not in claims] for title, places in every.items()}
        lean = {"alltitles": kept, "terms": found["terms"], "titleterms": found["titleterms"]}
        # A build that goes on from another keeps terms of pages that no longer have them, and loses the index's entries, which
        # are found as objects, too. No script reads the files' names.
        return {
            **found,
            **{name: {term: places for term, places in one.items() if places != []} for name, one in lean.items()},
            "filenames": [""] * len(found["docnames"]),
            "indexentries": {},
        }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_search_language(Search)
    sphinx.search.IndexBuilder = LeanIndex  # type: ignore[misc]  # the builder looks it up there
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

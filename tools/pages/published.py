"""What only a site with a public address has: a map of its pages, and a feed of the changes to the data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from tools.pages.markup import slug, text

DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap(site: str, pages: Iterable[str]) -> str:
    """Return the map of a site's pages, for search programs.

    Examples
    --------
    >>> "<loc>https://example.org/a.html</loc>" in sitemap("https://example.org", ["a.html"])
    True
    """
    rows = "\n".join(f"<url><loc>{text(site)}/{text(page)}</loc></url>" for page in sorted(pages))
    return f'{HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'


def feed(site: str, changes: dict[str, str]) -> str:
    """Return the dated parts of the change log as an Atom feed.

    Examples
    --------
    >>> re.findall("<updated>(.*?)</updated>", feed("https://example.org", {"0.1: Read, 2 May 2026": "<p>x</p>"}))
    ['2026-05-02T00:00:00Z', '2026-05-02T00:00:00Z']
    """
    dated = [(title, found[0], content) for title, content in changes.items() if (found := DAY.search(title))]
    entries, days = "", []
    for title, day, content in dated:
        days.append(f"{datetime.strptime(day, '%Y-%m-%d' if '-' in day else '%d %B %Y'):%Y-%m-%d}T00:00:00Z")
        address = f"{text(site)}/changes.html#{slug(title)}"
        entries += (
            f'<entry><id>{address}</id><title>{text(title)}</title><link href="{address}"/>'
            f'<updated>{days[-1]}</updated><content type="html">{text(content)}</content></entry>\n'
        )
    return (
        f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><id>{text(site)}/changes.xml</id>'
        f"<title>sdvdata: changes to the data</title><author><name>The sdvdata authors</name></author>"
        f"<updated>{max(days, default='1970-01-01T00:00:00Z')}</updated>\n{entries}</feed>\n"
    )

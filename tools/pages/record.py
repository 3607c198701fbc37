"""Everything that the generated pages show, read once: claims with what belongs to each."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdvdata import tables
from sdvdata.claims import relations_of_all, rows
from sdvdata.tables import CLAIM_TABLES, core, load, records
from tools.project import ROOT, gathered

Row = dict[str, Any]
CHANGES = ROOT / "data" / "CHANGES.md"
#: What the id of a claim or a source looks like.
TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True)
class Record:
    """The whole record in dictionaries.

    Attributes
    ----------
    claims
        By id: the claim's text as in its file, with `table` and `states`.
    typed
        By id: the same claims as `load` types them.
    sources, programmes, measures, sites
        Their rows, by key.
    products
        Their names, by key.
    relations
        By claim: the relation in words, the other claim, our note.
    corrections
        By claim: version and text of each line of the data change log that names it.
    comparisons, preferred, gaps, intervals
        Rows of these tables.
    words
        Every value of every table that could be mistaken for a claim id.
    columns
        By table: the title of each column.
    version
        Of the data.
    """

    claims: dict[str, Row]
    typed: dict[str, Row]
    sources: dict[str, Row]
    programmes: dict[str, Row]
    measures: dict[str, Row]
    products: dict[str, str]
    sites: dict[str, Row]
    relations: dict[str, list[tuple[str, str, str]]]
    corrections: dict[str, list[tuple[str, str]]]
    comparisons: dict[str, Row]
    preferred: list[Row]
    gaps: list[Row]
    pairs: list[Row]
    intervals: dict[str, Row]
    counted_from: dict[str, list[str]] = field(default_factory=dict)
    inferred: dict[str, list[Row]] = field(default_factory=dict)
    replies: dict[str, list[Row]] = field(default_factory=dict)
    cases: list[Row] = field(default_factory=list)
    words: frozenset[str] = field(default=frozenset())
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    version: str = ""

    def of_source(self, source_id: str) -> list[Row]:
        """Return the claims that rest on a source, in the order of their ids."""
        return [row for _, row in sorted(self.claims.items()) if row["source_id"] == source_id]

    def of_programme(self, programme: str) -> list[Row]:
        """Return the claims about a programme."""
        return [row for _, row in sorted(self.claims.items()) if row["programme"] == programme]

    def language(self, claim_id: str) -> str:
        """Return the language in which a claim is printed: that of its source."""
        return str(self.sources[self.claims[claim_id]["source_id"]]["language"])

    def programme_order(self) -> list[str]:
        """Return the three programmes, then the others."""
        return [*core(), *sorted(set(self.programmes) - set(core()))]


def corrections_in(log: str) -> dict[str, list[tuple[str, str]]]:
    """Return, by claim, the version and the text of each line of the change log that names it.

    Examples
    --------
    >>> corrections_in("## 0.1.0\\n- `a-1`: value 2 → 3\\n")
    {'a-1': [('0.1.0', 'value 2 → 3')]}
    """
    version, found = "", []
    for line in log.splitlines():
        if line.startswith("## "):
            version = line[3:].strip()
        if entry := re.match(r"- `([a-z0-9-]+)`: (.+)", line):
            found.append((entry[1], (version, entry[2])))
    return gathered(found)


def read(change_log: Path = CHANGES) -> Record:
    """Read the data of this project."""
    entries = tables.descriptor()["resources"]
    stored = {entry["name"]: records(load(entry["name"], raw=True, include_withdrawn=True)) for entry in entries}
    cells = (str(cell) for table in stored.values() for row in table for cell in row.values())

    def keyed(table: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in stored[table]}

    def by_claim(table: str) -> dict[str, list[Row]]:
        return gathered((row["claim_id"], row) for row in stored[table])

    raw = {row["claim_id"]: row for table in CLAIM_TABLES for row in stored[table]}
    return Record(
        claims={key: {"table": row["table"], "states": row["states"], **raw[key]} for key, row in rows().items()},
        typed=rows(),
        sources=keyed("sources", "source_id"),
        programmes=keyed("programmes", "programme"),
        measures=keyed("measures", "measure"),
        products={row["product"]: row["name"] for row in stored["products"]},
        sites=keyed("sites", "site"),
        relations=relations_of_all(),
        corrections=corrections_in(change_log.read_text(encoding="utf-8")),
        comparisons=keyed("comparisons", "comparison"),
        preferred=stored["preferred"],
        gaps=stored["gaps"],
        pairs=stored["pairs"],
        counted_from=gathered((row["anchor_claim"], row["claim_id"]) for row in stored["schedules"]),
        inferred=by_claim("inferred"),
        replies=by_claim("replies"),
        cases=stored["cases"],
        intervals=keyed("qualifier_intervals", "qualifier"),
        words=frozenset(filter(TOKEN.fullmatch, cells)),
        columns={
            entry["name"]: {column["name"]: column["title"] for column in entry["schema"]["fields"]}
            for entry in entries
        },
        version=tables.data_version(),
    )


@functools.lru_cache(maxsize=1)
def current() -> Record:
    """Read the data once per process: the pages of one build show one record."""
    return read()


def used_in(record: Record, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return, by claim, the names of the texts that show its id.

    Examples
    --------
    >>> import types
    >>> used_in(types.SimpleNamespace(claims={"a-1": {}}), {"costs": "see a-1.", "plans": "a-12"})
    {'a-1': ['costs']}
    """
    tokens = ((token, name) for name, text in texts.items() for token in sorted(set(TOKEN.findall(text))))
    return gathered((token, name) for token, name in tokens if token in record.claims)

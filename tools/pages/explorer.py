"""The list of all claims, plain by programme; a script on the page searches, filters, sorts and saves it."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby

from sdvdata.claims import rows, searched
from sdvdata.references import cite
from sdvdata.terms import PERIODS, rules
from sdvdata.words import when
from tools.pages.addresses import claim_page, source_page
from tools.pages.downloads import bibtex
from tools.pages.markup import in_language, text
from tools.pages.record import Record, Row

#: What the second reading found, in few words.
CHECKED = {
    "confirmed": "read twice",
    "corrected": "read twice, corrected",
    "not_reachable": "page not found again",
    "": "read once",
}
#: Filters: name in the address, label.
FILTERS = {
    "programme": "Programme",
    "subject": "Subject",
    "said": "Year said",
    "about": "Year it is about",
    "role": "Speaker",
    "confidence": "Confidence",
    "standing": "Standing",
    "checked": "Second reading",
    "table": "Table",
    "contradicted": "Contradictions",
}
ORDERS = {
    "": "as listed",
    "value": "by figure",
    "about": "by date it is about",
    "said": "by day it was said",
    "source": "by source",
}
HEADS = (
    ("", "About"),
    ("value", "States"),
    (None, "As printed"),
    ("said", "Said"),
    ("source", "Source"),
    (None, "Standing"),
)


def standing(row: Row) -> str:
    """Return how firm a claim is: of a plan its standing, of an event its kind, of an amount or a count its state.

    Examples
    --------
    >>> standing({"table": "schedules", "kind": "planned", "plan_status": "decided"}), standing({"table": "costs", "flow": "budget"})
    ('decided', 'budget')
    """
    if row.get("status") == "withdrawn":
        return "withdrawn"
    if row["table"] == "schedules":
        return str((row["kind"] == "planned" and row["plan_status"]) or row["kind"])
    return str(row[{"costs": "flow", "counts": "tense", "landscape": "system_status"}[row["table"]]])


def line(record: Record, key: str) -> str:
    """Return a claim's row: what search needs in attributes, what is read in cells (end tags may be left out)."""
    row, typed = record.claims[key], rows()[key]
    source = record.sources[row["source_id"]]
    about = next((row[name] for name in PERIODS if row.get(name)), "")
    value = next((typed[name] for name in ("value", "low", "high") if typed.get(name) is not None), "")
    contradicts = any(
        words == "contradicts" for words, other, _ in record.relations.get(key, ()) if other in record.claims
    )
    known = " ".join(searched()[key][1].split())
    data = {
        "k": known,
        "s": row["stated_on"],
        "d": about,
        "v": value,
        "t": row["table"],
        "u": record.measures[row["measure"]]["subject"],
    }
    marks = "".join(f' data-{name}="{text(cell)}"' for name, cell in data.items() if cell != "")
    cells = (
        f"<span>{text(record.measures[row['measure']]['title'])}</span><small>{text(row['scope'])}</small>",
        f'<a href="{claim_page(key, "../").removeprefix("../claims/")}">{text(row["states"])}</a>',
        in_language(row["as_printed"], source["language"], "q"),
        f"{text(when(row['stated_on']))} <span>{text(row['stated_by'])}</span> <i>{text(row['speaker_role'])}</i>",
        f'<a href="{source_page(row["source_id"])}">{in_language(source["title"], source["language"])}</a>',
        f"<b>{text(standing(row).replace('_', ' '))}</b> <span>{text(row['confidence'])}</span> <small>{CHECKED[row['second_reading']]}</small>",
    )
    return f"<tr{marks}{' data-c' if contradicts else ''}>" + "".join(f"<td>{cell}" for cell in cells)


def _choices(record: Record) -> dict[str, dict[str, str]]:
    """Return the values of each filter with their labels; the years are the script's to find."""
    found = list(record.claims.values())

    def by_number(values: list[str]) -> dict[str, str]:
        return {value: value.replace("_", " ") for value, _ in Counter(values).most_common()}

    return {
        "programme": {key: record.programmes[key]["short_name"] for key in record.programme_order()},
        "subject": by_number([record.measures[row["measure"]]["subject"] for row in found]),
        "role": by_number([row["speaker_role"] for row in found]),
        "confidence": {value: value for value in ("high", "medium", "low")},
        "standing": by_number([standing(row) for row in found]),
        "checked": {value or "no": words for value, words in CHECKED.items()},
        "table": by_number([row["table"] for row in found]),
        "contradicted": {"yes": "contradicts another claim"},
    }


def body(record: Record) -> str:
    """Return the explorer: search and filters (shown by the script), then every claim, by programme."""
    choices = _choices(record)
    filters = "".join(
        f'<div><label for="x-{name}">{label}</label><select id="x-{name}" name="{name}"><option value="">all</option>'
        + "".join(
            f'<option value="{text(value)}">{text(words)}</option>' for value, words in choices.get(name, {}).items()
        )
        + "</select></div>"
        for name, label in FILTERS.items()
    )
    orders = "".join(f'<option value="{name}">{words}</option>' for name, words in ORDERS.items())
    heads = "".join(
        f'<th scope="col">{words}'
        if name is None
        else f'<th scope="col" data-sort="{name}"><button type="button">{words}</button>'
        for name, words in HEADS
    )
    groups, jumps = [], []
    keys = sorted(record.claims, key=lambda key: (record.programme_order().index(record.claims[key]["programme"]), key))
    for programme, found in groupby(keys, key=lambda key: record.claims[key]["programme"]):
        row, mine = record.programmes[programme], list(found)
        known = text("\n".join(row[name] for name in ("short_name", "name", "native_name", "buyer")))
        jumps.append(f'<li><a href="#claims-{programme}">{text(row["name"])}</a> ({len(mine)})</li>')
        groups.append(
            f'<tbody id="claims-{programme}" data-name="{text(row["short_name"])}" data-known="{known}">'
            f'<tr class="group"><th colspan="6" scope="rowgroup">{text(row["name"])} ({len(mine)} claims)'
            + "\n".join(line(record, key) for key in mine)
        )
    return (
        TEMPLATE.replace("FILTERS", filters).replace("ORDERS", orders).replace("JUMPS", "".join(jumps))
        .replace("HEADS", heads).replace("GROUPS", "\n".join(groups)).replace("NUMBER", str(len(keys)))
    )  # fmt: skip


def scripts() -> dict[str, str]:
    """Return what the page's scripts load: the rules of search, and each source's reference for BibTeX."""
    items = [{**item, "note": ""} for item in cite(list(rows()), style="csl")]
    entries = {item["id"]: bibtex([item]) for item in items}
    return {
        "search-rules.js": f"globalThis.sdvRules = {json.dumps(rules(), ensure_ascii=False)};\n",
        "references.js": f"window.sdvReferences = {json.dumps(entries, ensure_ascii=False)};\n",
    }


TEMPLATE = """<link rel="stylesheet" href="../_static/explorer.css"><div class="explorer">
<form class="find" role="search" data-script hidden><div><label for="x-q">Figure, date, word, title or claim id</label>
<input id="x-q" name="q" type="search" autocomplete="off" aria-describedby="x-hint"></div>
<div><label for="x-sort">Order</label><select id="x-sort" name="sort">ORDERS</select></div></form>
<p class="hint" id="x-hint" data-script hidden>For example 2,85 miljarder, 650 system, 12. november 2024, hösten 2025, "as printed".</p>
<details data-script hidden><summary class="box">Filters <span class="on"></span></summary><div class="facets">FILTERS</div></details>
<div class="bar" data-script hidden><p role="status"></p><button type="button" class="copy">Copy link</button>
<button type="button" class="csv">CSV</button><button type="button" class="bib">BibTeX</button><button type="button" class="clear">Clear</button></div>
<div class="none" data-script hidden></div>
<ul class="jump" data-plain>JUMPS</ul>
<table><caption>NUMBER claims</caption><thead><tr>HEADS</thead>
GROUPS</table>
<p class="more" data-script hidden><button type="button"></button></p></div>
<script src="../_static/search-rules.js"></script><script src="../_static/search-terms.js"></script><script src="../_static/explorer.js"></script>"""

"""A claim's page: what was printed, what it stands for, who said it, where, how sure, what is related."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sdvdata.references import reference
from sdvdata.words import number, perimeter, when
from tools.pages.addresses import Public, claim_page, programme_page, source_page
from tools.pages.languages import mark_titles
from tools.pages.linking import PageError
from tools.pages.markup import facts, in_language, link, table, text
from tools.pages.record import TOKEN, Record

#: How the coded figure follows from the print, in words.
READINGS = {
    "printed": "from the printed words alone; compared by machine",
    "from_stated_on": "from the printed words and the day of the statement; compared by machine",
    "derived": "by arithmetic of ours, told in the note",
    "words": "words only, no figure",
}
#: How the day of a statement is known, in words.
BASES = {
    "printed": "printed on the page",
    "event": "day of the event reported",
    "address": "from the page's address",
    "inferred": "inferred by us from the page's contents",
}
SECOND = {
    "confirmed": "confirmed by an independent second reader",
    "corrected": "corrected after an independent second reading",
    "not_reachable": "the second reader could not reach the page or find the passage again",
    "": "not yet read a second time",
}
WITHDRAWN = (
    '<p class="withdrawn"><strong>Withdrawn.</strong> We no longer stand behind this claim; '
    "it stays so that its address stays.</p>"
)


def sentence(record: Record, claim_id: str) -> str:
    """Return a claim as a sentence: what it is about, what it states, who said it."""
    row = record.claims[claim_id]
    return f"{row['scope'][:1].upper()}{row['scope'][1:]}: {row['states']}, said {row['stated_by']}"


def title(record: Record, claim_id: str) -> str:
    """Return a claim's title: programme, the claim as a sentence, when it was said."""
    row = record.claims[claim_id]
    said = ", ".join(part for part in (sentence(record, claim_id), when(row["stated_on"])) if part)
    return f"{record.programmes[row['programme']]['name']}. {said}"


def link_to(record: Record, claim_id: str, root: str = "../") -> str:
    """Return a link to a claim's page, with its id as the words."""
    if claim_id not in record.claims:
        return text(claim_id)
    return f'<a class="claim" href="{claim_page(claim_id, root)}">{text(claim_id)}</a>'


def described(record: Record, claim_id: str, root: str = "../") -> str:
    """Return a link to a claim and what it states, said by whom and when."""
    row = record.claims[claim_id]
    said = text(f"{row['states']} ({row['stated_by']}, {when(row['stated_on'])})")
    return f"{link_to(record, claim_id, root)}: {said}"


def bounds(record: Record, claim_id: str) -> str:
    """Return the figure as coded and the interval that it stands for, as HTML."""
    row, typed = record.claims[claim_id], record.typed[claim_id]
    labels = {"value": "", "low": "low ", "high": "high "}
    said = ", ".join(f"{label}{number(typed[key])}" for key, label in labels.items() if typed.get(key) is not None)
    if not said:
        return ""
    unit = row.get("currency") or row.get("unit") or "number"
    qualifier = str(row["qualifier"])
    shown = f"{text(said if unit == 'number' else f'{said} {unit}')}; stated as <em>{text(qualifier.replace('_', ' '))}</em>"
    if typed["value"] is not None and qualifier not in ("exact", "range"):
        shown += f", which here stands for {text(_interval(record, typed['value'], qualifier))} (our convention)"
    return shown


def _interval(record: Record, value: float, qualifier: str) -> str:
    factors = record.intervals[qualifier]
    low, high = (
        number(round(value * float(factors[key]), 6)) if factors[key] else "" for key in ("low_factor", "high_factor")
    )
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or less"


def _dated(record: Record, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what only claims about time have."""
    if row["table"] != "schedules":
        return []
    force = " to ".join(dict.fromkeys(when(row[c]) for c in ("plan_from", "plan_until") if row[c]))
    return [
        ("Date", text(when(row["date"]))),
        ("Duration", text(row["duration"])),
        ("Counted from", described(record, row["anchor_claim"]) if row["anchor_claim"] else ""),
        ("Kind", text(row["kind"].replace("_", " "))),
        ("Milestone", text(row["milestone"].replace("_", " ").replace(";", ", "))),
        ("Place", text(record.sites.get(row["site"], {}).get("name", ""))),
        ("Standing of the plan", text(", ".join(p for p in (row["plan_status"], row["plan_owner"]) if p))),
        ("In force", text(force)),
        ("Holds", text(row["wave_content"])),
        ("Reason given", text(row["reason"])),
    ]


def body(record: Record, claim_id: str, used: Mapping[str, str], public: Public) -> str:
    """Return a claim's page.

    Parameters
    ----------
    used
        Pages that show the claim: title by address.
    public
        Where errors are reported, if there is such a place.
    """
    row = record.claims[claim_id]
    if row["source_id"] not in record.sources:
        raise PageError(f"claim {claim_id}: its source {row['source_id'] or '(blank)'} is not among the sources")
    source = record.sources[row["source_id"]]
    programme = record.programmes[row["programme"]]
    language = str(source["language"])
    relay = f", relayed by {text(row['relayed_by'])}" if row["relayed_by"] else ""
    second = SECOND[row["second_reading"]] + (f", {row['second_read_on']}" if row["second_read_on"] else "")
    locator = f" ({text(row['locator'])})" if row["locator"] else ""
    title_ = in_language(source["title"], language, "cite")
    holds = perimeter(record.typed[claim_id]) if row["table"] == "costs" else ""
    pairs = [
        ("As printed", in_language(row["as_printed"], language, "q")),
        ("Value", bounds(record, claim_id)),
        *_dated(record, row),
        ("What is counted", text(row.get("counted_unit", ""))),
        ("What it covers", text(row["scope"])),
        ("What the amount holds", text(holds)),
        ("Said by", f"{text(row['stated_by'])} ({text(row['speaker_role'])}){relay}"),
        ("Said on", text(f"{when(row['stated_on'])} ({BASES[row['stated_on_basis']]})")),
        (
            "Source",
            f'<a class="source" href="{source_page(row["source_id"])}">{title_}</a>, {text(source["producer"])}{locator}'
            + ("<br>" + link(source["url"], "Open the document at its publisher") if source["url"] else ""),
        ),
        ("Reading", text(READINGS[row["reading"]])),
        ("Printed or inferred", _inferred(record, claim_id)),
        ("Second reading", text(second)),
        ("Confidence", text(f"{row['confidence']} (that the row says what its speaker said)")),
        ("Note", _linked(record, row["note"])),
    ]
    return "\n".join(
        [
            f'<p class="lead"><a href="{programme_page(row["programme"])}">{text(programme["name"])}</a>: '
            f"{text(record.measures[row['measure']]['title'])}. Claim <code>{text(claim_id)}</code></p>",
            WITHDRAWN if row["status"] == "withdrawn" else "",
            facts(pairs),
            _replies(record, claim_id),
            _relations(record, claim_id),
            _used(record, claim_id, used),
            '<h2 id="cite">How to cite</h2><button type="button" class="cite" hidden>Copy citation</button>',
            f'<p class="reference">{mark_titles(text(reference(source, [claim_id])), {str(source["title"]): language})} '
            f"Data: sdvdata, data version {text(record.version)}, licence CC BY 4.0.</p>",
            _corrections(record, claim_id),
            _report(claim_id, public),
            _whole_row(record, row),
        ]
    )


def _inferred(record: Record, claim_id: str) -> str:
    """Return which cells of a claim its source does not print, and from what they were inferred."""
    found = record.inferred.get(claim_id, [])
    if not found:
        return "Not yet compared cell by cell by a reader who did not write the row."
    if found[0]["column"] == "none":
        return f"A reader who did not write the row found all of it printed ({text(found[0]['basis'])})."
    titles = record.columns[record.claims[claim_id]["table"]]
    items = "; ".join(
        f"<em>{text(titles.get(row['column'], row['column']))}</em>: {_linked(record, row['basis'])}" for row in found
    )
    return f"Not printed by the source, inferred: {items}. All else is printed."


def _replies(record: Record, claim_id: str) -> str:
    """Return what somebody who is named in a claim replied to it; nothing where nobody did."""
    items = "".join(
        f"<li>{text(row['reply_by'])}, {text(when(row['replied_on']))}: <q>{text(row['reply'])}</q></li>"
        for row in record.replies.get(claim_id, [])
    )
    return f'<h2 id="replies">Replies</h2><ul>{items}</ul>' if items else ""


def _linked(record: Record, words: str) -> str:
    """Return a note with the claims that it names as links: what a derived figure was made from."""
    parts = re.split(f"({TOKEN.pattern})", words)
    return "".join(link_to(record, part) if part in record.claims else text(part) for part in parts)


def _relations(record: Record, claim_id: str) -> str:
    """Return the related claims as a line in the order in which they were said, with this claim in its place."""
    row = record.claims[claim_id]
    items = [(claim_id, f'<li class="this"><strong>{text(row["states"])}</strong>: this claim</li>')]
    for words, other, note in record.relations.get(claim_id, []):
        more = f". {_linked(record, note)}" if note else ""
        shown = f'<li class="{words.split()[0]}"><em>This {text(words)}</em> {described(record, other)}{more}</li>'
        items.append((other, shown))
    items += [
        (key, f"<li><em>This is the start from which is counted</em> {described(record, key)}</li>")
        for key in record.counted_from.get(claim_id, [])
    ]
    if len(items) == 1:
        return '<h2 id="relations">Related claims</h2><p>None on record.</p>'
    said = {key: record.typed[key]["stated_on_end"] for key, _ in items}
    drawn = "".join(item for _, item in sorted(items, key=lambda item: str(said[item[0]])))
    return f'<h2 id="relations">Related claims, in the order in which they were said</h2><ul class="line">{drawn}</ul>'


def _used(record: Record, claim_id: str, used: Mapping[str, str]) -> str:
    items = [f'<a href="{text(address)}">{text(name)}</a>' for address, name in used.items()]
    items += [
        f"Preferred answer to “{text(record.comparisons[row['comparison']]['title'])}” "
        f"({text(row['verdict'].replace('_', ' '))}): {_linked(record, row['why'])}"
        for row in record.preferred
        if row["claim_id"] == claim_id
    ]
    items += [
        f'<a href="{programme_page(row["programme"])}#pairs">The outside view of {text(record.programmes[row["programme"]]["name"])}</a>'
        for row in record.pairs
        if claim_id in (row["first_claim"], row["last_claim"])
    ]
    programme = record.claims[claim_id]["programme"]
    items.append(
        f'<a href="{programme_page(programme)}">All claims about {text(record.programmes[programme]["name"])}</a>'
    )
    return '<h2 id="used">Where it is used</h2><ul>' + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _corrections(record: Record, claim_id: str) -> str:
    lines = record.corrections.get(claim_id, [])
    items = "".join(f"<li>Data version {text(version)}: {_linked(record, words)}</li>" for version, words in lines)
    return '<h2 id="corrections">Corrections so far</h2>' + (f"<ul>{items}</ul>" if items else "<p>None.</p>")


def _report(claim_id: str, public: Public) -> str:
    words = (
        f"Name the claim id <code>{text(claim_id)}</code> and the page that says otherwise. "
        "A correction keeps the id and is listed above."
    )
    if public.issues:
        words += " " + link(f"{public.issues}/new?title={claim_id}", "Report an error in this claim") + "."
    return f'<h2 id="error">Report an error</h2><p>{words}</p>'


def _whole_row(record: Record, row: Mapping[str, Any]) -> str:
    inferred = {cell["column"] for cell in record.inferred.get(row["claim_id"], [])}
    cells = [
        (
            f'<a href="../dictionary.html#{row["table"]}-{name}">{text(label)}</a>',
            (text(row[name]) or "<em>blank</em>") + (" <em>(inferred)</em>" if name in inferred else ""),
        )
        for name, label in record.columns[row["table"]].items()
    ]
    shown = table(f"The row in {row['table']}.csv", ("Column", "As stored"), cells)
    return f'<details class="whole"><summary>The whole row as stored</summary>{shown}</details>'

"""A programme's page: what it is, what happened when, and every claim about it by subject."""

from __future__ import annotations

from itertools import groupby

from sdvdata.words import when
from tools.pages.claims import described, link_to
from tools.pages.languages import LANGUAGE_OF
from tools.pages.markup import facts, in_language, table, text
from tools.pages.record import Record, Row


def body(record: Record, programme: str) -> str:
    """Return a programme's page, below its title."""
    row = record.programmes[programme]
    claims = record.of_programme(programme)
    ended = row["outcome_claim"]
    outcome = text(row["outcome"]) + (f" ({described(record, ended)})" if ended else "")
    pairs = [
        ("Name", in_language(row["native_name"], LANGUAGE_OF.get(row["country"], "en"))),
        ("Buyer", text(row["buyer"])),
        ("Area", text(row["area"])),
        ("Product", text(row["product"].replace("-", " ").title())),
        ("Outcome", outcome),
        ("Our record reaches to", text(when(row["observed_until"]))),
        ("Note", text(row["note"])),
        ("Claims on record", str(len(claims))),
    ]
    gaps = [gap for gap in record.gaps if gap["programme"] == programme]
    return "\n".join(
        [
            facts(pairs),
            timeline(record, claims),
            '<h2 id="claims">All claims, by subject</h2>',
            *by_subject(record, claims),
            '<h2 id="gaps">Looked for and not found</h2>',
            "<ul>" + "".join(f"<li>{text(gap['question'])}</li>" for gap in gaps) + "</ul>"
            if gaps
            else "<p>None on record.</p>",
        ]
    )


def timeline(record: Record, claims: list[Row]) -> str:
    """Return what happened, in order: events with a day, not plans. Plans stand among the claims by subject."""
    events = [row for row in claims if row["table"] == "schedules" and row["kind"] != "planned" and row["date"]]
    events.sort(key=lambda row: (row["date"].lstrip("./"), row["claim_id"]))
    years = [
        f"<h3>{text(year)}</h3><ul>" + "".join(_event(record, row) for row in found) + "</ul>"
        for year, found in groupby(events, key=lambda row: row["date"].lstrip("./")[:4])
    ]
    head = '<h2 id="timeline">What happened, in order</h2>'
    note = "<p>Events as claimed, by the day that they are about; one event may have several claims. Plans stand below, among the claims.</p>"
    return head + (
        note + f'<div class="timeline">{"".join(years)}</div>' if years else "<p>No dated event on record.</p>"
    )


def _event(record: Record, row: Row) -> str:
    kind = "" if row["kind"] == "actual" else f" ({row['kind'].replace('_', ' ')})"
    return (
        f"<li><strong>{text(when(row['date']))}</strong>{text(kind)}: {text(row['scope'])}. "
        f"{text(row['stated_by'])}, {link_to(record, row['claim_id'])}</li>"
    )


def by_subject(record: Record, claims: list[Row]) -> list[str]:
    """Return one table for each subject."""
    order = sorted(
        claims, key=lambda row: (record.measures[row["measure"]]["title"], row["stated_on"], row["claim_id"])
    )
    parts = []
    for measure, found in groupby(order, key=lambda row: row["measure"]):
        entry = record.measures[measure]
        rows = [
            (
                text(when(row["stated_on"])),
                text(f"{row['stated_by']} ({row['speaker_role']})"),
                text(row["states"]),
                in_language(row["as_printed"], record.language(row["claim_id"])),
                text(row["scope"]),
                link_to(record, row["claim_id"]),
            )
            for row in found
        ]
        heads = ("Said", "By", "States", "As printed", "Covers", "Claim")
        parts += [
            f'<h3 id="{text(measure)}">{text(entry["title"])}</h3><p>{text(entry["definition"])}.</p>',
            table(entry["title"], heads, rows),
        ]
    return parts

"""A page for each programme or landscape that has none written by hand: what it is, its claims by subject, its sources."""

from __future__ import annotations

from sdvdata.words import when
from tools.pages.addresses import source_page
from tools.pages.claims import described
from tools.pages.languages import LANGUAGE_OF
from tools.pages.markup import facts, folded, in_language, text
from tools.pages.record import Record
from tools.pages.sources import heading

SUBJECTS = {"schedules": "Dates and decisions", "costs": "Money", "counts": "Counts", "landscape": "Record systems"}


def body(record: Record, programme: str) -> str:
    """Return a programme's page, below its title."""
    row = record.programmes[programme]
    claims = sorted(record.of_programme(programme), key=lambda claim: (claim["stated_on"], claim["claim_id"]))
    outcome = text(row["outcome"]) + (f" ({described(record, row['outcome_claim'])})" if row["outcome_claim"] else "")
    listed = f"../claims/index.html#programme={programme}"
    pairs = [
        ("Name", in_language(row["native_name"], LANGUAGE_OF.get(row["country"], "en"))),
        ("Kind", text(row["subject"])),
        ("Buyer", text(row["buyer"])),
        ("Area", text(row["area"])),
        ("Product", text(row["product"].replace("-", " ").title())),
        ("Outcome", outcome),
        ("Our record reaches to", text(when(row["observed_until"]))),
        ("Note", text(row["note"])),
        ("Claims", f'<a href="{listed}">{len(claims)}, in the list of all claims</a>'),
    ]
    parts = {
        title: "".join(
            f"<li>{text(record.measures[claim['measure']]['title'])}, {described(record, claim['claim_id'])}</li>\n"
            for claim in claims
            if claim["table"] == table
        )
        for table, title in SUBJECTS.items()
    }
    parts["Sources"] = "".join(
        f'<li><a href="{source_page(key)}">{heading(record, key)}</a>, {text(record.sources[key]["producer"])}</li>\n'
        for key in sorted({claim["source_id"] for claim in claims})
    )
    return facts(pairs) + folded({title: f"<ul>{items}</ul>" for title, items in parts.items() if items})

"""The answers that stand first in the notebooks: sentences made from the data, with claim ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata import wording
from sdvdata.claims import preferred
from sdvdata.cost_answers import conclusions_answer, conclusions_frame
from sdvdata.evidence import coverage, known
from sdvdata.landscape_views import summary
from sdvdata.plans import slip
from sdvdata.tables import CORE, load, load_costs, load_schedules, load_system_counts, records
from sdvdata.views import core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["costs_answer", "evidence_answer", "one_item", "schedules_answer", "systems_answer"]

#: What became of a programme, in words.
OUTCOMES = {
    "sustained": "is in use",
    "reversed": "went live and was undone",
    "terminated": "was ended before it went live",
    "open": "is open",
    "unknown": "ended in a way that we do not know",
}


def one_item(comparison: str) -> str:
    """Return one comparison as a list in Markdown: each programme's answer, who said it, why.

    Examples
    --------
    >>> one_item("hospitals").splitlines()[1]
    '  - SDV: 10 hospitals (SDV programme, Region Skåne, 2023-11-17; `sdv-hospitals-10`)'
    """
    found = {row["programme"]: row for row in records(preferred(comparison).reset_index())}
    question = records(load("comparisons", comparison=comparison))[0]
    parts = []
    for programme, name in core_names().items():
        row = found[programme]
        if row["claim_id"]:
            said = f"{row['stated_by']}, {wording.when(row['stated_on'])}"
            parts.append(f"  - {name}: {row['answer']} ({said}; `{row['claim_id']}`)")
        else:
            parts.append(f"  - {name}: {row['answer']}. {row['why']}.")
    note = {
        "no": "Not comparable",
        "partly": "Comparable in part",
        "yes": "Comparable",
    }[str(question["comparable"])]
    head = f"- **{question['title']}**. *{note}: {_sentence(question['why'])}*"
    return "\n".join([head, *parts])


def _sentence(text: str) -> str:
    text = str(text)
    return text[0].lower() + text[1:].rstrip(".") + "."


def _stated(frame: pd.DataFrame, column: str) -> int:
    return int((frame[column] != "unknown").sum())


def costs_answer() -> str:
    """Return the answer to: what was budgeted, contracted and spent, and may it be compared?

    Examples
    --------
    >>> "Spent to date" in costs_answer()
    True
    """
    costs = load_costs(programme=CORE, value_status="number")
    total = len(costs)
    open_ended = (
        f"Of {total} stated amounts, {_stated(costs, 'vat')} say whether VAT is in them, "
        f"{_stated(costs, 'payer')} who pays, {_stated(costs, 'includes')} what they hold, "
        f"{_stated(costs, 'price_basis')} in the prices of which year."
    )
    lines = [
        one_item(name)
        for name in (
            "budget_at_decision",
            "latest_decided_budget",
            "contract_value",
            "contract_ceiling",
            "spent_to_date",
            "annual_operating_cost",
        )
    ]
    head = (
        "**On the public record the three programmes' costs can't be ranked.** "
        "Each figure below answers its question in its own terms only. " + open_ended
    )
    tested = conclusions_answer(conclusions_frame())
    return "\n".join([head, "", tested, "", "What each programme states, in its own terms:", "", *lines])


def schedules_answer() -> str:
    """Return the answer to: when was each programme to start, and what happened?

    Examples
    --------
    >>> "First go-live of a hospital" in schedules_answer()
    True
    """
    schedules = load_schedules(programme=CORE)
    outcomes = {row["programme"]: row["outcome"] for row in records(load("programmes"))}
    names = core_names()
    ended = {row["programme"]: row for row in records(preferred("how_it_ended").reset_index())}
    ends = [
        f"**{name} {OUTCOMES[outcomes[programme]]}** ({ended[programme]['answer']}; "
        f"`{ended[programme]['claim_id']}`)"
        for programme, name in names.items()
    ]
    lines = ["; ".join(ends) + ".", ""]
    titles = {
        "first_unit": "First go-live of any kind",
        "first_hospital": "First go-live of a hospital",
        "university_hospital": "Go-live of the university hospital",
        "all_sites": "Completion",
    }
    for milestone, title in titles.items():
        moved = slip(schedules, milestone=milestone).reset_index()
        rows = {row["programme"]: row for row in records(moved)}
        parts = [_moved(names[p], rows[p], outcomes[p]) for p in CORE]
        lines.append(f"- **{title}**")
        lines.extend(f"  - {part}." for part in parts)
    return "\n".join(lines)


def _moved(name: str, row: dict[str, Any], outcome: str) -> str:
    """Say how far one programme's milestone moved."""
    if row["first"] is None:
        return f"{name}: no promised date found"
    first = (
        f"{name}: first promised for {wording.when(row['first'])} "
        f"({row['first_status'] or 'standing not known'}; `{row['first_claim']}`)"
    )
    never = "" if row["last_kind"] == "actual" else _never(outcome)
    if row["last_claim"] in (None, row["first_claim"]):
        return f"{first}, no other plan found{never}"
    if row["last_kind"] == "actual":
        word = "went live and was undone" if outcome == "reversed" else "went live"
        word = f"{word} {wording.when(row['last'])} ("
    else:
        word = f"last promised for {wording.when(row['last'])} ({row['last_status']}; "
    months = _months(row["months_low"], row["months_high"])
    return f"{first}, {word}`{row['last_claim']}`), {months}{never}"


def _never(outcome: str) -> str:
    return "; not reached" if outcome in ("terminated", "reversed") else "; not seen to be reached"


def _months(low: float, high: float) -> str:
    low, high = round(low), round(high)
    if low == high:
        return f"{low} months later"
    return f"{low} to {high} months later"


def systems_answer() -> str:
    """Return the answer to: how many systems were to become one, counted how, by whom?

    Examples
    --------
    >>> "Systems to be replaced" in systems_answer()
    True
    """
    counts = load_system_counts(programme=CORE, measure="systems_replaced")
    spans = []
    for programme, name in core_names().items():
        own = counts[counts["programme"] == programme]
        low, high = float(own[["value", "low"]].min().min()), float(own[["value", "high"]].max().max())
        spans.append(
            f"{name} {wording.number(low)} to {wording.number(high)} in {len(own)} statements"
        )
    head = (
        "**The numbers count different things, and no two programmes were counted alike.** "
        f"Smallest and largest number stated: {'; '.join(spans)}."
    )
    names = ("systems_to_be_replaced", "hospitals", "municipalities", "residents_intended")
    lines = [one_item(name) for name in (*names, "users_intended")]
    return "\n".join([head, "", *lines, summary()])


def _of(part: int, whole: int) -> str:
    """Return a part with its share, rounded to whole percent."""
    return f"{part} ({100 * part / whole:.0f} %)"


def evidence_answer() -> str:
    """Return the answer to: how much is known, by whose mouth, and how well is it checked?

    Examples
    --------
    >>> "read twice" in evidence_answer()
    True
    """
    size = {str(name): int(number) for name, number in coverage().items()}
    claims = size["claims"]
    roles = known("speaker_role")
    parts = []
    for programme, name in core_names().items():
        most = str(roles[programme].idxmax())
        total, top = int(roles[programme].sum()), int(roles[programme].max())
        parts.append(f"{name} {total}, of them {_of(top, total)} by the {most}")
    unchecked = claims - size["checked by machine against the print"]
    return "\n".join(
        [
            f"**{claims} claims from {size['documents']} documents**: {'; '.join(parts)}.",
            "",
            f"- {_of(size['read twice'], claims)} were read twice, "
            f"{size['corrected by the second reader']} of them corrected; the page of "
            f"{_of(size['page not reached again'], claims)} could not be reached again.",
            f"- The coding of {_of(size['checked by machine against the print'], claims)} is compared "
            f"with the printed words by machine; of {_of(unchecked, claims)} it is not.",
            f"- The day of the statement is inferred for {_of(size['day of the statement inferred'], claims)}.",
            f"- {size['contradictions']} contradictions and {size['gaps']} gaps are on record.",
        ]
    )

"""The answer that stands first in the schedules notebook."""

from __future__ import annotations

from sdvdata import plans, wording
from sdvdata.claims import preferred
from sdvdata.schedule_words import ENDINGS, months_text
from sdvdata.tables import CORE, load, load_schedules, records
from sdvdata.views import core_names

__all__ = ["OUTCOMES", "schedules_answer"]

#: What became of a programme, in words.
OUTCOMES = {
    "sustained": "is in use",
    "reversed": "went live and was undone",
    "terminated": "was ended before it went live",
    "open": "is open",
    "unknown": "ended in a way that we do not know",
}

#: Milestones in the order in which they are told.
TITLES = {
    "first_unit": "First go-live of any kind",
    "first_hospital": "First go-live of a hospital",
    "university_hospital": "Go-live of the university hospital",
    "all_sites": "Completion",
}


def schedules_answer() -> str:
    """Return the answer to: when was each programme to start, and what happened?

    Examples
    --------
    >>> "First go-live of a hospital" in schedules_answer()
    True
    """
    schedules, day = load_schedules(programme=CORE), plans.common_as_of()
    outcomes = {row["programme"]: row["outcome"] for row in records(load("programmes"))}
    ended = {row["programme"]: row for row in records(preferred("how_it_ended").reset_index())}
    ends = [
        f"**{name} {OUTCOMES[outcomes[programme]]}** ({ended[programme]['answer']}; `{ended[programme]['claim_id']}`)"
        for programme, name in core_names().items()
    ]
    lines = ["; ".join(ends) + ".", ""]
    for milestone, title in TITLES.items():
        own = plans.slip(schedules, milestone=milestone, as_of=day)
        others = plans.slip(schedules, milestone=milestone, as_of=day, others=True)
        lines.append(f"- **{title}**")
        for programme, name in core_names().items():
            row, other = records(own.loc[[programme]])[0], records(others.loc[[programme]])[0]
            lines.append(f"  - {name}: {_moved(row)}{_wider(row, other)}.")
    return "\n".join(lines)


def _moved(row: dict[str, object]) -> str:
    """Say how far one programme's milestone moved, by the buyer's own plans."""
    if row["first"] is None:
        return "no promised date of the buyer's own found"
    text = f"first promised for {wording.when(str(row['first']))} ({row['first_status']}; `{row['first_claim']}`)"
    if row["last"] is None:
        return f"{text}, no other plan found; {ENDINGS[str(row['ended'])]}"
    word = "went live" if row["last_kind"] == "actual" else "last promised for"
    standing = "" if row["last_kind"] == "actual" else f"{row['last_status']}; "
    text += f", {word} {wording.when(str(row['last']))} ({standing}`{row['last_claim']}`)"
    if row["months_low"] is not None:
        text += f", **{_rounded(row)} later**"
    return f"{text}; {ENDINGS[str(row['ended'])]}"


def _rounded(row: dict[str, object]) -> str:
    low, high = (
        None if row[side] is None else float(round(float(str(row[side])))) for side in ("months_low", "months_high")
    )
    return months_text(low, high)


def _wider(row: dict[str, object], other: dict[str, object]) -> str:
    """Say what plans that only others report would add, where they reach further back."""
    if other["first_claim"] is None or other["first_claim"] == row["first_claim"]:
        return ""
    months = f", {_rounded(other)} in all" if other["months_low"] is not None else ""
    return f" (a plan that only others report: {wording.when(str(other['first']))}; `{other['first_claim']}`{months})"

"""Words for charts, made from the frame: labels, alt text that states the finding, source line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata import words as wording
from sdvdata.money import IncomparableError, require_comparable
from sdvdata.tables import core, records
from sdvdata.views import programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "amounts_alt",
    "amounts_title",
    "counts_alt",
    "events_alt",
    "label_amounts",
    "label_counts",
    "label_events",
    "source_line",
    "tally_alt",
    "tally_source",
    "tally_title",
]


def _span(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the smallest and the largest number that a frame's claims state."""
    return float(frame[["value", "low"]].min().min()), float(frame[["value", "high"]].max().max())


def _without_currency(row: dict[str, Any]) -> str:
    amount = wording.amount(
        row["value"], row["low"], row["high"], row["qualifier"], row["currency"], row.get("as_printed")
    )
    return amount.rsplit(" ", 1)[0]


def source_line(frame: pd.DataFrame) -> str:
    """Return the source line of a chart: how many statements, from how many documents.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> source_line(load_counts(programme="sdv", measure="municipalities"))
    '1 statement from 1 document; each is listed with its source below. Data: sdvdata 0.1.0'
    """
    from sdvdata.tables import data_version

    claims, documents = len(frame), frame["source_id"].nunique()
    return (
        f"{claims} statement{'s' * (claims != 1)} from {documents} document{'s' * (documents != 1)}; "
        f"each is listed with its source below. Data: sdvdata {data_version()}"
    )


def label_amounts(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label``: the amount, at the first statement of each figure of a programme.

    A figure that is stated again gets no second label, so that labels find room.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> costs = load_costs(programme="sdv", measure="programme_budget", currency="SEK")
    >>> labelled = label_amounts(costs)
    >>> int((labelled["label"] != "").sum()) == costs[["value", "high"]].drop_duplicates().shape[0]
    True
    """
    ordered = frame.sort_values(["programme", "stated_on_end", "claim_id"])
    repeated = ordered.duplicated(["programme", "value", "low", "high"])
    words = ["" if again else _without_currency(row) for again, row in zip(repeated, records(ordered), strict=True)]
    return ordered.assign(label=words)


def label_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label``: when, who and in which role.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> label_counts(load_counts(programme="sdv", measure="municipalities"))["label"].iloc[0]
    '2023-11-17, SDV programme, Region Skåne (buyer)'
    """
    ordered = frame.sort_values(["programme", "stated_on_end", "claim_id"])
    words = [
        f"{wording.when(row['stated_on'])}, {row['stated_by']} ({row['speaker_role']})" for row in records(ordered)
    ]
    return ordered.assign(label=words)


def label_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label``: what happened, with a verb and in our words, and a date where the claim has none.

    A promise taken back without a new date is shown on the day on which that was said; its
    label then says so.
    """
    from sdvdata.schedule_words import event_text

    rows = records(frame)
    undated = frame["date"].isna()
    labels = [f"{event_text(row)}{'' if row['date'] else ' (day it was said)'}" for row in rows]
    filled = frame.assign(label=labels)
    for column in ("date", "date_start", "date_end", "date_precision"):
        said = frame[column.replace("date", "stated_on")]
        filled[column] = frame[column].where(~undated, said)
    return filled


def _apart(frame: pd.DataFrame) -> str:
    """Say so wherever amounts of several programmes stand beside each other and are not known to be alike."""
    if frame["programme"].nunique() < 2:
        return ""
    try:
        require_comparable(frame)
    except IncomparableError:
        return ", not comparable"
    return ""


def amounts_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of amounts shows: per programme the span of what was stated.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> amounts_alt(load_costs(programme="sdv", measure="programme_budget"), "Budgets")[:22]
    'Budgets. SDV: from 1 b'
    """
    what += _apart(frame)
    parts = []
    for programme, own in frame.groupby("programme", sort=False):
        low, high = _span(own)
        currency = ", ".join(sorted(own["currency"].dropna().unique()))
        ends = [wording.amount(end, None, None, "exact", currency) for end in (low, high)]
        span = f"from {ends[0]} to {ends[1]}" if low != high else ends[0]
        dates = f"{own['stated_on_start'].min():%Y} to {own['stated_on_end'].max():%Y}"
        parts.append(f"{programme_names()[str(programme)]}: {span} in {len(own)} statements made {dates}")
    return f"{what}. {'; '.join(parts)}."


def amounts_title(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of amounts finds: per programme the span of what was stated.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> amounts_title(load_costs(claim_id=["sdv-invest-1046m-2017-09", "sdv-invest-frame-2850m-2024"]), "Stated")
    'Stated: SDV 1.046–2.85 bn SEK'
    >>> amounts_title(load_costs(claim_id="hp-todate-2024-10-66"), "Spent")
    'Spent: Helseplattformen 6.6 bn NOK or more'
    >>> amounts_title(load_costs(claim_id=["hp-todate-2024-10-66", "fvm-cost-to-date-2026-sol"]), "Spent")
    'Spent, not comparable: FVM/Millennium 3.7 bn SEK, Helseplattformen 6.6 bn NOK or more'
    """
    what += _apart(frame)
    parts = []
    names = programme_names()
    for programme in sorted(names, key=lambda key: (core().index(key) if key in core() else len(core()), key)):
        own, name = frame[frame["programme"] == programme], names[programme]
        for currency, part in own.groupby("currency", sort=True):
            low, high = _span(part)
            one = low == high
            span = wording.amount(
                low if one else None, None if one else low, None if one else high, "exact", str(currency)
            )
            # The largest figure may be the least that it is.
            most = part.loc[part[["value", "high"]].max(axis=1) == high, "qualifier"]
            parts.append(f"{name} {span}{' or more' if (most == 'floor').any() else ''}")
    return f"{what}: {', '.join(parts)}"


def counts_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of counts shows: per programme the smallest and largest number; words are left out."""
    parts = []
    for programme, own in frame.groupby("programme", sort=False):
        own = own[own[["value", "low", "high"]].notna().any(axis=1)]
        if own.empty:
            continue
        low, high = _span(own)
        ends = wording.number(low) if low == high else f"{wording.number(low)} to {wording.number(high)}"
        plural = "s" * (len(own) != 1)
        parts.append(f"{programme_names()[str(programme)]}: {ends} in {len(own)} statement{plural}")
    return f"{what}. {'; '.join(parts)}."


def events_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a timeline shows: per programme the events in order of time."""
    parts = []
    for programme, own in frame.groupby("programme", sort=False):
        first = own["date_start"].fillna(own["date_end"])
        ordered = own.assign(_at=first).sort_values(["_at", "date_end", "claim_id"])
        events = [f"{wording.date(row['date'] or row['stated_on'])}, {row['label']}" for row in records(ordered)]
        parts.append(f"{programme_names()[str(programme)]}: {'; '.join(events)}")
    return f"{what}. {'. '.join(parts)}."


def tally_alt(table: pd.DataFrame, what: str) -> str:
    """Say what a chart of numbers of claims shows: the most frequent kinds of each programme.

    Examples
    --------
    >>> import pandas as pd
    >>> tally_alt(pd.DataFrame({"sdv": [3, 1]}, index=["press", "buyer"]), "Who spoke")
    'Who spoke. SDV: press 3, buyer 1.'
    """
    parts = []
    for programme in table.columns:
        top = table[programme].sort_values(ascending=False, kind="stable").head(3)
        words = ", ".join(f"{str(kind).replace('_', ' ')} {n}" for kind, n in top.items())
        parts.append(f"{programme_names()[str(programme)]}: {words}")
    return f"{what}. {'. '.join(parts)}."


def tally_title(table: pd.DataFrame, what: str) -> str:
    """Say which kind is the most frequent for each programme, with its share.

    Examples
    --------
    >>> import pandas as pd
    >>> tally_title(pd.DataFrame({"sdv": [3, 1], "fvm": [1, 4]}, index=["press", "buyer"]), "Most claims are by")
    'Most claims are by: press for SDV (75\u2009%), buyer for FVM/Millennium (80\u2009%)'
    """
    groups: dict[str, list[str]] = {}
    for programme in table.columns:
        own = table[programme]
        share = f"{programme_names()[str(programme)]} ({100 * own.max() / own.sum():.0f}\u2009%)"
        groups.setdefault(str(own.idxmax()).replace("_", " "), []).append(share)
    return f"{what}: {', '.join(f'{kind} for {wording.joined(who)}' for kind, who in groups.items())}"


def tally_source(table: pd.DataFrame) -> str:
    """Return the source line of a chart that counts claims.

    Examples
    --------
    >>> import pandas as pd
    >>> tally_source(pd.DataFrame({"sdv": [3, 1]}))
    'counted in 4 claims of sdvdata 0.1.0'
    """
    from sdvdata.tables import data_version

    return f"counted in {int(table.to_numpy().sum())} claims of sdvdata {data_version()}"

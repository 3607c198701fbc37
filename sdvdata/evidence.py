"""How much is known: shares read twice, checked by machine, dated by inference; by whom; gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdvdata import words as wording
from sdvdata.claims import all_claims, coverage
from sdvdata.errors import require_known
from sdvdata.tables import core, load, records
from sdvdata.views import ReaderTable, programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["contradictions_table", "coverage_table", "known", "table_of_gaps", "tally_table"]

#: What `known` can count by.
DIMENSIONS = ("table", "measure", "speaker_role", "year", "second_reading", "confidence")


def known(by: str) -> pd.DataFrame:
    """Count the claims about each of the three programmes by one property.

    Parameters
    ----------
    by
        One of ``table``, ``measure``, ``speaker_role``, ``year`` (of the statement; the last
        year in which it can have been made), ``second_reading``, ``confidence``.

    Returns
    -------
    pandas.DataFrame
        One row per value, one column per programme, claims counted; a blank second reading is
        ``not yet``.

    Examples
    --------
    >>> list(known("table").columns)
    ['sdv', 'fvm', 'helseplattformen']
    """
    import pandas as pd

    require_known("property", by, DIMENSIONS)
    claims = all_claims()
    claims = claims[claims["programme"].isin(core())]
    values = claims["stated_on_end"].dt.year if by == "year" else claims[by]
    values = values.astype("object").where(values.notna(), "not yet").rename(by)
    return pd.crosstab(values, claims["programme"]).reindex(columns=list(core()), fill_value=0)


def table_of_gaps() -> pd.DataFrame:
    """Return what was looked for and not found, for the three programmes.

    Examples
    --------
    >>> list(table_of_gaps().columns)
    ['Programme', 'Question', 'Searched', 'When']
    """
    gaps = load("gaps", programme=list(core()))[["programme", "question", "searched", "when"]]
    return gaps.replace({"programme": programme_names()}).rename(columns=str.capitalize)


def tally_table(table: pd.DataFrame, heading: str, caption: str) -> ReaderTable:
    """Return a table of `known` for readers: kinds and programmes by their names.

    Examples
    --------
    >>> tally_table(known("measure"), "What they state", "t").frame.iloc[0].tolist()[0]
    'Additional funding'
    """
    titles = {row["measure"]: row["title"] for row in records(load("measures"))}
    words = [titles.get(str(kind), str(kind).replace("_", " ")) for kind in table.index]
    named = table.rename(columns=programme_names()).reset_index(drop=True)
    named.insert(0, heading, words)
    named.columns.name = None
    return ReaderTable(named, caption)


def coverage_table(caption: str) -> ReaderTable:
    """Return `coverage` for readers.

    Examples
    --------
    >>> list(coverage_table("t").frame.columns)
    ['What', 'Number']
    """
    import pandas as pd

    size = coverage()
    words = [str(name)[0].upper() + str(name)[1:] for name in size.index]
    return ReaderTable(pd.DataFrame({"What": words, "Number": size.to_numpy()}), caption)


def contradictions_table(pairs: pd.DataFrame, caption: str) -> ReaderTable:
    """Return contradictions for readers: both statements with their speakers, and what differs.

    Parameters
    ----------
    pairs
        As from `sdvdata.contradictions`.
    caption
        What the table holds.

    Examples
    --------
    >>> import sdvdata as sd
    >>> list(contradictions_table(sd.contradictions(), "t").frame.columns)[:3]
    ['Programme', 'One states', 'The other states']
    """
    import pandas as pd

    names = programme_names()
    rows = [
        {
            "Programme": names[row["programme"]],
            "One states": f"{row['states']} ({row['stated_by']}, {wording.when(row['stated_on'])})",
            "The other states": f"{row['other_states']} ({row['other_stated_by']}, {wording.when(row['other_stated_on'])})",
            "What differs": row["note"] or "",
            "One claim": row["claim"],
            "The other claim": row["other"],
        }
        for row in records(pairs)
    ]
    return ReaderTable(pd.DataFrame(rows), caption)

"""How much is known: shares read twice, checked by machine, dated by inference; by whom; gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdvdata.claims import all_claims
from sdvdata.errors import require_known
from sdvdata.tables import CORE, load

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["coverage", "known", "table_of_gaps"]

#: Readings that ``python -m sdvdata.check`` follows from the print to the code.
MACHINE_CHECKED = ("printed", "from_stated_on")

#: What `known` can count by.
DIMENSIONS = ("table", "measure", "speaker_role", "year", "second_reading", "confidence")


def coverage() -> pd.Series[int]:
    """Return the size of the record and how well it is checked, as whole numbers.

    Returns
    -------
    pandas.Series
        Claims, documents, claims read twice (confirmed or corrected), claims whose page the
        second reader could not reach, claims whose coding a machine compares with the print,
        claims whose day of statement is inferred, contradictions, gaps.

    Examples
    --------
    >>> bool(coverage()["claims"] > 900)
    True
    """
    import pandas as pd

    claims = all_claims()
    second = claims["second_reading"]
    return pd.Series(
        {
            "claims": len(claims),
            "documents": claims["source_id"].nunique(),
            "read twice": int(second.isin(["confirmed", "corrected"]).sum()),
            "corrected by the second reader": int((second == "corrected").sum()),
            "page not reached again": int((second == "not_reachable").sum()),
            "checked by machine against the print": int(claims["reading"].isin(MACHINE_CHECKED).sum()),
            "day of the statement inferred": int((claims["stated_on_basis"] == "inferred").sum()),
            "contradictions": len(load("relations", relation="contradicts")),
            "gaps": len(load("gaps")),
        },
        name="number",
    )


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
    claims = claims[claims["programme"].isin(CORE)]
    values = claims["stated_on_end"].dt.year if by == "year" else claims[by]
    values = values.astype("object").where(values.notna(), "not yet").rename(by)
    return pd.crosstab(values, claims["programme"]).reindex(columns=list(CORE), fill_value=0)


def table_of_gaps() -> pd.DataFrame:
    """Return what was looked for and not found, for the three programmes.

    Examples
    --------
    >>> list(table_of_gaps().columns)
    ['Programme', 'Question', 'Searched', 'When']
    """
    gaps = load("gaps", programme=list(CORE))[["programme", "question", "searched", "when"]]
    return gaps.rename(columns=str.capitalize)

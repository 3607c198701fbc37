"""What is there and how to start: ``python -m sdvdata``."""

from __future__ import annotations

from sdvdata.tables import CLAIM_TABLES, data_folder, data_version, list_datasets

__all__ = ["welcome"]

STEPS = {
    "import sdvdata as sd": "all other lines want it",
    'costs = sd.load_costs(programme="sdv", short=True)': "amounts, in about ten columns; also load_schedules, load_counts",
    'sd.load_schedules(programme="fvm", as_of="2021")': "what was known by the end of a year",
    'sd.describe("costs")': "what each column means",
    'sd.find("2,85 miljarder")': "claims by figure, date or word, in any notation",
    'sd.claim(costs["claim_id"][0])': "one claim with its source",
    "sd.cite(costs)": "references for a paper",
    'sd.preferred("first_hospital_actual")': "the answer that stands for each programme, or why there is none",
}


def welcome() -> str:
    """Return what is in the record, where it lies, and the first lines to type.

    Examples
    --------
    >>> print(welcome().splitlines()[0])  # doctest: +ELLIPSIS
    sdvdata ...: what was promised, said and done about Nordic health-record programmes
    """
    rows = list_datasets().loc[list(CLAIM_TABLES)]
    tables = [f"  {name:<10} {row['rows']:>4}  {row['one_row']}" for name, row in rows.iterrows()]
    width = max(map(len, STEPS))
    return "\n".join(
        [
            f"sdvdata {data_version()}: what was promised, said and done about Nordic health-record programmes",
            *("", "Claims, each one speaker's figure or date in one source:", *tables),
            *("", "To start:", *(f"  {line:<{width}}  {why}" for line, why in STEPS.items())),
            *("", f"The tables: {data_folder()}. Recipes: docs/methods/recipes.md, or the readers' site."),
        ]
    )


if __name__ == "__main__":
    print(welcome())

"""sdvdata: what Nordic health-record programmes were promised to cost, when, and what happened.

Importing this package does no work: pandas is imported when a table is loaded, Altair when a
chart is drawn. Every public name is looked up in its module at first use.

>>> import sdvdata as sd
>>> sd.load_costs(programme="sdv").empty
False
"""

from __future__ import annotations

__version__ = "0.1.0"

# Not imported from typing: that module alone would cost most of the time that importing this one may take.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from sdvdata.claims import claim, contradictions, find, preferred, relations_of
    from sdvdata.conclusions import Conclusion, robustness
    from sdvdata.errors import SdvdataError, UnknownNameError
    from sdvdata.money import IncomparableError, independent, require_comparable, restate
    from sdvdata.plans import horizon, moves, notice, outcomes, site_matrix, site_slips, slip, vintages
    from sdvdata.references import cite
    from sdvdata.tables import (
        data_version,
        describe,
        list_datasets,
        load,
        load_costs,
        load_counts,
        load_schedules,
        load_system_counts,
    )

#: Public name -> module that defines it.
_HOME = {
    "Conclusion": "conclusions",
    "IncomparableError": "money",
    "SdvdataError": "errors",
    "UnknownNameError": "errors",
    "cite": "references",
    "claim": "claims",
    "contradictions": "claims",
    "data_version": "tables",
    "describe": "tables",
    "find": "claims",
    "independent": "money",
    "list_datasets": "tables",
    "horizon": "plans",
    "load": "tables",
    "load_costs": "tables",
    "load_counts": "tables",
    "load_schedules": "tables",
    "load_system_counts": "tables",
    "moves": "plans",
    "notice": "plans",
    "outcomes": "plans",
    "preferred": "claims",
    "relations_of": "claims",
    "require_comparable": "money",
    "restate": "money",
    "robustness": "conclusions",
    "site_matrix": "plans",
    "site_slips": "plans",
    "slip": "plans",
    "vintages": "plans",
}

__all__ = [
    "Conclusion",
    "IncomparableError",
    "SdvdataError",
    "UnknownNameError",
    "cite",
    "claim",
    "contradictions",
    "data_version",
    "describe",
    "find",
    "horizon",
    "independent",
    "list_datasets",
    "load",
    "load_costs",
    "load_counts",
    "load_schedules",
    "load_system_counts",
    "moves",
    "notice",
    "outcomes",
    "preferred",
    "relations_of",
    "require_comparable",
    "restate",
    "robustness",
    "site_matrix",
    "site_slips",
    "slip",
    "vintages",
]


def __getattr__(name: str) -> object:
    """Import the module that holds a public name when the name is first used (PEP 562)."""
    if name in _HOME:
        from importlib import import_module

        value = getattr(import_module(f"sdvdata.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'sdvdata' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

"""sdvdata: what Nordic health-record programmes were promised to cost, when, and what happened.

Importing this package does no work: pandas is imported when a table is loaded, Altair when a
chart is drawn. Every public name is looked up in its module at first use.

>>> import sdvdata as sd
>>> sd.load_costs(programme="sdv").empty
False
"""

from __future__ import annotations

__version__ = "0.2.0"

# Not imported from typing: that module alone would cost most of the time that importing this one may take.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from sdvdata.claims import (
        claim as claim,
        contradictions as contradictions,
        find as find,
        preferred as preferred,
        relations_of as relations_of,
    )
    from sdvdata.conclusions import Conclusion as Conclusion, robustness as robustness
    from sdvdata.errors import SdvdataError as SdvdataError, UnknownNameError as UnknownNameError
    from sdvdata.money import (
        IncomparableError as IncomparableError,
        independent as independent,
        require_comparable as require_comparable,
        restate as restate,
    )
    from sdvdata.outlook import class_quantile as class_quantile, reference_class as reference_class
    from sdvdata.plans import (
        horizon as horizon,
        moves as moves,
        notice as notice,
        outcomes as outcomes,
        site_matrix as site_matrix,
        site_slips as site_slips,
        slip as slip,
        vintages as vintages,
    )
    from sdvdata.references import cite as cite
    from sdvdata.tables import (
        data_version as data_version,
        describe as describe,
        list_datasets as list_datasets,
        load as load,
        load_costs as load_costs,
        load_counts as load_counts,
        load_schedules as load_schedules,
        load_system_counts as load_system_counts,
    )

#: Module -> the public names that it defines.
_OFFERED = {
    "claims": "claim contradictions find preferred relations_of",
    "conclusions": "Conclusion robustness",
    "errors": "SdvdataError UnknownNameError",
    "money": "IncomparableError independent require_comparable restate",
    "outlook": "class_quantile reference_class",
    "plans": "horizon moves notice outcomes site_matrix site_slips slip vintages",
    "references": "cite",
    "tables": "data_version describe list_datasets load load_costs load_counts load_schedules load_system_counts",
}
_HOME = {name: module for module, names in _OFFERED.items() for name in names.split()}

__all__ = sorted(_HOME)  # noqa: PLE0605


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

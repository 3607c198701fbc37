"""The errors that the package raises, each saying what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = [
    "DataFolderError",
    "DataReadError",
    "SdvdataError",
    "UnknownNameError",
    "nearest",
    "require_known",
]


class SdvdataError(ValueError):
    """Base of all errors that the package raises on purpose."""


class UnknownNameError(SdvdataError):
    """A programme, table, measure, claim or other name that does not exist.

    Parameters
    ----------
    kind
        What the name stands for, for example ``"programme"``.
    given
        The name as given.
    allowed
        The names that exist.

    Examples
    --------
    >>> str(UnknownNameError("programme", "svd", ["sdv", "fvm"]))
    "Unknown programme 'svd'. Did you mean 'sdv'? Known: fvm, sdv"
    """

    def __init__(self, kind: str, given: object, allowed: Iterable[str]) -> None:
        known = sorted(set(allowed))
        match = nearest(str(given), known)
        hint = f" Did you mean '{match}'?" if match else ""
        shown = ", ".join(known)
        if len(known) > MOST:
            close = get_close_matches(str(given), known, n=FEW, cutoff=0.0) or known[:FEW]
            shown = f"{', '.join(close)}, … ({len(known) - len(close)} more)"
        super().__init__(f"Unknown {kind} '{given}'.{hint} Known: {shown or 'none'}")
        self.kind, self.given, self.nearest = kind, given, match


class DataFolderError(SdvdataError):
    """No folder with the data was found."""

    def __init__(self, looked: Iterable[Path]) -> None:
        places = "; ".join(str(place) for place in looked)
        super().__init__(
            f"No data folder (one that holds datapackage.json) was found. Looked in: {places}. "
            "Set SDVDATA_DATA to the folder, or install the package again."
        )


class DataReadError(SdvdataError):
    """A data file that can't be read as the descriptor says."""


#: An error lists all allowed names up to this many; of more it lists the few nearest.
MOST = 40
FEW = 8


def nearest(given: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name that is nearest to the one given, if any is near.

    Examples
    --------
    >>> nearest("helseplatformen", ["fvm", "helseplattformen"])
    'helseplattformen'
    >>> nearest("xyz", ["fvm"]) is None
    True
    """
    pool = list(allowed)
    lowered = {name.lower(): name for name in pool}
    found = get_close_matches(given.lower(), lowered, n=1, cutoff=0.5)
    return lowered[found[0]] if found else None


def require_known(kind: str, given: str, allowed: Iterable[str]) -> str:
    """Return the name given if it is allowed, otherwise raise `UnknownNameError`.

    Examples
    --------
    >>> require_known("table", "costs", ["costs", "counts"])
    'costs'
    """
    pool = list(allowed)
    if given not in pool:
        raise UnknownNameError(kind, given, pool)
    return given

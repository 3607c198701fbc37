"""The errors that the package raises, each saying what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DataFolderError",
    "DataReadError",
    "SdvdataError",
    "UnknownNameError",
    "nearest",
    "require_frame",
    "require_known",
    "several",
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
        match = nearest(given, known) if isinstance(given, str) else None
        hint = f" Did you mean '{match}'?" if match else ""
        shown = ", ".join(known)
        if len(known) > MOST:
            close = get_close_matches(str(given), known, n=FEW, cutoff=0.0) or known[:FEW]
            shown = f"{', '.join(close)}, … ({len(known) - len(close)} more)"
        said = f"'{given}'" if isinstance(given, str) else f"{_short(given)} (a {type(given).__name__}, not a name)"
        super().__init__(f"Unknown {kind} {said}.{hint} Known: {shown or 'none'}")
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
MOST = 60
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


def require_known(kind: str, given: object, allowed: Iterable[str]) -> str:
    """Return the name given if it is allowed, otherwise raise `UnknownNameError`.

    Examples
    --------
    >>> require_known("table", "costs", ["costs", "counts"])
    'costs'
    """
    pool = list(allowed)
    # A Series or an array has no one truth value, so anything but text is refused before it is compared.
    if not isinstance(given, str) or given not in pool:
        raise UnknownNameError(kind, given, pool)
    return given


def require_frame(given: object, what: str, columns: Iterable[str] = ()) -> pd.DataFrame:
    """Return what was given if it is a frame with these columns, otherwise say what it is and what is missing.

    Parameters
    ----------
    given
        What the caller passed.
    what
        The beginning of the sentence, for example ``"restate needs a frame of costs as loaded"``.
    columns
        Columns that the frame must have.

    Raises
    ------
    SdvdataError
        If it is no frame, or lacks columns.

    Examples
    --------
    >>> require_frame([1], "slip needs a frame of schedules as loaded")
    Traceback (most recent call last):
    ...
    sdvdata.errors.SdvdataError: slip needs a frame of schedules as loaded; it was given a list.
    """
    import pandas as pd

    if not isinstance(given, pd.DataFrame):
        raise SdvdataError(f"{what}; it was given a {type(given).__name__}.")
    missing = [column for column in columns if column not in given.columns]
    if missing:
        has = ", ".join(map(str, given.columns))
        raise SdvdataError(f"{what}; missing: {', '.join(missing)}. The frame has: {has or 'no columns'}.")
    return given


def several(given: object, what: str) -> list[Any]:
    """Return one or several names as a list.

    Raises
    ------
    SdvdataError
        If it is neither text nor a collection.

    Examples
    --------
    >>> several("flow", "assume"), several(("flow", "payer"), "assume")
    (['flow'], ['flow', 'payer'])
    """
    if isinstance(given, str):
        return [given]
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise SdvdataError(f"{what} is one name or several, not {given!r}.")
    return list(given)


def _short(given: object) -> str:
    text = " ".join(str(given).split())
    return text if len(text) <= 60 else f"{text[:59]}…"

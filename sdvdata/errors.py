"""The errors that the package raises, each saying what was given and what is allowed."""

from __future__ import annotations

import copyreg
import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DataFolderError",
    "DataReadError",
    "SdvdataError",
    "UnknownNameError",
    "is_several",
    "nearest",
    "require_frame",
    "require_known",
    "several",
]


class SdvdataError(ValueError):
    """Base of all errors that the package raises on purpose; of an endless message it keeps beginning and end."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message if len(message) <= 4000 else f"{message[:2000]} … {message[-2000:]}")

    def __reduce__(self) -> tuple[Any, ...]:
        # An error is not made anew from its text: a process pool hands on the text and the parts as they are.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


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
        plain = " ".join(str(given).split())
        said = f"'{given}'" if isinstance(given, str) else f"{plain} (a {type(given).__name__}, not a name)"
        super().__init__(f"Unknown {kind} {said}.{hint} Known: {shown or 'none'}")
        self.kind, self.given, self.nearest = kind, given, match


class DataFolderError(SdvdataError):
    """No folder with the data was found."""

    def __init__(self, looked: Iterable[Path]) -> None:
        places = "; ".join(str(place) for place in looked)
        hint = _own_copy() or " Set SDVDATA_DATA to the folder, or install the package again."
        super().__init__(f"No data folder (one that holds datapackage.json) was found. Looked in: {places}.{hint}")


class DataReadError(SdvdataError):
    """A data file that can't be read as the descriptor says; in a copy of one's own it says that this is one."""

    def __init__(self, message: str) -> None:
        super().__init__(message + _own_copy())


def _own_copy() -> str:
    """Say that the data are not the bundled ones, where they are not."""
    chosen = os.environ.get("SDVDATA_DATA")
    return f" SDVDATA_DATA is set, to {chosen!r}: correct that copy, or unset the variable." if chosen else ""


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
        hint = " of another library: give its to_pandas()" if hasattr(given, "to_pandas") else ""
        raise SdvdataError(f"{what}; it was given a {type(given).__name__}{hint}.")
    twice = given.columns[given.columns.duplicated()]
    if len(twice):
        raise SdvdataError(f"{what}; the column {twice[0]} stands in it twice.")
    missing = [column for column in columns if column not in given.columns]
    if missing:
        has = ", ".join(map(str, given.columns))
        raise SdvdataError(f"{what}; missing: {', '.join(missing)}. The frame has: {has or 'no columns'}.")
    return given


def require_ids(frame: pd.DataFrame, what: str) -> None:
    """Refuse a frame in which a row names no claim."""
    if without := int(frame["claim_id"].isna().sum()):
        raise SdvdataError(f"{what} needs a claim_id in every row; {without} have none.")


def is_several(given: object) -> TypeGuard[Iterable[Any]]:
    """Tell whether what was given is a collection: text is one thing, an array without dimension too.

    Examples
    --------
    >>> is_several(["a"]), is_several("a"), is_several(1)
    (True, False, False)
    """
    return isinstance(given, Iterable) and not isinstance(given, str | bytes) and getattr(given, "ndim", 1) != 0


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
    if not is_several(given):
        raise SdvdataError(f"{what} is one name or several, not {given!r}.")
    return list(given)

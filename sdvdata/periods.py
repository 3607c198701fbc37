"""Partial dates as a person writes them, and durations.

A period such as ``2025-spring`` or ``2021-10/2022-04`` is kept as text in the tables. Here it becomes a first day, a
last day (both inclusive; ``None`` where it is open) and a precision.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sdvdata.errors import SdvdataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

__all__ = [
    "NAMED_PARTS",
    "Duration",
    "DurationError",
    "Period",
    "PeriodError",
    "add",
    "certainly_before_or_on",
    "columns",
    "is_period",
    "last_day",
    "months",
    "parse",
    "parse_duration",
    "pattern",
    "possibly_before_or_on",
]

FORMS = (
    "2025, 2025-03, 2025-03-22, 2025-Q4, 2025-spring, 2025-summer, 2025-autumn, 2025-winter, 2025-early, 2025-late, "
    "2021-10/2022-04, 2022-12/.., ../2020-04"
)
DURATION_FORMS = "P5Y, P18M, P4W, P3D, P1Y6M, P0.5Y"

DAYS_IN_MONTH = 30.436875  # 146,097 days in 400 Gregorian years / 4,800 months

# First and last month of each named part of a year; a month over 12 lies in the next year.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
_THIRDS = {"early": (1, 4), "late": (9, 12)}
_QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
_PARTS = {
    **{name: (*bounds, "season") for name, bounds in _SEASONS.items()},
    **{name: (*bounds, "third") for name, bounds in _THIRDS.items()},
    **{name: (*bounds, "quarter") for name, bounds in _QUARTERS.items()},
}

#: What `parse` and `parse_duration` read, as regular expressions.
_SIMPLE = rf"[0-9]{{4}}(?:-(?:(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|{'|'.join(_PARTS)}))?"
_DURATION = "P" + "".join(rf"(?:([0-9]+(?:\.[0-9]+)?){unit})?" for unit in "YMWD")

#: Parts of a year that are said with a word before the year: "spring 2025", "late 2025".
NAMED_PARTS = frozenset({*_SEASONS, *_THIRDS})


class PeriodError(SdvdataError):
    """A text that is not a period; the message lists the forms that are read."""


class DurationError(PeriodError):
    """A text that is not a duration, or a duration that leads out of the calendar."""


class Period(NamedTuple):
    """First and last day of a period, both inclusive.

    Attributes
    ----------
    start, end : datetime.date or None
        ``None`` where the period is open on that side.
    precision : str
        ``day``, ``month``, ``quarter``, ``season``, ``third``, ``year``, ``range`` or ``open``.
    """

    start: date | None
    end: date | None
    precision: str


class Duration(NamedTuple):
    """A duration in the units in which it was said; nothing is carried over between them."""

    years: float
    months: float
    weeks: float
    days: float


def parse(text: str) -> Period:
    """Read a period.

    Parameters
    ----------
    text : str
        ``2025``, ``2025-03``, ``2025-03-22``, ``2025-Q4``, ``2025-spring`` (March-May), ``-summer`` (June-August),
        ``-autumn`` (September-November), ``-winter`` (December-February of the next year), ``-early`` and ``-late``
        (first and last third of the year), ``2021-10/2022-04`` (either side any of the former), ``2022-12/..``,
        ``../2020-04``.

    Returns
    -------
    Period

    Raises
    ------
    PeriodError
        If the text has another form, names a day that does not exist, or ends before it starts.

    Examples
    --------
    >>> parse("2025-spring")
    Period(start=datetime.date(2025, 3, 1), end=datetime.date(2025, 5, 31), precision='season')
    >>> parse("../2020-04")
    Period(start=None, end=datetime.date(2020, 4, 30), precision='open')
    >>> parse("spring 2025")
    Traceback (most recent call last):
        ...
    sdvdata.periods.PeriodError: 'spring 2025' is not a period. Forms that are read: 2025, 2025-03, 2025-03-22, \
2025-Q4, 2025-spring, 2025-summer, 2025-autumn, 2025-winter, 2025-early, 2025-late, 2021-10/2022-04, 2022-12/.., \
../2020-04
    """
    if not isinstance(text, str):
        raise _not_read(text)
    left, slash, right = text.partition("/")
    if not slash:
        return _simple(text, text)
    if left == right == "..":
        raise _not_read(text, "it is open on both sides")
    start = None if left == ".." else _simple(left, text).start
    end = None if right == ".." else _simple(right, text).end
    if start and end and end < start:
        raise _not_read(text, "it ends before it starts")
    return Period(start, end, "range" if start and end else "open")


def is_period(text: object) -> bool:
    """Say whether `text` is one of the forms that `parse` reads.

    Examples
    --------
    >>> is_period("2025-Q4"), is_period("2025-Q5"), is_period("")
    (True, False, False)
    """
    try:
        parse(text)  # type: ignore[arg-type]  # parse refuses what is not text
    except PeriodError:
        return False
    return True


def last_day(given: str | date, what: str = "as_of") -> date:
    """Give the last day of a period, or the day itself where a date is given.

    Parameters
    ----------
    given : str or datetime.date
        A period with an end, or a date; of a time of day (a datetime, a pandas Timestamp) the day counts.
    what : str
        Name of the argument, for the error.

    Raises
    ------
    PeriodError
        If it is neither a period nor a date.
    SdvdataError
        If the period has no end.

    Examples
    --------
    >>> last_day("2019"), last_day(date(2019, 5, 1))
    (datetime.date(2019, 12, 31), datetime.date(2019, 5, 1))
    """
    if isinstance(given, date):
        if given != given:  # pandas' NaT is a date of no day
            raise SdvdataError(f"{what} is not a time; give a day, a month or a year.")
        return date(given.year, given.month, given.day)
    if not isinstance(given, str):
        raise PeriodError(
            f"{what}={given!r} is a {type(given).__name__}; give text or a date. Forms that are read: {FORMS}"
        )
    end = parse(given).end
    if end is None:
        raise SdvdataError(f"{what}='{given}' has no last day; give a day, a month or a year.")
    return end


def pattern() -> str:
    """Give a regular expression, anchored, for the forms that `parse` reads; it does not check the calendar.

    Examples
    --------
    >>> import re
    >>> bool(re.search(pattern(), "2021-10/2022-04")), bool(re.search(pattern(), "2021-13"))
    (True, False)
    """
    return rf"^(?:{_SIMPLE}|{_SIMPLE}/(?:{_SIMPLE}|\.\.)|\.\./{_SIMPLE})$"


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration of years, months, weeks and days; each number may have a decimal point.

    Raises
    ------
    DurationError
        If the text has another form.

    Examples
    --------
    >>> parse_duration("P1Y6M")
    Duration(years=1.0, months=6.0, weeks=0.0, days=0.0)
    >>> parse_duration("18 months")
    Traceback (most recent call last):
        ...
    sdvdata.periods.DurationError: '18 months' is not a duration. Forms that are read: P5Y, P18M, P4W, P3D, P1Y6M, P0.5Y
    """
    match = re.fullmatch(_DURATION, text) if isinstance(text, str) else None
    if match is None or not any(match.groups()):
        raise DurationError(f"{text!r} is not a duration. Forms that are read: {DURATION_FORMS}")
    numbers = [float(group or 0) for group in match.groups()]
    if not all(map(math.isfinite, numbers)):
        raise DurationError(f"{text[:40]!r} … is too long a duration.")
    return Duration(*numbers)


def months(duration: Duration) -> float:
    """Express a duration in months; a month is 30.436875 days, the Gregorian average.

    Examples
    --------
    >>> months(parse_duration("P1Y6M"))
    18.0
    """
    days = 7 * duration.weeks + duration.days
    return 12 * duration.years + duration.months + days / DAYS_IN_MONTH


def add(day: date, duration: Duration) -> date:
    """Find the day that lies `duration` after `day`.

    Whole months keep the day of the month, or take the last one there is; what is left of a month is counted in
    average days, rounded.

    Raises
    ------
    DurationError
        If the result lies outside the calendar.

    Examples
    --------
    >>> from datetime import date
    >>> add(date(2024, 1, 31), parse_duration("P1M"))
    datetime.date(2024, 2, 29)
    >>> add(date(2023, 9, 20), parse_duration("P1.5Y"))
    datetime.date(2025, 3, 20)
    """
    all_months = 12 * duration.years + duration.months
    whole = math.floor(all_months)
    days = round((all_months - whole) * DAYS_IN_MONTH + 7 * duration.weeks + duration.days)
    year, month0 = divmod(12 * day.year + day.month - 1 + whole, 12)
    try:
        last = monthrange(year, month0 + 1)[1]
        return date(year, month0 + 1, min(day.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError) as error:
        raise DurationError(f"{day} plus {duration} lies outside the calendar") from error


def columns(texts: Iterable[str | None], name: str) -> pd.DataFrame:
    """Give the first day, last day and precision of many periods.

    Parameters
    ----------
    texts : iterable of str
        Periods; blank or missing ones stay missing. A Series keeps its index.
    name : str
        What the columns are named after.

    Returns
    -------
    pandas.DataFrame
        ``{name}_start`` and ``{name}_end`` (datetime64[us], missing where open) and ``{name}_precision`` (str).

    Raises
    ------
    PeriodError
        For the first text that is not a period.

    Examples
    --------
    >>> columns(["2025-Q4", "2022-12/..", ""], "date")
      date_start   date_end date_precision
    0 2025-10-01 2025-12-31        quarter
    1 2022-12-01        NaT           open
    2        NaT        NaT            NaN
    """
    import pandas as pd

    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    return pd.DataFrame(arrays(series, name), index=series.index)


def arrays(series: pd.Series[Any], name: str) -> dict[str, Any]:
    """Give what `columns` gives, as arrays by column name, for a caller that makes its own frame.

    Examples
    --------
    >>> import pandas as pd
    >>> list(arrays(pd.Series(["2025-Q4"]), "date"))
    ['date_start', 'date_end', 'date_precision']
    """
    import numpy as np
    import pandas as pd

    # Few distinct texts stand in many rows: parse each once, then spread by code (-1, the missing, picks the last).
    codes, distinct = pd.factorize(series)
    blank = Period(None, None, "")
    parsed = [parse(text) if text != "" else blank for text in distinct] + [blank]

    places = np.asarray(codes) % len(parsed)

    def days(values: list[date | None]) -> Any:
        return np.array(["NaT" if day is None else day.isoformat() for day in values], "datetime64[us]")[places]

    precision = pd.array([p.precision or None for p in parsed], dtype="str")
    return {
        f"{name}_start": days([p.start for p in parsed]),
        f"{name}_end": days([p.end for p in parsed]),
        f"{name}_precision": precision.take(places),
    }


def certainly_before_or_on(period: Period, day: date) -> bool:
    """Say whether the whole period had ended by the end of `day`.

    Examples
    --------
    >>> from datetime import date
    >>> certainly_before_or_on(parse("2023-11"), date(2023, 11, 17))
    False
    """
    return period.end is not None and period.end <= day


def possibly_before_or_on(period: Period, day: date) -> bool:
    """Say whether the period had begun by the end of `day`, so that what it dates may have happened.

    Examples
    --------
    >>> from datetime import date
    >>> possibly_before_or_on(parse("2023-11"), date(2023, 11, 17))
    True
    """
    return period.start is None or period.start <= day


def _not_read(given: object, why: str = "") -> PeriodError:
    reason = f" ({why})" if why else ""
    return PeriodError(f"{given!r} is not a period{reason}. Forms that are read: {FORMS}")


def _simple(text: str, whole: str) -> Period:
    """Read a period that is no range; `whole` is the text to name in an error."""
    if not re.fullmatch(_SIMPLE, text):
        raise _not_read(whole)
    year, part = int(text[:4]), text[5:]
    try:
        if not part:
            return Period(date(year, 1, 1), date(year, 12, 31), "year")
        if part in _PARTS:
            first, last, precision = _PARTS[part]
            return Period(date(year, first, 1), _month_end(year, last), precision)
        if len(part) == 2:
            return Period(date(year, int(part), 1), _month_end(year, int(part)), "month")
        day = date(year, int(part[:2]), int(part[3:]))
        return Period(day, day, "day")
    except ValueError as error:
        raise _not_read(whole, str(error)) from error


def _month_end(year: int, month: int) -> date:
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return date(year, month, monthrange(year, month)[1])

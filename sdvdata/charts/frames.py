"""What a frame of claims says of itself: is it fit for a chart, on which basis, with which bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from sdvdata.charts.style import programme_colours, short_names
from sdvdata.display import ChartError

STOPS = {"paused": "paused", "terminated": "ended", "withdrawn_no_date": "withdrawn, no new date"}


def checked(frame: pd.DataFrame, title: str, alt_text: str, source: str, columns: Iterable[str]) -> None:
    """Refuse a chart without words, without rows or without the columns it needs."""
    worded(title, alt_text, source)
    is_frame(frame, title)
    missing = [column for column in ("claim_id", "programme", *columns) if column not in frame.columns]
    if missing:
        raise ChartError(
            f"The chart {title!r} needs the column{'s' * (len(missing) > 1)} {', '.join(missing)}; "
            f"the frame has {', '.join(map(str, frame.columns))}."
        )
    if frame.empty:
        raise ChartError(
            f"The chart {title!r} has nothing to show: its frame has no rows. Look at the filters that made it."
        )


def is_frame(frame: object, title: str) -> None:
    """Refuse what is no frame."""
    if not isinstance(frame, pd.DataFrame):
        raise ChartError(f"The chart {title!r} needs a frame; it was given a {type(frame).__name__}.")


def worded(title: object, alt_text: object, source: object) -> None:
    """Refuse a chart without title, alt text or source."""
    if not isinstance(title, str) or not title.strip():
        raise ChartError('A chart needs a title: title="…".')
    for name, text, wanted in (
        ("alt_text", alt_text, "one or two sentences that tell what the chart shows to those who can't see it"),
        ("source", source, "who said it; sdvdata.cite gives the words"),
    ):
        if not isinstance(text, str) or not text.strip():
            raise ChartError(f"The chart {title!r} needs {name}: {wanted}.")


def words_of(frame: pd.DataFrame, column: str) -> list[str]:
    """A column as text, blank where it is absent or missing."""
    if column not in frame.columns:
        return [""] * len(frame)
    return ["" if pd.isna(word) else str(word).strip() for word in frame[column]]


def numbers_of(frame: pd.DataFrame, column: str) -> list[float]:
    """A column as numbers, nan where it is absent or missing."""
    if column not in frame.columns:
        return [math.nan] * len(frame)
    try:
        return [float(number) for number in pd.to_numeric(frame[column]).astype("float64")]
    except (TypeError, ValueError) as error:
        raise ChartError(f"The column {column} must hold numbers: {error}.") from None


def days_of(frame: pd.DataFrame, column: str) -> list[float]:
    """Milliseconds since 1970 in UTC, nan where the frame has no day."""
    if column not in frame.columns:
        return [math.nan] * len(frame)
    try:
        days = pd.to_datetime(frame[column])
    except (TypeError, ValueError) as error:
        raise ChartError(f"The column {column} must hold days: {error}.") from None
    return [math.nan if pd.isna(day) else pd.Timestamp(day).timestamp() * 1000 for day in days]


def tally(words: Iterable[str]) -> dict[str, int]:
    """How often each word stands, most often first; ties in the order of the frame."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def only_one(frame: pd.DataFrame, column: str, title: str, why: str) -> str:
    """The one value of a column, or an error that names all of them."""
    seen = tally(words_of(frame, column))
    if len(seen) > 1:
        named = ", ".join(f"{word or 'blank'} ({count})" for word, count in sorted(seen.items()))
        raise ChartError(f"The chart {title!r} mixes {column}: {named}. {why}")
    return next(iter(seen))


def programmes_of(frame: pd.DataFrame) -> list[str]:
    """Programmes of a frame: the three in their order, then others by the alphabet."""
    present = set(words_of(frame, "programme"))
    return [key for key in programme_colours() if key in present] + sorted(present - set(programme_colours()))


def name_of(programme: str) -> str:
    """Short name of a programme."""
    return short_names().get(programme, programme)


def either(first: float, second: float) -> float:
    """The first of two numbers that is known."""
    return second if math.isnan(first) else first


def interval(
    frame: pd.DataFrame,
    factors: pd.DataFrame | Mapping[str, tuple[float | None, float | None]] | None = None,
) -> pd.DataFrame:
    """Bounds that each stated number stands for.

    Parameters
    ----------
    frame : DataFrame
        Claims with `value`, `low`, `high` and, if factors are given, `qualifier`.
    factors : DataFrame or mapping, optional
        What each qualifying word stands for: the table `qualifier_intervals` (qualifier, low_factor, high_factor), or
        the same as a dict of pairs. A missing factor leaves that side open. Without it only printed bounds count.

    Returns
    -------
    DataFrame
        A new frame with `shown_low` and `shown_high`, in the unit of `value`. Both are missing where the claim has no
        number; one of them is missing where that side is open.

    Raises
    ------
    ChartError
        If a qualifier is not in `factors`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"value": [500.0, 650.0], "low": None, "high": None, "qualifier": ["just_over", "exact"]})
    >>> interval(frame, {"exact": (1, 1), "just_over": (1, 1.1)})[["shown_low", "shown_high"]].round(1)
       shown_low  shown_high
    0      500.0       550.0
    1      650.0       650.0
    """
    known: dict[str, tuple[float, float]] | None = None
    if isinstance(factors, pd.DataFrame):
        known = dict(
            zip(
                words_of(factors, "qualifier"),
                zip(numbers_of(factors, "low_factor"), numbers_of(factors, "high_factor"), strict=True),
                strict=True,
            )
        )
    elif factors is not None:
        known = {
            word: (math.nan if low is None else float(low), math.nan if high is None else float(high))
            for word, (low, high) in factors.items()
        }
    shown_low: list[float] = []
    shown_high: list[float] = []
    for value, low, high, word in zip(
        numbers_of(frame, "value"),
        numbers_of(frame, "low"),
        numbers_of(frame, "high"),
        words_of(frame, "qualifier"),
        strict=True,
    ):
        if math.isnan(low) and math.isnan(high) and not math.isnan(value):
            pair = (1.0, 1.0)
            if known is not None and word:
                if word not in known:
                    raise ChartError(f"Unknown qualifier {word!r}. Known: {', '.join(sorted(known))}.")
                pair = known[word]
            low, high = value * pair[0], value * pair[1]
        shown_low.append(low)
        shown_high.append(high)
    return frame.assign(shown_low=shown_low, shown_high=shown_high)


def bounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame with bounds to draw; "at most", which reaches down to nothing, is open: an arrow, not a column."""
    shown = frame if {"shown_low", "shown_high"} <= set(frame.columns) else interval(frame)
    lows = [
        math.nan if low == 0 and (high > 0 or value > 0) else low
        for low, high, value in zip(
            numbers_of(shown, "shown_low"), numbers_of(shown, "shown_high"), numbers_of(shown, "value"), strict=True
        )
    ]
    return shown.assign(shown_low=lows)


_PRICES = {"nominal": "nominal prices", "unknown": "price basis not stated", "": "price basis not stated"}
_VAT = {
    "incl": "VAT included",
    "excl": "VAT excluded",
    "not_applicable": "no VAT",
    "unknown": "VAT not stated",
    "": "VAT not stated",
}
_SCALES = ((1e9, "billion "), (1e6, "million "), (1e3, "thousand "), (1.0, ""))


def scale_of(frame: pd.DataFrame) -> tuple[float, str]:
    """Unit that suits the largest amount, and its word."""
    shown = bounded(frame)
    amounts = [
        abs(number)
        for column in ("value", "shown_low", "shown_high")
        for number in numbers_of(shown, column)
        if math.isfinite(number)
    ]
    largest = max(amounts, default=0.0)
    return next(((unit, word) for unit, word in _SCALES if largest >= unit / 2), _SCALES[-1])


def _said(words: list[str]) -> str:
    """'VAT excluded' where all agree; 'VAT not stated 13, VAT excluded 1' where not."""
    seen = tally(words)
    if len(seen) == 1:
        return next(iter(seen))
    return ", ".join(f"{word} {count}" for word, count in seen.items())


def basis_title(frame: pd.DataFrame) -> str:
    """Axis title of amounts of money, made from the frame itself.

    Parameters
    ----------
    frame : DataFrame
        Claims of the table `costs`, restated or not: `currency`, and as far as there `per`, `price_basis`,
        `price_year`, `vat`, `value`, `low`, `high`.

    Returns
    -------
    str
        Scale, currency, per what, price basis and VAT. Where claims differ, how many say what.

    Raises
    ------
    ChartError
        If the frame mixes currencies, or totals and amounts per year: they can't share an axis.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"value": [1.3e9, 1.046e9], "currency": "SEK", "price_basis": "unknown",
    ...                       "vat": ["excl", "unknown"]})
    >>> basis_title(frame)
    'billion SEK; price basis not stated; VAT excluded 1, VAT not stated 1'
    """
    if frame.empty:
        raise ChartError("No axis title for a frame without rows.")
    currency = only_one(
        frame,
        "currency",
        "amounts",
        "One axis has one currency: filter, draw panels with money_panels, or restate with sdvdata.restate.",
    )
    if not currency:
        raise ChartError("The amounts have no currency, so they can't have an axis. Leave out shares and percentages.")
    per = only_one(
        frame, "per", "amounts", "Totals and amounts per year, month or head can't share an axis: filter by `per`."
    )
    prices = [
        f"prices of {year.removesuffix('.0') or 'a year not stated'}" if basis == "fixed" else _PRICES.get(basis, basis)
        for basis, year in zip(words_of(frame, "price_basis"), words_of(frame, "price_year"), strict=True)
    ]
    vat = [_VAT.get(word, word) for word in words_of(frame, "vat")]
    amount = f"{scale_of(frame)[1]}{currency}{f' per {per}' if per else ''}"
    return f"{amount}; {_said(prices)}; {_said(vat)}"


_MIXED = (("payer", "payers"), ("includes", "contents"))


def mix_note(frame: pd.DataFrame) -> str:
    """What the amounts of a frame do not have in common, for a line under the chart.

    Parameters
    ----------
    frame : DataFrame
        Claims of the table `costs`.

    Returns
    -------
    str
        One sentence or two; empty where flow, kind, payer, content and period are all the same.

    Examples
    --------
    >>> import pandas as pd
    >>> mix_note(pd.DataFrame({"flow": ["budget", "spend", "budget"], "payer": ["region", "region", "state"]}))
    'Not alike, so not to be added or subtracted: budget 2, spend 1; 2 payers.'
    >>> mix_note(pd.DataFrame({"flow": ["budget"], "payer": ["region"]}))
    ''
    """
    parts: list[str] = []
    for column in ("flow", "amount_kind"):
        seen = tally(word or f"{column.replace('_', ' ')} not stated" for word in words_of(frame, column))
        if column in frame.columns and len(seen) > 1:
            parts.append(", ".join(f"{word} {count}" for word, count in seen.items()))
    for column, plural in _MIXED:
        seen = tally(words_of(frame, column))
        if len(seen) > 1:
            stated = len(seen) - ("" in seen)
            blank = f" ({seen['']} not stated)" if "" in seen else ""
            parts.append(f"{stated} {plural if stated != 1 else plural[:-1]}{blank}")
    periods = tally(map("/".join, zip(words_of(frame, "covers_start"), words_of(frame, "covers_end"), strict=True)))
    if len(periods) > 1:
        stated = len(periods) - ("/" in periods)
        blank = f" ({periods['/']} not stated)" if "/" in periods else ""
        parts.append(f"{stated} period{'s' * (stated != 1)}{blank}")
    return f"Not alike, so not to be added or subtracted: {'; '.join(parts)}." if parts else ""

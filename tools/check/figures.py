"""Amounts as sources print them, and whether they agree with what we coded.

The print is the figure in a few words, in Swedish, Norwegian, Danish or English: "3,7 miljarder kronor", "2 756 mill.",
"drygt 500 miljoner", "mellan 5,5 och 11 miljarder kronor". Where it can be read in several ways, all are given, and a
coded claim agrees if it is one of them.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sdvdata.errors import SdvdataError
from tools.check.numerals import CHANGES, CURRENCY_KINDS, Numeral, Reader, Words, default_words, scale, strongest

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Figure", "agrees_amount", "names_currency", "read_figures"]

Number = Decimal | int | float | str | None


class Figure(NamedTuple):
    """One reading of one printed figure.

    Attributes
    ----------
    value : Decimal or None
        The figure; ``None`` for a range.
    low, high : Decimal or None
        The bounds that the print names: both for a range, `low` for a floor, `high` for a ceiling.
    qualifier : str
        ``exact``, ``about``, ``just_over``, ``just_under``, ``floor``, ``ceiling`` or ``range``.
    currency : str or None
        ``SEK``, ``EUR`` and so on; ``kr``, ``krona``, ``kroner`` or ``$`` where the print names only the kind; ``None``
        where it names none.
    percent : bool
        Whether the figure is printed as a percentage.
    whole : bool
        Whether it is the whole of which the figure before it is a part: the 66 of "24 av 66".
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    currency: str | None
    percent: bool
    whole: bool = False


def read_figures(text: str, qualifier_words: Mapping[str, str] | Words | None = None) -> list[Figure]:
    """Read all figures in a print.

    Parameters
    ----------
    text : str
        The figure as printed, a few words.
    qualifier_words : mapping of str to str, or Words, optional
        Qualifying word to qualifier, in the notation of ``data/vocab/qualifiers.csv``, which is the default: ``…``
        stands for the figure ("… eller mer", "mellan … och").

    Returns
    -------
    list of Figure
        In the order of the text. A figure with an ambiguous separator is there once for each reading.

    Examples
    --------
    >>> for figure in read_figures("mellan 5,5 och 11 miljarder kronor"):
    ...     print(figure.low, figure.high, figure.qualifier, figure.currency)
    5500000000 11000000000 range SEK
    >>> [(str(f.value), f.qualifier) for f in read_figures("drygt 500 miljoner")]
    [('500000000', 'just_over')]
    >>> [str(f.value) for f in read_figures("16.438 elektroniske brev")]
    ['16438', '16.438']
    """
    if not isinstance(text, str):
        raise SdvdataError(f"A print is text, not {text!r}: give the figure as printed, for example '3,7 miljarder'.")
    if isinstance(qualifier_words, Words):
        words = qualifier_words
    else:
        words = default_words() if qualifier_words is None else Words(qualifier_words)
    reader = Reader(text, words)
    numerals = reader.numerals()
    figures: list[Figure] = []
    alone = True
    for n, numeral in enumerate(numerals):
        before = numerals[n - 1] if n else None
        after = numerals[n + 1] if n + 1 < len(numerals) else None
        ranges, change = _ranges(reader, numeral, after)
        figures += ranges
        in_range = bool(ranges) or (before is not None and bool(_ranges(reader, before, numeral)[0]))
        # In "från 408 till 422" each side may also be the figure that is meant.
        if in_range and not (change or (before is not None and _ranges(reader, before, numeral)[1])):
            alone = False
            continue
        # "ti kommuner og ett sykehus": an article is a one only where nothing else can be meant, or "en av två".
        of_some = after is not None and reader.is_whole(numeral, after)
        if not numeral.article or of_some or (alone and len(numerals) == 1):
            figures += _single(reader, numeral, before, after)
    return list(dict.fromkeys(figures))


def agrees_amount(
    as_printed: str,
    *,
    value: Number,
    low: Number = None,
    high: Number = None,
    qualifier: str,
    currency: str | None = None,
    denominator: bool = False,
    qualifier_words: Mapping[str, str] | Words | None = None,
) -> str | None:
    """Compare a print with the numbers, qualifier and currency coded from it.

    Parameters
    ----------
    as_printed : str
        The figure as printed.
    value, low, high : Decimal, int, float, str or None
        As coded; missing is ``None``, blank or not-a-number. A range has `low` and `high` and no `value`; a floor may
        repeat its value in `low`, a ceiling in `high`.
    qualifier : str
        As coded.
    currency : str, optional
        As coded; blank for what is no money. "kronor" agrees with the Swedish crown, "kroner" with the Norwegian and the
        Danish, "kr" with any crown, "$" with any dollar.
    denominator : bool, optional
        Whether the whole is coded where the print has a part of a whole ("24 av 66"); the part if not.
    qualifier_words : mapping of str to str, or Words, optional
        As in `read_figures`.

    Returns
    -------
    str or None
        ``None`` if any figure in the print agrees; else what is read and what is coded.

    Examples
    --------
    >>> agrees_amount("3,7 miljarder kronor", value=3_700_000_000, qualifier="exact", currency="SEK")
    >>> agrees_amount("3,7 miljarder kronor", value=3_800_000_000, qualifier="about", currency="SEK")
    'reads as 3700000000 SEK exact; coded 3800000000 SEK about'
    >>> agrees_amount("24 av 66 kommuner", value=66, qualifier="exact")
    'reads as 24 exact; coded 66 exact'
    """
    try:
        numbers = (_decimal(value), _decimal(low), _decimal(high))
    except ValueError as error:
        return str(error)
    figures = read_figures(as_printed, qualifier_words)
    if any(figure.whole for figure in figures):
        figures = [figure for figure in figures if figure.whole == denominator]
    if any(_agrees(figure, *numbers, qualifier=qualifier, currency=currency or None) for figure in figures):
        return None
    read = " or ".join(_show(f.value, f.low, f.high, f.qualifier, "%" if f.percent else f.currency) for f in figures)
    coded = _show(*numbers, qualifier, currency)
    return f"reads as {read}; coded {coded}" if read else f"no figure can be read in {as_printed!r}; coded {coded}"


def names_currency(as_printed: str, currency: str, *, rather_than: str) -> bool:
    """Say whether a print tells one currency from another.

    Examples
    --------
    >>> names_currency("780 millioner danske kroner", "DKK", rather_than="SEK")
    True
    >>> names_currency("25 mkr", "NOK", rather_than="SEK")
    False
    """
    return any(
        figure.currency is not None
        and _same_currency(figure.currency, currency)
        and not _same_currency(figure.currency, rather_than)
        for figure in read_figures(as_printed)
    )


def _single(reader: Reader, numeral: Numeral, before: Numeral | None, after: Numeral | None) -> list[Figure]:
    found, _ = reader.qualifiers_before(numeral.first, before.last if before else 0)
    found += reader.qualifiers_after(numeral.last, after.first if after else len(reader.tokens))
    qualifier = strongest([*numeral.inner, *found])
    values = list(numeral.scaled)
    # "1,4 og 2,7 milliarder": the scale may be meant for both.
    if after is not None and after.power > numeral.power == 0 and reader.joins(numeral, after):
        values += [scale(value, after.power) for value in numeral.values]
    return [
        Figure(
            value,
            value if qualifier == "floor" else None,
            value if qualifier == "ceiling" else None,
            qualifier,
            numeral.currency,
            numeral.percent,
            reader.is_whole(before, numeral),
        )
        for value in values
    ]


def _ranges(reader: Reader, first: Numeral, second: Numeral | None) -> tuple[list[Figure], bool]:
    """Read two neighbours as a range, if they are one; say also whether the words may tell a change instead."""
    opening = reader.range_opening(first, second) if second is not None else None
    if second is None or opening is None:
        return [], False
    figures = []
    for one, two in product(first.values, second.values):
        high = scale(two, second.power)
        # "5,5 och 11 miljarder" shares the scale; "800 000 och 1,2 miljoner" can't.
        shared = scale(one, first.power or second.power)
        low = shared if shared <= high else scale(one, first.power)
        if low < high:
            currency = second.currency or first.currency
            figures.append(Figure(None, low, high, "range", currency, first.percent or second.percent))
    return figures, opening in CHANGES


def _agrees(
    figure: Figure,
    value: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    *,
    qualifier: str,
    currency: str | None,
) -> bool:
    if qualifier != figure.qualifier:
        return False
    if currency and (figure.percent or not _same_currency(figure.currency, currency)):
        return False
    if figure.value is None:
        return (value, low, high) == (None, figure.low, figure.high)
    # A bound stands for the value of a floor or a ceiling, and may repeat it; elsewhere there is none.
    return (
        value in (figure.value, None)
        and low in (figure.low, None)
        and high in (figure.high, None)
        and (value, low, high) != (None, None, None)
    )


def _same_currency(printed: str | None, coded: str) -> bool:
    return printed is None or printed == coded or coded in CURRENCY_KINDS.get(printed, ())


def _decimal(number: Number) -> Decimal | None:
    """Make a coded number exact; missing in any of pandas' ways is ``None``."""
    text = str(number).strip()
    if number is None or text in ("", "nan", "NaN", "<NA>"):
        return None
    try:
        decimal = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not decimal.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return decimal


def _show(value: Decimal | None, low: Decimal | None, high: Decimal | None, qualifier: str, unit: str | None) -> str:
    def plain(number: Decimal) -> str:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    if value is not None:
        number = plain(value)
    elif low is not None or high is not None:
        number = "–".join("…" if bound is None else plain(bound) for bound in (low, high))
    else:
        number = "no number"
    return " ".join(part for part in (number, unit, qualifier) if part)

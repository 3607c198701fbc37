"""Figures as sources print them, and whether they agree with what we coded.

The print is the figure in a few words, in Swedish, Norwegian, Danish or English: "3,7 miljarder kronor", "2 756 mill.",
"drygt 500 miljoner", "mellan 5,5 och 11 miljarder kronor". Where it can be read in several ways ("16.438"), all are
given, and a coded claim agrees if it is one of them. The words are data: ``data/vocab/notations.csv`` and
``data/vocab/qualifiers.csv``; here is how they are put together.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from sdvdata.errors import DataReadError, SdvdataError
from sdvdata.tables import data_folder
from sdvdata.words import notation

Number = Decimal | int | float | str | None

#: A place that is not between two letters.
EDGE = r"(?:(?<![^\W\d_])|(?![^\W\d_]))"
# A word that several currencies share; "kr" alone does not tell the language.
_KINDS = {"kr": "SEK NOK DKK ISK", "krona": "SEK ISK", "kroner": "NOK DKK", "$": "USD CAD AUD NZD"}
_GLUED = {"k": 3, "m": 6, "b": 9}  # only directly after the digits: £213m
_DASH = "[-–—−]"
_LONGEST = 25  # digits and separators; longer ones are no figures but codes


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


def read_figures(text: str, qualifier_words: Mapping[str, str] | None = None) -> list[Figure]:
    """Read all figures in a print.

    Parameters
    ----------
    text : str
        The figure as printed, a few words.
    qualifier_words : mapping of str to str, optional
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
    words = _words_of(data_folder() / "vocab" / "qualifiers.csv") if qualifier_words is None else qualifier_words
    return list(_read(text, tuple(words.items())))


@lru_cache(maxsize=4096)
def _read(text: str, words: tuple[tuple[str, str], ...]) -> tuple[Figure, ...]:
    said = Print(text, dict(words))
    figures: list[Figure] = []
    in_range = None  # what opened the range that ends with this numeral
    for before, numeral, after in said.neighbours():
        ranges = _ranges(said, numeral, after)
        opening = said.opening(numeral, after) if ranges else None
        figures += ranges
        sides = [side for side in (in_range, opening) if side is not None]
        in_range = opening
        # In "från 408 till 422" each side may also be the figure that is meant.
        if sides and not any(re.fullmatch(any_of("particle", "from"), side) for side in sides):
            continue
        # "ti kommuner og ett sykehus": an article is a one only where nothing else can be meant, or "en av två".
        if not numeral.article or said.is_whole(numeral, after) or len(said.numerals) == 1:
            figures += _single(said, before, numeral, after)
    return tuple(dict.fromkeys(figures))


def agrees_amount(
    as_printed: str,
    *,
    value: Number,
    low: Number = None,
    high: Number = None,
    qualifier: str,
    currency: str | None = None,
    denominator: bool = False,
    qualifier_words: Mapping[str, str] | None = None,
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
    qualifier_words : mapping of str to str, optional
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
    if any(_agrees(figure, numbers, qualifier, currency) for figure in figures):
        return None
    read = " or ".join(_show(f[:3], "%" if f.percent else f.currency, f.qualifier) for f in figures)
    coded = f"; coded {_show(numbers, currency, qualifier)}"
    return f"reads as {read}{coded}" if read else f"no figure can be read in {as_printed!r}{coded}"


def names_currency(as_printed: str, currency: str, *, rather_than: str) -> bool:
    """Say whether a print tells one currency from another.

    Examples
    --------
    >>> names_currency("780 millioner danske kroner", "DKK", rather_than="SEK")
    True
    >>> names_currency("25 mkr", "NOK", rather_than="SEK")
    False
    """
    named = {figure.currency for figure in read_figures(as_printed)} - {None}
    return any(_same_currency(name, currency) and not _same_currency(name, rather_than) for name in named)


def _single(said: Print, before: Numeral | None, numeral: Numeral, after: Numeral | None) -> list[Figure]:
    leading, _ = said.lead(numeral.start, before.end if before else 0)
    trailing = said.words.trail.findall(said.text, numeral.end, after.start if after else len(said.text))
    qualifier = strongest([*numeral.inner, *leading, *(said.words.words["", "…", _plain(words)] for words in trailing)])
    values = numeral.scaled
    # "1,4 og 2,7 milliarder": the scale may be meant for both.
    if after is not None and after.power > numeral.power == 0:
        joint = said.text[numeral.end : after.start].strip()
        if joint == "," or re.fullmatch(any_of("particle", "and", "or"), joint):
            values += [_scaled(value, after.power) for value in numeral.values]
    whole = said.is_whole(before, numeral)
    low, high = qualifier == "floor", qualifier == "ceiling"
    return [
        Figure(x, x if low else None, x if high else None, qualifier, numeral.currency, numeral.percent, whole)
        for x in values
    ]


def _ranges(said: Print, first: Numeral, second: Numeral | None) -> list[Figure]:
    """Read two neighbours as a range, if they are one."""
    if second is None or said.opening(first, second) is None:
        return []
    figures = []
    for one, two in product(first.values, second.values):
        high = _scaled(two, second.power)
        # "5,5 och 11 miljarder" shares the scale; "800 000 och 1,2 miljoner" can't.
        shared = _scaled(one, first.power or second.power)
        low = shared if shared <= high else _scaled(one, first.power)
        if low < high:
            currency = second.currency or first.currency
            figures.append(Figure(None, low, high, "range", currency, first.percent or second.percent))
    return figures


def _agrees(figure: Figure, coded: tuple[Decimal | None, ...], qualifier: str, currency: str | None) -> bool:
    if qualifier != figure.qualifier:
        return False
    if currency and (figure.percent or not _same_currency(figure.currency, currency)):
        return False
    if figure.value is None:
        return coded == figure[:3]
    # A bound stands for the value of a floor or a ceiling, and may repeat it; elsewhere there is none.
    return coded != (None, None, None) and all(c in (f, None) for c, f in zip(coded, figure[:3], strict=True))


def _same_currency(printed: str | None, coded: str) -> bool:
    return printed is None or printed == coded or coded in _KINDS.get(printed, "").split()


def _decimal(number: Number) -> Decimal | None:
    """Make a coded number exact; missing in any of pandas' ways is ``None``."""
    text = str(number).strip()
    if number is None or text in ("", "nan", "NaN", "<NA>"):
        return None
    try:
        decimal = Decimal(text)
    except InvalidOperation:
        decimal = Decimal("inf")
    if not decimal.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return decimal


def _show(numbers: Sequence[Decimal | None], unit: str | None, qualifier: str) -> str:
    value, *bounds = (None if n is None else re.sub(r"(\.\d*?)0*$", r"\1", f"{n:f}").rstrip(".") for n in numbers)
    number = value or ("–".join(bound or "…" for bound in bounds) if any(bounds) else "no number")
    return " ".join(part for part in (number, unit, qualifier) if part)


# --- Numerals and the words that qualify them -------------------------------------------------------------------------


class Numeral(NamedTuple):
    """A numeral in a text, with what belongs to it."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    power: int
    currency: str | None
    percent: bool
    inner: tuple[str, ...]  # qualifiers inside it: "en dryg miljard", "ett tjugotal"
    article: bool  # only "en" or "ett": a figure where nothing else is

    @property
    def scaled(self) -> list[Decimal]:
        return [_scaled(value, self.power) for value in self.values]


class Print:
    """A text, its numerals, and the words that qualify them."""

    def __init__(self, text: str, words: Mapping[str, str] | None = None) -> None:
        self.words = _grammar(
            tuple((_words_of(data_folder() / "vocab" / "qualifiers.csv") if words is None else words).items())
        )
        # "2023-kroner" is the year of the prices.
        self.text = re.sub(rf"[0-9]{{4}}-{any_of('particle', 'prices')}\b", _blank, lower(text))
        # The English preposition "to" is no two, nor is any "to" that no thing follows.
        english = re.search(rf"{EDGE}{any_of('particle', 'english')}{EDGE}", self.text)
        thing = "(?!)" if english else rf"\s*(?!{any_of('currency')}{EDGE})[^\W\d_]"
        view = re.sub(rf"{EDGE}to(?:(?=tal)|{EDGE}(?!{thing}))", _blank, self.text)
        self.numerals = [n for m in self.words.numeral.finditer(view) if (n := _numeral(m, self.words)).values]

    def neighbours(self) -> list[tuple[Numeral | None, Numeral, Numeral | None]]:
        """Give every numeral with the one before it and the one after it."""
        return list(zip([None, *self.numerals], self.numerals, [*self.numerals[1:], None], strict=False))

    def lead(self, end: int, start: int = 0) -> tuple[list[str], int]:
        """Collect the qualifiers that stand before a place, nearest first, and where they begin."""
        found: list[str] = []
        while match := self.words.lead.search(self.text, start, end):
            end = match.start()
            if match["word"]:
                found.append(self.words.words[_plain(match["word"]), "", ""])
        return found, end

    def opening(self, first: Numeral | None, second: Numeral | None) -> str | None:
        """Say which word opens the range of two numerals: "mellan", "från"; blank for "35–45"; None if it is none."""
        if first is None or second is None:
            return None
        between = self.text[first.end : second.start]
        begin = self.lead(first.start)[1]
        for left, right in self.words.around:
            # A unit may stand before the joint: "mellan 3 % och 5 %".
            if re.fullmatch(rf"\s*(?:(?:[^\W\d_]+|\S)\s*?){{0,2}}{EDGE}{right}\s*", between):
                for end in (begin, first.start):
                    if re.search(rf"{EDGE}{left}\s*$", self.text[:end]):
                        return left
        return "" if re.sub(_DASH, "–", between.strip()) in self.words.between else None

    def is_whole(self, part: Numeral | None, whole: Numeral | None) -> bool:
        """Say whether a numeral is the whole of which the one before it is a part: "24 av 66", "sex av de nio"."""
        if part is None or whole is None:
            return False
        between = self.text[part.end : whole.start]
        of, joined = (re.search(f"{EDGE}{any_of('particle', name)}{EDGE}", between) for name in ("of", "and"))
        return bool(of and not joined and re.fullmatch(r"\s*(?:[^\W\d_]+\s*){1,5}", between))


@lru_cache(maxsize=4096)
def lower(text: str) -> str:
    """Lower a text without changing its length, so that what is found in it can be located (str.lower lengthens İ)."""
    return "".join(" " if c.isspace() else c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def any_of(kind: str, *meanings: str) -> str:
    """Make one pattern of what the sources call some things of a kind, or all."""
    return _either(
        word for meaning, words in notation(kind).items() if meaning in (meanings or {meaning}) for word in words
    )


@cache
def meaning(kind: str, words: str | None) -> str:
    """Give the meaning of some words among those of a kind; blank if they have none."""
    return next((meaning for meaning, names in notation(kind).items() if _plain(words) in names), "")


def strongest(qualifiers: Sequence[str]) -> str:
    """Choose among several qualifiers: "up to about 30" is a ceiling; the outermost (last) limit wins."""
    limits = [qualifier for qualifier in qualifiers if qualifier not in ("exact", "about")]
    return limits[-1] if limits else "about" if "about" in qualifiers else "exact"


def _either(words: Iterable[str]) -> str:
    """Make one pattern of many words, the longer first so that "september" is not read as "sep"."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered) or '(?!)'})".replace(r"\ ", r"\s+")


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _scaled(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, and write whole numbers as such (5.5 billion is 5500000000, not 5.5E+9)."""
    scaled = value.scaleb(power)
    return Decimal(int(scaled)) if scaled == scaled.to_integral_value() else scaled


@cache
def _words_of(path: Path) -> Mapping[str, str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["word"]: row["qualifier"] for row in csv.DictReader(file) if row["word"]}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise DataReadError(f"{path}: the qualifying words can't be read: {error!r}") from None


class _Grammar(NamedTuple):
    """The qualifying words, by what stands before, at and after the place of the figure, and patterns made of them."""

    words: dict[tuple[str, ...], str]
    around: list[tuple[str, str]]
    between: set[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    numeral: re.Pattern[str]


@lru_cache(maxsize=8)
def _grammar(words: tuple[tuple[str, str], ...]) -> _Grammar:
    filled = {lower(phrase).partition("…"): qualifier for phrase, qualifier in words if phrase.strip(" …")}
    found = {tuple(map(_plain, parts)): qualifier for parts, qualifier in filled.items()}
    before = [left for left, dots, _ in found if left and not dots]
    after = {right: qualifier for (left, dots, right), qualifier in found.items() if right and not left}
    suffixes = [word[1:] for word in after if word.startswith("-") and word != "-"]
    between = {word for word, qualifier in after.items() if qualifier == "range"}
    lead = rf"(?:{EDGE}(?:(?P<word>{_either(before)})|{any_of('particle', 'filler')}){EDGE}|(?<=\S)\.)\s*$"
    trail = f"{EDGE}({_either(word for word in after if word not in between and word[0] != '-')}){EDGE}"
    numeral = _numeral_pattern(_either(word for word in before if " " not in word), _either(suffixes))
    around = [(left, right) for left, _, right in found if left and right]
    return _Grammar(found, around, between, *map(re.compile, (lead, trail, numeral)))


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())


def _spelled_pattern() -> str:
    """Give the pattern of a number in words ("tjugofem", "femogtyve", "tretusen", "two hundred and fifty")."""

    def named(low: int, high: int) -> str:
        return any_of("number", *(f"{number:02}" for number in range(low, high + 1)))

    joint = rf"\s*(?:{any_of('particle', 'and')}\s*)?"
    small = rf"(?:{named(20, 90)}(?:[\s-]*{named(1, 9)})?|{named(1, 9)}og{named(20, 90)}|{named(0, 19)})"
    hundreds = rf"(?:(?:{small}\s*)?{named(100, 100)}(?:{joint}{small})?|{small})"
    return rf"(?:(?:{hundreds}\s*)?{any_of('scale', '03')}(?:{joint}{hundreds})?|{hundreds})"


def _numeral_pattern(qualifiers: str, suffixes: str) -> str:
    one, nation, currency, scale = any_of("particle", "one"), any_of("nation"), any_of("currency"), any_of("scale")
    compound, number, large = any_of("scale_and_currency"), _spelled_pattern(), any_of("scale", "06", "09", "12")
    # "78 ubrukte millioner"
    no_adjective = f"(?:{any_of('particle', 'and', 'or', 'of', 'preposition')}|{number}|{scale})"
    adjective = rf"(?:-|\s*(?!{no_adjective}{EDGE})[^\W\d_]+\s+)(?={large}{EDGE})"
    scaled = rf"(?=(?:{adjective})?\s*(?:{scale}|{compound}){EDGE})"
    # "en fjärdedel", "two thirds": the numeral is part of a fraction, which is no figure of its own.
    no_fraction = rf"(?!\s*-?\s*{any_of('particle', 'fraction')}{EDGE})"
    half = rf"{no_fraction}(?P<and_a_half>\s+{any_of('particle', 'and')}\s+{one}\s+{any_of('half')}{EDGE})?"
    # No part of a name: "Q4", "covid-19".
    digits = r"(?<![0-9])(?<![0-9][.,'’])(?<![^\W\d_][-–—−])(?(before)|(?<![^\W\d_]))"
    digits += "(?P<digits>(?>[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*))"
    bodies = [
        rf"{any_of('particle', 'some')}\s+(?:{any_of('number', '100')}|{any_of('scale', '03')}){EDGE}",  # no figure
        rf"(?P<article>{one}\s+)?(?:(?P<tens>[0-9]{{1,3}})-|(?P<stem>{number}))(?P<suffix>{suffixes})(?(article)s?){EDGE}",
        rf"(?:{one}\s+)?(?P<half>{any_of('half')})(?:\s+{one})?{EDGE}{scaled}",
        rf"(?P<one>{one})\s+(?:(?P<inner>{qualifiers})\s+)?{scaled}",
        rf"(?P<definite>(?={any_of('particle', 'definite')}{EDGE}))",
        rf"(?:{digits}|(?P<spelled>{number}){EDGE}){half}",
    ]
    return (
        rf"{EDGE}(?:(?P<prefix>{compound}){EDGE}\s*|(?:(?P<nation_before>{nation})(?=\$))?(?P<before>{currency})"
        rf"(?:(?<=\$)(?P<nation_within>{nation})(?=[0-9])|{EDGE})\.?\s*)?"
        rf"{EDGE}(?:{'|'.join(bodies)})"
        rf"(?:(?<=[0-9])(?P<glued>[kmb]){EDGE}|(?:{adjective})?(?P<scales>(?:\s*{scale}{EDGE}\.?)*))"
        rf"(?:\s*(?P<compound>{compound}){EDGE})?(?:\s*(?P<percent>{any_of('particle', 'percent')}){EDGE})?"
        rf"(?:\s*(?:(?P<nation_after>{nation}){EDGE}\s*)?(?P<after>{currency}){EDGE}\.?)?"
    )


def _numeral(match: re.Match[str], words: _Grammar) -> Numeral:
    """Give what a match of the pattern of numerals says; no values if it is no figure."""
    said = match.groupdict()
    inner = words.words.get(("", "…", f"-{said['suffix']}")) or words.words.get((said["inner"] or "", "", ""))
    power = _GLUED.get(said["glued"], 0)
    power += sum(int(meaning("scale", word)) for word in re.findall(r"[^\W\d_]+", said["scales"] or ""))
    compound = meaning("scale_and_currency", said["compound"] or ("" if power else said["prefix"]))
    power += int(compound[:2] or 0)
    before = meaning("nation", said["nation_before"] or said["nation_within"]) or meaning("currency", said["before"])
    after = meaning("nation", said["nation_after"]) or meaning("currency", said["after"]) or compound[3:]
    known = [code for code in (before, after) if code]
    currency = min(known, key=lambda code: len(_KINDS.get(code, "")), default=None)
    article = not power and bool(re.fullmatch(any_of("particle", "one"), said["spelled"] or ""))
    inside = (inner,) if inner else ()
    return Numeral(*match.span(), _values(match), power, currency, bool(said["percent"]), inside, article)


def _values(match: re.Match[str]) -> tuple[Decimal, ...]:
    if match["digits"]:
        before = match.string[: match.start("digits")]
        negative = re.search(rf"(?:^|(?<![0-9%])\s){_DASH}$", before)
        values = [-value if negative else value for value in _values_of_digits(match["digits"])]
    elif match["half"]:
        values = [Decimal(meaning("half", match["half"]))]
    elif match["one"] or match["definite"] is not None:
        values = [Decimal(1)]
    else:
        spelled = match["stem"] or match["spelled"]
        values = [Decimal(match["tens"] or _number(spelled))] if match["tens"] or spelled else []
    return tuple(value + Decimal("0.5") if match["and_a_half"] else value for value in values)


def _number(text: str) -> int:
    """Give the number that a match of `_spelled_pattern` says."""
    total = current = 0
    for word in re.findall(f"{any_of('number')}|{any_of('scale', '03')}", text):
        number = int(meaning("number", word) or 1000)
        if number == 1000:
            total, current = total + (current or 1) * number, 0
        else:
            current = (current or 1) * number if number == 100 else current + number
    return total + current


def _values_of_digits(text: str) -> list[Decimal]:
    """Give every number that digits and separators may stand for; none for "31.05.2018"."""
    text = text.replace(" ", "")
    if len(text) > _LONGEST:
        return []
    thousands = r"[1-9][0-9]{0,2}(?:([.,'’])[0-9]{3})(?:\1[0-9]{3})*"
    whole = re.sub("[.,'’]", "", text)
    readings = [whole] if re.fullmatch(f"[0-9]+|{thousands}", text) else []
    if decimals := re.fullmatch(rf"(?:[0-9]+|{thousands})(?!\1)[.,]([0-9]+)", text):
        readings.append(f"{whole[: -len(decimals[2])]}.{decimals[2]}")
    return [Decimal(reading) for reading in readings]

"""Numerals in Swedish, Norwegian, Danish and English text, with the words that qualify them.

A text becomes tokens, tokens become numerals ("2 756 mill. kroner", "en halv miljard", "ett 30-tal"). Where a separator
is ambiguous ("16.438") all values are kept. The qualifying words are data: ``data/vocab/qualifiers.csv``.
`tools.check.figures` and `tools.check.printed_dates` are built on this module.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sdvdata.errors import DataReadError
from sdvdata.words import notation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["CURRENCY_KINDS", "Numeral", "Reader", "Words", "default_words", "lower", "scale", "strongest"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- What the languages call things -----------------------------------------------------------------------------------

_HUNDREDS = ("hundrede", "hundred", "hundra", "hundre")
_THOUSANDS = ("tusinde", "tusind", "tusen", "thousand")
_ARTICLES = _set("en ett et ein eit én éin ei a an")
_HALVES = _set("halv halva halvt halve half")
_ONE_AND_A_HALF = _set("halvannen halvannan halvannet halvanna halvanden halvandet")
_AND = _set("och og and")
# "flera hundra", "many billions": a quantity, but no figure.
_VAGUE = _set("flera flere fleire många mange several many few par adskillige några noen nokre")
# In these companies "to" is the English preposition, not the Norwegian or Danish two.
_ENGLISH = _set("the of from up and by be is was are billion close down out years months people")

_GLUED_SCALES = {"k": 3, "m": 6, "b": 9}  # only directly after the digits: £213m
# A word that several currencies share; "kr" alone does not tell the language.
CURRENCY_KINDS = {
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "krona": frozenset({"SEK", "ISK"}),
    "kroner": frozenset({"NOK", "DKK"}),
    "$": frozenset({"USD", "CAD", "AUD", "NZD"}),
}
_PERCENT = _set("% procent prosent percent pct pst prosenttia prozent procentenheter prosentpoeng")
# "miljarden" is one billion, "miljarder" is not.
_DEFINITE = _set("miljonen millionen miljarden milliarden")
# "en fjärdedel", "two thirds": the numeral is part of a fraction, which is no figure of its own.
_FRACTION = re.compile(r"(?:tredje|fjärde|fjerde|femte|tion?de|ti)del(?:ar|er|e|en)?|thirds?|quarters?|fifths?|tenths?")
# Words that may stand between a qualifier and its figure: "inntil de 380", "över totalt 5".
_FILLERS = _set("… den det de dei the totalt total samlet sammenlagt hela hele heile alla alle")
# Words that can't be the adjective in "78 ubrukte millioner".
_NO_ADJECTIVE = _AND | _set("av of i in på on til till to eller or per pr av med for för")
CHANGES = _set("från fra frå from von")
# "24 av 66": the second figure is the whole of which the first is a part.
_OF = _set("av af of utav")
_BETWEEN_PARTS = 5  # most words between the two: "19 kommuner av i alt 66"
_DASHES = frozenset("-–—−")

_RANGE = "range"
_LONGEST = 25  # digits and separators; longer ones are no figures but codes


@cache
def _ones() -> dict[str, int]:
    return {word: int(number) for number, words in notation("number").items() for word in words}


@cache
def _tens() -> dict[int, tuple[str, ...]]:
    return {int(number): words for number, words in notation("number").items() if int(number) >= 20}


@cache
def _scales() -> dict[str, int]:
    return {word: int(power) for power, words in notation("scale").items() for word in words}


@cache
def _currencies() -> dict[str, str]:
    return {word: code for code, words in notation("currency").items() for word in words}


@cache
def _nations() -> dict[str, str]:
    return {word: code for code, words in notation("nation").items() for word in words}


@cache
def _compounds() -> dict[str, tuple[int, str]]:
    """Give scale and currency in one word."""
    meanings = notation("scale_and_currency").items()
    return {word: (int(meaning[:2]), meaning[3:]) for meaning, words in meanings for word in words}


# --- Tokens -----------------------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    kind: str  # number, word, sign
    text: str  # in lower case
    start: int
    end: int


@cache
def _token_regex() -> re.Pattern[str]:
    space = "[ \u00a0\u2009\u202f]"
    return re.compile(
        rf"""(?P<skip>[0-9]{{4}}-(?:kroner|kronor|kr|priser|prisnivå|nok|sek|dkk)\b)  # the price year of "2023-kroner"
        |(?P<number>[0-9]{{1,3}}(?:{space}[0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*)
        |(?P<word>[^\W\d_]+)
        |(?P<sign>\S)""",
        re.VERBOSE,
    )


def lower(text: str) -> str:
    """Lower a text without changing its length, so that what is found in it can be located (str.lower lengthens İ)."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _tokenize(text: str) -> list[_Token]:
    matches = _token_regex().finditer(lower(text))
    return [_Token(m.lastgroup or "", m.group(), m.start(), m.end()) for m in matches if m.lastgroup != "skip"]


def _values_of_digits(text: str) -> list[Decimal]:
    """Give every number that digits and separators may stand for; none for "31.05.2018"."""
    text = re.sub(r"\s", "", text)
    if len(text) > _LONGEST:
        return []
    groups = re.split(r"[.,'’]", text)
    separators = re.sub(r"[0-9]", "", text)
    readings: list[str] = []
    if not separators:
        return [Decimal(text)]
    if _grouped(groups) and len(set(separators)) == 1:
        readings.append("".join(groups))
    if (
        separators[-1] in ".,"
        and separators[-1] not in separators[:-1]
        and len(set(separators[:-1])) <= 1
        and (len(groups) == 2 or _grouped(groups[:-1]))
    ):
        readings.append("".join(groups[:-1]) + "." + groups[-1])
    return [Decimal(reading) for reading in readings]


def _grouped(groups: list[str]) -> bool:
    """Say whether groups of digits are thousands: one to three digits, no leading zero, then three at a time."""
    return len(groups[0]) <= 3 and not groups[0].startswith("0") and all(len(group) == 3 for group in groups[1:])


def _spelled(word: str) -> int | None:
    """Read a number written as one word ("tjugofem", "femogtyve", "tretusen"), not a bare hundred or thousand."""
    ones = _ones()
    if word in ones:
        return ones[word]
    for names, factor in ((_THOUSANDS, 1000), (_HUNDREDS, 100)):
        for name in names:
            before, found, after = word.partition(name)
            if found and before:
                times = _spelled(before)
                rest = (_spelled(after.removeprefix("og")) if after else 0) if not _bare(after) else _bare(after)
                return None if times is None or rest is None or rest >= factor else times * factor + rest
    for tens_words in _tens().values():
        for tens in tens_words:
            one = word.removeprefix(tens) if word.startswith(tens) else word.removesuffix("og" + tens)
            if one != word and 1 <= ones.get(one, 0) <= 9:
                return ones[tens] + ones[one]
    return None


def _bare(word: str) -> int:
    return 100 if word in _HUNDREDS else 1000 if word in _THOUSANDS else 0


# --- Numerals ---------------------------------------------------------------------------------------------------------


class Numeral(NamedTuple):
    """A numeral in a text, with what belongs to it; `first` and `last` are token positions, `last` exclusive."""

    first: int
    last: int
    values: tuple[Decimal, ...]
    power: int
    currency: str | None
    percent: bool
    inner: tuple[str, ...]  # qualifiers inside it: "en dryg miljard", "ett tjugotal"
    article: bool  # only "en" or "ett": a figure where nothing else is

    @property
    def scaled(self) -> tuple[Decimal, ...]:
        return tuple(scale(value, self.power) for value in self.values)


def scale(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, and write whole numbers as such (5.5 billion is 5500000000, not 5.5E+9)."""
    scaled = value.scaleb(power)
    return Decimal(int(scaled)) if scaled == scaled.to_integral_value() else scaled


class Words:
    """The qualifying words, sorted by where they stand."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.before: dict[str, list[tuple[list[str], str]]] = {}  # by the last word
        self.after: list[tuple[list[str], str]] = []
        self.around: list[tuple[list[str], list[str]]] = []
        self.between: list[list[str]] = []
        self.suffixes: dict[str, str] = {}
        for phrase, qualifier in words.items():
            left, dots, right = (part.strip() for part in phrase.partition("…"))
            left_words, right_words = ([token.text for token in _tokenize(part)] for part in (left, right))
            if not dots and left_words:
                self.before.setdefault(left_words[-1], []).append((left_words, qualifier))
            elif left_words and qualifier == _RANGE:
                self.around.append((left_words, right_words))
            elif qualifier == _RANGE:
                self.between.append(right_words)
            elif right.startswith("-"):
                self.suffixes[right.removeprefix("-")] = qualifier
            else:
                self.after.append((right_words, qualifier))
        for phrases in self.before.values():
            phrases.sort(key=lambda item: -len(item[0]))  # "inte mer än" before "mer än"

    def suffix(self, text: str) -> tuple[str, str] | None:
        """Split "tjugotal" or "trettitalls" into the numeral and the qualifier that its ending stands for."""
        for ending, qualifier in self.suffixes.items():
            for form in (ending, ending + "s"):
                if text.endswith(form):
                    return text.removesuffix(form), qualifier
        return None


def default_words() -> Words:
    """Give the qualifying words of the data folder."""
    # Only here is a file needed, and the folder may be another one at the next call.
    from sdvdata.tables import data_folder

    return _words_of(data_folder() / "vocab" / "qualifiers.csv")


@cache
def _words_of(path: Path) -> Words:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return Words({row["word"]: row["qualifier"] for row in csv.DictReader(file) if row["word"]})
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise DataReadError(f"{path}: the qualifying words can't be read: {error!r}") from None


class Reader:
    """Finds the numerals in one text."""

    def __init__(self, text: str, words: Words) -> None:
        self.done = 0  # tokens before this one belong to an earlier numeral
        self.tokens = _tokenize(text)
        self.words = words
        self.english = any(token.text in _ENGLISH for token in self.tokens)

    def text(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def kind(self, i: int) -> str:
        return self.tokens[i].kind if 0 <= i < len(self.tokens) else ""

    def glued(self, i: int) -> bool:
        """Say whether token `i` follows the one before it without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def numerals(self) -> list[Numeral]:
        found: list[Numeral] = []
        i = 0
        while i < len(self.tokens):
            numeral = self.numeral(i)
            if numeral is not None:
                found.append(numeral)
                self.done = numeral.last
            i = i + 1 if numeral is None else numeral.last
        return found

    def numeral(self, i: int) -> Numeral | None:
        """Read the numeral that begins at token `i`."""
        first = i
        if (tal := self.approximate(i + 1 if self.text(i) in _ARTICLES else i)) is not None:
            values, i, inner = tal
            return self.complete(first, i, values, inner)
        if (half := self.half(i)) is not None:
            values, i = half
            return self.complete(first, i, values)
        if (scaled := self.one_scale(i)) is not None:
            return scaled
        if self.kind(i) == "number":
            values, i = self.digits(i), i + 1
        elif self.text(i) in _DEFINITE:
            values = (Decimal(1),)
        else:
            number, i = self.spelled(i)
            values = () if number is None else (Decimal(number),)
        if not values:
            return None
        if _FRACTION.fullmatch(self.text(i + 1 if self.text(i) == "-" else i)):
            return None
        article = i == first + 1 and self.text(first) in _ARTICLES
        if self.text(i) in _AND and self.text(i + 1) in _ARTICLES and self.text(i + 2) in _HALVES:
            values, i = tuple(value + Decimal("0.5") for value in values), i + 3
        return self.complete(first, i, values, article=article)

    def complete(
        self, first: int, i: int, values: tuple[Decimal, ...], inner: tuple[str, ...] = (), *, article: bool = False
    ) -> Numeral:
        """Add what follows the number: scale, percent sign, currency."""
        power, i = self.power(i)
        percent = self.text(i) in _PERCENT or (self.text(i), self.text(i + 1)) == ("per", "cent")
        i += percent and (2 if self.text(i) == "per" else 1)
        currency, i = self.currency_after(i)
        # "2 756 mkr": the scale's own word names the currency.
        if currency is None and self.text(i - 1) in _compounds():
            currency = _compounds()[self.text(i - 1)][1]
        if not power and self.text(first - 1) in _compounds() and first > self.done:  # "MSEK 12,5"
            first -= 1
            power, currency = _compounds()[self.text(first)]
        before, first = self.currency_before(first)
        known = [code for code in (before, currency) if code is not None]
        specific = min(known, key=lambda code: len(CURRENCY_KINDS.get(code, ())), default=None)
        return Numeral(first, i, values, power, specific, bool(percent), inner, article and not power)

    def digits(self, i: int) -> tuple[Decimal, ...]:
        values = _values_of_digits(self.text(i))
        if self.glued(i) and self.kind(i - 1) == "word" and self.currency_before(i)[0] is None:
            return ()  # part of a name: "Q4"
        if self.glued(i) and self.text(i - 1) in _DASHES:
            if self.glued(i - 1) and self.kind(i - 2) == "word":
                return ()  # part of a name: "covid-19"
            if not (self.kind(i - 2) == "number" or self.text(i - 2) in _PERCENT or self.glued(i - 1)):
                values = [-value for value in values]
        return tuple(values)

    def approximate(self, i: int) -> tuple[tuple[Decimal, ...], int, tuple[str, ...]] | None:
        """Read "tjugotal", "30-tal", "trettitalls"; the genitive only after an article ("hundratals" is no figure)."""
        last = i + 2 if self.kind(i) == "number" and self.text(i + 1) == "-" else i
        split = self.words.suffix(self.text(last)) if self.kind(last) == "word" else None
        if split is None:
            return None
        stem, qualifier = split
        if self.text(last).endswith("s") and self.text(i - 1) not in _ARTICLES:
            return None
        if last != i:
            values = self.digits(i) if not stem and len(self.text(i)) < 4 else ()  # "1990-tal" is a decade
        else:
            number = _bare(stem) or _spelled(stem)
            values = (Decimal(number),) if number else ()
        return (values, last + 1, (qualifier,)) if values else None

    def half(self, i: int) -> tuple[tuple[Decimal, ...], int] | None:
        """Read "en halv miljard", "half a billion", "halvannen milliard": a half needs a scale."""
        j = i + 1 if self.text(i) in _ARTICLES else i
        if self.text(j) in _ONE_AND_A_HALF and self.power(j + 1)[0]:
            return (Decimal("1.5"),), j + 1
        if self.text(j) in _HALVES:
            end = j + 2 if self.text(j + 1) in _ARTICLES else j + 1
            if self.power(end)[0]:
                return (Decimal("0.5"),), end
        return None

    def one_scale(self, i: int) -> Numeral | None:
        """Read "en miljard", "en dryg miljard", "a million": an article and a scale, a qualifier may stand between."""
        if self.text(i) not in _ARTICLES:
            return None
        inner: tuple[str, ...] = ()
        j = i + 1
        for phrase, qualifier in self.words.before.get(self.text(j), ()):
            if phrase == [self.text(j)]:
                inner, j = (qualifier,), j + 1
                break
        if not self.power(j)[0] or self.kind(j) != "word":
            return None
        return self.complete(i, j, (Decimal(1),), inner)

    def spelled(self, i: int) -> tuple[int | None, int]:
        """Read a run of number words ("two hundred and fifty", "tretusen"); give the number and what follows."""
        total, current, start = 0, None, i
        if _bare(self.text(i)) and self.text(i - 1) in _VAGUE:
            return None, i
        while True:
            word = self.text(i)
            joined = _spelled(self.text(i + 1)) or 0
            hundred_and = bool(current) and (current or 0) % 100 == 0 and word in _AND and joined > 0
            twenty_one = current in _tens() and word == "-" and 1 <= joined <= 9
            if hundred_and or twenty_one:
                i, word = i + 1, self.text(i + 1)
            number = None if word == "to" and not self.two(i) else _spelled(word)
            if bare := _bare(word):
                if bare == 1000 and i > start:
                    total, current = total + (current or 1) * 1000, None
                else:
                    current = (current or 1) * bare
            elif number is None:
                break
            elif current is None and (not total or number < 1000):
                current = number
            elif current and number < (10 if current % 100 else 100) and current % 10 == 0 and current >= 20:
                current += number
            else:
                break
            i += 1
        return (None, start) if i == start else (total + (current or 0), i)

    def two(self, i: int) -> bool:
        """Tell Norwegian and Danish "to" (two) from the English preposition."""
        return not self.english and self.kind(i + 1) == "word" and self.text(i + 1) not in _currencies()

    def power(self, i: int) -> tuple[int, int]:
        """Read scale words from token `i`: the power of ten and what follows."""
        power = 0
        scales = _scales()
        if self.glued(i) and self.text(i) in _GLUED_SCALES:
            return _GLUED_SCALES[self.text(i)], i + 1
        if self.text(i) == "-" and self.glued(i) and scales.get(self.text(i + 1), 0) >= 6:
            i += 1  # "$1.4-billion"
        if (
            self.kind(i) == "word"
            and scales.get(self.text(i + 1), 0) >= 6
            and not (self.text(i) in scales or self.text(i) in _NO_ADJECTIVE or _spelled(self.text(i)) is not None)
        ):
            i += 1  # "78 ubrukte millioner"
        while self.text(i) in scales or self.text(i) in _compounds():
            word = self.text(i)
            i += 1
            if word in _compounds():
                return power + _compounds()[word][0], i
            power += scales[word]
            if self.text(i) == "." and self.glued(i):
                i += 1
        return power, i

    def currency_after(self, i: int) -> tuple[str | None, int]:
        nation = _nations().get(self.text(i)) if self.text(i + 1) in _currencies() else None
        code = _currencies().get(self.text(i + 1 if nation else i))
        if code is None:
            return None, i
        i += 2 if nation else 1
        return nation or code, i + 1 if self.text(i) == "." and self.glued(i) else i

    def currency_before(self, i: int) -> tuple[str | None, int]:
        """Read "SEK 5", "kr. 5", "$5", "A$5", "$A5" backwards from the number at token `i`."""
        j = i - 1
        nation = None
        if self.glued(i) and self.text(j) in _nations() and self.text(j - 1) == "$":
            nation, j = _nations()[self.text(j)], j - 1
        elif self.text(j) == "." and self.glued(j):
            j -= 1
        code = _currencies().get(self.text(j))
        if code is None or j < self.done:
            return None, i
        if code == "$" and nation is None and self.glued(j) and self.text(j - 1) in _nations():
            nation, j = _nations()[self.text(j - 1)], j - 1
        return nation or code, j

    def qualifiers_before(self, i: int, floor: int) -> tuple[list[str], int]:
        """Collect the qualifiers that stand before token `i`, nearest first, and where they begin."""
        found: list[str] = []
        while i > floor:
            if self.text(i - 1) in _FILLERS or (self.text(i - 1) == "." and self.glued(i - 1)):
                i -= 1
                continue
            for phrase, qualifier in self.words.before.get(self.text(i - 1), ()):
                begin = i - len(phrase)
                if begin >= floor and [self.text(k) for k in range(begin, i)] == phrase:
                    found.append(qualifier)
                    i = begin
                    break
            else:
                break
        return found, i

    def joins(self, first: Numeral, second: Numeral) -> bool:
        """Say whether two numerals are joined by "and", "or" or a comma."""
        return second.first == first.last + 1 and self.text(first.last) in _AND | {"eller", "or", ","}

    def is_whole(self, part: Numeral | None, whole: Numeral) -> bool:
        """Say whether a numeral is the whole of which the one before it is a part: "24 av 66", "sex av de nio"."""
        if part is None:
            return False
        between = range(part.last, whole.first)
        texts = {self.text(k) for k in between}
        return (
            len(between) <= _BETWEEN_PARTS
            and all(self.kind(k) == "word" for k in between)
            and not texts.isdisjoint(_OF)
            and texts.isdisjoint(_AND)
        )

    def range_opening(self, first: Numeral, second: Numeral) -> str | None:
        """Say which word opens the range of two numerals: "mellan", "från"; blank for "35–45"; None if it is none."""
        between = [self.text(k) for k in range(first.last, second.first)]
        _, begin = self.qualifiers_before(first.first, 0)
        for left, right in self.words.around:
            if between[len(between) - len(right) :] == right and len(between) <= len(right) + 2:
                for end in (begin, first.first):
                    if [self.text(k) for k in range(max(end - len(left), 0), end)] == left:
                        return " ".join(left)
        joint = ["–" if text in _DASHES else text for text in between]
        return "" if joint in self.words.between else None

    def qualifiers_after(self, begin: int, end: int) -> list[str]:
        texts = [self.text(k) for k in range(begin, end)]
        return [qualifier for phrase, qualifier in self.words.after if _position(texts, phrase) is not None]


def _position(texts: Sequence[str], phrase: Sequence[str]) -> int | None:
    starts = range(len(texts) - len(phrase) + 1)
    return next((i for i in starts if list(texts[i : i + len(phrase)]) == list(phrase)), None)


def strongest(qualifiers: Sequence[str]) -> str:
    """Choose among several qualifiers: "up to about 30" is a ceiling; the outermost (last) limit wins."""
    limits = [qualifier for qualifier in qualifiers if qualifier not in ("exact", "about")]
    return limits[-1] if limits else "about" if "about" in qualifiers else "exact"

"""Dates and durations as sources print them, and whether they agree with what we coded.

A print is a few words: "den 17 mars", "Oktober 2021–april 2022", "slutet av 2023", "om drøye to år". What it leaves out
(the year, the anchor) comes from the day on which it was said. All plausible readings are given, the most literal first,
in the forms of `sdvdata.periods`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Literal, NamedTuple

from sdvdata import periods
from sdvdata.periods import Duration, DurationError, Period, PeriodError
from sdvdata.words import notation
from tools.check.numerals import Reader, default_words, lower, strongest

__all__ = ["agrees_date", "agrees_duration", "read_dates"]

Direction = Literal["past", "future"]

# --- What the languages call things -----------------------------------------------------------------------------------

# Without a year or a word that points to one these mean something else ("vår": our; "fall": case; "may": can).
_WEAK = frozenset("vår fall spring may mar jan des".split(" "))
_GONE = frozenset("våras somras höstas vintras".split(" "))
_ORDINALS = ["första|första|1:a|første|fyrste|first|1st|1", "andra|andre|anden|andet|2:a|second|2nd|2"]
_ORDINALS += ["tredje|third|3:e|3rd|3", "fjärde|fjerde|fourth|4:e|4th|4"]
_WEEKDAYS = [
    "måndag|måndagen|mandag|monday",
    "tisdag|tisdagen|tirsdag|tysdag|tuesday",
    "onsdag|onsdagen|wednesday",
    "torsdag|torsdagen|thursday",
    "fredag|fredagen|friday",
    "lördag|lördagen|lørdag|laurdag|saturday",
    "söndag|söndagen|søndag|sundag|sunday",
]
_DAY_WORDS = {
    -1: "i går|igår|yesterday",
    0: "i dag|idag|today",
    1: "i morgon|imorgon|i morgen|i morgon|tomorrow",
}
# Years counted from the one in which it is said.
_YEAR_WORDS = {
    -1: "i fjol|ifjol|i fjor|förra året|fjolåret|fjoråret|forrige år|sidste år|last year",
    0: "i år|innevarande år|inneværende år|this year",
    1: "nästa år|kommande år|neste år|næste år|next year",
}
_YEAR_GROUPS = ("year_before", "same_year", "year_after")
_PARTS = {
    "early": "början|begynnelsen|begyndelsen|starten|inledningen|start|early|beginning|tidigt|tidlig",
    "mid": "mitten|midten|midway|middle|mid",
    "late": "slutet|slutten|slutningen|udgangen|utgangen|utgången|slut|end|late|sent",
}
# What a part of a year may be; no two forms differ in one digit only, or a slip of it would pass.
_PART_FORMS = {
    "early": ("early", "Q1", "01"),
    "mid": ("summer", "06"),
    "late": ("late", "Q4", "12"),
}
# What stands before a date: its side, and whether the period itself still belongs to it.
_SIDES = {
    ("before", False): "före|innan|før|inden|before|prior to",
    ("before", True): "senast|seinast|fram till|fram til|innen|no later than|by|till|til|until",
    ("after", False): "efter|etter|after",
    ("after", True): "tidigast|tidligst|tidlegast|från och med|fra og med|från|fra|frå|from|sedan|siden|sidan|since",
}
_NEXT = "nästa|neste|næste|next|kommande|kommende|coming|upcoming"
_LAST = "förra|forrige|sidste|sist|siste|last"
_THIS = "denna|denne|dette|this"

_UNITS = {
    "Y": "års?|året|åren|årene|åra|årig|åriga|årige|years?",
    "M": "månader(?:na|s)?|månad(?:en|s)?|måneders?|måned(?:en)?|månadar|mån|months?",
    "W": "veckor(?:na|s)?|veckan?|ukers?|uke|veker|veke|uger|uge|weeks?",
    "D": "dagar(?:na|s)?|dag|dagers?|dages?|dygn(?:et)?|døgn(?:et)?|days?",
}
# Durations whose number is no numeral of its own.
_SPECIAL = {
    r"(?:ett |et |eit )?halvår|(?:ett |et |eit )halvt år|half a year": ("6", "M"),
    r"halvannet år|halvanna år|halvandet år": ("1.5", "Y"),
    r"an? year": ("1", "Y"),
    r"an? month": ("1", "M"),
    r"an? week": ("1", "W"),
}


def _words(kind: str) -> list[str]:
    return [" ".join(words) for words in notation(kind).values()]


class _Atom(NamedTuple):
    """One date in a text, as far as the text goes."""

    start: int
    end: int
    word: str = ""
    year: int | None = None
    years_on: int | None = None  # "nästa år"
    month: int = 0
    day: int = 0
    last_day: int = 0  # "6. og 7. februar"
    swap: bool = False  # "3/4": day and month may stand in either order
    season: str = ""
    winter_end: bool = False  # "vintern 2024/25"
    half: int = 0
    quarter: int = 0
    part: str = ""

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.years_on is not None


def read_dates(text: str, stated_on: str | None = None, *, direction: Direction | None = None) -> list[str]:
    """Read all dates in a print.

    Parameters
    ----------
    text : str
        The date as printed, a few words.
    stated_on : str, optional
        The period in which it was said. Without it, only what names its year is read.
    direction : {"past", "future"}, optional
        Where a year is missing, both the nearest past and the nearest future one are readings; this keeps one of them.

    Returns
    -------
    list of str
        Periods, the most literal reading first.

    Raises
    ------
    sdvdata.periods.PeriodError
        If `stated_on` is not a period.

    Examples
    --------
    >>> read_dates("Oktober 2021–april 2022")
    ['2021-10/2022-04']
    >>> read_dates("den 17 mars", "2026-03-20")
    ['2026-03-17', '2027-03-17']
    >>> read_dates("nästa höst", "2020-12")
    ['2021-autumn']
    >>> read_dates("slutet av 2023")
    ['2023-late', '2023-Q4', '2023-12']
    """
    said = periods.parse(stated_on) if stated_on else None
    text = lower(text).replace("\u00a0", " ")
    atoms = _atoms(text)
    found: list[str] = []
    n = 0
    while n < len(atoms):
        atom = atoms[n]
        following = atoms[n + 1] if n + 1 < len(atoms) else None
        joint = text[atom.end : following.start].strip() if following else ""
        if following and (joint in _RANGE_JOINTS or (joint in _AND and _between(text, atom))):
            found += _range(text, atom, following, said, direction)
            n += 2
            continue
        if following and joint in _AND and not atom.has_year:
            atom = atom._replace(year=following.year, years_on=following.years_on)
        found += _resolve(text, atom, said, direction)
        n += 1
    if said is not None and stated_on:
        found += _relative(text, said, stated_on)
        if not atoms:
            with suppress(OverflowError, DurationError):  # the day lies at the calendar's edge
                found += _days_and_weeks(text, said, stated_on, direction)
    return [period for period in dict.fromkeys(found) if periods.is_period(period)]


def agrees_date(
    as_printed: str, *, date: str, stated_on: str | None, reading: str, direction: Direction | None = None
) -> str | None:
    """Compare a print with the period coded from it.

    Parameters
    ----------
    as_printed : str
        The date as printed.
    date : str
        The period as coded.
    stated_on : str or None
        The period in which it was said.
    reading : str
        ``printed``: the print must name its year. ``from_stated_on``: `stated_on` supplies what the print leaves out.
        Any other reading is not checked.
    direction : {"past", "future"}, optional
        As in `read_dates`. With it, a wrong year is noticed also where the print names none.

    Returns
    -------
    str or None
        ``None`` if some reading has the bounds of what is coded; else what is read and what is coded.

    Examples
    --------
    >>> agrees_date("nästa höst", date="2021-autumn", stated_on="2020-12", reading="from_stated_on")
    >>> agrees_date("nästa höst", date="2021-autumn", stated_on="2020-12", reading="printed")
    "no date can be read in 'nästa höst'; coded 2021-autumn"
    """
    if reading not in ("printed", "from_stated_on"):
        return None
    try:
        coded = periods.parse(date)
        found = read_dates(as_printed, stated_on if reading == "from_stated_on" else None, direction=direction)
    except PeriodError as error:
        return str(error)
    if any(periods.parse(text)[:2] == coded[:2] for text in found):
        return None
    read = f"reads as {' or '.join(found)}" if found else f"no date can be read in {as_printed!r}"
    return f"{read}; coded {date}"


def agrees_duration(as_printed: str, *, duration: str, qualifier: str = "") -> str | None:
    """Compare a print with the duration coded from it, and with its qualifier where one is coded.

    Returns
    -------
    str or None
        ``None`` if some reading is as long as what is coded (18 months are one year and a half); else what is read
        and what is coded.

    Examples
    --------
    >>> agrees_duration("almost ten years", duration="P10Y", qualifier="just_under")
    >>> agrees_duration("almost ten years", duration="P11Y")
    'reads as P10Y just_under; coded P11Y'
    """
    try:
        coded = _length(periods.parse_duration(duration))
    except DurationError as error:
        return str(error)
    found = list(_durations(as_printed))
    if any(_length(f.duration) == coded and qualifier in ("", f.qualifier) for f in found):
        return None
    read = " or ".join(dict.fromkeys(f"{f.iso} {f.qualifier}" for f in found))
    read = f"reads as {read}" if read else f"no duration can be read in {as_printed!r}"
    return f"{read}; coded {' '.join(part for part in (duration, qualifier) if part)}"


# --- Finding dates ----------------------------------------------------------------------------------------------------

_RANGE_JOINTS = frozenset("– - — / till til to t.o.m.".split(" "))
_AND = frozenset("och og and eller or samt".split(" "))


_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_FREE = r"(?<![\w.,:/-])"  # before a day of the month: no time of day, no number, no other date


def _any_of(words: list[str]) -> str:
    """Make one alternative of many words, the longer first so that "september" is not read as "sep"."""
    return "|".join(sorted({word for text in words for word in text.split(" ")}, key=lambda word: (-len(word), word)))


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Give the patterns for one date, the longer forms first; the first one drops what only looks like a date."""
    begin, end = _NO_LETTER_BEFORE, _NO_LETTER_AFTER
    month = f"{begin}(?P<month>{_any_of(_words('month'))}){end}"
    season = f"{begin}(?:sen|sein|tidig|tidlig|för)?(?P<season>{_any_of(_words('season'))}){end}"
    year = r"(?P<year>(?<![0-9])(?:19|20)[0-9]{2}(?![0-9]))"
    offsets = [f"(?P<{name}>{words})" for name, words in zip(_YEAR_GROUPS, _YEAR_WORDS.values(), strict=True)]
    years_on = f"{begin}(?:{'|'.join(offsets)}){end}"
    of_year = rf"(?:[\s,.]*(?:\s(?:i|in|of|av|år)\s+)?{year}|[\s,.]*{years_on})"
    suffix = r"(?:\.|:e|:a|st|nd|rd|th)?"
    day = rf"{_FREE}(?P<day>[0-9]{{1,2}}){suffix}"
    to_day = rf"(?:\s*(?:–|-|og|och|and|til|till)\s*(?P<last_day>[0-9]{{1,2}}){suffix})?"
    day2, month2 = r"(?P<day>[0-9]{1,2})", "(?P<number>1[0-2]|0?[1-9])"
    parts = "|".join(f"(?P<{name}>{words})" for name, words in _PARTS.items())
    part = rf"(?:{begin}(?:{parts})(?:\s*-\s*|\s+(?:(?:av|på|i|of|in|af|om|under)\s+)?(?:the\s+)?))?"
    numbers = [f"(?P<n{n}>{words})" for n, words in enumerate(_ORDINALS, 1)]
    ordinal = rf"(?<!\w)(?:{'|'.join(numbers)})\.?"
    sources = [
        r"(?:kl\.|klokk[ae]n?|klockan)\s*[0-9]{1,2}(?:[.:][0-9]{2})?|(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?![0-9])",
        rf"{year}-{month2}-{day2}(?![0-9])",
        rf"{_FREE}{day2}(?P<mark>[./-]){month2}(?P=mark){year}",
        rf"{year}[-/]{month2}(?![0-9])",
        rf"{_FREE}{day2}(?P<mark>\.){month2}\.(?![0-9])",
        rf"{_FREE}{day2}(?P<mark>/){month2}(?![0-9/])",
        rf"{day}{to_day}\s*(?:of\s+)?{month}{of_year}?",
        rf"{month}\.?\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]){of_year}?",
        rf"{part}{month}{of_year}?",
        rf"{year}-q(?P<quarter>[1-4])(?![0-9])",
        rf"(?<!\w)(?:q|kvartal\s+)(?P<quarter>[1-4])(?![0-9]){of_year}?",
        rf"{ordinal}\s*(?P<quarter_word>kvartal(?:et)?|quarter){of_year}?",
        rf"(?<!\w)h(?P<half>[12])(?![0-9]){of_year}?",
        rf"{ordinal}\s*(?P<half_word>halvår(?:et)?|half){of_year}?",
        rf"{part}{season}{of_year}(?P<winter_end>\s*[-–/]\s*(?:20)?[0-9]{{2}}(?![0-9]))?",
        rf"{part}{season}",
        rf"{part}(?:{year}|{years_on})",
    ]
    return [re.compile(source) for source in sources]


def _atoms(text: str) -> list[_Atom]:
    """Find the dates in a text, in its order."""
    found = []
    for n, pattern in enumerate(_patterns()):
        for match in list(pattern.finditer(text)):
            atom = _atom(match) if n else None
            if n and (atom is None or _is_weak(text, atom)):
                continue
            if atom is not None:
                found.append(atom)
            # What is read, or dropped, is not read again; the length stays.
            text = text[: match.start()] + "\x00" * len(match.group()) + text[match.end() :]
    return sorted(found)


def _atom(match: re.Match[str]) -> _Atom | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    year = int(groups["year"]) if "year" in groups else None
    years_on = next((n for n, name in zip(_YEAR_WORDS, _YEAR_GROUPS, strict=True) if name in groups), None)
    month = int(groups.get("number", 0)) or _index(groups.get("month"), _words("month"))
    ordinal = next((n for n in range(1, len(_ORDINALS) + 1) if f"n{n}" in groups), 0)
    quarter = int(groups.get("quarter", 0)) or (ordinal if "quarter_word" in groups else 0)
    half = int(groups.get("half", 0)) or (ordinal if "half_word" in groups else 0)
    word = groups.get("season", "")
    season = next((name for name, words in notation("season").items() if word and word in words), "")
    if half > 2 or ("winter_end" in groups and season != "winter"):
        return None
    return _Atom(
        match.start(),
        match.end(),
        word or groups.get("month", ""),
        year,
        years_on,
        month,
        int(groups.get("day", 0)),
        int(groups.get("last_day", 0)),
        groups.get("mark") == "/",
        season,
        "winter_end" in groups,
        half,
        quarter,
        next((part for part in _PARTS if part in groups), ""),
    )


def _index(word: str | None, names: list[str]) -> int:
    return next((n for n, words in enumerate(names, 1) if word and word in words.split(" ")), 0)


def _is_weak(text: str, atom: _Atom) -> bool:
    """Tell "vår" (our) or "may" (can) from the date that they may be."""
    lonely = not (atom.has_year or atom.day or atom.part)
    return lonely and atom.word in _WEAK and not any(_before(text, atom))


class _Lead(NamedTuple):
    """What stands before a date."""

    side: str
    words: tuple[str, ...]


@cache
def _lead_pattern() -> re.Pattern[str]:
    sides = "|".join(_SIDES.values())
    leads = "|".join(["i", "in", "the", "den", "on", "om", "under", _NEXT, _LAST, _THIS])
    return re.compile(rf"(?<!\w)(?:(?P<side>{sides})\s+)?(?P<leads>(?:(?:{leads})\s+)*)$")


def _before(text: str, atom: _Atom) -> _Lead:
    match = _lead_pattern().search(text, 0, atom.start)
    return _Lead(match["side"] or "", tuple(match["leads"].split())) if match else _Lead("", ())


def _between(text: str, atom: _Atom) -> bool:
    return re.search(r"(?:mellan|mellom|mellem|between)\s+(?:den\s+|the\s+)?$", text[: atom.start]) is not None


# --- From what is printed to periods ----------------------------------------------------------------------------------


def _forms(atom: _Atom, year: int) -> list[str]:
    """Give the periods that a date may be, its year known; they need not exist ("31 april")."""
    if atom.last_day:
        return [f"{year}-{atom.month:02}-{atom.day:02}/{year}-{atom.month:02}-{atom.last_day:02}"]
    if atom.day:
        days = [f"{year}-{atom.month:02}-{atom.day:02}"]
        return [*days, f"{year}-{atom.day:02}-{atom.month:02}"] if atom.swap else days
    if atom.month:
        return [f"{year}-{atom.month:02}"]
    if atom.season == "winter" and not atom.winter_end:
        return [f"{year}-winter", f"{year - 1}-winter"]  # "vintern 2025" begins or ends in 2025
    if atom.season:
        return [f"{year}-{atom.season}"]
    if atom.quarter:
        return [f"{year}-Q{atom.quarter}"]
    if atom.half:
        return [f"{year}-01/{year}-06" if atom.half == 1 else f"{year}-07/{year}-12"]
    if atom.part:
        return [f"{year}-{form}" for form in _PART_FORMS[atom.part]]
    return [str(year)]


def _resolve(text: str, atom: _Atom, said: Period | None, direction: Direction | None) -> list[str]:
    lead = _before(text, atom)
    if atom.year is not None:
        found = _forms(atom, atom.year)
    elif said is None or said.start is None or said.end is None:
        return []
    elif atom.years_on is not None:
        years = dict.fromkeys((said.start.year + atom.years_on, said.end.year + atom.years_on))
        found = [form for year in years for form in _forms(atom, year)]
    else:
        found = _choose(atom, lead, said.start, said.end, direction)
    found = [form for form in found if periods.is_period(form)]
    return [sided for form in found for sided in _with_side(form, lead.side)]


def _choose(
    atom: _Atom, lead: _Lead, said_first: dt.date, said_last: dt.date, direction: Direction | None
) -> list[str]:
    """Choose the year that a print leaves out, by the words before it and the day on which it was said."""
    this = list(dict.fromkeys((said_first.year, said_last.year)))
    by_year = {
        year: (form, days.start, days.end)
        for year in range(this[0] - 2, this[-1] + 3)
        for form in _forms(atom, year)[:1]
        if periods.is_period(form) and (days := periods.parse(form)) and days.start and days.end
    }
    past = [year for year, (_, start, _) in by_year.items() if start <= said_last][-1:]
    future = [year for year, (_, _, end) in by_year.items() if end >= said_first][:1]
    ended = [year for year, (_, _, end) in by_year.items() if end < said_first][-1:]
    ahead = [year for year, (_, start, _) in by_year.items() if start > said_last][:1]
    words = set(lead.words)
    if words & set(_NEXT.split("|")):
        years = [*(year + 1 for year in this), *ahead]
    elif words & set(_LAST.split("|")):
        years = [*ended, *(year - 1 for year in this)]
    elif words & set(_THIS.split("|")) or (atom.season and lead.words[-1:] == ("i",) and atom.word not in _GONE):
        # "i höst" is this year's; "i vinter" may have begun in the year before.
        years = this + [year - 1 for year in this if atom.season == "winter"]
    elif atom.word in _GONE:
        years = past
    elif lead.side in ("till", "til") and atom.season:
        years = future
    elif direction is not None:
        years = past if direction == "past" else future
    else:
        years = sorted({*past, *future}, key=lambda year: _distance(by_year[year][1:], said_first, said_last))
    return [by_year[year][0] for year in dict.fromkeys(years) if year in by_year]


def _distance(days: tuple[dt.date, dt.date], first: dt.date, last: dt.date) -> dt.timedelta:
    return max(days[0] - last, first - days[1], dt.timedelta(0))


def _with_side(period: str, word: str) -> list[str]:
    """Open a period on one side: "senast i april" is April or up to April, "före sommaren" up to May."""
    if not word or "/" in period:
        return [period]
    side, included = next(key for key, words in _SIDES.items() if word in words.split("|"))
    if included:
        return [period, f"../{period}" if side == "before" else f"{period}/.."]
    start, end, precision = periods.parse(period)
    if side == "before" and start is not None and start > dt.date.min:
        return [f"../{_at(start - dt.timedelta(days=1), precision)}"]
    if side == "after" and end is not None and end < dt.date.max:
        return [f"{_at(end + dt.timedelta(days=1), precision)}/.."]
    return []


def _at(day: dt.date, precision: str) -> str:
    length = {"day": 10, "year": 4}.get(precision, 7)  # what is neither is told in months
    return day.isoformat()[:length]


def _range(text: str, first: _Atom, second: _Atom, said: Period | None, direction: Direction | None) -> list[str]:
    """Join two dates; the first takes the second's year where it has none ("April–maj 2022")."""
    if not first.has_year:
        earlier = (second.month or 13) < first.month and second.year is not None  # "november–februari 2022"
        year = second.year - 1 if earlier and second.year is not None else second.year
        first = first._replace(year=year, years_on=second.years_on)
    # The word before a range opens the range ("från … till"), it does not make its sides open.
    bare = " " * len(text)
    ends = _resolve(bare, second, said, direction)
    if first.has_year:
        starts = _resolve(bare, first, said, direction)
        return [range_ for start in starts for end in ends if periods.is_period(range_ := f"{start}/{end}")]
    # Neither names a year: the first day lies in the year of the last, or in the one before.
    found = []
    for end in ends:
        for year in (int(end[:4]), int(end[:4]) - 1):
            joined = [f"{form}/{end}" for form in _forms(first, year) if periods.is_period(f"{form}/{end}")]
            if joined:
                found += joined
                break
    return found


# --- Dates counted from the day on which they are said ----------------------------------------------------------------

_WITHIN = r"(?:om|in|within|innen|inom|i løpet av|inden for|under)\s+$"
_COMING = r"(?:neste|kommande|kommende|nästa|næste|next|coming)\s+$"
_AGO = r"\s+(?:sedan|siden|sidan|ago)(?!\w)"


def _relative(text: str, said: Period, stated_on: str) -> list[str]:
    """Read "om ett halvår", "för 10 år sedan", "de neste to årene"."""
    found: list[str] = []
    for length in _durations(text):
        before, after = text[: length.start], text[length.end :]
        coming = re.search(_COMING, before) is not None
        ago = re.match(_AGO, after) is not None
        if not (ago or coming or re.search(_WITHIN, before)):
            continue
        duration = Duration(*(-part for part in length.duration)) if ago else length.duration
        for day in (said.start, said.end):
            try:
                target = periods.add(day, duration) if day else None
            except DurationError:
                continue
            if target is not None:
                found += _around(target, length.unit, whole=length.whole, said_on_a_day=said.precision == "day")
        if coming and "/" not in stated_on:
            found += [f"{stated_on}/{target}" for target in dict.fromkeys(found)]
    return found


def _around(day: dt.date, unit: str, *, whole: bool, said_on_a_day: bool) -> list[str]:
    """Give a target as precisely as its unit: whole years tell the year, days the day."""
    year, month = day.isoformat()[:4], day.isoformat()[:7]
    if unit == "Y" and whole:
        return [year, month]
    if unit in "WD":
        return [day.isoformat(), month] if said_on_a_day else [month]
    season = next(
        name for name in notation("season") for y in (year, f"{day.year - 1:04}") if _holds(f"{y}-{name}", day)
    )
    begins = day.year - (season == "winter" and day.month < 3)
    return [month, f"{begins:04}-{season}"] + [year] * (unit == "Y")


def _holds(period: str, day: dt.date) -> bool:
    if not periods.is_period(period):
        return False
    start, end, _ = periods.parse(period)
    return start is not None and end is not None and start <= day <= end


def _days_and_weeks(text: str, said: Period, stated_on: str, direction: Direction | None) -> list[str]:
    """Read "förra veckan", "last month", "i går", "on Tuesday"; they need the day on which they are said."""
    week = re.search(rf"(?<!\w)(?:(?P<last>{_LAST})|(?P<next>{_NEXT})|{_THIS})\s+(?:{_UNITS['W']})(?!\w)", text)
    month = re.search(rf"(?<!\w)(?:(?P<last>{_LAST})|(?P<next>{_NEXT})|{_THIS})\s+(?:{_UNITS['M']})(?!\w)", text)
    if week and said.precision == "month":
        return [stated_on]
    if said.start is None or said.precision not in ("day", "month"):
        return []
    day = said.start
    if month:
        months = -1 if month["last"] else 1 if month["next"] else 0
        return [f"{periods.add(day, Duration(0, months, 0, 0))}"[:7]]
    if said.precision != "day":
        return []
    if week:
        monday = day - dt.timedelta(days=day.weekday() + (7 if week["last"] else -7 if week["next"] else 0))
        return [f"{monday}/{monday + dt.timedelta(days=6)}", f"{monday}"[:7]]
    for days, words in _DAY_WORDS.items():
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", text):
            return [f"{day + dt.timedelta(days=days)}"]
    for n, words in enumerate(_WEEKDAYS):
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", text):
            past = day - dt.timedelta(days=(day.weekday() - n) % 7)
            future = day + dt.timedelta(days=(n - day.weekday()) % 7)
            both = {"past": [past], "future": [future]}
            return [f"{found}" for found in both.get(direction or "", [past, future])]
    return []


# --- Durations --------------------------------------------------------------------------------------------------------


class _Length(NamedTuple):
    """A duration in a text; `start` is where its qualifiers begin."""

    start: int
    end: int
    iso: str
    qualifier: str
    unit: str
    whole: bool

    @property
    def duration(self) -> Duration:
        return periods.parse_duration(self.iso)


@cache
def _unit_pattern() -> re.Pattern[str]:
    units = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
    return re.compile(rf"[\s-]*(?:{units})(?![^\W\d_])")


def _durations(text: str) -> list[_Length]:
    """Find the durations in a text, in its order."""
    text = lower(text)
    reader = Reader(text, default_words())
    counted = list(_counted(text, reader))
    # "ett och ett halvt år" holds "ett halvt år".
    special = [s for s in _special(text, reader) if not any(c.start < s.start and c.end == s.end for c in counted)]
    found = _joined(text, sorted(counted + special))
    # In Scandinavian "under två år" is less than two years or during two years.
    during = [
        f._replace(qualifier="exact") for f in found if f.qualifier == "ceiling" and text[f.start :][:6] == "under "
    ]
    return found + during


def _counted(text: str, reader: Reader) -> Iterator[_Length]:
    """Find the numerals that a unit follows."""
    numerals = reader.numerals()
    unit = None
    for n in range(len(numerals) - 1, -1, -1):  # backwards, for "3-12 mån" names its unit once
        numeral, following = numerals[n], numerals[n + 1] if n + 1 < len(numerals) else None
        in_range = following is not None and reader.range_opening(numeral, following) is not None
        opened = n > 0 and reader.range_opening(numerals[n - 1], numeral) is not None
        unit = _unit_pattern().match(text, reader.tokens[numeral.last - 1].end) or (unit if in_range else None)
        if unit is None or numeral.power or numeral.currency or numeral.percent:
            continue
        qualifiers, begin = reader.qualifiers_before(numeral.first, numerals[n - 1].last if n else 0)
        qualifier = "range" if in_range or opened else strongest([*numeral.inner, *qualifiers])
        start, letter = reader.tokens[begin].start, unit.lastgroup or ""
        for value in numeral.scaled:
            if value >= 0 and not (letter == "Y" and 1900 <= value <= 2100):  # "2019 år" is a year
                yield _Length(start, unit.end(), f"P{value:f}{letter}", qualifier, letter, value == int(value))


def _special(text: str, reader: Reader) -> Iterator[_Length]:
    """Find what has no numeral of its own: "ett halvår"."""
    for words, (number, unit) in _SPECIAL.items():
        for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text):
            first = next(i for i, token in enumerate(reader.tokens) if token.end > match.start())
            qualifiers, begin = reader.qualifiers_before(first, 0)
            start = min(reader.tokens[begin].start, match.start())
            yield _Length(start, match.end(), f"P{number}{unit}", strongest(qualifiers), unit, "." not in number)


def _joined(text: str, lengths: list[_Length]) -> list[_Length]:
    """Join "ett år och sex månader" to one duration."""
    found: list[_Length] = []
    for length in lengths:
        last = found[-1] if found else None
        if last and last.unit == "Y" and length.unit == "M" and text[last.end : length.start].strip() in _AND:
            found[-1] = last._replace(end=length.end, iso=last.iso + length.iso.removeprefix("P"), whole=False)
        else:
            found.append(length)
    return found


def _length(duration: Duration) -> tuple[float, float]:
    """Give months and days, so that 18 months equal one year and a half, and four weeks 28 days."""
    return 12 * duration.years + duration.months, 7 * duration.weeks + duration.days

"""Dates and durations as sources print them, and whether they agree with what we coded.

A print is a few words: "den 17 mars", "Oktober 2021–april 2022", "slutet av 2023", "om drøye to år". What it leaves out
(the year, the anchor) comes from the day on which it was said. All plausible readings are given, the most literal first,
in the forms of `sdvdata.periods`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from sdvdata import periods
from sdvdata.periods import Duration, DurationError, Period, PeriodError
from tools.check.figures import EDGE, Print, any_of, lower, meaning, strongest

Direction = Literal["past", "future"]

# Without a year or a word that points to one these mean something else ("vår": our; "fall": case; "may": can).
_WEAK = frozenset("vår fall spring may mar jan des".split(" "))
_GONE = frozenset("våras somras höstas vintras".split(" "))
# What a part of a year may be; no two forms differ in one digit only, or a slip of it would pass.
_PART_FORMS = {"early": ("early", "Q1", "01"), "mid": ("summer", "06"), "late": ("late", "Q4", "12")}
_HALVES = ("{0}-01/{0}-06", "{0}-07/{0}-12")
_TURNS = {"last": -1, "this": 0, "next": 1}


class _Atom(NamedTuple):
    """One date in a text, as far as the text goes."""

    start: int
    end: int
    forms: tuple[str, ...]  # the periods that it may be, {0} for its year and {1} for the year before
    word: str
    lonely: bool  # nothing but a month or a season
    month: int
    season: str
    year: int | None
    years_on: int | None  # "nästa år"

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.years_on is not None

    def of(self, year: int) -> list[str]:
        """Give the periods that exist ("31 april" does not)."""
        forms = (form.format(year, year - 1) for form in self.forms)
        return [form for form in forms if periods.is_period(form)]


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
    text = lower(text)
    atoms = _atoms(text)
    found: list[str] = []
    n = 0
    while n < len(atoms):
        atom = atoms[n]
        following = atoms[n + 1] if n + 1 < len(atoms) else None
        joint = text[atom.end : following.start].strip() if following else ""
        joined = re.fullmatch(any_of("particle", "and", "or", "also"), joint)
        between = re.search(rf"{any_of('particle', 'between')}\s+(?:den\s+|the\s+)?$", text[: atom.start])
        if following and (re.fullmatch(any_of("particle", "to"), joint) or (joined and between)):
            found += _range(atom, following, said, direction)
            n += 2
            continue
        if following and joined and not atom.has_year:
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


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Give the patterns for one date, the longer forms first; the first one drops what only looks like a date."""
    free = r"(?<![\w.,:/-])"  # before a day of the month: no time of day, no number, no other date
    month = f"{EDGE}(?P<month>{any_of('month')}){EDGE}"
    season = f"{EDGE}(?:sen|sein|tidig|tidlig|för)?(?P<season>{any_of('season')}){EDGE}"
    year = r"(?P<year>(?<![0-9])(?:19|20)[0-9]{2}(?![0-9]))"
    years_on = f"{EDGE}(?P<years_on>{any_of('year')}){EDGE}"
    of_year = rf"(?:[\s,.]*(?:\s(?:i|in|of|av|år)\s+)?{year}|[\s,.]*{years_on})"
    suffix = r"(?:\.|:e|:a|st|nd|rd|th)?"
    to_day = rf"(?:\s*(?:–|-|og|och|and|til|till)\s*(?P<last_day>[0-9]{{1,2}}){suffix})?"
    day, number = "(?P<day>[0-9]{1,2})", "(?P<number>1[0-2]|0?[1-9])"
    part = rf"(?:{EDGE}(?P<part>{any_of('part')})(?:\s*-\s*|\s+(?:(?:av|på|i|of|in|af|om|under)\s+)?(?:the\s+)?))?"
    sources = [
        r"(?:kl\.|klokk[ae]n?|klockan)\s*[0-9]{1,2}(?:[.:][0-9]{2})?|(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?![0-9])",
        rf"{year}-{number}-{day}(?![0-9])",
        rf"{free}{day}(?P<mark>[./-]){number}(?P=mark){year}",
        rf"{year}[-/]{number}(?![0-9])",
        rf"{free}{day}(?:(?P<dot>\.)|(?P<mark>/)){number}(?(dot)\.|(?!/))(?![0-9])",
        rf"{free}{day}{suffix}{to_day}\s*(?:of\s+)?{month}{of_year}?",
        rf"{month}\.?\s*{day}(?:st|nd|rd|th)?(?![0-9]){of_year}?",
        rf"{part}{month}{of_year}?",
        rf"{year}-(?P<span>q)(?P<nth>[1-4])(?![0-9])",
        rf"(?<!\w)(?P<span>q|h|kvartal\s+)(?P<nth>[1-4])(?![0-9]){of_year}?",
        rf"(?<!\w)(?P<nth>{any_of('ordinal')})\.?\s*(?P<span>kvartal(?:et)?|quarter|halvår(?:et)?|half){of_year}?",
        rf"{part}{season}{of_year}(?P<winter_end>\s*[-–/]\s*(?:20)?[0-9]{{2}}(?![0-9]))?",
        rf"{part}{season}",
        rf"{part}(?:{year}|{years_on})",
    ]
    return [re.compile(source) for source in sources]


@lru_cache(maxsize=4096)
def _atoms(text: str) -> list[_Atom]:
    """Find the dates in a text, in its order."""
    found = []
    for n, pattern in enumerate(_patterns()):
        for match in list(pattern.finditer(text)):
            atom = _atom(match) if n else None
            # "vår" is "our", "may" is "can", if nothing before it tells that it is a date.
            if n and (atom is None or (atom.lonely and atom.word in _WEAK and not any(_before(text, atom)))):
                continue
            if atom is not None:
                found.append(atom)
            # What is read, or dropped, is not read again; the length stays.
            text = text[: match.start()] + "\x00" * len(match.group()) + text[match.end() :]
    return sorted(found)


def _atom(match: re.Match[str]) -> _Atom | None:
    said = defaultdict(str, match.groupdict(""))
    month, day = int(said["number"] or meaning("month", said["month"]) or 0), int(said["day"] or 0)
    season, part, nth = (meaning(k, said[w]) for k, w in (("season", "season"), ("part", "part"), ("ordinal", "nth")))
    half = said["span"].startswith("h")
    if (half and int(nth) > 2) or (said["winter_end"] and season != "winter"):
        return None
    forms = [""]
    if said["last_day"]:  # "6. og 7. februar"
        forms = [f"-{month:02}-{day:02}/{{0}}-{month:02}-{int(said['last_day']):02}"]
    elif day:
        forms = [f"-{month:02}-{day:02}", f"-{day:02}-{month:02}"][: 1 + (said["mark"] == "/")]
    elif month or season:
        forms = [f"-{season or f'{month:02}'}"]
    elif nth:
        forms = [_HALVES[int(nth) - 1].removeprefix("{0}") if half else f"-Q{nth}"]
    elif part:
        forms = [f"-{form}" for form in _PART_FORMS[part]]
    forms = ["{0}" + form for form in forms]
    if season == "winter" and not said["winter_end"]:
        forms.append("{1}-winter")  # "vintern 2025" begins or ends in 2025
    year, on = said["year"], meaning("year", said["years_on"])
    word, lonely = said["season"] or said["month"], not (year or on or day or part)
    years = int(year) if year else None, int(on) if on else None
    return _Atom(*match.span(), tuple(forms), word, lonely, month, season, *years)


def _before(text: str, atom: _Atom) -> tuple[str, list[str]]:
    """Give what stands before a date: the word that tells its side, and the words that point to it."""
    leads = f"(?:i|in|the|den|on|om|under|{any_of('turn')})"
    pattern = rf"(?<!\w)(?:(?P<side>{any_of('side')})\s+)?(?P<leads>(?:{leads}\s+)*)$"
    match = re.search(pattern, text[: atom.start])
    return (match["side"] or "", match["leads"].split()) if match else ("", [])


# --- From what is printed to periods ----------------------------------------------------------------------------------


def _resolve(text: str, atom: _Atom, said: Period | None, direction: Direction | None) -> list[str]:
    side, words = _before(text, atom)
    if atom.year is not None:
        found = atom.of(atom.year)
    elif said is None or said.start is None or said.end is None:
        return []
    elif atom.years_on is not None:
        found = [form for day in (said.start, said.end) for form in atom.of(day.year + atom.years_on)]
    else:
        found = _choose(atom, side, words, said.start, said.end, direction)
    return [sided for form in dict.fromkeys(found) for sided in _with_side(form, meaning("side", side))]


def _choose(
    atom: _Atom, side: str, words: list[str], said_first: dt.date, said_last: dt.date, direction: Direction | None
) -> list[str]:
    """Choose the year that a print leaves out, by the words before it and the day on which it was said."""
    this = list(dict.fromkeys((said_first.year, said_last.year)))
    by_year = {
        year: (form, days.start, days.end)
        for year in range(this[0] - 2, this[-1] + 3)
        for form in atom.of(year)[:1]
        if (days := periods.parse(form)) and days.start and days.end
    }
    past = [year for year, (_, start, _) in by_year.items() if start <= said_last][-1:]
    future = [year for year, (_, _, end) in by_year.items() if end >= said_first][:1]
    ended = [year for year, (_, _, end) in by_year.items() if end < said_first][-1:]
    ahead = [year for year, (_, start, _) in by_year.items() if start > said_last][:1]
    turns = {meaning("turn", word) for word in words}
    if "next" in turns:
        years = [*(year + 1 for year in this), *ahead]
    elif "last" in turns:
        years = [*ended, *(year - 1 for year in this)]
    elif "this" in turns or (atom.season and words[-1:] == ["i"] and atom.word not in _GONE):
        # "i höst" is this year's; "i vinter" may have begun in the year before.
        years = this + [year - 1 for year in this if atom.season == "winter"]
    elif atom.word in _GONE:
        years = past
    elif side in ("till", "til") and atom.season:
        years = future
    elif direction is not None:
        years = past if direction == "past" else future
    else:
        away = {
            year: max(by_year[year][1] - said_last, said_first - by_year[year][2], dt.timedelta(0)) for year in by_year
        }
        years = sorted({*past, *future}, key=lambda year: away[year])
    return [by_year[year][0] for year in dict.fromkeys(years) if year in by_year]


def _with_side(period: str, side: str) -> list[str]:
    """Open a period on one side: "senast i april" is April or up to April, "före sommaren" up to May."""
    start, end, precision = periods.parse(period)
    length = {"day": 10, "year": 4}.get(precision, 7)  # what is neither is told in months
    if not side or "/" in period or start is None or end is None:
        return [period]
    if side in ("until", "from"):
        return [period, f"../{period}" if side == "until" else f"{period}/.."]
    with suppress(OverflowError):  # nothing lies beyond the calendar's edge
        if side == "before":
            return [f"../{start - dt.timedelta(days=1)}"[: 3 + length]]
        return [f"{end + dt.timedelta(days=1)}"[:length] + "/.."]
    return []


def _range(first: _Atom, second: _Atom, said: Period | None, direction: Direction | None) -> list[str]:
    """Join two dates; the first takes the second's year where it has none ("April–maj 2022")."""
    if not first.has_year:
        earlier = (second.month or 13) < first.month  # "november–februari 2022"
        year = second.year - earlier if second.year is not None else None
        first = first._replace(year=year, years_on=second.years_on)
    # The word before a range opens the range ("från … till"), it does not make its sides open.
    found = []
    for end in _resolve("", second, said, direction):
        if first.has_year:
            tried = [_resolve("", first, said, direction)]
        else:  # the first day lies in the year of the last, or in the one before
            tried = [first.of(int(end[:4])), first.of(int(end[:4]) - 1)]
        joined = ([f"{start}/{end}" for start in starts if periods.is_period(f"{start}/{end}")] for starts in tried)
        found += next(filter(None, joined), [])
    return found


# --- Dates counted from the day on which they are said ----------------------------------------------------------------


def _relative(text: str, said: Period, stated_on: str) -> list[str]:
    """Read "om ett halvår", "för 10 år sedan", "de neste to årene"."""
    found: list[str] = []
    for length in _durations(text):
        before, after = text[: length.start], text[length.end :]
        coming = re.search(rf"{any_of('turn', 'next')}\s+$", before)
        ago = re.match(rf"\s+{any_of('particle', 'ago')}(?!\w)", after)
        if not (ago or coming or re.search(rf"{any_of('particle', 'within')}\s+$", before)):
            continue
        duration = Duration(*(-part for part in length.duration)) if ago else length.duration
        for day in filter(None, (said.start, said.end)):
            with suppress(DurationError):
                found += _around(periods.add(day, duration), length, said_on_a_day=said.precision == "day")
        if coming and "/" not in stated_on:
            found += [f"{stated_on}/{target}" for target in dict.fromkeys(found)]
    return found


def _around(day: dt.date, length: _Length, *, said_on_a_day: bool) -> list[str]:
    """Give a target as precisely as its unit: whole years tell the year, days the day."""
    year, month = day.isoformat()[:4], day.isoformat()[:7]
    if length.unit == "Y" and length.whole:
        return [year, month]
    if length.unit in "WD":
        return [day.isoformat(), month] if said_on_a_day else [month]
    season = ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]
    begins = day.year - (day.month < 3)
    return [month, f"{begins:04}-{season}"] + [year] * (length.unit == "Y")


def _days_and_weeks(text: str, said: Period, stated_on: str, direction: Direction | None) -> list[str]:
    """Read "förra veckan", "last month", "i går", "on Tuesday"; they need the day on which they are said."""
    span = re.search(rf"(?<!\w)({any_of('turn')})\s+({any_of('unit', 'W', 'M')})(?!\w)", text)
    turn, unit = (_TURNS[meaning("turn", span[1])], meaning("unit", span[2])) if span else (0, "")
    day = said.start
    if day is None or said.precision not in ("day", "month"):
        return []
    if unit == "M":
        return [f"{periods.add(day, Duration(0, turn, 0, 0))}"[:7]]
    if said.precision == "month":
        return [stated_on] if unit == "W" else []
    if unit == "W":
        monday = day + dt.timedelta(days=7 * turn - day.weekday())
        return [f"{monday}/{monday + dt.timedelta(days=6)}", f"{monday}"[:7]]
    if named := re.search(rf"(?<!\w){any_of('day')}(?!\w)", text):
        return [f"{day + dt.timedelta(days=int(meaning('day', named[0])))}"]
    if named := re.search(rf"(?<!\w){any_of('weekday')}(?!\w)", text):
        days = int(meaning("weekday", named[0])) - day.isoweekday()
        past, future = (day + dt.timedelta(days=n) for n in (-(-days % 7), days % 7))
        return [f"{found}" for found in {"past": [past], "future": [future]}.get(direction or "", [past, future])]
    return []


# --- Durations --------------------------------------------------------------------------------------------------------


class _Length(NamedTuple):
    """A duration in a text; `start` is where its qualifiers begin."""

    start: int
    end: int
    iso: str
    qualifier: str

    @property
    def duration(self) -> Duration:
        return periods.parse_duration(self.iso)

    @property
    def unit(self) -> str:
        """The first one."""
        return self.iso.strip("P0123456789.")[0]

    @property
    def whole(self) -> bool:
        """Whether it is a whole number of one unit."""
        return self.iso[1:-1].isdigit()


@lru_cache(maxsize=4096)
def _durations(text: str) -> list[_Length]:
    """Find the durations in a text, in its order."""
    said = Print(text)
    counted = list(_counted(said))
    # "ett och ett halvt år" holds "ett halvt år".
    named = [s for s in _named(said) if not any(c.start < s.start and c.end == s.end for c in counted)]
    found = _joined(said.text, sorted(counted + named))
    # In Scandinavian "under två år" is less than two years or during two years.
    under = [f for f in found if f.qualifier == "ceiling" and said.text[f.start :].startswith("under ")]
    return found + [f._replace(qualifier="exact") for f in under]


def _counted(said: Print) -> Iterator[_Length]:
    """Find the numerals that a unit follows."""
    unit, units = None, re.compile(rf"[\s-]*({any_of('unit')}){EDGE}")
    for before, numeral, after in reversed(said.neighbours()):  # backwards, for "3-12 mån" names its unit once
        opens = said.opening(numeral, after) is not None
        unit = units.match(said.text, numeral.end) or (unit if opens else None)
        if unit is None or numeral.power or numeral.currency or numeral.percent:
            continue
        in_range = opens or said.opening(before, numeral) is not None
        qualifiers, start = said.lead(numeral.start, before.end if before else 0)
        qualifier = "range" if in_range else strongest([*numeral.inner, *qualifiers])
        letter = meaning("unit", unit[1])
        for value in numeral.scaled:
            if value >= 0 and not (letter == "Y" and 1900 <= value <= 2100):  # "2019 år" is a year
                yield _Length(start, unit.end(), f"P{value:f}{letter}", qualifier)


def _named(said: Print) -> Iterator[_Length]:
    """Find what has no numeral of its own: "ett halvår"."""
    for match in re.finditer(rf"(?<!\w){any_of('duration')}(?!\w)", said.text):
        qualifiers, start = said.lead(match.start())
        yield _Length(start, match.end(), meaning("duration", match[0]), strongest(qualifiers))


def _joined(text: str, lengths: list[_Length]) -> list[_Length]:
    """Join "ett år och sex månader" to one duration."""
    found: list[_Length] = []
    for length in lengths:
        last = found[-1] if found else None
        joint = text[last.end : length.start].strip() if last else ""
        joined = re.fullmatch(any_of("particle", "and", "or", "also"), joint)
        if last and joined and last.unit == "Y" and length.unit == "M":
            found[-1] = last._replace(end=length.end, iso=last.iso + length.iso.removeprefix("P"))
        else:
            found.append(length)
    return found


def _length(duration: Duration) -> tuple[float, float]:
    """Give months and days, so that 18 months equal one year and a half, and four weeks 28 days."""
    return 12 * duration.years + duration.months, 7 * duration.weeks + duration.days

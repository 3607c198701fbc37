"""Periods and durations: every form, the calendar's corners, and what is refused."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from sdvdata import periods
from sdvdata.periods import Duration, DurationError, Period, PeriodError

FORMS = [
    ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
    ("2025-03", date(2025, 3, 1), date(2025, 3, 31), "month"),
    ("2025-03-22", date(2025, 3, 22), date(2025, 3, 22), "day"),
    ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), "quarter"),
    ("2025-Q2", date(2025, 4, 1), date(2025, 6, 30), "quarter"),
    ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30), "quarter"),
    ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31), "quarter"),
    ("2025-spring", date(2025, 3, 1), date(2025, 5, 31), "season"),
    ("2025-summer", date(2025, 6, 1), date(2025, 8, 31), "season"),
    ("2025-autumn", date(2025, 9, 1), date(2025, 11, 30), "season"),
    ("2025-winter", date(2025, 12, 1), date(2026, 2, 28), "season"),
    ("2023-winter", date(2023, 12, 1), date(2024, 2, 29), "season"),
    ("2025-early", date(2025, 1, 1), date(2025, 4, 30), "third"),
    ("2025-late", date(2025, 9, 1), date(2025, 12, 31), "third"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
    ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
    ("2021-10/2022-04", date(2021, 10, 1), date(2022, 4, 30), "range"),
    ("2021/2022", date(2021, 1, 1), date(2022, 12, 31), "range"),
    ("2025-spring/2026-Q4", date(2025, 3, 1), date(2026, 12, 31), "range"),
    ("2022-12/..", date(2022, 12, 1), None, "open"),
    ("../2020-04", None, date(2020, 4, 30), "open"),
    ("../2020-winter", None, date(2021, 2, 28), "open"),
    ("0001", date(1, 1, 1), date(1, 12, 31), "year"),
    ("0001-early", date(1, 1, 1), date(1, 4, 30), "third"),
    ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), "day"),
]

REFUSED = [
    "", " ", "25", "202", "20255", "2025-", "2025-3", "2025-13", "2025-00", "2025-02-29", "2024-02-30", "2025-04-31",
    "2025-03-00", "2025-03-32", "2025-Q0", "2025-Q5", "2025-q1", "2025-fall", "2025-Spring", "2025 spring", " 2025",
    "2025 ", "2025\n", "spring 2025", "22-03-2025", "2025/03/22", "2025/", "/2025", "../..", "..", "2022-04/2021-10",
    "2025-03/2025-02", "2021/2022/2023", "0000", "0000-05", "9999-winter", "２０２５", "2025-03-22T10:00", "n/a", "?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "precision"), FORMS)
def test_forms(text: str, start: date | None, end: date | None, precision: str) -> None:
    assert periods.parse(text) == Period(start, end, precision)
    assert periods.is_period(text)
    assert re.search(periods.pattern(), text)


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        periods.parse(text)
    assert repr(text) in str(caught.value)
    assert "2025-Q4" in str(caught.value)
    assert not periods.is_period(text)


@pytest.mark.parametrize("given_value", [None, 2025, 2025.0, float("nan"), date(2025, 1, 1), b"2025", ["2025"]])
def test_what_is_not_text_is_refused(given_value: object) -> None:
    with pytest.raises(PeriodError):
        periods.parse(given_value)  # type: ignore[arg-type]
    assert not periods.is_period(given_value)


def test_error_says_why() -> None:
    with pytest.raises(PeriodError, match=r"'2022-04/2021-10' is not a period \(it ends before it starts\)"):
        periods.parse("2022-04/2021-10")
    with pytest.raises(PeriodError, match=r"'2025-02-29' is not a period \(.*day.*\)"):
        periods.parse("2025-02-29")
    with pytest.raises(PeriodError, match="open on both sides"):
        periods.parse("../..")


YEARS = st.integers(min_value=1, max_value=9998)
SIMPLE = st.one_of(
    st.builds("{:04d}".format, YEARS),
    st.builds("{:04d}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.dates(min_value=date(1, 1, 1)).map(date.isoformat),
    st.builds(
        "{:04d}-{}".format,
        YEARS,
        st.sampled_from(["Q1", "Q2", "Q3", "Q4", "spring", "summer", "autumn", "winter", "early", "late"]),
    ),
)


@given(SIMPLE)
def test_simple_periods_start_before_they_end(text: str) -> None:
    period = periods.parse(text)
    assert period.start is not None
    assert period.end is not None
    assert period.start <= period.end <= period.start + timedelta(days=366)
    assert re.search(periods.pattern(), text)


@given(SIMPLE, SIMPLE)
def test_a_range_spans_its_sides_or_is_refused(left: str, right: str) -> None:
    first, last = periods.parse(left), periods.parse(right)
    text = f"{left}/{right}"
    assert first.start is not None
    assert last.end is not None
    if last.end < first.start:
        assert not periods.is_period(text)
    else:
        assert periods.parse(text) == Period(first.start, last.end, "range")


@given(SIMPLE)
def test_open_sides(text: str) -> None:
    simple = periods.parse(text)
    assert periods.parse(f"{text}/..") == Period(simple.start, None, "open")
    assert periods.parse(f"../{text}") == Period(None, simple.end, "open")


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    if periods.is_period(text):
        assert re.search(periods.pattern(), text)
    else:
        with pytest.raises(PeriodError):
            periods.parse(text)


@given(SIMPLE, st.dates())
def test_certainly_implies_possibly(text: str, day: date) -> None:
    period = periods.parse(text)
    assert not periods.certainly_before_or_on(period, day) or periods.possibly_before_or_on(period, day)


@pytest.mark.parametrize(
    ("text", "certainly", "possibly"),
    [
        ("2023-11-16", True, True),
        ("2023-11-17", True, True),
        ("2023-11-18", False, False),
        ("2023-11", False, True),
        ("2023-10", True, True),
        ("2023-12", False, False),
        ("../2023-10", True, True),
        ("../2023-12", False, True),
        ("2023-10/..", False, True),
        ("2023-12/..", False, False),
    ],
)
def test_as_of(text: str, certainly: bool, possibly: bool) -> None:
    day = date(2023, 11, 17)
    assert periods.certainly_before_or_on(periods.parse(text), day) is certainly
    assert periods.possibly_before_or_on(periods.parse(text), day) is possibly


@pytest.mark.parametrize(
    ("text", "duration", "in_months"),
    [
        ("P5Y", Duration(5, 0, 0, 0), 60),
        ("P18M", Duration(0, 18, 0, 0), 18),
        ("P1Y6M", Duration(1, 6, 0, 0), 18),
        ("P0.5Y", Duration(0.5, 0, 0, 0), 6),
        ("P4W", Duration(0, 0, 4, 0), 28 / 30.436875),
        ("P3D", Duration(0, 0, 0, 3), 3 / 30.436875),
        ("P0D", Duration(0, 0, 0, 0), 0),
    ],
)
def test_durations(text: str, duration: Duration, in_months: float) -> None:
    assert periods.parse_duration(text) == duration
    assert periods.months(duration) == pytest.approx(in_months)


REFUSED_DURATIONS = [
    "",
    "P",
    "5Y",
    "P5",
    "PT3H",
    "P-1Y",
    "P1,5Y",
    "P1.Y",
    "P6M1Y",
    "p5y",
    "P5Y ",
    "P" + "9" * 999 + "Y",
]


@pytest.mark.parametrize("text", [*REFUSED_DURATIONS, None, 5])
def test_durations_refused(text: object) -> None:
    with pytest.raises(DurationError):
        periods.parse_duration(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        (date(2024, 1, 31), "P1M", date(2024, 2, 29)),
        (date(2023, 1, 31), "P1M", date(2023, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2023, 12, 15), "P1M", date(2024, 1, 15)),
        (date(2023, 9, 20), "P1.5Y", date(2025, 3, 20)),
        (date(2019, 1, 17), "P0.5Y", date(2019, 7, 17)),
        (date(2022, 11, 12), "P4W", date(2022, 12, 10)),
        (date(2024, 11, 12), "P3D", date(2024, 11, 15)),
        (date(2024, 1, 1), "P0.5M", date(2024, 1, 16)),
    ],
)
def test_add(day: date, text: str, expected: date) -> None:
    assert periods.add(day, periods.parse_duration(text)) == expected


@pytest.mark.parametrize("text", ["P8000Y", "P9999999D", "P" + "9" * 30 + "D", "P" + "9" * 30 + "Y"])
def test_add_out_of_the_calendar(text: str) -> None:
    with pytest.raises(DurationError, match="outside the calendar"):
        periods.add(date(2024, 1, 1), periods.parse_duration(text))


def test_columns() -> None:
    frame = periods.columns(["2025-Q4", "", "2022-12/..", None, "../2020-04", "2025-Q4"], "date")
    assert list(frame.columns) == ["date_start", "date_end", "date_precision"]
    assert [str(dtype) for dtype in frame.dtypes] == ["datetime64[us]", "datetime64[us]", "str"]
    assert frame["date_start"].isna().tolist() == [False, True, False, True, True, False]
    assert frame["date_end"].isna().tolist() == [False, True, True, True, False, False]
    assert frame["date_precision"].isna().tolist() == [False, True, False, True, False, False]
    assert frame.loc[5].tolist() == [pd.Timestamp(2025, 10, 1), pd.Timestamp(2025, 12, 31), "quarter"]


@pytest.mark.parametrize("texts", [[], [""], [None], [float("nan"), ""]])
def test_columns_with_nothing_in_them(texts: list[str | None]) -> None:
    frame = periods.columns(texts, "x")
    assert [str(dtype) for dtype in frame.dtypes] == ["datetime64[us]", "datetime64[us]", "str"]
    assert len(frame) == len(texts)
    assert frame.isna().all(axis=None)


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_columns_of_a_series_keep_its_index(dtype: str) -> None:
    texts = pd.Series(["2025", None, "0001-05"], index=[7, 3, 5], dtype=dtype)
    frame = periods.columns(texts, "x")
    assert frame.index.tolist() == [7, 3, 5]
    assert frame["x_precision"].tolist()[::2] == ["year", "month"]
    assert frame["x_start"].dt.year.tolist()[::2] == [2025, 1]


@pytest.mark.parametrize("texts", [["2025", "2025-13"], [2025], ["2025", 3.5]])
def test_columns_name_what_they_cannot_read(texts: list[str]) -> None:
    with pytest.raises(PeriodError, match=re.escape(repr(texts[-1]))):
        periods.columns(texts, "x")


def test_columns_parse_each_distinct_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    original = periods.parse
    monkeypatch.setattr(periods, "parse", lambda text: seen.append(text) or original(text))
    texts = ["2025", "2025-03", "2021/2022", ""] * 25_000
    began = time.perf_counter()
    assert len(periods.columns(texts, "x")) == 100_000
    assert time.perf_counter() - began < 1
    assert sorted(seen) == ["2021/2022", "2025", "2025-03"]


@given(st.integers(1, 9998))
def test_the_parts_of_a_year_tile_it(year: int) -> None:
    """Quarters and months leave no day out and share none; seasons do so from March to the next February."""
    for parts in ([f"Q{n}" for n in range(1, 5)], [f"{n:02d}" for n in range(1, 13)]):
        spans = [periods.parse(f"{year:04d}-{part}") for part in parts]
        whole = periods.parse(f"{year:04d}")
        assert (spans[0].start, spans[-1].end) == (whole.start, whole.end)
        assert all(one.end + timedelta(days=1) == two.start for one, two in pairwise(spans))  # type: ignore[operator]
    seasons = [periods.parse(f"{year:04d}-{part}") for part in ("spring", "summer", "autumn", "winter")]
    assert all(one.end + timedelta(days=1) == two.start for one, two in pairwise(seasons))  # type: ignore[operator]
    assert seasons[0].start == date(year, 3, 1)
    leap = (year + 1) % 4 == 0 and ((year + 1) % 100 != 0 or (year + 1) % 400 == 0)
    assert seasons[-1].end == date(year + 1, 2, 29 if leap else 28)


@given(SIMPLE, SIMPLE)
def test_periods_that_do_not_meet_are_in_order(left: str, right: str) -> None:
    """What certainly lies before another has both its days before both of the other's."""
    one, two = periods.parse(left), periods.parse(right)
    assert one.end is not None and two.start is not None
    if one.end < two.start:
        assert one.start is not None and two.end is not None
        assert one.start < two.start
        assert one.end < two.end
        assert periods.is_period(f"{left}/{right}")
        assert not periods.is_period(f"{right}/{left}")

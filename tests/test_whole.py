"""What `preferred` and `list_datasets` return prints whole, and is an ordinary frame in all else."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata.whole import WholeFrame

COMPARISONS = list(sd.load("comparisons", raw=True)["comparison"])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    exec(command, {"sd": sd})
    return capsys.readouterr().out


def test_the_answers_print_with_verdict_reason_and_claim(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _flat(_run("print(sd.preferred('spent_to_date'))", capsys))
    assert "…" not in shown and "..." not in shown
    for programme, row in sd.preferred("spent_to_date").iterrows():
        for cell in (programme, row["answer"], row["verdict"], row["why"], row["claim_id"]):
            assert _flat(str(cell)) in shown


def test_the_list_of_tables_prints_whole(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _run("print(sd.list_datasets())", capsys)
    assert "..." not in shown and max(map(len, shown.splitlines())) <= 100
    for name, row in sd.list_datasets().iterrows():
        assert f"\n{name} " in shown and row["one_row"] in _flat(shown)


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_every_comparison_prints_whole(comparison: str) -> None:
    frame = sd.preferred(comparison)
    shown, html = _flat(repr(frame)), frame._repr_html_()
    assert html is not None
    for row in frame.astype(object).fillna("").to_dict("records"):
        assert row["why"] in shown
        assert row["verdict"] in html and str(row["claim_id"]) in html
    assert html.rindex("<th>alternatives</th>") > html.rindex("<th>stated_on</th>")


def test_alternatives_are_counted_when_shown_and_kept_in_the_frame() -> None:
    frame = sd.preferred("spent_to_date")
    listed = str(frame.loc["sdv", "alternatives"]).split(";")
    assert len(listed) > 1 and set(listed) <= set(sd.load_costs()["claim_id"])
    assert f"{len(listed)} other claims" in repr(frame)
    assert listed[0] not in repr(frame) and listed[0] not in str(frame._repr_html_())


def test_text_of_sources_is_escaped() -> None:
    assert "<script>" not in str(WholeFrame({"a": ["<script>"]})._repr_html_())


def test_operations_stay_ordinary() -> None:
    frame = sd.preferred("spent_to_date")
    plain = pd.DataFrame(frame)
    pd.testing.assert_frame_equal(frame, plain)
    assert frame.to_csv() == plain.to_csv()
    assert frame.to_string() == plain.to_string()
    assert frame.to_dict() == plain.to_dict()
    assert isinstance(frame["answer"], pd.Series)
    assert list(frame.reset_index()["programme"]) == list(frame.index)
    assert isinstance(frame[["answer", "why"]], WholeFrame)
    assert len(pd.concat([frame, plain])) == 2 * len(frame)
    assert len(frame.merge(sd.load_costs(), on="claim_id")) == frame["claim_id"].notna().sum()
    assert dict(frame.groupby("verdict").size()) == dict(plain.groupby("verdict").size())
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(frame)), frame)
    before = plain.copy()
    repr(frame)
    frame._repr_html_()
    pd.testing.assert_frame_equal(plain, before)


def test_what_is_long_or_empty_prints_as_pandas_does() -> None:
    empty, long = sd.preferred("hospitals").iloc[:0], pd.concat([sd.list_datasets()] * 5)
    for frame in (empty, long):
        assert repr(frame) == repr(pd.DataFrame(frame))
        assert frame._repr_html_() == pd.DataFrame(frame)._repr_html_()
    wide = WholeFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]))
    assert repr(wide) == repr(pd.DataFrame(wide))


def test_no_word_is_broken() -> None:
    name = "x" * 300
    assert name in repr(WholeFrame({"a": [name], "b": [name]}))

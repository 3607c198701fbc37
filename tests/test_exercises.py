"""The exercises: the solved ones pass, the students' copy holds no solution and fails each check until it is solved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest

from tools.exercises import SOLVED, for_students
from tools.project import ROOT

NOTEBOOK = json.loads(SOLVED.read_text(encoding="utf-8"))
COPY = json.loads(for_students(SOLVED.read_text(encoding="utf-8")))


def _cells(tag: str, notebook: dict[str, Any] = NOTEBOOK) -> list[str]:
    return ["".join(one["source"]) for one in notebook["cells"] if tag in one["metadata"].get("tags", [])]


SETUP = next("".join(one["source"]) for one in NOTEBOOK["cells"] if one["cell_type"] == "code")
TASKS = list(zip(_cells("exercise"), _cells("solution"), _cells("check"), strict=True))


@pytest.fixture
def names(capsys: pytest.CaptureFixture[str]) -> Iterator[dict[str, Any]]:
    """What the notebook's first cell makes; afterwards Altair is as it was."""
    before = alt.theme.active
    made: dict[str, Any] = {}
    exec(SETUP, made)
    yield made
    alt.theme.enable(before)
    alt.renderers.enable("default")
    capsys.readouterr()


def test_there_are_ten_in_their_order() -> None:
    heads = [re.match(r"## (\d+)\. ", "".join(one["source"])) for one in NOTEBOOK["cells"]]
    assert [int(head[1]) for head in heads if head] == list(range(1, 11))
    kinds = [one["metadata"].get("tags", ["question"])[0] for one in NOTEBOOK["cells"][2:]]
    assert kinds == ["question", "exercise", "solution", "check"] * 10
    assert all("*Hint:*" in "".join(one["source"]) for one in NOTEBOOK["cells"][2::4])


@pytest.mark.parametrize("number", range(10))
def test_a_check_fails_until_the_task_is_solved_by_itself(number: int, names: dict[str, Any]) -> None:
    start, solution, check = TASKS[number]
    exec(start, names)
    with pytest.raises((AssertionError, TypeError)):
        exec(check, names)
    exec(solution, names)
    exec(check, names)


@pytest.mark.parametrize("number", range(10))
def test_a_wrong_answer_fails(number: int, names: dict[str, Any]) -> None:
    """Each name that the student fills in counts."""
    start, solution, check = TASKS[number]
    exec(solution, names)
    for name in start.partition(" = ")[0].split(", "):
        right = names[name]
        wrong = {int: 999, float: 999.0, str: "no such column", list: []}.get(type(right))
        if isinstance(right, dict):
            key = next(iter(right))
            wrong = {**right, key: {int: 999, list: []}.get(type(right[key]), (0.0, 0.0))}
        names[name] = wrong
        with pytest.raises((AssertionError, KeyError, TypeError)):
            exec(check, names)
        names[name] = right
    exec(check, names)


def test_the_students_copy_holds_no_solution_and_no_output() -> None:
    assert not _cells("solution", COPY) and len(_cells("check", COPY)) == 10
    text = "\n".join("".join(one["source"]) for one in COPY["cells"])
    for _, solution, _ in TASKS:
        assert solution.strip() not in text and solution.strip().splitlines()[0] not in text
    assert not [one for one in COPY["cells"] if one.get("outputs") or one.get("execution_count")]


def test_teachers_find_every_exercise() -> None:
    page = (ROOT / "docs" / "teachers.md").read_text(encoding="utf-8")
    for one in NOTEBOOK["cells"][2::4]:
        title = "".join(one["source"]).splitlines()[0].removeprefix("## ")
        number, _, words = title.partition(". ")
        assert f"| {number} | {words} |" in page

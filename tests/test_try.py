"""What "Try yourself" asks for is done here: each change is made, and what it promises happens.

An item that can be done by changing text says so: change `this` to `that`. If it says that the chart refuses, it must.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import altair as alt
import pytest

from sdvdata.display import ChartError
from sdvdata.errors import SdvdataError
from tests.test_notebooks import NOTEBOOKS


def _tasks(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Yield what to change to what, and whether the chart is to refuse."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    asked = prose[prose.index("## Try yourself") :]
    for item in re.split(r"\n(?=\d\. )", asked)[1:]:
        for old, new in re.findall(r"change `([^`]+)` to `([^`]+)`", item):
            yield old, new, "refuse" in item


TASKS = [(path, *task) for path in NOTEBOOKS for task in _tasks(path)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_there_are_two_things_to_try(path: Path) -> None:
    assert len(list(_tasks(path))) >= 2


@pytest.mark.parametrize(
    ("path", "old", "new", "refuses"), TASKS, ids=lambda value: getattr(value, "stem", str(value))[:30]
)
def test_what_is_to_be_tried_works(
    path: Path, old: str, new: str, refuses: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(path.parent)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert old in code, f"{path.name} has no {old!r} to change"
    before = alt.theme.active
    try:
        if refuses:
            with pytest.raises((ChartError, SdvdataError)):
                exec(compile(code.replace(old, new), path.name, "exec"), {"__name__": "__main__"})
        else:
            exec(compile(code.replace(old, new), path.name, "exec"), {"__name__": "__main__"})
    finally:
        alt.theme.enable(before)
        alt.renderers.enable("default")
        capsys.readouterr()

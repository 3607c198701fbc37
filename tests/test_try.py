"""What "Try yourself" asks for is done here: each change is made, and what it promises happens.

An item that can be done by changing text says so: change `this` to `that`. If it says that the chart refuses, it must.
"""

from __future__ import annotations

import ast
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


class Step:
    """A statement of a notebook, with the names that it reads and those that it makes or changes."""

    def __init__(self, node: ast.stmt, inside: dict[str, set[str]]) -> None:
        self.node, self.text = node, ast.unparse(node)
        parts = list(ast.walk(node))
        names = [one for one in parts if isinstance(one, ast.Name)]
        stored = {one.id for one in names if isinstance(one.ctx, ast.Store)}
        own = {one.arg for one in parts if isinstance(one, ast.arg)}
        own |= {
            one.id
            for part in parts
            if isinstance(part, ast.comprehension)
            for one in ast.walk(part.target)
            if isinstance(one, ast.Name)
        }
        function = isinstance(node, ast.FunctionDef)
        read = {one.id for one in names if isinstance(one.ctx, ast.Load)} - (own | stored if function else own)
        #: What a function reads, whoever calls it reads.
        self.reads = read.union(*(inside.get(name, set()) for name in read))
        self.replaces = {node.name} if isinstance(node, ast.FunctionDef) else stored - own
        self.replaces |= {
            alias.asname or alias.name
            for one in parts
            if isinstance(one, ast.Import | ast.ImportFrom)
            for alias in one.names
        }
        # frame["column"] = ... changes the frame.
        targets = [
            one.value
            for one in parts
            if isinstance(one, ast.Subscript | ast.Attribute) and isinstance(one.ctx, ast.Store)
        ]
        self.changes = {one.id for part in targets for one in ast.walk(part) if isinstance(one, ast.Name)}
        if isinstance(node, ast.For | ast.AugAssign | ast.If):  # may leave what was there
            self.changes, self.replaces = self.changes | self.replaces, set()
        if isinstance(node, ast.FunctionDef):
            inside[node.name] = self.reads
        #: A chart or a text comes of it.
        self.shows = isinstance(node, ast.Expr | ast.For)
        #: It asks for nothing, so it sets something for all that follows: charts.enable().
        self.sets = (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and not (node.value.args or node.value.keywords)
        )


def _reached(code: str, changed: str) -> tuple[list[Step], set[int]]:
    """Return the statements of changed code, and which of them the change reaches."""
    before = {ast.unparse(node) for node in ast.parse(code).body}
    inside: dict[str, set[str]] = {}
    steps = [Step(node, inside) for node in ast.parse(changed).body]
    reached, other = set(), set[str]()
    for n, step in enumerate(steps):
        if step.text not in before or step.reads & other:
            reached.add(n)
            other |= step.replaces | step.changes
        else:
            other -= step.replaces
    return steps, reached


def _needed(steps: list[Step], reached: set[int]) -> list[int]:
    """Return what must run for some statements to run: also what makes or changes the names that they read."""
    needed, names = set[int](), set[str]()
    for n in range(max(reached), -1, -1):
        step = steps[n]
        if n in reached or step.sets or (step.replaces | step.changes) & names:
            needed.add(n)
            names = names - step.replaces | step.reads
    return sorted(needed)


@pytest.mark.parametrize(
    ("path", "old", "new", "refuses"), TASKS, ids=lambda value: getattr(value, "stem", str(value))[:30]
)
def test_what_is_to_be_tried_works(
    path: Path, old: str, new: str, refuses: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the change reaches is run, after what that needs; the rest of the notebook is as it was."""
    monkeypatch.chdir(path.parent)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert old in code, f"{path.name} has no {old!r} to change"
    steps, reached = _reached(code, code.replace(old, new))
    assert any(steps[n].shows for n in reached)
    before = alt.theme.active
    names: dict[str, object] = {"__name__": "__main__"}
    refused = False
    try:
        for n in _needed(steps, reached):
            run = compile(ast.Module([steps[n].node], []), path.name, "exec")
            try:
                exec(run, names)
            except (ChartError, SdvdataError):
                if not (refuses and n in reached):
                    raise
                refused = True
                break
        assert refused == refuses
    finally:
        alt.theme.enable(before)
        alt.renderers.enable("default")
        capsys.readouterr()

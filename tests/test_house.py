"""The house: how large each part may be, and what no module of the library does.

*Code lines* are lines without docstrings, comments and blanks. Ceilings and lists of exceptions may only fall.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import sdvdata as sd
from sdvdata.claims import all_claims
from tools.project import ROOT

LIBRARY = sorted((ROOT / "sdvdata").rglob("*.py"))
#: Part -> its files and the most code lines that they may have.
PARTS: dict[str, tuple[list[Path], int]] = {
    "sdvdata": (LIBRARY, 4050),
    "all Python outside tests and benchmarks": (
        [
            *LIBRARY,
            *(path for folder in ("tools", "docs") for path in sorted((ROOT / folder).rglob("*.py"))),
            ROOT / "bootstrap.py",
        ],
        8300,
    ),
}
#: The most lines of code in the body of one function.
LONGEST = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def _docstring(node: ast.AST) -> ast.Expr | None:
    if isinstance(node, _DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr):
        value = node.body[0].value
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return node.body[0]
    return None


@cache
def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    said = {
        line
        for node in ast.walk(ast.parse(text))
        if (found := _docstring(node)) is not None
        for line in range(found.lineno, (found.end_lineno or 0) + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    held = {line for t in tokens if t.type not in _NO_CODE for line in range(t.start[0], t.end[0] + 1)}
    return held - said


def _size(paths: list[Path]) -> int:
    return sum(len(code_lines(path.read_text(encoding="utf-8"))) for path in paths)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Yield the functions of a module and the methods of its classes, by name."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, Function):
            yield f"{_module(path)}.{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from (
                (f"{_module(path)}.{node.name}.{one.name}", one) for one in node.body if isinstance(one, Function)
            )


def _every_function() -> list[tuple[Path, str, Function]]:
    return [(path, name, node) for path in LIBRARY for name, node in _functions(path)]


@pytest.mark.parametrize("part", PARTS)
def test_no_part_grows(part: str) -> None:
    paths, most = PARTS[part]
    size = _size(paths)
    assert size <= most, f"{part}: {size} code lines, at most {most} allowed"
    assert size > most - 100, f"{part}: only {size} code lines; lower its ceiling from {most}"


def test_the_counter_counts_code() -> None:
    text = '"""One."""\n\n# two\ndef f():\n    """Three."""\n    return """a\nb"""  # four\n'
    assert code_lines(text) == {4, 6, 7}


def _public(path: Path) -> set[str]:
    """Return the names that a module offers."""
    if path == ROOT / "sdvdata" / "__init__.py":
        return set(sd.__all__)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_every_module_says_what_it_offers() -> None:
    assert not [_module(path) for path in LIBRARY if not _public(path)]


def test_every_public_function_has_a_docstring_with_an_example() -> None:
    untaught = set()
    for path in LIBRARY:
        offered = {f"{_module(path)}.{name}" for name in _public(path)}
        last = dict(_functions(path))  # of overloads the last stands
        taught = {name for name, node in last.items() if ">>>" in (ast.get_docstring(node) or "")}
        untaught |= (offered & set(last)) - taught
    assert not untaught


def test_numpy_docstrings_underline_their_sections() -> None:
    sections = ("Parameters", "Returns", "Raises", "Examples", "Notes", "Attributes")
    wrong = [
        f"{name}: {section}"
        for _, name, node in _every_function()
        for section in sections
        if re.search(rf"^{section}:?$(?!\n-{{{len(section)}}}$)", ast.get_docstring(node) or "", re.MULTILINE)
    ]
    assert not wrong


def test_no_function_is_long() -> None:
    long = {}
    for path, name, node in _every_function():
        held = code_lines(path.read_text(encoding="utf-8"))
        body = [line for line in held if node.body[0].lineno <= line <= (node.end_lineno or 0)]
        if len(body) > LONGEST:
            long[name] = len(body)
    assert not long


def test_no_module_names_a_claim() -> None:
    """Which claims stand for a question is data; a withdrawn or renamed one may break no code."""
    ids = set(all_claims(include_withdrawn=True)["claim_id"])
    naming = set()
    for path in LIBRARY:
        lines = path.read_text(encoding="utf-8").splitlines()
        tree = ast.parse("\n".join(lines))
        for node in ast.walk(tree):
            if (found := _docstring(node)) is not None:
                lines[found.lineno - 1 : found.end_lineno] = [""] * ((found.end_lineno or 0) - found.lineno + 1)
        if ids & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", "\n".join(lines))):
            naming.add(_module(path))
    assert not naming


def test_no_module_imports_a_private_name() -> None:
    prying = set()
    for path in LIBRARY:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sdvdata"):
                modules |= {alias.asname or alias.name for alias in node.names}
                if any(re.match(r"_[^_]", alias.name) for alias in node.names):
                    prying.add(_module(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                if re.match(r"_[^_]", node.attr):
                    prying.add(_module(path))
    assert not prying


def test_no_module_has_the_name_of_a_public_function() -> None:
    """`import_module` would put the module in the function's place."""
    assert not {path.stem for path in LIBRARY} & set(sd.__all__)

"""Where things are in the repository, and how to tell that they changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "_build"
EXECUTED = BUILD / "notebooks"
HTML = BUILD / "html"

Key = TypeVar("Key")
Value = TypeVar("Value")


def say(text: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def source_files(path: Path) -> Iterator[Path]:
    """The file, or the files of the folder in a fixed order, without what tools and editors leave there."""
    if path.is_file():
        yield path
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if name[0] not in "._")
        yield from (Path(folder, name) for name in sorted(files) if name[0] != "." and name[-1] != "~")


def fingerprint(*paths: Path) -> str:
    """A hash over names and contents. Names count from the given path on, so a moved project is the same."""
    total = hashlib.sha256()
    for path in paths:
        for file in source_files(path):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{path.name}/{file.relative_to(path).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def combine(parts: Iterable[str]) -> str:
    """One hash of several texts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def gathered(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """The values of each key, in their order.

    Examples
    --------
    >>> gathered([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    found: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def read_text(path: Path) -> str | None:
    """A small text file's content; None if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all: another one first, which then takes its place.

    A file that holds it already is left, with its time.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    try:
        new.write_bytes(content)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step, with LF line ends on every system."""
    write_bytes(path, text.encode())

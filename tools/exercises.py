"""Make the students' copy of the exercises: without solutions and outputs, its checks to be passed by the student.

    python -m tools.exercises

The solved notebook in notebooks/exercises is the original; the copy stands in _build/ only.
"""

from __future__ import annotations

import json

from tools.project import BUILD, NOTEBOOKS, read_text, say, write_text

SOLVED = NOTEBOOKS / "exercises" / "exercises.ipynb"
COPY = BUILD / "exercises" / SOLVED.name


def for_students(solved: str) -> str:
    """Return a notebook without its cells tagged `solution` and without outputs.

    Examples
    --------
    >>> cell = {"cell_type": "code", "metadata": {"tags": ["solution"]}, "source": "42"}
    >>> for_students(json.dumps({"cells": [cell]}))
    '{\\n "cells": []\\n}\\n'
    """
    notebook = json.loads(solved)
    notebook["cells"] = [one for one in notebook["cells"] if "solution" not in one["metadata"].get("tags", [])]
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one.update(execution_count=None, outputs=[])
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    write_text(COPY, for_students(read_text(SOLVED) or ""))
    say(f"The students' copy: {COPY.relative_to(NOTEBOOKS.parent).as_posix()}")

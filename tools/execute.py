"""Execute the notebooks: changed ones into _build/, or with --in-place all of them where they are.

    python -m tools.execute [--in-place]

An executed copy is kept as long as its notebook, the data, the library, the lock file, this tool and the
version of Python are the same. In place, everything that differs from run to run is left out, and a picture is
replaced only when what it shows has changed, so that git sees changes of content and nothing else.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tools.front import write_front_picture
from tools.project import EXECUTED, LOCK, NOTEBOOKS, ROOT, combine, fingerprint, read_text, say, write_text

# What a cell's metadata may hold; the rest (execution times, editors' states) is noise in a diff.
KEPT_METADATA = ("tags", "jupyter")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
SECONDS_PER_CELL = 300
CONTROL = re.compile(r"\x1b\[[0-9;]*m")


class CellFailedError(Exception):
    """A notebook stopped at one of its cells; the message says which, and why."""


def normalise(notebook: Any) -> Any:
    """The notebook with fixed metadata, ids for all cells, and nothing that differs from run to run."""
    notebook.metadata = type(notebook)(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for place, cell in enumerate(notebook.cells, start=1):
        cell.metadata = type(notebook)({k: v for k, v in sorted(cell.metadata.items()) if k in KEPT_METADATA})
        # A new cell keeps the id that its editor gave it; one without gets its place, the same on every run.
        if not cell.get("id") or cell.id in taken:
            cell.id = next(name for name in _names(f"cell-{place:02d}") if name not in taken)
        taken.add(cell.id)
    return notebook


def _names(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")


def _pictures(notebook: Any) -> Iterator[tuple[str, Any]]:
    """Each picture of a chart in the outputs, with the stamp of the specification that it shows."""
    from sdvdata.display import stamp_of

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                stamp = stamp_of(base64.b64decode(output.data["image/png"]))
                if stamp:
                    yield stamp, output


def keep_pictures(new: Any, old: Any) -> int:
    """Put the old pictures back where they show the same specification; how many.

    The pixels of a chart depend on the machine's fonts, and a new picture of an old chart would only fill the history.
    """
    known = dict(_pictures(old))
    kept = 0
    for stamp, output in _pictures(new):
        if stamp in known:
            output.data["image/png"] = known[stamp].data["image/png"]
            output.metadata["image/png"] = known[stamp].metadata.get("image/png", {})
            kept += 1
    return kept


def run_notebook(path: Path) -> Any:
    """Execute a notebook in a new kernel, in its own folder, as JupyterLab and nbval do; the file is not touched."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        coalesce_streams=True,  # else one print may arrive in two pieces, depending on the moment
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as failure:
        raise CellFailedError(f"{path.name}: {CONTROL.sub('', str(failure)).strip()}") from None
    return normalise(notebook)


def to_text(notebook: Any) -> str:
    """The notebook as Jupyter writes it: sorted keys, one blank of indent, UTF-8 as it is."""
    import nbformat

    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def key_of(path: Path, shared: str) -> str:
    """What an executed copy depends on."""
    return combine([shared, fingerprint(path)])


def shared_key(root: Path = ROOT) -> str:
    """What the executed copies of all notebooks depend on."""
    version = "{}.{}".format(*sys.version_info[:2])
    return combine([version, fingerprint(root / "data", root / "sdvdata", LOCK, Path(__file__))])


def changed(paths: Iterable[Path], shared: str, into: Path) -> list[Path]:
    """Notebooks without an executed copy that is up to date."""
    return [
        path
        for path in paths
        if not (into / path.name).is_file() or read_text(into / f"{path.stem}.key") != key_of(path, shared)
    ]


def forget_removed(paths: Iterable[Path], into: Path) -> None:
    """Delete the executed copies of notebooks that no longer exist."""
    stems = {path.stem for path in paths}
    for file in [*into.glob("*.ipynb"), *into.glob("*.key")]:
        if file.stem not in stems:
            file.unlink()


def _to_build(path: Path, shared: str, into: Path) -> str:
    key = key_of(path, shared)  # taken before, so that an edit during the run counts as a change
    write_text(into / path.name, to_text(run_notebook(path)))
    write_text(into / f"{path.stem}.key", key)
    return "executed"


def _in_place(path: Path) -> str:
    import nbformat

    before = path.read_text(encoding="utf-8")
    notebook = run_notebook(path)
    kept = keep_pictures(notebook, nbformat.reads(before, as_version=4))
    after = to_text(notebook)
    if after == before:
        return "as it was"
    write_text(path, after)
    return f"written, {kept} of its {sum(1 for _ in _pictures(notebook))} pictures as they were"


def execute(folder: Path = NOTEBOOKS, into: Path = EXECUTED, *, in_place: bool = False) -> int:
    """Execute the notebooks of a folder, two or more at a time, saying how it goes; 1 if one failed."""
    paths = sorted(folder.glob("*.ipynb"))
    paths += sorted(folder.glob("exercises/*.ipynb")) if in_place else []  # the site offers only the students' copy
    shared = shared_key()
    todo = paths if in_place else changed(paths, shared, into)
    if not in_place:
        forget_removed(paths, into)
    if len(todo) < len(paths):
        say(f"Notebooks unchanged since they were executed: {len(paths) - len(todo)} of {len(paths)}")
    if todo:
        say(f"Executing {len(todo)} notebooks: {', '.join(path.stem for path in todo)}")
    failed = 0
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        started = time.perf_counter()
        jobs = {pool.submit(_in_place, p) if in_place else pool.submit(_to_build, p, shared, into): p for p in todo}
        for job in as_completed(jobs):
            try:
                outcome = job.result()
            except (CellFailedError, OSError) as failure:
                failed += 1
                outcome = f"FAILED\n{failure}\n"
            say(f"  {jobs[job].stem}: {outcome} ({time.perf_counter() - started:.0f} s)")
    return 1 if failed else 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and execute."""
    parser = argparse.ArgumentParser(prog="python -m tools.execute", description=__doc__)
    parser.add_argument("--in-place", action="store_true", help="write to notebooks/ instead of _build/")
    in_place = parser.parse_args(arguments).in_place
    failed = execute(in_place=in_place)
    if in_place and not failed:
        write_front_picture()
    return failed


if __name__ == "__main__":
    sys.exit(main())

"""Import, loading and asking, measured in one run against bare Python and pandas.

Run by ``python bootstrap.py bench``. Each figure is the median of repeated runs; differences and ratios to the
baseline of the same run are what counts, seconds depend on the machine. Warm calls and notebooks are measured in
processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 15


def _median(run: Callable[[], object], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _interpreter(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def import_time() -> None:
    """Measure ``import sdvdata`` over a bare interpreter, interleaved."""
    bare, ours = [], []
    for _ in range(REPEATS):
        bare.append(_median(_interpreter("pass"), 1))
        ours.append(_median(_interpreter("import sdvdata"), 1))
    extra = 1000 * (statistics.median(ours) - statistics.median(bare))
    print(f"import sdvdata: {extra:.1f} ms over a bare interpreter (target: at most 5 ms)")


def _enlarge(source: Path, target: Path, factor: int) -> int:
    """Copy a data folder with its costs table repeated, each copy under new claim ids."""
    shutil.copytree(source, target)
    with (source / "costs.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    with (target / "costs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for copy in range(factor):
            writer.writerows([f"{row[0]}-{copy}", *row[1:]] for row in rows)
    return factor * len(rows)


def loading_time() -> None:
    """Measure loading of a file not read before over bare ``pandas.read_csv``, at up to 1,000 times today's size."""
    import pandas as pd

    from sdvdata import tables

    source = tables.data_folder()
    with tempfile.TemporaryDirectory() as temporary:
        for factor in (1, 10, 100, 1000):
            folder = Path(temporary) / str(factor)
            rows = _enlarge(source, folder, factor)
            os.environ["SDVDATA_DATA"] = str(folder)
            path = folder / "costs.csv"
            repeats = REPEATS if factor < 100 else 3
            bare = _median(lambda path=path: pd.read_csv(path), repeats)

            def anew(path: Path = path) -> None:
                os.utime(path)  # another version of the file: nothing that was read before counts
                tables.load_costs()

            ours = _median(anew, repeats)
            print(
                f"load_costs, {rows:>7} rows: {1000 * ours:8.1f} ms; bare read_csv "
                f"{1000 * bare:8.1f} ms; ratio {ours / bare:4.1f}; "
                f"{1e6 * ours / rows:6.1f} µs a row"
            )
        del os.environ["SDVDATA_DATA"]


def _processor(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median processor time of a call in milliseconds, after one call that is not counted."""
    run()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def warm_time() -> None:
    """Measure calls whose files have been read before."""
    import pandas as pd

    import sdvdata as sd
    from sdvdata import tables

    path = tables.data_folder() / "costs.csv"
    claim = pd.read_csv(tables.data_folder() / "preferred.csv")["claim_id"].dropna().iloc[0]
    bare = _processor(lambda: pd.read_csv(path))
    print(f"warm load_costs: {_processor(sd.load_costs) - bare:+.1f} ms over read_csv ({bare:.1f} ms; target: +10)")
    print(f"warm claim(id): {_processor(lambda: sd.claim(claim)):.1f} ms (target: 15)")
    print(f"warm contradictions(): {_processor(sd.contradictions):.1f} ms (target: 15)")


def notebook_time() -> None:
    """Measure the schedules notebook's cells as a plain script, in processor time."""
    book = json.loads((ROOT / "notebooks" / "02-schedules.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    # The script says itself what it used: children of other runs do not count.
    code = "\n".join(["display = lambda *a: None", *cells, "import time as _t; print(_t.process_time())"])
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT / "notebooks"
    )
    print(f"02-schedules as a script: {float(done.stdout.split()[-1]):.1f} s of processor time (target: 10)")


def second_make_time() -> None:
    """Measure `make` when there is nothing to do."""
    make = [sys.executable, str(ROOT / "bootstrap.py")]
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(make, check=True, capture_output=True)
    print(f"second make: {time.perf_counter() - start:.2f} s (target: 1)")


if __name__ == "__main__":
    import_time()
    warm_time()
    notebook_time()
    second_make_time()
    loading_time()

"""Ratios of import and loading times, measured in one run against bare Python and pandas.

Run by ``python bootstrap.py bench``. Each figure is the median of repeated runs; ratios are
what counts, seconds depend on the machine.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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
    """Measure loading over bare ``pandas.read_csv``, at today's size and up to 1,000 times it."""
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
            ours = _median(tables.load_costs, repeats)
            print(
                f"load_costs, {rows:>7} rows: {1000 * ours:8.1f} ms; bare read_csv "
                f"{1000 * bare:8.1f} ms; ratio {ours / bare:4.1f}; "
                f"{1e6 * ours / rows:6.1f} µs a row"
            )
        del os.environ["SDVDATA_DATA"]


if __name__ == "__main__":
    import_time()
    loading_time()

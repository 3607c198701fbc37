"""How long the readers' pages take: from nothing, with nothing changed, and with one claim changed, which must give the same.

Run by ``python -m benchmarks.site`` after the notebooks were executed (`make`). It works on a copy of the project and ends
with 1 where pages that Sphinx went on from differ from pages made anew. Times are wall-clock times.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.project import BUILD, EXECUTED, ROOT, source_files

CLAIM, OLD, NEW = "va-cost-2025", ",37200000000,", ",37300000000,"
#: The one style sheet whose address has a checksum only where it was there before.
CHECKSUM = re.compile(rb"(mystnb\.[0-9a-f]+\.css)\?v=\w+")


def build(project: Path) -> float:
    """Write the pages of a copy; the seconds that it took."""
    started = time.perf_counter()
    paths = {**os.environ, "PYTHONPATH": str(project), "SDVDATA_DATA": "", "PYTHONHASHSEED": "0", "TZ": "UTC"}
    subprocess.run([sys.executable, "-m", "tools.site"], cwd=project, env=paths, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def pages(folder: Path) -> dict[str, bytes]:
    """Return what was written, by path."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): CHECKSUM.sub(rb"\1", file.read_bytes()) for file in files}


def main() -> int:
    """Print a line for each case, and the pages that differ."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch, "project")
        for file in source_files(ROOT):
            target = project / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        for folder in (EXECUTED, ROOT / "docs" / "_ext", ROOT / "docs" / "_static"):
            shutil.copytree(folder, project / folder.relative_to(ROOT), dirs_exist_ok=True)
        html = project / BUILD.relative_to(ROOT) / "html"
        print(f"from nothing: {build(project):.1f} s, {sum(map(len, pages(html).values())) / 1e6:.0f} MB")
        print(f"nothing changed: {build(project):.1f} s")
        table = project / "data" / "costs.csv"
        lines = table.read_text(encoding="utf-8").split("\n")
        changed = [line.replace(OLD, NEW) if line.startswith(f"{CLAIM},") else line for line in lines]
        assert changed != lines, f"{CLAIM} no longer states {OLD}"
        table.write_text("\n".join(changed), encoding="utf-8")
        print(f"one claim changed: {build(project):.1f} s")
        went_on = pages(html)
        html.with_name("site.key").unlink()
        build(project)
        anew = pages(html)
    differ = sorted(name for name in {*went_on, *anew} if went_on.get(name) != anew.get(name))
    print(f"pages that differ from those made anew: {', '.join(differ) or 'none'}")
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())

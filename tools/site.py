"""Write the readers' pages to _build/html from docs/ and the executed notebooks; nothing to do when nothing changed.

    python -m tools.site [--strict]

The pages are made anew in a folder beside, which then takes the old one's place: whoever reads them meanwhile
never sees half of them. --strict (used by `test`) fails on any warning, such as a link to nowhere, and on anything
that a page would fetch from another host: the pages must be whole without a network.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from sdvdata.errors import SdvdataError
from tools.exercises import SOLVED
from tools.pages import record, stage as generated
from tools.pages.linking import PageError
from tools.project import BUILD, EXECUTED, HTML, LOCK, ROOT, combine, fingerprint, read_text, say, write_text

SOURCE = BUILD / "site-src"
KEY = BUILD / "site.key"
WARNINGS = BUILD / "site-warnings.txt"
SCRIPTS = BUILD / "vega-bundle.js"
DOCS = ROOT / "docs"


def site_keys() -> list[str]:
    """What the pages depend on: hashes of what writes them, and of the data, from which some are generated."""
    # Folders with an underscore are skipped as what tools leave behind; these two are ours.
    made_from = [
        DOCS,
        DOCS / "_ext",
        DOCS / "_static",
        SOLVED,
        ROOT / "pyproject.toml",
        ROOT / "sdvdata",
        ROOT / "tools",
        LOCK,
        *sorted(ROOT.glob("*.md")),
        # Which pages there are, and what their parts are called.
        ROOT / "data" / "programmes.csv",
        ROOT / "data" / "datapackage.json",
    ]
    writers = combine(["{}.{}".format(*sys.version_info[:2]), fingerprint(*made_from)])
    return [writers, fingerprint(ROOT / "data", EXECUTED)]


def stage(*, anew: bool = True) -> None:
    """Lay pages and executed notebooks together, as Sphinx wants them; a file that is the same keeps its time."""
    if anew:
        shutil.rmtree(SOURCE, ignore_errors=True)
        shutil.copytree(DOCS, SOURCE, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    notebooks = sorted(EXECUTED.glob("*.ipynb"))
    generated.require_outputs(notebooks)
    for notebook in notebooks:  # as they are, for download
        write_text(SOURCE / "notebooks" / notebook.name, notebook.read_text(encoding="utf-8"))
    require_held()
    generated.write(SOURCE, record.read())


def require_held() -> None:
    """Refuse a hand-written page with a figure that nothing holds, or a link to a section that is gone.

    Raises
    ------
    PageError
        Names the page, and the first figure or section.
    """
    from tests import prose

    for page in (DOCS / "index.md", *sorted((DOCS / "programmes").glob("*.md"))):
        for why in prose.untraced_page(page, EXECUTED):
            raise PageError(why)


def what_went_wrong(told: str) -> str:
    """Return our own message alone out of what Sphinx prints around it; anything else whole.

    Examples
    --------
    >>> what_went_wrong("Traceback … \\n ExtensionError: Handler <f> threw an exception (exception: 04: no alt text)\\nPlease report")
    "The pages can't be made: 04: no alt text"
    >>> what_went_wrong("index.md:3: WARNING: odd\\n")
    'index.md:3: WARNING: odd'
    """
    found = re.search(r"threw an exception \(exception: (.*)\)$", told, re.MULTILINE)
    return f"The pages can't be made: {found[1]}" if found else told.rstrip()


def build(into: Path, *, anew: bool = True) -> int:
    """Run Sphinx over the staged pages, noting its warnings; add downloads and the charts' scripts. The exit code."""
    from sphinx.cmd.build import main as sphinx

    from tools.pages import cards

    workers = str(min(4, os.cpu_count() or 1))
    folders = ["-d", str(BUILD / "doctrees"), str(SOURCE), str(into)]
    # Programs of their own: Sphinx forks, and a forked process can't use a chart engine that its parent has started.
    # The cards come first, since pages name them; scripts and downloads take seconds on one core, while Sphinx reads on
    # the other.
    shown = [SOURCE / "notebooks", SOURCE / "_static" / "cards", SOURCE / "generated" / "cards.json"]
    make_cards = [sys.executable, "-m", "tools.pages.cards", *map(str, shown)]
    if cards.stale(*shown[:2]) and (failed := subprocess.run(make_cards, cwd=ROOT, check=False).returncode):
        return failed
    told = io.StringIO()
    beside = [["scripts", str(SCRIPTS)], ["downloads", str(shown[0]), str(into)]]
    running = [subprocess.Popen([sys.executable, "-m", f"tools.pages.{one[0]}", *one[1:]], cwd=ROOT) for one in beside]
    with contextlib.redirect_stderr(told):
        asked = ["-q", *(["-E"] if anew else []), "-b", "html", "-j", workers, "-w", str(WARNINGS)]
        failed = int(sphinx([*asked, *folders]))
    failed = max([failed, *(program.wait() for program in running)])
    if words := what_went_wrong(told.getvalue()):
        say(words)
    # Sphinx may end well although one of its processes did not write its pages.
    failed = failed or int(not (into / "index.html").is_file())
    if not failed:
        shutil.copy2(SCRIPTS, into / "_static" / "vega-bundle.js")
    return failed


class _Fetched(HTMLParser):
    """Collects what a browser fetches by itself; links that a reader may follow are not among it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of one tag."""
        fetched = tag in ("link", "image", "use") and dict(attrs).get("rel") not in ("canonical", "alternate")
        names = ("src", "srcset", "data", "poster", "xlink:href", *(["href"] if fetched else []))
        self.addresses += [value or "" for name, value in attrs if name in names]


def fetched_from_elsewhere(folder: Path) -> Iterator[str]:
    """What pages and style sheets would fetch from another host, as `file: address`."""
    for file in sorted(folder.rglob("*")):
        if file.suffix not in (".html", ".css"):
            continue
        text = file.read_text(encoding="utf-8")
        addresses = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", text)
        if file.suffix == ".html":
            page = _Fetched()
            page.feed(text)
            addresses += page.addresses
        for address in addresses:
            if re.match(r"(?:[a-z]+:)?//", address, re.IGNORECASE):
                yield f"{file.relative_to(folder).as_posix()}: {address}"


def write_site(*, strict: bool = False) -> int:
    """Bring the pages up to date and print where they begin.

    Where only data has changed since pages were written without a warning, Sphinx goes on from those.
    """
    keys = site_keys()
    known = (read_text(KEY) or "\n").split("\n")
    index = HTML / "index.html"
    if not index.is_file() or known != keys:
        started = time.perf_counter()
        anew = not index.is_file() or known[0] != keys[0] or bool(read_text(WARNINGS))
        say("Writing the pages" if anew else "Writing the pages that the data has changed")
        KEY.unlink(missing_ok=True)
        try:
            stage(anew=anew)
        except SdvdataError as error:
            say(f"The pages can't be made: {error}")
            return 1
        new = BUILD / "html.new"
        shutil.rmtree(new, ignore_errors=True)
        if not anew:
            shutil.copytree(HTML, new)
        new.parent.mkdir(parents=True, exist_ok=True)
        failed = build(new, anew=anew)
        if failed:
            return failed
        shutil.rmtree(HTML, ignore_errors=True)
        new.rename(HTML)
        write_text(KEY, "\n".join(keys))
        say(f"Pages written ({time.perf_counter() - started:.0f} s)")
    say(f"The pages begin at {index.relative_to(ROOT).as_posix()}")
    if not strict:
        return 0
    findings = [*(read_text(WARNINGS) or "").splitlines(), *fetched_from_elsewhere(HTML)]
    for finding in findings:
        say(finding)
    return 1 if findings else 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and write the pages."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="fail on warnings")
    return write_site(strict=parser.parse_args(arguments).strict)


if __name__ == "__main__":
    sys.exit(main())

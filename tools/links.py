"""Links to claims: prose names a claim, and the lines that say where its document is are written here.

    python -m tools.links [--fix]

In a text, `[2.85 bn kronor][sdv-invest-frame-2850m-2024]` names a claim. The definition lines at the foot of a
notebook's cell or of a page, `[claim]: address "claim"`, belong to this tool: GitHub and JupyterLab open the document,
the readers' site opens the claim's page. A claim without an address leads to the table of sources.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sdvdata.claims import rows
from sdvdata.errors import UnknownNameError, require_known
from sdvdata.tables import load
from tools.project import NOTEBOOKS, ROOT, say, source_files, write_text

#: A use: the text that is linked, and the claim.
USE = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\[(?P<claim>[a-z0-9-]+)\]")
#: Or code, which is no prose.
CODE_OR_USE = re.compile(rf"(?s:```.*?```)|`[^`\n]*`|{USE.pattern}")
OWN = re.compile(r'\n*^\[(?P<claim>[a-z0-9-]+)\]: \S+ "(?P=claim)"$', re.MULTILINE)
PAGES = ("README.md", "docs/*.md", "docs/methods/*.md", "docs/programmes/*.md")


def prose(text: str) -> str:
    """Return a text without its definition lines.

    Examples
    --------
    >>> prose('As [said][a-1].\\n\\n[a-1]: https://example.org "a-1"')
    'As [said][a-1].'
    """
    return OWN.sub("", text)


def uses(text: str) -> list[tuple[str, str]]:
    """Return what a text links, and the claims, in their order; code is no prose.

    Examples
    --------
    >>> uses("As [he said][a-1], `[not][this-1]`.")
    [('he said', 'a-1')]
    """
    plain = re.sub(r"```.*?```|`[^`]*`", " ", prose(text), flags=re.DOTALL)
    return [(found["text"], found["claim"]) for found in USE.finditer(plain)]


def with_definitions(text: str, to_root: str) -> str:
    """Return a text with the definition lines that its uses need, and no others.

    Raises
    ------
    UnknownNameError
        If it names a claim that does not exist.

    Examples
    --------
    >>> with_definitions("None.\\n\\n[old-1]: x \\"old-1\\"\\n", "../")
    'None.\\n'
    """
    named = list(dict.fromkeys(claim for _, claim in uses(text)))
    known, address = rows(), load("sources", raw=True).set_index("source_id")["url"]
    body = prose(text).rstrip("\n")
    lines = []
    for claim in named:
        require_known("claim", claim, known)
        url = address[str(known[claim]["source_id"])]
        where = url if isinstance(url, str) and url else f"{to_root}data/sources.csv"
        lines.append(f'[{claim}]: {where.replace(" ", "%20").replace("(", "%28").replace(")", "%29")} "{claim}"')
    end = "\n" if text.endswith("\n") else ""
    return body + ("\n\n" + "\n".join(lines) if lines else "") + end


def for_site(text: str, root: str) -> str:
    """Return a text whose links open the claims' pages, for Sphinx.

    Examples
    --------
    >>> for_site("As [said][a-1].", "../")
    'As <a class="claim" href="../claims/a-1.html">said</a>.'
    >>> for_site("`rows['title']['subtitle'][-1]`", "../")
    "`rows['title']['subtitle'][-1]`"
    """
    return CODE_OR_USE.sub(
        lambda use: (
            f'<a class="claim" href="{root}claims/{use["claim"]}.html">{use["text"]}</a>' if use["claim"] else use[0]
        ),
        prose(text),
    )


def _to_root(path: Path, root: Path) -> str:
    return "../" * (len(path.relative_to(root).parents) - 1)


def texts(root: Path = ROOT) -> Iterator[tuple[Path, str, str, str]]:
    """Yield every text that may link claims: file, place in words, the text, the way to the project's folder."""
    # Without the checkpoints that JupyterLab leaves beside.
    for path in (file for file in source_files(root / NOTEBOOKS.name) if file.suffix == ".ipynb"):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
            if cell["cell_type"] == "markdown":
                yield path, f", cell {number}", "".join(cell["source"]), _to_root(path, root)
    for path in sorted(file for pattern in PAGES for file in root.glob(pattern)):
        yield path, "", path.read_text(encoding="utf-8"), _to_root(path, root)


def findings(root: Path = ROOT) -> list[str]:
    """Return, in a sentence each, the texts that name no claim that exists or whose definition lines are not ours."""
    found = []
    for path, place, text, to_root in texts(root):
        where = f"{path.relative_to(root).as_posix()}{place}"
        try:
            if with_definitions(text, to_root) != text:
                found.append(f"{where}: the lines that say where its claims lead are not what `make fix` writes.")
        except UnknownNameError as error:
            found.append(f"{where}: {error}")
    return found


def fix(root: Path = ROOT) -> list[Path]:
    """Write the definition lines where they are missing or wrong; return the files written."""
    written = []
    for path in dict.fromkeys(path for path, *_ in texts(root)):
        before, to_root = path.read_text(encoding="utf-8"), _to_root(path, root)
        if path.suffix == ".md":
            after = with_definitions(before, to_root)
        else:
            notebook = json.loads(before)
            for cell in notebook["cells"]:
                text = "".join(cell["source"])
                if cell["cell_type"] == "markdown" and (fixed := with_definitions(text, to_root)) != text:
                    cell["source"] = fixed.splitlines(keepends=True)
            changed = notebook != json.loads(before)
            after = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n" if changed else before
        if after != before:
            write_text(path, after)
            written.append(path)
    return written


def main(arguments: list[str] | None = None) -> int:
    """Check the links to claims, with --fix after writing their definition lines."""
    parser = argparse.ArgumentParser(prog="python -m tools.links", description="Check the links to claims.")
    parser.add_argument("--fix", action="store_true", help="write the definition lines")
    if parser.parse_args(arguments).fix:
        try:
            for path in fix():
                say(f"rewrote {path.relative_to(ROOT).as_posix()}")
        except UnknownNameError:
            pass  # said below, with its place
    found = findings()
    for line in found:
        say(line)
    say(f"{len(found)} finding(s) in links" if found else "links: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

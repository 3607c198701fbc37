"""Where pages are, within the site and in public. Public addresses come from one place: [project.urls]."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.pages.markup import is_web
from tools.project import ROOT


@dataclass(frozen=True)
class Public:
    """The project's public addresses; empty text where it has none (yet)."""

    repository: str = ""
    site: str = ""
    issues: str = ""


def public(project: str) -> Public:
    """Return the public addresses that a pyproject.toml names.

    Examples
    --------
    >>> public("[project]").repository
    ''
    >>> public('[project.urls]\\nRepository = "https://example.org/r/"').issues
    'https://example.org/r/issues'
    """
    named = {
        key.lower(): str(value) for key, value in tomllib.loads(project).get("project", {}).get("urls", {}).items()
    }
    named = {key: value.rstrip("/") for key, value in named.items() if is_web(value)}
    repository = named.get("repository", named.get("source", ""))
    return Public(
        repository=repository,
        site=named.get("site", named.get("documentation", named.get("homepage", ""))),
        issues=named.get("issues", f"{repository}/issues" if repository else ""),
    )


def current(project: Path = ROOT / "pyproject.toml") -> Public:
    """Return this project's public addresses."""
    return public(project.read_text(encoding="utf-8"))


def binder(repository: str, path: str = "notebooks") -> str:
    """Return where a file of the repository opens in JupyterLab on Binder; empty text where Binder can't find it.

    Examples
    --------
    >>> binder("https://github.com/someone/something", "notebooks/01-costs.ipynb")
    'https://mybinder.org/v2/gh/someone/something/HEAD?urlpath=lab/tree/notebooks/01-costs.ipynb'
    >>> binder("")
    ''
    """
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", repository.removesuffix(".git"))
    return f"https://mybinder.org/v2/gh/{found[1]}/HEAD?urlpath=lab/tree/{path}" if found else ""


def claim_page(claim_id: str, root: str = "../") -> str:
    """Return the address of a claim's page, from a page that is `root` away from the first one."""
    return f"{root}claims/{claim_id}.html"


def source_page(source_id: str, root: str = "../") -> str:
    """Return the address of a source's page."""
    return f"{root}sources/{source_id}.html"


def programme_page(programme: str, root: str = "../") -> str:
    """Return the address of a programme's page."""
    return f"{root}programmes/{programme}.html"

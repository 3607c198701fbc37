"""The files that describe the environment say the same thing, and none of them names a machine or a host."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
import sdvdata

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What a conda or Binder user gets beside the core: enough to run and compare the notebooks.
FOR_CONDA = ("pictures", "notebooks")
ALSO_FOR_CONDA = ("hatchling", "nbval")


def requirements(*extras: str) -> dict[str, Requirement]:
    """The core's requirements and those of the extras, with the extras they name themselves."""
    found: dict[str, Requirement] = {}
    by_extra = PROJECT["project"]["optional-dependencies"]
    for text in chain(PROJECT["project"]["dependencies"], *(by_extra[extra] for extra in extras)):
        requirement = Requirement(text)
        if requirement.name == "sdvdata":
            found |= requirements(*sorted(requirement.extras))
        else:
            found[canonicalize_name(requirement.name)] = requirement
    return found


def conda() -> list[Any]:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def lock_lines() -> list[str]:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def test_conda_has_the_same_floors() -> None:
    """A name that is missing, or another floor, would give Binder's readers another program than ours."""
    want = requirements(*FOR_CONDA)
    want |= {name: requirements("test")[name] for name in ALSO_FOR_CONDA}
    have = {canonicalize_name(r.name): r for r in (Requirement(t) for t in conda() if isinstance(t, str) and ">=" in t)}
    assert {name: str(r.specifier) for name, r in have.items()} == {name: str(r.specifier) for name, r in want.items()}


def test_conda_pins_python_and_installs_the_project() -> None:
    pin = next(text for text in conda() if isinstance(text, str) and text.startswith("python="))
    assert re.fullmatch(r"python=3\.\d+", pin)
    assert pin.removeprefix("python=") in supported()
    assert {"pip": ["-e ."]} in conda()


def supported() -> list[str]:
    """Python versions that the package says it supports."""
    prefix = "Programming Language :: Python :: "
    tails = [text.removeprefix(prefix) for text in PROJECT["project"]["classifiers"] if text.startswith(prefix)]
    return [tail for tail in tails if re.fullmatch(r"3\.\d+", tail)]


def test_one_list_of_python_versions() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == supported()
    assert {system.split("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert PROJECT["project"]["requires-python"] == f">={supported()[0]}"
    assert ".".join(map(str, bootstrap.OLDEST)) == supported()[0]
    assert PROJECT["tool"]["mypy"]["python_version"] == supported()[0]
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + supported()[0].replace(".", "")


def test_publishing_needs_no_secret_and_a_complete_citation() -> None:
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert yaml.safe_load(text)["permissions"]["contents"] == "read", path.name
        assert "secrets." not in text, path.name
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]["build"][
        "steps"
    ]
    wanted = next(step["run"] for step in steps if "citation" in step.get("name", ""))
    assert {"version:", "date-released:", "repository-code:"} <= set(re.findall(r"[a-z-]+:", wanted))


def test_this_python_is_supported_or_newer() -> None:
    assert sys.version_info[:2] >= tuple(map(int, supported()[0].split(".")))


def test_lock_holds_hashes_and_names_no_host() -> None:
    packages = [line for line in lock_lines() if line[:1].isalnum()]
    assert packages
    for number, line in enumerate(lock_lines()):
        assert "://" not in line and not line.startswith(("--", "-i", "-f", "-e", "#")), line
        if line[:1].isalnum():
            assert "==" in line and line.endswith("\\"), line
            assert lock_lines()[number + 1].lstrip().startswith("--hash=sha256:"), line


def test_lock_holds_everything_that_is_asked_for() -> None:
    """At a version that satisfies the floor; else the lock was not made from this pyproject.toml."""
    locked: dict[str, list[str]] = {}
    for line in lock_lines():
        if line[:1].isalnum():
            name, version = line.split(";")[0].rstrip(" \\").split("==")
            locked.setdefault(canonicalize_name(name), []).append(version)
    for name, requirement in requirements("test").items():
        assert name in locked
        assert all(requirement.specifier.contains(version) for version in locked[name]), name


def test_lock_holds_no_accelerator_packages() -> None:
    """Gigabytes that nobody here needs have come in by a side door in other projects."""
    assert not [line for line in lock_lines() if line.startswith(("nvidia", "torch", "triton", "cuda"))]


def test_extras_are_all_in_test() -> None:
    """One environment for everybody: what any extra names, the test environment has."""
    for extra in PROJECT["project"]["optional-dependencies"]:
        assert requirements(extra).items() <= requirements("test").items()


def test_every_direct_dependency_is_explained_once() -> None:
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    assert sorted(explained) == sorted(requirements("test"))


def makefile() -> dict[str, list[str]]:
    """The targets with their recipe lines."""
    targets: dict[str, list[str]] = {}
    name = ""
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z]+):", line):
            name = match[1]
            targets[name] = []
        elif line.startswith("\t"):
            targets[name].append(line.strip())
    return targets


def test_each_make_target_is_one_call_of_bootstrap() -> None:
    targets = makefile()
    assert targets.pop("all") == []
    more = dict.fromkeys(bootstrap.TAKES_MORE, " $(ARGS)")
    assert targets == {name: [f"$(PYTHON) bootstrap.py {name}{more.get(name, '')}"] for name in bootstrap.COMMANDS}
    assert re.search(r"^all: site$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_nbval_command_is_the_promised_one() -> None:
    assert bootstrap.STEPS["notebooks"] == "pytest --nbval --nbval-current-env -n 2 --dist loadfile notebooks"
    fixed = {"TZ": "UTC", "PYTHONHASHSEED": "0", "SDVDATA_PICTURE": "none"}
    assert fixed.items() <= bootstrap.FIXED.items()


def test_one_version() -> None:
    descriptor = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changes, flags=re.MULTILINE)
    assert newest is not None
    assert {descriptor["version"], citation["version"], newest[1]} == {sdvdata.__version__}


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "environment.yml", "Makefile", "bootstrap.py"])
def test_line_ends(name: str) -> None:
    assert b"\r" not in (ROOT / name).read_bytes()

#!/usr/bin/env python3
"""Set up sdvdata and run its tasks, with nothing but Python's own library.

    python bootstrap.py [command]

    site       (default) set up, execute the notebooks into _build/, write the pages to _build/html
    setup      only make the environment .venv
    lab        open the notebooks in JupyterLab
    test       everything that must hold: tests, notebooks, types, style, data
    notebooks  execute the notebooks in place
    exercises  make the students' copy of the exercises, without solutions, in _build/exercises
    check      check the data and the links to claims; `check --fix` rewrites form, never a value
    fix        the same as `check --fix`
    bench      measure import and loading times
    versions   the library's tests with the lowest and the newest pandas and Altair, on each Python that is installed

Every command but the last sets up what is missing first, and each may be repeated at will. The environment is made in
.venv, or in the folder that the variable SDVDATA_VENV names.
"""

# This file must start on an old Python, to be able to say that it is too old: no newer syntax here.
from __future__ import annotations

import argparse
import collections
import collections.abc
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
OLDEST = (3, 11)
COMMANDS = ("site", "setup", "lab", "test", "notebooks", "exercises", "check", "fix", "bench", "versions")
TAKES_MORE = ("lab", "check")  # arguments after these are handed on to the tool behind them

# The strict comparison of stored outputs is promised under these settings; execution uses them too.
# SDVDATA_DATA is a researcher's own copy of the data; what this project tests and shows is the bundled one.
# IPYTHONDIR keeps a person's own start-up files out of the kernels (see kernel_settings).
FIXED = {
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "SDVDATA_PICTURE": "none",
    "SDVDATA_DATA": "",
    "IPYTHONDIR": str(ROOT / "_build" / "ipython"),
}
# Hypothesis' own profile for CI: the same examples on every run, and a slow machine is no failure.
STEADY = "--hypothesis-profile ci"
#: What `versions` tries: the tests of the library alone, and what they need beside pandas and Altair.
MINORS = (11, 12, 13)
LIBRARY = "charts claims errors golden landscape money periods plans robustness series tables".split()
TESTERS = ("pytest", "pytest-xdist", "hypothesis", "frictionless", "vl-convert-python")
#: What `test` runs, by name: everything that must hold.
STEPS = {
    "style": "ruff check .",
    "form": "ruff format --check .",
    "types": "mypy",
    "data": "tools.check",
    "links": "tools.links",
    "descriptor": "frictionless validate data/datapackage.json",
    "execution": "tools.execute",
    "pages": "tools.site --strict",
    "tests": f"pytest -n 2 {STEADY} tests sdvdata tools README.md docs/methods docs/reference",
    "notebooks": "pytest --nbval --nbval-current-env -n 2 --dist loadfile notebooks",
}


def say(text: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def problem(version: tuple[int, ...], has_module: collections.abc.Callable[[str], bool]) -> str | None:
    """What keeps this Python from making the environment, with its remedy; None if nothing does."""
    if version[:2] < OLDEST:
        return (
            f"sdvdata needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {version[0]}.{version[1]}. "
            "Use a newer one, for example `make PYTHON=python3.12` or `py -3.12 bootstrap.py`."
        )
    missing = [name for name in ("venv", "ensurepip") if not has_module(name)]
    if missing:
        return (
            f"This Python cannot make virtual environments (no module {' and '.join(missing)}). "
            "On Debian and Ubuntu: apt install python3-venv. Then run the same command again."
        )
    return None


def venv_folder() -> Path:
    """Where the environment is, or will be."""
    named = os.environ.get("SDVDATA_VENV")
    return Path(named).expanduser().resolve() if named else ROOT / ".venv"


def venv_python(folder: Path) -> Path:
    """The environment's interpreter."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(*files: Path) -> str:
    """A hash of the files' contents, line ends aside (a checkout on Windows may change them)."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()


def read_stamp(folder: Path) -> dict[str, str]:
    """What the environment was made from, as `name value` lines; empty when it is unfinished or absent."""
    try:
        lines = (folder / "sdvdata-stamp.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {name: value for name, _, value in (line.partition(" ") for line in lines)}


def write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    """Replace the stamp in one step, so that an interruption never leaves half a one."""
    new = folder / "sdvdata-stamp.new"
    new.write_text("".join(f"{name} {value}\n" for name, value in stamp.items()), encoding="utf-8")
    new.replace(folder / "sdvdata-stamp.txt")


def wanted_stamp() -> dict[str, str]:
    """What the environment should be made from. The place counts: an editable install points to it."""
    return {
        "python": "{}.{}".format(*sys.version_info[:2]),
        "lock": digest(LOCK),
        "project": digest(PROJECT),
        "place": str(ROOT),
    }


def pip_install(python: Path, arguments: list[str], total: int = 0) -> None:
    """Run pip, showing a count instead of its hundreds of lines; on failure show how they ended."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    tail: collections.deque[str] = collections.deque(maxlen=25)
    seen = 0
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            tail.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                seen += 1
                if total and seen % 20 == 0:
                    say(f"  fetched {seen} of about {total} packages")
            elif total and line.startswith("Installing collected packages"):
                say("  installing them")
    if pip.returncode:
        sys.stdout.writelines(tail)
        raise SystemExit(
            "pip could not install the packages (its last words stand above). "
            "The first set-up needs the network; nothing is lost, run the same command again."
        )


def set_up() -> Path:
    """Make or complete the environment; done in no time when nothing changed. Returns its Python."""
    folder = venv_folder()
    python = venv_python(folder)
    have, want = read_stamp(folder), wanted_stamp()
    if python.exists() and have == want:
        return python
    trouble = problem(sys.version_info[:2], lambda name: importlib.util.find_spec(name) is not None)
    if trouble:
        raise SystemExit(trouble)

    started = time.perf_counter()
    usable = python.exists() and have.get("python") == want["python"]
    if not usable:
        say(f"Making the environment {folder.name} with Python {sys.version.split()[0]}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    (folder / "sdvdata-stamp.txt").unlink(missing_ok=True)
    # Locked packages that are already there are left alone, so an unfinished set-up goes on where it stopped.
    if not usable or have.get("lock") != want["lock"]:
        names = sum(line[:1].isalnum() for line in LOCK.read_text(encoding="utf-8").splitlines())
        say("Installing the locked packages (the first time this downloads about 200 MB)")
        # The lock is complete, so pip need not work out dependencies again. Compiling on all cores is a separate,
        # faster step; it may fail on files that are never imported, which is no reason to stop.
        pip_install(python, ["--require-hashes", "--no-deps", "--no-compile", "-r", str(LOCK)], names)
        say("  compiling them")
        subprocess.run(
            [str(python), "-m", "compileall", "-q", "-j", "0", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    pip_install(python, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    write_stamp(folder, want)
    say(f"The environment is ready ({time.perf_counter() - started:.0f} s)")
    return python


def run(python: Path, *module: str, **environment: str) -> int:
    """Run `python -m module …` from the project's folder; the exit code."""
    command = [str(python), "-m", *module]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def kernel_settings() -> None:
    """Write what IPYTHONDIR holds: no history, and no warning per kernel that its traffic on this machine is plain."""
    profile = Path(FIXED["IPYTHONDIR"], "profile_default")
    profile.mkdir(parents=True, exist_ok=True)
    settings = "c = get_config()\nc.HistoryManager.enabled = False\nc.IPKernelApp.log_level = 'ERROR'\n"
    (profile / "ipython_kernel_config.py").write_text(settings, encoding="utf-8")


def test(python: Path) -> int:
    """Run every check, also after one has failed, and end with what failed."""
    failed = []
    for name, step in STEPS.items():
        say(f"\n== {name}: {step}")
        started = time.perf_counter()
        if run(python, *step.split(), **FIXED):
            failed.append(name)
        say(f"== {name}: {'FAILED' if name in failed else 'passed'} ({time.perf_counter() - started:.0f} s)")
    say("\nFailed: " + ", ".join(failed) if failed else "\nAll passed: " + ", ".join(STEPS))
    return 1 if failed else 0


def interpreter(minor: int) -> list[str] | None:
    """The command of a Python 3.minor that answers and can make environments; None if there is none."""
    kept = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python"))
    asks = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, {minor}))"
    for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"], *([str(path)] for path in kept)):
        found = shutil.which(command[0])
        if found and not subprocess.run([found, *command[1:], "-c", asks], capture_output=True, check=False).returncode:
            return command
    return None


def try_versions(command: list[str], bound: str) -> str:
    """Run the library's tests in a throw-away environment at the lowest or the newest versions; a row of a table."""
    folder = ROOT / "_build" / "versions"
    python = venv_python(folder)
    needs = re.findall(r'"((?:altair|pandas)>=.*?)"', PROJECT.read_text(encoding="utf-8"))
    subprocess.run([*command, "-m", "venv", "--clear", str(folder)], check=True)
    pip_install(python, [need.replace(">=", "==") if bound == "lowest" else need for need in needs] + [*TESTERS])
    tells = (
        "import sys, altair, pandas; print(sys.version.split()[0], pandas.__version__, altair.__version__, sep=' | ')"
    )
    versions = subprocess.run([str(python), "-c", tells], capture_output=True, text=True, check=True).stdout.strip()
    say(f"\n== {bound}: {versions}")
    tests = [f"tests/test_{name}.py" for name in LIBRARY]
    failed = run(python, *f"pytest -q -n 2 {STEADY} sdvdata".split(), *tests, **FIXED)
    return f"| {bound} | {versions} | {'FAILED' if failed else 'passed'} |"


def versions() -> int:
    """Try each Python with both bounds, and end with a table; a Python that is not there is told, never passed."""
    rows = []
    for minor in MINORS:
        command = interpreter(minor)
        rows += (
            [try_versions(command, bound) for bound in ("lowest", "newest")]
            if command
            else [f"| | 3.{minor} | | | not installed: nothing was tried |"]
        )
    say("\n".join(["\n| bound | Python | pandas | Altair | tests |", "|---|---|---|---|---|", *rows]))
    return int("passed" not in str(rows) or "FAILED" in str(rows))


def lab(python: Path, more: list[str]) -> int:
    """JupyterLab on the notebooks, without its calls home for news and updates, and without asking about them."""
    settings = ROOT / "tools" / "jupyterlab"
    looks = {"static_custom_path": [str(settings)]}  # where custom.css is
    quiet = [
        f"--LabApp.app_settings_dir={settings}",
        "--LabApp.custom_css=True",
        f"--ServerApp.tornado_settings={looks}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--ServerApp.root_dir={ROOT}",
        "--LabApp.default_url=/lab/tree/notebooks",
    ]
    # Ctrl-C is JupyterLab's to answer (it asks, then shuts its kernels down); here it must not end the wait.
    signal.signal(signal.SIGINT, lambda *_: None)
    return run(python, "jupyterlab", *quiet, *more)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, set up, run the command."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="?", default="site", choices=COMMANDS)
    asked, more = parser.parse_known_args(arguments)
    if more and asked.command not in TAKES_MORE:
        parser.error(f"{asked.command} takes no further arguments: {' '.join(more)}")
    if asked.command == "versions":
        return versions()
    python = set_up()
    if asked.command in ("site", "test", "notebooks"):
        kernel_settings()
    fix = ["--fix"] if asked.command == "fix" or "--fix" in more else []
    tasks: dict[str, collections.abc.Callable[[], int]] = {
        "setup": lambda: 0,
        "site": lambda: run(python, "tools.execute", **FIXED) or run(python, "tools.site", **FIXED),
        "lab": lambda: lab(python, more),
        "test": lambda: test(python),
        "check": lambda: run(python, "tools.check", *more, **FIXED) or run(python, "tools.links", *fix, **FIXED),
        "fix": lambda: run(python, "tools.check", *fix, **FIXED) or run(python, "tools.links", *fix, **FIXED),
        "exercises": lambda: run(python, "tools.exercises", **FIXED),
        "notebooks": lambda: run(python, "tools.execute", "--in-place", **{**FIXED, "SDVDATA_PICTURE": ""}),
        "bench": lambda: run(python, "benchmarks.loading") or run(python, "benchmarks.money"),
    }
    return tasks[asked.command]()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again to go on.")

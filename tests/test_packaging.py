"""The package as users get it: built twice the same, from the sdist too, with its data, in an environment of its own."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import sdvdata
from tools.project import source_files

ROOT = Path(__file__).parents[1]
DATA = {path.relative_to(ROOT).as_posix() for path in source_files(ROOT / "data")}
LIBRARY = {path.relative_to(ROOT).as_posix() for path in source_files(ROOT / "sdvdata")}
# What a user sees at first use, printed as JSON. Run where neither the repository nor its variables are in reach.
FIRST_USE = """
import json, sdvdata as sd
rows = {name: len(sd.load(name)) for name in sd.list_datasets().index}
print(json.dumps({"file": sd.__file__, "version": sd.data_version(), "rows": rows}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run to success; what it printed. On failure the test shows all of it."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SDVDATA_DATA")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, into: Path, *what: str) -> Path:
    """Build one distribution with the environment's own tools: no network."""
    run(sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", into, source, cwd=into.parent)
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "--wheel")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("sdist"), "--sdist")


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """The Python of a new environment that borrows pandas and the rest, but not sdvdata, from the one that runs the tests.

    A .pth file reaches the folder of the packages, while an editable install in there stays out of sight.
    """
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def install(python: Path, *what: str | Path) -> None:
    """Install without network and without dependencies."""
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed", "-q"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, *what, cwd=python.parent)


def first_use(python: Path, tmp_path: Path) -> dict[str, object]:
    seen: dict[str, object] = json.loads(run(python, "-c", FIRST_USE, cwd=tmp_path))
    return seen


def here() -> dict[str, int]:
    """Rows of every table, from the working tree."""
    return {str(name): int(rows) for name, rows in sdvdata.list_datasets()["rows"].items()}


def test_wheel_holds_library_data_and_licences_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        about = {name.split(".dist-info/")[1] for name in archive.namelist() if ".dist-info/" in name}
    assert names == LIBRARY | {f"sdvdata/{name}" for name in DATA}
    assert "sdvdata/py.typed" in names
    assert about == {"METADATA", "RECORD", "WHEEL", "licenses/LICENSE", "licenses/LICENSE-DATA"}


def test_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        about = email.message_from_string(archive.read(name).decode("utf-8"))
    assert about["Version"] == sdvdata.__version__
    assert about["License-Expression"] == "MIT AND CC-BY-4.0"
    core = [text for text in about.get_all("Requires-Dist", []) if "extra ==" not in text]
    assert sorted(text.split(">=")[0] for text in core) == ["altair", "pandas"]
    assert wheel.name == f"sdvdata-{sdvdata.__version__}-py3-none-any.whl"


def test_the_same_bytes_again_and_from_the_sdist(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    for name in ("wheel", "sdist", "from-sdist", "source"):
        (tmp_path / name).mkdir()
    assert build(ROOT, tmp_path / "wheel", "--wheel").read_bytes() == wheel.read_bytes()
    assert build(ROOT, tmp_path / "sdist", "--sdist").read_bytes() == sdist.read_bytes()
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert build(source, tmp_path / "from-sdist", "--wheel").read_bytes() == wheel.read_bytes()


def test_sdist_holds_what_is_needed_to_work_on_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert names >= LIBRARY | DATA
    assert {"bootstrap.py", "requirements.lock", "Makefile", "README.md", "LICENSE", "LICENSE-DATA"} <= names
    assert {
        "tests/test_packaging.py",
        "tools/execute.py",
        "docs/conf.py",
        "notebooks/exercises/exercises.ipynb",
    } <= names
    assert not [name for name in names if name.startswith(("_build", ".venv", ".git/")) or "__pycache__" in name]


def test_wheel_in_a_clean_environment(wheel: Path, user: Path, tmp_path: Path) -> None:
    install(user, wheel)
    seen = first_use(user, tmp_path)
    assert Path(str(seen["file"])).is_relative_to(tmp_path / "env")
    assert seen["rows"] == here()
    assert seen["version"] == sdvdata.data_version()


def test_sdist_in_a_clean_environment(sdist: Path, user: Path, tmp_path: Path) -> None:
    install(user, sdist)
    seen = first_use(user, tmp_path)
    assert Path(str(seen["file"])).is_relative_to(tmp_path / "env")
    assert seen["rows"] == here()


def test_editable_install_reads_the_working_tree(user: Path, tmp_path: Path) -> None:
    """There is no sdvdata/data in it: the data is found beside the package."""
    install(user, "-e", ROOT)
    seen = first_use(user, tmp_path)
    assert Path(str(seen["file"])) == ROOT / "sdvdata" / "__init__.py"
    assert seen["rows"] == here()

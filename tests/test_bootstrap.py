"""bootstrap.py: what it says to a machine that lacks something, when it works and when it knows that it need not."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).parents[1]


def everything(_: str) -> bool:
    return True


class TestProblem:
    """What keeps a machine from setting up."""

    @pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (4, 0)])
    def test_none(self, version: tuple[int, int]) -> None:
        assert bootstrap.problem(version, everything) is None

    @pytest.mark.parametrize("version", [(3, 10), (3, 9), (2, 7)])
    def test_python_too_old(self, version: tuple[int, int]) -> None:
        told = bootstrap.problem(version, everything)
        assert told is not None
        assert "3.11 or newer" in told
        assert "{}.{}".format(*version) in told
        assert "make PYTHON=" in told and "py -3" in told

    @pytest.mark.parametrize("missing", ["venv", "ensurepip"])
    def test_bare_debian(self, missing: str) -> None:
        told = bootstrap.problem((3, 11), lambda name: name != missing)
        assert told is not None
        assert "apt install python3-venv" in told
        assert missing in told


def test_it_needs_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_it() -> None:
    """It must start there, to be able to say that it is too old."""
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


class TestStamp:
    """When the environment is taken to be complete."""

    def test_round_trip(self, tmp_path: Path) -> None:
        stamp = {"lock": "a1", "place": "C:\\Users\\Ann Å\\sdv data"}
        bootstrap.write_stamp(tmp_path, stamp)
        assert bootstrap.read_stamp(tmp_path) == stamp
        assert [file.name for file in tmp_path.iterdir()] == ["sdvdata-stamp.txt"]

    def test_none(self, tmp_path: Path) -> None:
        assert bootstrap.read_stamp(tmp_path / "nowhere") == {}

    def test_line_ends_do_not_count_and_contents_do(self, tmp_path: Path) -> None:
        for name, content in {"unix": b"a\nb\n", "windows": b"a\r\nb\r\n", "other": b"a\nc\n"}.items():
            (tmp_path / name).write_bytes(content)
        unix, windows, other = (bootstrap.digest(tmp_path / name) for name in ("unix", "windows", "other"))
        assert unix == windows != other

    def test_place_of_the_environment(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("SDVDATA_VENV", raising=False)
        assert bootstrap.venv_folder() == ROOT / ".venv"
        monkeypatch.setenv("SDVDATA_VENV", str(tmp_path / "mine"))
        assert bootstrap.venv_folder() == (tmp_path / "mine").resolve()


class TestSetUp:
    """What is done, and what is left alone. No package is installed here: pip is replaced by a list of its calls."""

    @pytest.fixture
    def calls(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
        made: list[str] = []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            made.append(command[2])
            if command[2] == "venv":
                python = bootstrap.venv_python(Path(command[-1]))
                python.parent.mkdir(parents=True, exist_ok=True)
                python.touch()
            return subprocess.CompletedProcess(command, 0)

        def pip_install(_: Path, arguments: list[str], __: int = 0) -> None:
            made.append("locked packages" if "--require-hashes" in arguments else "sdvdata")

        monkeypatch.setenv("SDVDATA_VENV", str(tmp_path / "env"))
        monkeypatch.setattr(bootstrap.subprocess, "run", run)
        monkeypatch.setattr(bootstrap, "pip_install", pip_install)
        return made

    def test_from_nothing(self, calls: list[str]) -> None:
        bootstrap.set_up()
        assert calls == ["venv", "locked packages", "compileall", "sdvdata"]

    def test_again_is_nothing(self, calls: list[str]) -> None:
        bootstrap.set_up()
        calls.clear()
        bootstrap.set_up()
        assert calls == []

    @pytest.mark.parametrize(
        ("changed", "done"),
        [
            ("lock", ["locked packages", "compileall", "sdvdata"]),
            ("project", ["sdvdata"]),
            ("place", ["sdvdata"]),
            ("python", ["venv", "locked packages", "compileall", "sdvdata"]),
        ],
    )
    def test_only_what_changed(self, calls: list[str], changed: str, done: list[str]) -> None:
        bootstrap.set_up()
        folder = bootstrap.venv_folder()
        bootstrap.write_stamp(folder, {**bootstrap.read_stamp(folder), changed: "something else"})
        calls.clear()
        bootstrap.set_up()
        assert calls == done

    def test_goes_on_after_an_interruption(self, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as broken:

            def fail(*_: object) -> None:
                raise SystemExit("no network")

            broken.setattr(bootstrap, "pip_install", fail)
            with pytest.raises(SystemExit):
                bootstrap.set_up()
        calls.clear()
        bootstrap.set_up()
        assert calls[-3:] == ["locked packages", "compileall", "sdvdata"]


def test_pip_failure_shows_its_last_words(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="run the same command again"):
        bootstrap.pip_install(Path(sys.executable), ["-r", str(tmp_path / "no such file.txt")])
    assert "no such file.txt" in capfd.readouterr().out


class TestCommandLine:
    """What is typed."""

    @pytest.mark.parametrize("words", [["sit"], ["test", "--fast"], ["site", "more"]])
    def test_unknown_words_stop_before_anything_is_done(
        self, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "set_up", lambda: pytest.fail("must not start"))
        with pytest.raises(SystemExit) as stop:
            bootstrap.main(words)
        assert stop.value.code == 2
        assert words[-1] in capsys.readouterr().err

    def test_help_lists_every_command(self) -> None:
        text = subprocess.run(
            [sys.executable, str(ROOT / "bootstrap.py"), "--help"],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        ).stdout
        for command in bootstrap.COMMANDS:
            assert f"\n    {command}" in text

    @pytest.mark.parametrize(
        ("words", "modules"),
        [
            ([], ["tools.execute", "tools.site"]),
            (["site"], ["tools.execute", "tools.site"]),
            (["setup"], []),
            (["check", "--fix"], ["tools.check --fix", "tools.links --fix"]),
            (["check"], ["tools.check", "tools.links"]),
            (["fix"], ["tools.check --fix", "tools.links --fix"]),
            (["notebooks"], ["tools.execute --in-place"]),
            (["bench"], ["benchmarks.loading", "benchmarks.money"]),
        ],
    )
    def test_what_each_runs(self, words: list[str], modules: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        ran: list[str] = []

        def run(_: Path, *module: str, **__: str) -> int:
            ran.append(" ".join(module))
            return 0

        monkeypatch.setattr(bootstrap, "set_up", lambda: Path(sys.executable))
        monkeypatch.setattr(bootstrap, "run", run)
        assert bootstrap.main(words) == 0
        assert ran == modules

    def test_versions_tries_what_is_there_and_says_what_is_not(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "interpreter", lambda minor: ["python3.12"] if minor == 12 else None)
        monkeypatch.setattr(bootstrap, "try_versions", lambda command, bound: f"| {bound} | {command[0]} | passed |")
        assert bootstrap.main(["versions"]) == 0
        told = capsys.readouterr().out
        assert "| lowest | python3.12 | passed |\n| newest | python3.12 | passed |" in told
        assert "| | 3.11 | | | not installed: nothing was tried |" in told and "3.13" in told
        monkeypatch.setattr(bootstrap, "interpreter", lambda _: None)
        assert bootstrap.main(["versions"]) == 1

    def test_versions_fails_with_one_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "interpreter", lambda _: ["python"])
        monkeypatch.setattr(bootstrap, "try_versions", lambda _, bound: "FAILED" if bound == "lowest" else "passed")
        assert bootstrap.main(["versions"]) == 1

    def test_versions_has_its_tests(self) -> None:
        assert all((ROOT / "tests" / f"test_{name}.py").is_file() for name in bootstrap.LIBRARY)
        assert bootstrap.interpreter(sys.version_info[1]) and bootstrap.interpreter(99) is None

    def test_test_goes_on_after_a_failure_and_fails(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ran: list[str] = []

        def run(_: Path, *module: str, **__: str) -> int:
            ran.append(module[0])
            return int(module[0] == "mypy")

        monkeypatch.setattr(bootstrap, "run", run)
        assert bootstrap.test(Path(sys.executable)) == 1
        assert ran[-1] == "pytest" and "ruff" in ran
        assert capsys.readouterr().out.rstrip().endswith("Failed: types")


def test_lab_brings_its_settings_and_hands_on_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """No popup over the notebook, ids in one line; as root or without a browser if asked."""
    called: list[tuple[object, ...]] = []
    monkeypatch.setattr(bootstrap, "run", lambda *arguments: called.append(arguments) or 0)
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)
    assert bootstrap.lab(Path("python"), ["--allow-root"]) == 0
    given = [str(one) for one in called[0]]
    folder = ROOT / "tools" / "jupyterlab"
    assert f"--LabApp.app_settings_dir={folder}" in given and given[-1] == "--allow-root"
    (looks,) = [ast.literal_eval(one.partition("=")[2]) for one in given if "tornado_settings" in one]
    assert looks == {"static_custom_path": [str(folder)]}
    assert (folder / "custom.css").is_file()
    assert json.loads((folder / "overrides.json").read_text(encoding="utf-8"))

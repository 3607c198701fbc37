"""Executing notebooks and writing pages: nothing is done twice, nothing stale is kept, nothing is hidden."""

from __future__ import annotations

import base64
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest

from sdvdata.display import MIME, hash_of, mimebundle, stamp_of
from tools import execute, project, site

ROOT = Path(__file__).parents[1]
STORED = [*sorted((ROOT / "notebooks").glob("*.ipynb")), ROOT / "notebooks" / "exercises" / "exercises.ipynb"]
v4 = nbformat.v4


def chart_output(description: str, pixel: bytes = b"") -> Any:
    """An output as a chart makes it; `pixel` makes another picture of the same specification."""
    spec = {"mark": "point", "data": {"values": [{}]}, "description": description}
    data, metadata = mimebundle(spec)
    png = base64.b64decode(data["image/png"])
    # A chunk that viewers skip, before the end chunk: other bytes, same stamp.
    extra = len(pixel).to_bytes(4, "big") + b"prIv" + pixel + bytes(4) if pixel else b""
    data["image/png"] = base64.b64encode(png[:-12] + extra + png[-12:]).decode()
    return v4.new_output("display_data", data=data, metadata=metadata)


def notebook_of(*outputs: Any) -> Any:
    return v4.new_notebook(cells=[v4.new_code_cell("chart", id=f"c{n}", outputs=[o]) for n, o in enumerate(outputs)])


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDVDATA_PICTURE", "")


class TestFingerprint:
    """What counts as a change."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "one" / "data"
        (folder / "vocab").mkdir(parents=True)
        (folder / "a.csv").write_text("x\n1\n", encoding="utf-8")
        (folder / "vocab" / "b.csv").write_text("y\n2\n", encoding="utf-8")
        return folder

    def test_content_name_and_place_inside(self, folder: Path) -> None:
        seen = {project.fingerprint(folder)}
        (folder / "a.csv").write_text("x\n2\n", encoding="utf-8")
        seen.add(project.fingerprint(folder))
        (folder / "a.csv").rename(folder / "c.csv")
        seen.add(project.fingerprint(folder))
        (folder / "c.csv").rename(folder / "vocab" / "c.csv")
        seen.add(project.fingerprint(folder))
        (folder / "vocab" / "c.csv").unlink()
        seen.add(project.fingerprint(folder))
        assert len(seen) == 5

    def test_a_moved_project_and_litter_are_no_change(self, folder: Path, tmp_path: Path) -> None:
        before = project.fingerprint(folder)
        moved = folder.parent.rename(tmp_path / "two") / "data"
        for litter in ("__pycache__/a.pyc", ".ipynb_checkpoints/a.csv", ".a.csv.swp", "a.csv~"):
            (moved / litter).parent.mkdir(exist_ok=True)
            (moved / litter).write_bytes(b"x")
        assert project.fingerprint(moved) == before

    def test_a_missing_folder_is_like_an_empty_one(self, tmp_path: Path) -> None:
        assert project.fingerprint(tmp_path / "nowhere") == project.fingerprint()


class TestNormalise:
    """A stored notebook holds nothing that differs from run to run."""

    def test_metadata_and_ids(self) -> None:
        code = {"cell_type": "code", "execution_count": 1, "outputs": [], "source": "1"}
        text = {"cell_type": "markdown", "source": "2"}
        notebook = nbformat.from_dict(
            {
                "cells": [
                    {
                        **code,
                        "id": "kept",
                        "metadata": {"tags": ["hide-input"], "execution": {"iopub.status.idle": "now"}},
                    },
                    {**text, "id": "kept", "metadata": {"ExecuteTime": 1}},
                    {**text, "metadata": {}},
                ],
                "metadata": {"language_info": {"name": "python", "version": "3.13.0"}, "widgets": {}},
                "nbformat": 4,
                "nbformat_minor": 4,
            }
        )
        done = execute.normalise(notebook)
        assert [cell.id for cell in done.cells] == ["kept", "cell-02", "cell-03"]
        assert [dict(cell.metadata) for cell in done.cells] == [{"tags": ["hide-input"]}, {}, {}]
        assert done.metadata == execute.METADATA
        assert done.nbformat_minor == 5
        nbformat.validate(done)

    def test_twice_is_once(self) -> None:
        once = execute.to_text(execute.normalise(notebook_of(chart_output("One."))))
        assert execute.to_text(execute.normalise(nbformat.reads(once, as_version=4))) == once
        assert once.endswith("}\n") and "\r" not in once

    @pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
    def test_stored_notebooks_are_in_that_form(self, path: Path) -> None:
        """Else someone saved it in an editor: `make notebooks` writes it anew."""
        text = path.read_text(encoding="utf-8")
        assert execute.to_text(execute.normalise(nbformat.reads(text, as_version=4))) == text


class TestKeepPictures:
    """The history holds a new picture only when a chart changed."""

    def test_same_specification_keeps_the_old_picture(self) -> None:
        old, new = notebook_of(chart_output("One.")), notebook_of(chart_output("One.", b"other fonts"))
        before = old.cells[0].outputs[0].data["image/png"]
        assert new.cells[0].outputs[0].data["image/png"] != before
        assert execute.keep_pictures(new, old) == 1
        assert new.cells[0].outputs[0].data["image/png"] == before

    def test_another_specification_gets_its_own(self) -> None:
        old, new = notebook_of(chart_output("One.")), notebook_of(chart_output("Two."), chart_output("One.", b"other"))
        assert execute.keep_pictures(new, old) == 1
        for cell in new.cells:
            data = cell.outputs[0].data
            assert stamp_of(base64.b64decode(data["image/png"])) == hash_of(data[MIME])

    def test_other_pictures_are_left_alone(self) -> None:
        plain = v4.new_output("display_data", data={"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()})
        assert execute.keep_pictures(notebook_of(plain), notebook_of(plain)) == 0


class TestExecute:
    """Executed copies: made when needed, only then, never in place."""

    @pytest.fixture
    def ran(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Which notebooks were run, by a stand-in for the kernel."""
        names: list[str] = []

        def run_notebook(path: Path) -> Any:
            names.append(path.stem)
            if path.stem.startswith("broken"):
                raise execute.CellFailedError(f"{path.name}: NameError in cell 2")
            return execute.normalise(nbformat.read(path, as_version=4))

        monkeypatch.setattr(execute, "run_notebook", run_notebook)
        return names

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "notebooks"
        folder.mkdir()
        for name in ("01-a", "02-b"):
            text = execute.to_text(v4.new_notebook(cells=[v4.new_code_cell("1 + 1", id="c")]))
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
        return folder

    def test_unchanged_ones_are_not_run_again(self, folder: Path, tmp_path: Path, ran: list[str]) -> None:
        into = tmp_path / "executed"
        assert execute.execute(folder, into) == 0
        assert sorted(ran) == ["01-a", "02-b"]
        assert execute.execute(folder, into) == 0
        assert len(ran) == 2

    def test_exercises_are_run_in_place_and_not_for_the_site(
        self, folder: Path, tmp_path: Path, ran: list[str]
    ) -> None:
        for name in ("exercises", ".ipynb_checkpoints"):
            (folder / name).mkdir()
            (folder / name / f"{name}.ipynb").write_bytes((folder / "01-a.ipynb").read_bytes())
        execute.execute(folder, tmp_path / "executed")
        assert sorted(ran) == ["01-a", "02-b"]
        ran.clear()
        execute.execute(folder, in_place=True)
        assert sorted(ran) == ["01-a", "02-b", "exercises"]

    def test_a_changed_one_is(self, folder: Path, tmp_path: Path, ran: list[str]) -> None:
        into = tmp_path / "executed"
        execute.execute(folder, into)
        ran.clear()
        changed = folder / "02-b.ipynb"
        changed.write_text(changed.read_text(encoding="utf-8").replace("1 + 1", "1 + 2"), encoding="utf-8")
        execute.execute(folder, into)
        assert ran == ["02-b"]
        assert "1 + 2" in (into / "02-b.ipynb").read_text(encoding="utf-8")

    def test_all_are_when_data_or_code_changed(
        self, folder: Path, tmp_path: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        execute.execute(folder, tmp_path / "executed")
        ran.clear()
        monkeypatch.setattr(execute, "shared_key", lambda: "another state of the data")
        execute.execute(folder, tmp_path / "executed")
        assert sorted(ran) == ["01-a", "02-b"]

    @pytest.mark.parametrize("name", ["data/costs.csv", "sdvdata/money.py"])
    def test_data_and_code_are_in_the_key(self, tmp_path: Path, name: str) -> None:
        before = execute.shared_key(tmp_path)
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("1\n", encoding="utf-8")
        assert execute.shared_key(tmp_path) != before

    def test_a_lost_copy_is_made_again(self, folder: Path, tmp_path: Path, ran: list[str]) -> None:
        into = tmp_path / "executed"
        execute.execute(folder, into)
        ran.clear()
        (into / "01-a.ipynb").unlink()
        execute.execute(folder, into)
        assert ran == ["01-a"]

    def test_a_removed_notebook_leaves_no_copy(self, folder: Path, tmp_path: Path, ran: list[str]) -> None:
        into = tmp_path / "executed"
        execute.execute(folder, into)
        (folder / "01-a.ipynb").unlink()
        execute.execute(folder, into)
        assert sorted(file.name for file in into.iterdir()) == ["02-b.ipynb", "02-b.key"]
        assert len(ran) == 2

    def test_a_full_disk_is_named(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(*_: object) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(execute, "_to_build", fail)
        assert execute.execute(folder, tmp_path / "executed") == 1
        told = capsys.readouterr().out
        assert "01-a: FAILED\n[Errno 28] No space left on device" in told and "02-b: FAILED" in told

    def test_a_failure_is_named_and_tried_again(
        self, folder: Path, tmp_path: Path, ran: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "01-a.ipynb").rename(folder / "broken.ipynb")
        assert execute.execute(folder, tmp_path / "executed") == 1
        assert "broken.ipynb: NameError in cell 2" in capsys.readouterr().out
        assert (tmp_path / "executed" / "02-b.ipynb").is_file()
        ran.clear()
        assert execute.execute(folder, tmp_path / "executed") == 1
        assert ran == ["broken"]

    def test_originals_are_written_only_in_place(self, folder: Path, tmp_path: Path, ran: list[str]) -> None:
        path = folder / "01-a.ipynb"
        before = path.read_bytes()
        execute.execute(folder, tmp_path / "executed")
        assert path.read_bytes() == before
        assert execute.execute(folder, tmp_path / "executed", in_place=True) == 0
        assert json.loads(path.read_bytes())["metadata"] == execute.METADATA
        again = path.stat().st_mtime_ns
        execute.execute(folder, tmp_path / "executed", in_place=True)
        assert path.stat().st_mtime_ns == again
        assert len(ran) == 6

    def test_with_a_real_kernel(self, tmp_path: Path) -> None:
        """In the notebook's folder, prints in one piece, and an error named by file and cause."""
        cells = ["import os; print(os.path.basename(os.getcwd()))", "for n in range(3): print(n, flush=True)"]
        good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
        good.write_text(execute.to_text(v4.new_notebook(cells=[v4.new_code_cell(c) for c in cells])), encoding="utf-8")
        bad.write_text(execute.to_text(v4.new_notebook(cells=[v4.new_code_cell("1 / 0")])), encoding="utf-8")
        done = execute.run_notebook(good)
        assert [output.text for cell in done.cells for output in cell.outputs] == [f"{tmp_path.name}\n", "0\n1\n2\n"]
        assert [cell.execution_count for cell in done.cells] == [1, 2]
        with pytest.raises(execute.CellFailedError, match=r"(?s)bad\.ipynb.*ZeroDivisionError"):
            execute.run_notebook(bad)


class TestPages:
    """What a page shows, and that it is whole without a network."""

    @pytest.fixture
    def pages(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.syspath_prepend(str(ROOT / "docs" / "_ext"))
        yield importlib.import_module("notebook_pages")
        for name in ("notebook_pages", "vega_svg"):
            sys.modules.pop(name, None)

    def test_charts_become_drawings_and_code_is_folded(self, pages: ModuleType) -> None:
        notebook = notebook_of(chart_output("Dearer & later."), chart_output("Dearer & later."), chart_output("Other."))
        notebook.cells[0].metadata["tags"] = ["hide-input", "answer"]
        done = pages.for_readers(json.loads(execute.to_text(notebook)))
        assert [cell["metadata"]["tags"] for cell in done["cells"]] == [["hide-input", "answer"], *[["hide-input"]] * 2]
        for cell in done["cells"]:
            (html,) = cell["outputs"][0]["data"].values()
            assert html.count("<svg ") == 1 and 'role="img"' in html
        assert 'aria-label="Dearer &amp; later."' in done["cells"][0]["outputs"][0]["data"]["text/html"]

    def test_other_outputs_stay(self, pages: ModuleType) -> None:
        table = v4.new_output("display_data", data={"text/html": "<table></table>", "text/plain": "t"})
        done = pages.for_readers(json.loads(execute.to_text(notebook_of(table))))
        assert "".join(done["cells"][0]["outputs"][0]["data"]["text/html"]) == "<table></table>"

    @pytest.mark.parametrize(
        ("name", "text", "found"),
        [
            ("a.html", '<a href="https://example.org/">a link</a>', False),
            ("a.html", '<script src="_static/a.js"></script><link href="a.css" rel="stylesheet">', False),
            ("a.html", '<script src="https://example.org/a.js"></script>', True),
            ("a.html", '<link rel="stylesheet" href="//example.org/a.css">', True),
            ("a.html", '<link rel="canonical" href="https://example.org/a.html">', False),
            ("a.html", '<img src="HTTP://example.org/a.png">', True),
            ("a.html", "<style>@import 'https://example.org/a.css';</style>", True),
            ("a.css", 'body { background: url("https://example.org/a.png") }', True),
            ("a.css", "body { background: url(data:image/png;base64,AA//) }", False),
        ],
    )
    def test_requests_to_other_hosts_are_found(self, tmp_path: Path, name: str, text: str, found: bool) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert bool(list(site.fetched_from_elsewhere(tmp_path))) is found

    def test_unchanged_pages_are_not_written_again(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        built: list[Path] = []

        def build(into: Path, *, anew: bool) -> int:
            built.append(into)
            into.mkdir(exist_ok=not anew)
            (into / "index.html").write_text("<p>home</p>", encoding="utf-8")
            return 0

        for name, value in {"ROOT": tmp_path, "BUILD": tmp_path / "_build", "HTML": tmp_path / "_build/html"}.items():
            monkeypatch.setattr(site, name, value)
        for name in ("SOURCE", "KEY", "WARNINGS"):
            monkeypatch.setattr(site, name, tmp_path / "_build" / getattr(site, name).name)
        monkeypatch.setattr(site, "build", build)
        staged: list[bool] = []
        monkeypatch.setattr(site, "stage", lambda *, anew: staged.append(anew))
        keys = iter([["tools", "data"], ["tools", "data"], ["tools", "new data"], ["new tools", "new data"]])
        monkeypatch.setattr(site, "site_keys", lambda: next(keys))
        assert [site.write_site() for _ in range(4)] == [0, 0, 0, 0]
        assert len(built) == 3
        assert staged == [True, False, True], (
            "only where nothing but data has changed Sphinx goes on from the last pages"
        )
        assert capsys.readouterr().out.count("The pages begin at _build/html/index.html") == 4


def test_a_failed_build_of_the_pages_says_our_words_alone() -> None:
    import doctest

    from tools import site

    done = doctest.testmod(site)
    assert done.attempted and not done.failed
    assert site.what_went_wrong("") == ""

"""The page on Python does what it shows: its blocks run in order in one folder, and print what stands behind them.

Words must agree exactly, numbers to 1 in 1000. A block that begins with the import of a package which is not there is
left out, and a warning says so.
"""

import contextlib
import importlib.util
import io
import os
import re
import shutil
import warnings

import pytest

from conftest import ROOT

PAGE = ROOT / "docs" / "python.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.S | re.M)
IMPORT = re.compile(r"(?:import|from) (\w+)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def absent(code):
    """The package whose import a block begins with, where it is not installed."""
    begins = IMPORT.match(code)
    return begins[1] if begins and importlib.util.find_spec(begins[1]) is None else None


def test_every_block_of_the_page_runs_and_prints_what_it_shows(tmp_path, monkeypatch):
    for needed in ("xarray", "matplotlib", "scipy"):
        pytest.importorskip(needed)
    for file in (ROOT / "docs" / "tutorials").iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    names = {}
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) > 8
    for code, shown in blocks:
        if package := absent(code):
            warnings.warn(f"a block of {PAGE.name} was not run, for want of {package}", stacklevel=1)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(PAGE), "exec"), names)
        if shown:
            assert NUMBER.sub("#", printed.getvalue()) == NUMBER.sub("#", shown)
            numbers = [float(n) for n in NUMBER.findall(printed.getvalue())]
            assert numbers == pytest.approx([float(n) for n in NUMBER.findall(shown)], rel=1e-3)
    for picture in ("voltage.svg", "run.svg", "run.html", "fit.svg", "batch_7.svg", "spheres.png"):
        assert os.path.getsize(picture) > 0


def test_every_public_name_has_a_docstring():
    import percolith

    for name in percolith.__all__:
        assert getattr(percolith, name).__doc__, name

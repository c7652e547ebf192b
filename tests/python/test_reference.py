"""The page that refers to every public name is what the package says of itself."""

import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="signatures are written otherwise by other Pythons")
def test_the_reference_is_what_the_docstrings_say():
    script = ROOT / "docs" / "make_python_reference.py"
    made = subprocess.run([sys.executable, script, "--print"], capture_output=True, text=True, check=True).stdout
    assert made == (ROOT / "docs" / "python_reference.md").read_text(encoding="utf-8"), "make it again: docs/make_python_reference.py"

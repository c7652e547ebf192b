"""What the tests of the Python package share.

They hold it against the program: PERCOLITH_PROGRAM names it. Tests that need it are skipped without.
"""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "runs" / "cases"

SMALL = {
    "title": "small",
    "cell": {
        "kind": "asymmetric",
        "area": "0.785 cm^2",
        "working": {"lithium": "20 um"},
        "counter": {"lithium": (100, "um")},
    },
    "electrolyte": {"mixture": {"LPSC": 4, "LGPS": 1}},
    "separator": {"thickness": "1 mm", "ionic_conductivity": "5 mS/cm"},
    "interphase": {"electronic_conductivity": (4e-9, "S/m"), "ionic_conductivity": "1.5e-2 S/m"},
    "protocol": {
        "steps": "Strip working at 0.5 mA/cm^2 for 1 hour\nPlate working at 0.5 mA/cm^2 for 1 hour\nrepeat 3 times\n"
    },
}


def changed(table, **sections):
    """``table`` with some of its sections replaced."""
    return {**table, **sections}


# A cell that lives on, for tests that want a run to last.
LASTING = changed(
    SMALL,
    cell={**SMALL["cell"], "working": {"lithium": "10 mm"}, "counter": {"lithium": "10 mm"}},
    electrolyte={"mixture": {"LPSC": 1}},
    interphase={**SMALL["interphase"], "electronic_conductivity": "1e-12 S/m"},
    protocol={"steps": SMALL["protocol"]["steps"].replace("3 times", "100000000 times")},
)


class Program:
    """The program, run as its users run it."""

    def __init__(self, path):
        self.path = path

    def __call__(self, *arguments, folder=None):
        return subprocess.run([self.path, *map(str, arguments)], cwd=folder, text=True, capture_output=True, timeout=600)

    def json(self, *arguments, folder=None):
        result = self(*arguments, "--json", folder=folder)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)


@pytest.fixture(scope="session")
def program():
    path = os.environ.get("PERCOLITH_PROGRAM")
    if not path:
        pytest.skip("PERCOLITH_PROGRAM does not name the program")
    return Program(path)

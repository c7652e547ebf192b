"""run_page.py PAGE PROGRAM CASE: the page on run files names every group, dataset and attribute of a
fresh record, with its unit, and names none that is not there. CASE has every sub-model on, so that its record
has every column."""

import pathlib
import re
import subprocess
import sys
import tempfile

import h5py

ROW = re.compile(r"^\| `(/[^`]*)` \| ([^|]*) \|", re.M)
SCALE_MARKS = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_Encoding"}
WIDTH = re.compile(r"(.*/)?string\d+$")  # the second axis of texts, a dimension that no variable describes


def named(page):
    """Path -> unit or type, with `working_x` and `counter_x` for each `*_x`."""
    found = {}
    for path, unit in ROW.findall(page):
        sides = ("working", "counter") if "*" in path else ("",)
        for side in sides:
            found[path.replace("*", side)] = unit.strip()
    return found


def present(file):
    found = {f"/@{name}": None for name in file.attrs}

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset) and not WIDTH.match(name):
            found[f"/{name}"] = thing.attrs["units"].decode()
            extra = set(thing.attrs) - SCALE_MARKS - {"units", "long_name"}
            assert not extra, f"/{name} has attributes {extra}"

    file.visititems(visit)
    return found


def faults(page, file):
    told = named(page)
    with h5py.File(file) as run:
        there = present(run)
    for path, unit in there.items():
        if path not in told:
            yield f"{path} is not on the page"
        elif unit is not None and told[path] != unit:
            yield f"{path} is in {unit}, the page says {told[path]}"
    for path in told:
        if path not in there:
            yield f"{path} is on the page and not in the record"


def main(page, program, case):
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "run.h5"
        subprocess.run(
            [program, "simulate", case, "-o", fresh], check=True, stdout=subprocess.DEVNULL
        )
        found = list(faults(pathlib.Path(page).read_text(), fresh))
    print("\n".join(found))
    sys.exit(bool(found))


main(*sys.argv[1:])

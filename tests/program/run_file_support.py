"""One short run in a folder of its own, for tests of what is made of run files."""

import csv

import xarray

from support import SMALL, ProgramTest


class RunFileTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("case.toml", SMALL)
        self.succeed("simulate", "case.toml", "-o", "run.h5")
        self.file = self.folder / "run.h5"

    def table(self, name):
        with open(self.folder / name, newline="") as file:
            rows = list(csv.reader(file))
        return rows[0], [[float(field) for field in row] for row in rows[1:]]

    def group(self, name):
        return xarray.open_dataset(self.file, group=name, engine="h5netcdf")

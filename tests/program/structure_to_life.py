"""From a described structure to the life of a cell: table, case, run and summary, each made by the program."""

import csv
import json
import math

import h5py

from support import ProgramTest, main

# Needles that percolate at a tenth of the volume, and as much metal in spheres that shells keep apart by 5 nm and more: two
# voxels, and few gaps are so narrow that electrons cross them.
STRUCTURE = """\
title = "{title}"
[structure]
kind = "particles"
diameter = "{diameter}"
{shape}
[conductivity]
metal_conductivity = "2e-6 S/m"
insulator_conductivity = "1e-10 S/m"
{gap}
metal_fractions = [0.08, 0.1]
film_thicknesses = ["{thin}", "{thick}"]
resolution = {resolution}
realisations = {realisations}
"""
NEEDLES = STRUCTURE.format(title="needles", diameter="5 nm", shape="axis_ratio = 10", gap="", thin="11 nm", thick="40 nm",
                           resolution=5, realisations=3)
WRAPPED = STRUCTURE.format(
    title="wrapped spheres", diameter="10 nm",
    shape='[structure.contact]\nkind = "hard"\ntunnelling_distance = "5.5 nm"\ninsulating_shell = "2.5 nm"',
    gap='gap_conductivity = "1e-8 S/m"', thin="11 nm", thick="40 nm", resolution=4, realisations=3)

CELL = """\
title = "an interphase with a tenth of metal"
[cell]
kind = "{kind}"
area = "0.785 cm^2"
{working}
counter = {{lithium = "100 um"}}
[electrolyte]
mixture = {{LPSC = 4, LGPS = 1}}
metal_volume_fraction = 0.087
[separator]
thickness = "1 mm"
ionic_conductivity = "5 mS/cm"
[interphase]
ionic_conductivity = "1e3 S/m"  # electrons alone limit the growth
initial_thickness = "{initial}"
reduction_potential = "1.7 V"
{renewal}
[interphase.electronic]
law = "table"
file = "{table}"
[protocol]
steps = \"\"\"
{steps}
\"\"\"
"""
CYCLING = dict(kind="asymmetric", working='working = {lithium = "20 um"}', initial="20 nm",
               renewal='renewal = "1e-3 m^2/C"',
               steps="Strip working at 0.2 mA/cm^2 for 1 hour\nPlate working at 0.2 mA/cm^2 for 1 hour\nrepeat 2000 times")
RESTING = dict(kind="symmetric", working="", initial="50 nm", renewal="", steps="Rest for 300 hours")
FRACTION = 0.087
DRIVE = 1.7  # V
SHARE = (FRACTION - 0.08) / 0.02  # of the way between the table's two fractions


class FromStructureToLife(ProgramTest):
    tables = {}  # computed once: the same files for every test

    def setUp(self):
        super().setUp()
        for name, text in (("needles", NEEDLES), ("wrapped", WRAPPED)):
            self.write(f"{name}.toml", text)
            if name not in self.tables:
                self.succeed("percolation", "table", f"{name}.toml", "-o", f"{name}.h5")
                self.tables[name] = (self.folder / f"{name}.h5").read_bytes()
            self.write(f"{name}.h5", self.tables[name])

    def case(self, table, **about):
        return self.write("case.toml", CELL.format(table=table, **about))

    def column(self, table, thickness):
        """Conductivity and relative error of the films that thick, at the case's metal fraction: by hand."""
        with h5py.File(self.folder / table) as data:
            films = data["conductivity"]
            sigma = [float(films["conductivity"][row, thickness]) for row in (0, 1)]
            error = [float(films["standard_error"][row, thickness]) / sigma[row] for row in (0, 1)]
        return (math.exp((1 - SHARE) * math.log(sigma[0]) + SHARE * math.log(sigma[1])),
                (1 - SHARE) * error[0] + SHARE * error[1])

    def test_the_law_of_the_cell_is_the_table_with_its_error(self):
        for table in ("needles.h5", "wrapped.h5"):
            told = self.summary(self.case(table, **RESTING))
            sigma, error = self.column(table, -1)  # the barrier is thicker than the thickest film
            self.assertGreater(error, 0.0)
            for side in ("working", "counter"):
                self.assertAlmostEqual(told[f"{side}_electronic_conductivity"] / sigma, 1.0, delta=1e-12)
                self.assertAlmostEqual(told[f"{side}_electronic_conductivity_error"] / error, 1.0, delta=1e-9)

    def test_at_rest_the_interphase_grows_as_wagner_s_parabola_with_the_engine_s_conductivity(self):
        told = self.summary(self.case("needles.h5", **RESTING))
        sigma, _ = self.column("needles.h5", -1)
        first, last = 50e-9, told["working_interphase_thickness"]
        # The volume per charge, from the ledger alone.
        per_charge = (last - first) / told["working_interphase_lithium"]
        seconds = (last**2 - first**2) / (2.0 * per_charge * sigma * DRIVE)
        self.assertGreater(last, 3.0 * first)
        # Ions and the reaction take less than a millionth of the drive, the integration its tolerance.
        self.assertAlmostEqual(seconds / (300.0 * 3600.0), 1.0, delta=1e-4)

    def test_metal_that_shells_keep_apart_outlives_metal_that_percolates(self):
        lives = {}
        for table in ("needles.h5", "wrapped.h5"):
            told = self.summary(self.case(table, **CYCLING))
            lives[table] = told["cycle_life"]
            self.assertGreater(told["cycle_life"], 0)
            if table == "needles.h5":
                self.assertEqual(told["ended_on"], "working")
        self.assertGreater(self.column("needles.h5", -1)[0], 10.0 * self.column("wrapped.h5", -1)[0])
        self.assertGreater(lives["wrapped.h5"], 2 * lives["needles.h5"])

    def test_one_realisation_leaves_the_error_unknown_from_the_table_to_the_summary(self):
        once = ("--set", "conductivity.realisations=1")
        told = json.loads(self.succeed("percolation", "table", "wrapped.toml", "-o", "once.h5", "--json", *once))
        self.assertEqual({film["standard_error"] for film in told["films"]}, {None})
        self.assertIn("not known", self.succeed("percolation", "table", "wrapped.toml", "-o", "once.csv", *once))
        with h5py.File(self.folder / "once.h5") as data:
            self.assertTrue(all(math.isnan(error) for error in data["conductivity/standard_error"][()].flat))
        rows = [line for line in (self.folder / "once.csv").read_text().splitlines() if not line.startswith("#")]
        self.assertEqual({row["relative_error"] for row in csv.DictReader(rows)}, {""})
        for table in ("once.h5", "once.csv"):
            summary = self.summary(self.case(table, **RESTING))
            self.assertIsNone(summary["working_electronic_conductivity_error"])


if __name__ == "__main__":
    main()

"""Sweeps as users run them: maps that xarray opens, members that are single runs, kill -9 and resume, bad input."""

import json
import re
import signal
import time

import numpy
import xarray

from support import BAD_INPUT, SWEEPS, ProgramTest, edited, main

CELL = """\
title = "thin"
[cell]
kind = "asymmetric"
area = "0.785 cm^2"
working = {lithium = "20 um"}
counter = {lithium = "100 um"}
[electrolyte]
mixture = {LPSC = 4, LGPS = 1}
[separator]
thickness = "1.03 mm"
ionic_conductivity = "5.5 mS/cm"
[interphase]
electronic_conductivity = "4.2e-9 S/m"
ionic_conductivity = "1.45e-2 S/m"
renewal = "2e-3 m^2/C"
front_resistance = "1000 Ohm cm^2"
[protocol]
steps = \"\"\"
Strip working at 0.5 mA/cm^2 for 1 hour
Plate working at 0.5 mA/cm^2 for 1 hour
repeat 20 times
\"\"\"
"""
GRID = """\
title = "lithium and renewal"
case = "thin.toml"
outputs = ["ended_by", "end_time", "cycle_life", "working_interphase_thickness", "working_depletion_time"]
[[axis]]
key = "cell.working.lithium"
values = ["3 um", "5 um", "20 um"]
[[axis]]
key = "interphase.renewal"
values = ["1e-3 m^2/C", "4e-3 m^2/C"]
"""
# An insulator that conducts better than the conductor is no law.
LAW = """\
[interphase.electronic]
law = "power law"
insulator_conductivity = "1e-9 S/m"
conductor_conductivity = "1e-3 S/m"
threshold = 0.014
exponent = 2.0
"""
LAWS = """\
case = "thin.toml"
outputs = ["ended_by", "end_time"]
[[axis]]
key = "interphase.electronic.insulator_conductivity"
values = ["1e-9 S/m", "1e-4 S/m"]
[[axis]]
key = "interphase.electronic.conductor_conductivity"
values = ["1e-5 S/m", "1e-3 S/m"]
"""
SOBOL = """\
case = "thin.toml"
outputs = ["end_time", "cycle_life"]
[[axis]]
key = "cell.working.lithium"
from = "2 um"
to = "50 um"
scale = "log"
[sample]
design = "sobol"
size = 40
"""


class SweepTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("thin.toml", CELL)

    def same(self, one, other):
        with xarray.open_dataset(self.folder / one) as a, xarray.open_dataset(self.folder / other) as b:
            self.assertTrue(a.identical(b))

    def test_a_grid_opens_with_named_dimensions_and_holds_single_runs(self):
        self.write("grid.toml", GRID)
        self.succeed("sweep", "grid.toml", "-o", "map.h5")
        self.assertFalse((self.folder / "map.h5.unfinished").exists())
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "map.h5", engine=engine) as found:
                self.assertEqual(found["end_time"].dims, ("cell.working.lithium", "interphase.renewal"))
                self.assertEqual(found["end_time"].attrs["units"], "s")
                self.assertEqual(found["cell.working.lithium"].attrs["units"], "m")
                numpy.testing.assert_allclose(found["cell.working.lithium"], [3e-6, 5e-6, 20e-6], rtol=1e-12)
                meanings = found["ended_by"].attrs["flag_meanings"].split()
                for lithium in range(3):
                    for renewal in range(2):
                        alone = self.summary("thin.toml", "--engine", "odeint",
                                             "--set", f"cell.working.lithium={(3, 5, 20)[lithium]} um",
                                             "--set", f"interphase.renewal={('1e-3', '4e-3')[renewal]} m^2/C")
                        here = found.isel({"cell.working.lithium": lithium, "interphase.renewal": renewal})
                        for name in ("end_time", "cycle_life", "working_interphase_thickness"):
                            # Lanes step in their own way; the engine's tolerance is 1e-9 a step.
                            numpy.testing.assert_allclose(float(here[name]), alone[name], rtol=1e-7, err_msg=name)
                        self.assertEqual(meanings[int(here["ended_by"])].replace("_", " "), alone["ended_by"])

    def test_threads_do_not_change_a_bit(self):
        self.write("sobol.toml", SOBOL)
        for threads in (1, 2, 3):
            self.succeed("sweep", "sobol.toml", "-o", f"map{threads}.h5", "--threads", threads)
        self.same("map1.h5", "map2.h5")
        self.same("map1.h5", "map3.h5")
        with xarray.open_dataset(self.folder / "map1.h5", engine="h5netcdf") as found:
            self.assertEqual(found["end_time"].dims, ("member",))
            self.assertIn("cell.working.lithium", found.coords)

    def started(self, *arguments):
        """A sweep under way: it has kept a chunk of its own."""
        chunks = lambda: set(self.folder.glob("map.h5.unfinished/chunk-*[0-9]"))
        before = chunks()
        process = self.start("sweep", *arguments)
        deadline = time.monotonic() + 120
        while chunks() == before:
            self.assertIsNone(process.poll(), "ended before it could be stopped")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.002)
        return process

    def test_killed_and_interrupted_it_goes_on_to_the_same_map(self):
        # By the reference engine: the fast one would be done before it could be stopped.
        self.write("thin.toml", edited(CELL, ("repeat 20 times", "repeat 40 times")))
        self.write("sobol.toml", edited(SOBOL, ("size = 40", "size = 80"),
                                        ("outputs", 'set = ["solver.engine=sundials"]\noutputs')))
        self.succeed("sweep", "sobol.toml", "-o", "whole.h5")
        process = self.started("sobol.toml", "-o", "map.h5", "--threads", 1)
        process.kill()
        process.communicate()
        process = self.started("sobol.toml", "-o", "map.h5", "--threads", 1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        self.assertEqual(process.returncode, 130, err)
        self.assertIn(b"goes on from", err)
        self.assertIn(b"keeps", err)
        # What is left belongs to this sweep alone.
        self.refused(BAD_INPUT, ["map.h5.unfinished", "another input"],
                     "sweep", "sobol.toml", "-o", "map.h5", "--set", "sample.seed=2")
        result = self.run_program("sweep", "sobol.toml", "-o", "map.h5")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.same("whole.h5", "map.h5")

    def test_a_member_that_cannot_be_computed_has_a_reason(self):
        self.write("thin.toml", edited(CELL, ('electronic_conductivity = "4.2e-9 S/m"\n', "")) + LAW)
        self.write("laws.toml", LAWS)
        self.assertIn("1 of 4 could not be computed", self.succeed("sweep", "laws.toml", "-o", "map.h5"))
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "map.h5", engine=engine) as found:
                self.assertEqual(list(found["refused_member"].values), [2])
                self.assertTrue(numpy.isnan(found["end_time"].values[1, 0]))
                self.assertEqual(numpy.isnan(found["end_time"].values).sum(), 1)
                self.assertEqual(found["ended_by"].values[1, 0], 0)

    def test_a_map_is_drawn_and_a_wrong_wish_refused_in_one_line(self):
        self.write("grid.toml", GRID)
        self.succeed("sweep", "grid.toml", "-o", "map.h5")
        for ending in ("svg", "png", "pdf"):
            self.assertEqual(self.succeed("plot", "map.h5", "-o", f"map.{ending}"), "")
        drawn = (self.folder / "map.svg").read_text()
        for words in ("lithium and renewal", "Working depletion time (h)", "Lithium, working (µm)"):
            self.assertIn(words, drawn)
        self.succeed("plot", "map.h5", "-o", "words.svg", "--show", "ended_by")
        self.assertIn("host exhausted", (self.folder / "words.svg").read_text())
        self.succeed("plot", "map.h5", "-o", "line.svg", "--at", "cell.working.lithium=5 um",
                     "--show", "end_time", "--show", "cycle_life")
        self.assertIn("Lithium, working 5 µm", (self.folder / "line.svg").read_text())
        for wish, words in (
            (("--show", "end_tim"), ["map.h5", "--show", "end_time"]),
            (("--axis", "interphase.renewl"), ["map.h5", "--axis", "interphase.renewal"]),
            (("--at", "cell.working.lithium=1 mm"), ["map.h5", "--at", "outside"]),
        ):
            self.refused(BAD_INPUT, words, "plot", "map.h5", "-o", "none.svg", *wish)
        self.assertFalse((self.folder / "none.svg").exists())
        self.write("sobol.toml", SOBOL)
        self.succeed("sweep", "sobol.toml", "-o", "sobol.h5")
        self.succeed("plot", "sobol.h5", "-o", "sobol.svg")
        self.succeed("simulate", "thin.toml", "-o", "run.h5")
        self.refused(BAD_INPUT, ["run.h5", "--at", "no map"], "plot", "run.h5", "-o", "none.svg", "--at", "a=1")

    def test_every_shipped_sweep_runs_on_a_coarse_grid(self):
        """As shipped it is worth minutes; with two points an axis and twenty cycles the ends of its map are tried."""
        for sweep in sorted(SWEEPS.glob("*.toml")):
            text = re.sub(r"points = \d+", "points = 2", sweep.read_text())
            text = re.sub(r"repeat \d+ times", "repeat 20 times", text)
            self.write(sweep.name, text.replace('case = "', f'case = "{SWEEPS}/'))
            self.succeed("sweep", sweep, "--check")
            self.assertNotIn("could not be computed", self.succeed("sweep", sweep.name, "-o", "map.h5"))
            self.succeed("plot", "map.h5", "-o", "map.svg")

    def test_a_check_runs_nothing(self):
        self.write("grid.toml", GRID)
        self.assertIn("6 members", self.succeed("sweep", "grid.toml", "--check"))
        self.assertEqual(json.loads(self.succeed("sweep", "grid.toml", "--check", "--json"))["members"], 6)
        self.assertFalse((self.folder / "map.h5").exists())

    def test_what_cannot_be_swept_is_refused_in_one_line(self):
        for change, words in (
            (("cell.working.lithium", "cell.working.lithum"), ["grid.toml:5:", "cell.working.lithium"]),
            (('"end_time"', '"end_tim"'), ["grid.toml:3:", "end_time"]),
            (('"3 um"', '"3 s"'), ["axis"]),
            (("interphase.renewal", "cell.working.lithium"), ["axis.key"]),
        ):
            self.write("grid.toml", edited(GRID, change))
            self.refused(BAD_INPUT, words, "sweep", "grid.toml", "-o", "map.h5")
        self.write("grid.toml", GRID)
        self.refused(BAD_INPUT, ["--output"], "sweep", "grid.toml")
        self.refused(BAD_INPUT, [".h5"], "sweep", "grid.toml", "-o", "map.csv")
        self.refused(BAD_INPUT, ["grid.toml", "disk"], "sweep", "grid.toml", "-o", "map.h5", "--set",
                     "sample.design=sobol", "--set", "sample.size=9e15", "--set",
                     'axis=[{key="cell.working.lithium", from="1 um", to="2 um"}]')


if __name__ == "__main__":
    main()

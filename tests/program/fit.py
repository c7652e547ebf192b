"""Parameters from measured cells as users fit them: two cells simulated by the program, noise added, fitted."""

import csv
import json
import pathlib
import random
import re
import shutil
import signal
import tempfile
import time
import xml.etree.ElementTree

import h5py
import numpy
import xarray

from support import BAD_INPUT, DOCS, OUTPUT_FAILURE, SMALL, ProgramTest, edited, full_disk, main

CELL = edited(
    SMALL, ('"small"', '"thin"'), ("1 mm", "1.03 mm"), ("5 mS/cm", "5.5 mS/cm"), ("4e-9", "4.2e-9"),
    ('"1.5e-2 S/m"\n', """"1.45e-2 S/m"
renewal = "2e-3 m^2/C"
front_resistance = "1000 Ohm cm^2"
exchange_current_density = "15 mA/cm^2"
"""), ("repeat 3 times", "repeat 50 times"))
THICK = edited(CELL, ('"thin"', '"thick"'), ("asymmetric", "symmetric"), ('working = {lithium = "20 um"}\n', ""))
# As many starts as it takes; the ionic conductivities show in the voltage, the product in its growth.
FIT = """\
title = "two cells"
[[cell]]
name = "thin"
case = "thin.toml"
data = "thin.bdf.csv"
[[cell]]
name = "thick"
case = "thick.toml"
data = "thick.bdf.csv"
[[parameter]]
key = "interphase.ionic_conductivity"
start = "1e-2 S/m"
[[parameter]]
key = "separator.ionic_conductivity"
start = "5 mS/cm"
[search]
starts = 1
"""
# Tied to each other: the barrier's resistance and its renewal.
TIED = FIT + """\
[[parameter]]
key = "interphase.electronic_conductivity"
start = "4e-9 S/m"
[[parameter]]
key = "interphase.renewal"
start = "2e-3 m^2/C"
"""
# Exactly as the square root of time; far too uncertain to pull at what the voltages say.
GROWN = "".join(f'[[cell.consumed_charge]]\ntime = "{hours} h"\nvalue = "{charge} C/m^2"\nerror = "{0.1 * charge} C/m^2"\n'
                for hours, charge in ((1, 200), (4, 400), (9, 600)))
TRUTH = {"interphase.ionic_conductivity": 1.45e-2, "separator.ionic_conductivity": 5.5}
NOISE = 2e-4  # V
PRODUCT = ("only the product interphase.electronic_conductivity x interphase.renewal",
           "only the product interphase.renewal x interphase.electronic_conductivity")


def with_noise(text, seed):
    """A measured record in the Battery Data Format, its voltages scattered."""
    rows = list(csv.reader(text.splitlines()))
    column = rows[0].index("Voltage / V")
    scatter = random.Random(seed)
    for row in rows[1:]:
        row[column] = repr(round(float(row[column]) + scatter.gauss(0.0, NOISE), 7))
    return "".join(",".join(row) + "\n" for row in rows)


class Fits(ProgramTest):
    """Every test finds cases, records and fit files in its folder."""

    made = None

    def setUp(self):
        super().setUp()
        if Fits.made is None:
            Fits.made = tempfile.TemporaryDirectory(prefix="percolith-test-")
            self.make(pathlib.Path(Fits.made.name))
        shutil.copytree(Fits.made.name, self.folder, dirs_exist_ok=True)

    def make(self, place):
        for seed, (name, text) in enumerate((("thin", CELL), ("thick", THICK))):
            self.write(f"{name}.toml", text)
            self.succeed("simulate", f"{name}.toml", "-o", f"{name}.h5")
            self.succeed("export", f"{name}.h5", "--table", "bdf", "-o", f"{name}.clean.bdf.csv")
            clean = (self.folder / f"{name}.clean.bdf.csv").read_text()
            self.write(f"{name}.noisy.csv", with_noise(clean, seed))
            self.succeed("import", f"{name}.noisy.csv", "-o", f"{name}.bdf.csv")
            for file in (f"{name}.toml", f"{name}.bdf.csv"):
                shutil.copy(self.folder / file, place)
        (place / "fit.toml").write_text(FIT)
        (place / "tied.toml").write_text(TIED)

    @classmethod
    def tearDownClass(cls):
        if Fits.made is not None:
            Fits.made.cleanup()
            Fits.made = None

    def fitted(self, *arguments):
        return json.loads(self.succeed("fit", "--json", *arguments))


class Answers(Fits):
    def test_intervals_hold_the_truth_and_noise_is_found(self):
        only = self.fitted("fit.toml")["mechanisms"][0]
        self.assertTrue(only["converged"])
        for parameter in only["parameters"]:
            truth = TRUTH[parameter["name"]]
            # A 95 % interval misses one time in twenty; twice as wide (4 standard errors) it misses never.
            half = 0.5 * (parameter["high"] - parameter["low"])
            self.assertEqual(parameter["interval"], "profile")
            self.assertLess(abs(parameter["value"] - truth), 2.0 * half, parameter["name"])
            self.assertLess(half, 0.05 * truth)
        for cell in only["cells"]:
            self.assertTrue(cell["noise_is_estimated"])
            # Of n samples, to 4 standard errors 1/sqrt(2 n).
            self.assertLess(abs(cell["noise_V"] / NOISE - 1.0), 4.0 / (2 * cell["voltages"]) ** 0.5)

    def test_any_number_of_threads_gives_the_same(self):
        self.assertEqual(self.fitted("fit.toml", "--threads", "1"), self.fitted("fit.toml", "--threads", "2"))

    def test_what_data_cannot_tell_apart_is_named_before_and_after(self):
        before = self.succeed("fit", "tied.toml", "--check")
        self.assertTrue(any(product in before for product in PRODUCT), before)
        after = self.fitted("tied.toml", "--set", "trust.profiles=false")["mechanisms"][0]
        self.assertTrue(any(product in finding for finding in after["findings"] for product in PRODUCT), after)
        said = next(finding for finding in after["findings"] if finding.startswith("determined"))
        named = [one for one in after["parameters"] if one["name"] in said]
        self.assertGreater(len(named), 0)
        for one in named:  # what is called determined has an interval
            self.assertGreater(one["low"], 0.8 * one["value"], one)
            self.assertLess(one["high"], 1.25 * one["value"], one)

    def test_a_parameter_without_effect_is_named_and_no_error(self):
        self.write("idle.toml", FIT + '[[parameter]]\nkey = "counter.lithium"\nstart = "100 um"\n'
                   .replace("counter.lithium", "cell.counter.lithium"))
        text = self.succeed("fit", "idle.toml", "--check")
        self.assertRegex(text, r"without effect: cell\.counter\.lithium|cell\.counter\.lithium .*without effect|"
                               r"no effect.*cell\.counter\.lithium|cell\.counter\.lithium .*no effect")

    def test_consumed_charge_is_what_the_columns_of_a_run_say_it_is(self):
        self.write("alloy.toml", edited(CELL, ('renewal = "2e-3', 'reachable_alloy_share = 0.4\ndead_lithium_share = 0.05\n'
                                                                  'renewal = "2e-3'), ("repeat 50", "repeat 3")))
        self.succeed("simulate", "alloy.toml", "-o", "alloy.h5")
        with h5py.File(self.folder / "alloy.h5") as run:
            last = {name: run["cycles"][f"working_{name}"][-1] for name in
                    ("interphase_lithium", "host_lithium", "dead_lithium")}
            hours = run["cycles/time"][-1] / 3600.0
        consumed = last["interphase_lithium"] + last["host_lithium"]
        self.assertGreater(last["dead_lithium"], 0.01 * consumed)
        self.assertGreater(last["host_lithium"], 0.01 * consumed)
        self.write("alloy_fit.toml", '[[cell]]\nname = "a"\ncase = "alloy.toml"\n[[cell.consumed_charge]]\n'
                   f'of = "working"\ntime = "{hours!r} h"\nvalue = "{consumed!r} C/m^2"\nerror = "1 C/m^2"\n'
                   '[[parameter]]\nkey = "interphase.electronic_conductivity"\nstart = "4.2e-9 S/m"\n')
        self.succeed("fit", "alloy_fit.toml", "--set", "trust.profiles=false", "-o", "alloy_fit.h5")
        with h5py.File(self.folder / "alloy_fit.h5") as fit:
            self.assertLess(abs(fit["points/residual"][0, 0]), 1e-3)
            # One number and one unknown: what would be fitted anyhow is not moved to fit it.
            self.assertLess(abs(fit["mechanism1/parameters/value"][0] / 4.2e-9 - 1.0), 1e-4)

    def test_what_counts_as_known_is_said_to_move_the_answer(self):
        only = self.fitted("fit.toml", "--set", "trust.profiles=false")["mechanisms"][0]
        number = next(one for one in only["assumed"] if one["name"] == "separator.thickness")
        moved = number["moves"]["separator.ionic_conductivity"]
        self.assertTrue(any("with 10 % more separator.thickness" in sentence for sentence in only["assumptions"]), only)
        # As the slopes say it, so the fit says it when it is done again.
        before = {one["name"]: one["value"] for one in only["parameters"]}
        self.write("thicker.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "thin.bdf.csv"\nset = ["separator.thickness=\\"1.0403 mm\\""]'),
                                          ('data = "thick.bdf.csv"', 'data = "thick.bdf.csv"\nset = ["separator.thickness=\\"1.0403 mm\\""]')))
        again = self.fitted("thicker.toml", "--set", "trust.profiles=false")["mechanisms"][0]
        after = {one["name"]: one["value"] for one in again["parameters"]}
        self.assertAlmostEqual((after["separator.ionic_conductivity"] / before["separator.ionic_conductivity"] - 1.0) / 0.01,
                               moved, delta=0.03)

    def test_numbers_that_do_not_fit_are_named_and_parameters_not_praised(self):
        self.write("off.toml", edited(FIT, ('data = "thin.bdf.csv"\n', 'data = "thin.bdf.csv"\n[[cell.resistance]]\n'
                                            'time = "5000 h"\nvalue = "1 Ohm cm^2"\nerror = "0.01 Ohm cm^2"\n')))
        text = self.succeed("fit", "off.toml", "--set", "trust.profiles=false")
        self.assertRegex(text, r"thin: the resistance at 5000 h lies .* standard deviations below the model")
        self.assertIn("the best fit does not describe the data", text)
        self.assertIn("something is given for 5000 h, after the known current ends", text)

    def test_a_record_that_outlasts_the_simulated_cell_draws_its_end_there(self):
        """Begun with a barrier so poor that the thin cell dies within hours, though its record goes on."""
        early = ("--set", "trust.profiles=false")
        self.write("early.toml", FIT + '[[parameter]]\nkey = "interphase.electronic_conductivity"\n'
                                       'start = "4.2e-7 S/m"\n')
        only = self.fitted("early.toml", *early)["mechanisms"][0]
        self.assertTrue(only["converged"], only)
        found = {parameter["name"]: parameter for parameter in only["parameters"]}
        leak = found["interphase.electronic_conductivity"]
        self.assertLess(abs(leak["value"] / 4.2e-9 - 1.0), 4.0 * leak["error"] + 1e-3)


class Records(Fits):
    """A tester's file, or what import made of it."""

    def test_an_imported_record_is_what_it_was_made_from(self):
        straight = self.fitted("fit.toml")
        self.succeed("import", "thin.bdf.csv", "-o", "thin.h5", "--area", "0.785 cm^2")
        self.write("imported.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "thin.h5"')))
        imported = self.fitted("imported.toml")
        self.assertEqual([one["value"] for one in straight["mechanisms"][0]["parameters"]],
                         [one["value"] for one in imported["mechanisms"][0]["parameters"]])
        said = imported["mechanisms"][0]["cells"][0]["said"]
        self.assertTrue(any(re.search(r"half cycles: .* mAh/cm2", sentence) for sentence in said), said)

    def test_columns_and_sign_can_be_said(self):
        rows = list(csv.reader((self.folder / "thin.bdf.csv").read_text().splitlines()))
        time, voltage, current = (rows[0].index(name) for name in ("Test Time / s", "Voltage / V", "Current / A"))
        self.write("mine.csv", "t_s;U_V;I_A\n" + "".join(
            f"{row[time]};{row[voltage]};{-float(row[current])!r}\n" for row in rows[1:]))
        columns = 'columns = ["time=t_s [s]", "voltage=U_V [V]", "current=I_A [A]"]'
        self.write("mine.toml", edited(FIT, ('data = "thin.bdf.csv"',
                                             f'data = "mine.csv"\n{columns}\nsign = "discharge-positive"')))
        straight, mine = self.fitted("fit.toml"), self.fitted("mine.toml")
        for one, other in zip(straight["mechanisms"][0]["parameters"], mine["mechanisms"][0]["parameters"]):
            self.assertAlmostEqual(other["value"] / one["value"], 1.0, delta=1e-9)

    def test_noise_that_was_found_is_not_called_stated(self):
        cells = self.fitted("fit.toml")["mechanisms"][0]["cells"]
        self.assertTrue(any("as the estimated noise leaves them" in sentence for sentence in cells[0]["diagnostics"]), cells)


class Files(Fits):
    def test_every_group_opens_in_xarray_with_units_and_names(self):
        self.write("full.toml", edited(FIT, ('data = "thin.bdf.csv"\n', 'data = "thin.bdf.csv"\n'
                   '[[cell.resistance]]\ntime = "10 h"\nvalue = "50 Ohm cm^2"\nerror = "5 Ohm cm^2"\n'
                   '[[cell.event]]\nwhat = "metal depleted"\nnot_before = "1 h"\nerror = "0.1 h"\n')))
        told = self.fitted("full.toml", "-o", "fit.h5")["mechanisms"][0]
        groups = []
        with h5py.File(self.folder / "fit.h5") as data:
            data.visititems(lambda name, thing: groups.append(name) if isinstance(thing, h5py.Group) else None)
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "fit.h5", engine=engine) as root:
                self.assertEqual(root.attrs["format"], "percolith-fit")
                self.assertIn("[[parameter]]", root["fit"].item())
                self.assertEqual(root["inputs"].item().split(), ["thin.toml", "thin.bdf.csv", "thick.toml",
                                                                 "thick.bdf.csv"])
            for group in groups:
                with xarray.open_dataset(self.folder / "fit.h5", group=group, engine=engine) as data:
                    for name, variable in data.variables.items():
                        self.assertTrue(variable.attrs["units"], name)
                        self.assertTrue(variable.attrs["long_name"], name)
            with xarray.open_dataset(self.folder / "fit.h5", group="mechanism1/parameters", engine=engine) as data:
                names = list(data["parameter"].astype(str).values)
                for parameter in told["parameters"]:
                    at = names.index(parameter["name"])
                    for theirs, ours in (("value", "value"), ("low", "low"), ("high", "high"), ("error", "error")):
                        self.assertEqual(float(data[ours][at]), parameter[theirs])
                self.assertTrue(numpy.allclose(numpy.diag(data["correlation"]), 1.0))
            with xarray.open_dataset(self.folder / "fit.h5", group="mechanism1/assumed", engine=engine) as data:
                self.assertEqual(list(data["number"].astype(str).values), [one["name"] for one in told["assumed"]])
                for one in told["assumed"]:
                    here = data.sel(number=one["name"].encode() if data["number"].dtype.kind == "S" else one["name"])
                    self.assertEqual(float(here["value"]), one["value"])
                    self.assertEqual(len(one["moves"]), 2)
                    for name, move in zip(names, here["move"].values):
                        self.assertEqual(float(move), one["moves"][name])
            with xarray.open_dataset(self.folder / "fit.h5", group="cell2", engine=engine) as data:
                self.assertEqual(data.attrs["name"], "thick")
                self.assertEqual(data["model_voltage"].dims, ("mechanism", "time"))
                departure = (data["model_voltage"] - data["voltage"]) / data["noise"]
                self.assertTrue(numpy.allclose(departure, data["residual"], atol=1e-6))
                self.assertTrue(numpy.allclose(numpy.abs(data["current"]), 0.3925e-3, rtol=1e-9))
            with xarray.open_dataset(self.folder / "fit.h5", group="points", engine=engine) as data:
                departure = (data["model_value"] - data["value"]) / data["error"]
                self.assertTrue(numpy.allclose(departure, data["residual"]))
            with xarray.open_dataset(self.folder / "fit.h5", group="mechanism1/profiles", engine=engine) as data:
                self.assertAlmostEqual(float(data["threshold"]), 3.8415, 3)
                self.assertGreater(float(data["rise"].max()), 3.8)

    def test_the_page_names_what_is_in_a_file(self):
        page = (DOCS / "files" / "fit.md").read_text()
        rows = dict(re.findall(r"^\| `(/[^@`][^`]*)` \| ([^|]*?) \|", page, re.M))
        self.write("full.toml", edited(FIT, ('data = "thin.bdf.csv"\n', 'data = "thin.bdf.csv"\n'
                   '[[cell.resistance]]\ntime = "10 h"\nvalue = "50 Ohm cm^2"\nerror = "5 Ohm cm^2"\n'
                   + GROWN + '[[cell.event]]\nwhat = "metal depleted"\nnot_before = "1 h"\nerror = "0.1 h"\n'),
                   ('start = "5 mS/cm"\n', 'start = "5 mS/cm"\nmarks = [{value = "5.5 mS/cm", name = "truth"}]\n')))
        self.succeed("fit", "full.toml", "-o", "fit.h5")
        present = {}
        with h5py.File(self.folder / "fit.h5") as data:
            data.visititems(lambda name, thing: present.update(
                {"/" + re.sub(r"(cell|mechanism)\d", r"\1N", name): thing.attrs["units"].decode()})
                if isinstance(thing, h5py.Dataset) and not re.search(r"(^|/)string\d+$", name) else None)
            for name in data.attrs:
                self.assertIn(f"`/@{name}`", page)
            grown = data["exponents"]
            self.assertEqual([grown[name][0].tobytes().rstrip(b"\0") for name in ("cell", "quantity", "part")],
                             [b"thin", b"consumed charge", b"cell"])
            self.assertAlmostEqual(grown["exponent"][0], 0.5, 4)
            # Lines through logarithms with errors of 0.1: the slope's error by least squares.
            logs = numpy.log([1.0, 4.0, 9.0])
            error = 0.1 / numpy.sqrt(numpy.sum((logs - logs.mean()) ** 2))
            for end, side in (("low", -1.0), ("high", 1.0)):
                # Between logarithms and values lies a tenth of the error, as large as the errors are.
                self.assertLess(abs(grown[end][0] - (0.5 + side * 1.96 * error)), 0.2 * error)
            self.assertEqual((grown["points"][0], grown["cell_number"][0]), (3, 1))
        # The posterior is there where it was asked for.
        self.assertEqual({name for name in rows if not name.startswith("/mechanismN/samples/")}, set(present))
        for name, unit in present.items():
            self.assertEqual(rows[name], unit, name)

    def test_a_figure_of_a_fit_and_of_its_file(self):
        self.succeed("fit", "fit.toml", "-o", "fit.svg")
        self.succeed("fit", "fit.toml", "-o", "fit.h5")
        self.succeed("plot", "fit.h5", "-o", "again.svg")
        for file in ("fit.svg", "again.svg"):
            text = (self.folder / file).read_text()
            xml.etree.ElementTree.fromstring(text)
            for word in ("two cells", "thin", "thick", "Residual", "Ionic conductivity"):
                self.assertIn(word, text)
        self.refused(BAD_INPUT, ["--mechanism", "no mechanism"], "plot", "fit.h5", "--mechanism", "x", "-o", "x.svg")
        self.refused(BAD_INPUT, ["--collapse"], "plot", "fit.h5", "--collapse", "-o", "x.svg")

    def test_what_is_read_is_never_written_over(self):
        for file in ("thin.bdf.csv", "thick.toml", "fit.toml"):
            self.refused(BAD_INPUT, ["is what is read"], "fit", "fit.toml", "-o", file)

    def test_a_place_that_takes_no_file_is_said_before_the_work(self):
        self.refused(BAD_INPUT, ["fit.txt", ".h5"], "fit", "fit.toml", "-o", "fit.txt")
        self.refused(OUTPUT_FAILURE, ["nowhere/fit.h5"], "fit", "fit.toml", "-o", "nowhere/fit.h5")
        self.refused(OUTPUT_FAILURE, ["nowhere/fit.svg"], "fit", "fit.toml", "-o", "nowhere/fit.svg")
        self.refused(OUTPUT_FAILURE, ["fit.h5"], "fit", "fit.toml", "-o", "fit.h5", "--set", "trust.profiles=false",
                     preexec_fn=full_disk(4096))

    def test_a_damaged_file_is_refused(self):
        self.succeed("fit", "fit.toml", "-o", "fit.h5", "--set", "trust.profiles=false")
        whole = (self.folder / "fit.h5").read_bytes()
        self.write("cut.h5", whole[: len(whole) // 2])
        self.refused(BAD_INPUT, ["cut.h5"], "plot", "cut.h5", "-o", "x.svg")
        self.write("flipped.h5", whole[:3000] + bytes([whole[3000] ^ 0xFF]) + whole[3001:])
        self.refused(BAD_INPUT, ["flipped.h5"], "plot", "flipped.h5", "-o", "x.svg")

    def test_an_interrupted_fit_says_so_and_writes_nothing(self):
        slow = ("--set", "search.starts=2000")
        before = {file.name for file in self.folder.iterdir()}
        process = self.start("fit", "fit.toml", "-o", "fit.h5", *slow)
        deadline = time.monotonic() + 60.0
        while not (self.folder / "fit.h5.part").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (130, b""))
        self.assertEqual(err.decode().strip().splitlines()[-1], "fit: interrupted, nothing is kept")
        self.assertEqual({file.name for file in self.folder.iterdir()}, before)


if __name__ == "__main__":
    main()

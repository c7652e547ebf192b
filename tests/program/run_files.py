"""What is made of a run file: tables, pictures, spectra."""

import csv
import os
import re

import numpy
import xarray

from run_file_support import RunFileTest
from support import BAD_INPUT, CASES, OUTPUT_FAILURE, SMALL, ProgramTest, edited, main


class Titration(ProgramTest):
    """What a titration counts, from a record alone."""

    STEPS = ("Titrate working with 1 uAh at 15.6 uA/cm^2, rest until V > 0.05 V, repeat for 40 hours; "
             "Rest for 40 hours")  # then the alloy, where there is one, gives back what it holds

    def series(self, *overrides):
        self.succeed(
            "simulate", CASES / "anode_free_titration_lpsc.toml", "--set", "protocol.steps=" + self.STEPS,
            *[word for one in overrides for word in ("--set", one)], "-o", "run.h5")
        with xarray.open_dataset(self.folder / "run.h5", group="series", engine="h5netcdf") as series:
            return {name: series[name].values for name in [*series.data_vars, "time"]}

    def passed(self, rows, column):
        """Integral over time up to each row; both sides of every jump are rows."""
        x, t = rows[column], rows["time"]
        return numpy.concatenate(([0.0], numpy.cumsum(0.5 * (x[1:] + x[:-1]) * numpy.diff(t))))

    def host(self, rows):
        return numpy.minimum(rows["working_lithium"], rows["working_host_capacity"])

    def test_the_charge_that_is_not_there_any_more_is_bound_in_the_interphase(self):
        for mixture in ("{LPSC = 1}", "{LGPS = 1}"):
            rows = self.series("electrolyte.mixture=" + mixture)
            plated = -self.passed(rows, "current_density")
            bound = rows["working_interphase_lithium"]
            self.assertGreater(bound[-1], 100.0)
            # Rounding of sums over some thousand rows.
            numpy.testing.assert_allclose(bound + rows["working_lithium"], plated, rtol=0, atol=1e-9 * plated[-1])

    def test_consumed_charge_is_the_leak_less_what_the_host_gave_back(self):
        # Without an alloy nothing comes back; with one, some of it does before the next pulse.
        for mixture, share in (("{LPSC = 1}", 0.0), ("{LGPS = 1}", 0.25)):
            rows = self.series("electrolyte.mixture=" + mixture, f"interphase.reachable_alloy_share={share}")
            leaked = self.passed(rows, "working_leak_current_density")
            given_back = rows["working_host_capacity"] - self.host(rows)
            self.assertEqual(given_back.max() > 0.01 * leaked[-1], share > 0.0)
            consumed = rows["working_interphase_lithium"] + self.host(rows)
            # The leak between two rows is no straight line.
            numpy.testing.assert_allclose(consumed, leaked - given_back, rtol=0, atol=1e-2 * leaked[-1])


class Export(RunFileTest):
    def test_a_csv_holds_the_series_with_units_in_its_header(self):
        self.assertEqual(self.succeed("export", "run.h5", "-o", "run.csv"), "")
        header, rows = self.table("run.csv")
        self.assertEqual(header[0], "time [s]")
        self.assertIn("voltage [V]", header)
        self.assertIn("current_density [A m-2]", header)
        with self.group("series") as series:
            self.assertEqual(len(rows), series.sizes["time"])
            voltage = header.index("voltage [V]")
            self.assertEqual([row[voltage] for row in rows], series["voltage"].values.tolist())

    def test_a_csv_holds_the_table_of_cycles(self):
        self.succeed("export", "run.h5", "-o", "cycles.csv", "--table", "cycles")
        header, rows = self.table("cycles.csv")
        self.assertEqual(header[0], "cycle [1]")
        self.assertEqual([row[0] for row in rows], [1.0, 2.0, 3.0])
        for column in (
            "time [s]", "stripped_charge [C m-2]", "plated_charge [C m-2]", "peak_voltage [V]",
            "end_voltage [V]", "working_interface_resistance [ohm m2]",
            "working_interphase_thickness [m]", "counter_metal_lithium [C m-2]",
            "cumulative_loss [C m-2]", "working_coulombic_efficiency [1]",
        ):
            self.assertIn(column, header)
        stripped = header.index("stripped_charge [C m-2]")
        for row in rows:
            self.assertAlmostEqual(row[stripped], 0.5 * 36000.0, delta=1e-6)

    def rows_of(self, table):
        self.assertEqual(self.succeed("export", "run.h5", "-o", "table.csv", "--table", table), "")
        with open(self.folder / "table.csv", newline="") as file:
            return list(csv.DictReader(file))

    def test_a_csv_holds_the_events(self):
        rows = self.rows_of("events")
        self.assertEqual(list(rows[0]), [
            "event [1]", "time [s]", "name", "electrode", "cycle [1]", "step [1]", "terminal [1]", "text"])
        with self.group("events") as events:
            self.assertEqual([row["name"] for row in rows], events["name"].values.tolist())
            self.assertEqual([float(row["time [s]"]) for row in rows], events["time"].values.tolist())
            self.assertEqual([int(row["terminal [1]"]) for row in rows], events["terminal"].values.tolist())

    def test_a_csv_holds_the_ledger_and_it_closes(self):
        rows = [{key: float(value) for key, value in row.items()} for row in self.rows_of("ledger")]
        self.assertEqual([row["cycle [1]"] for row in rows], [1.0, 2.0, 3.0])
        kinds = [f"{side}_{kind}_lithium [C m-2]" for side in ("working", "counter")
                 for kind in ("metal", "host", "interphase", "dead")]
        with self.group("series") as series:
            start = float(series["working_lithium"][0] + series["counter_lithium"][0])
        for row in rows:
            self.assertGreater(row["working_interphase_lithium [C m-2]"], 0.0)
            total = sum(row[kind] for kind in kinds)
            self.assertAlmostEqual(row["total_lithium [C m-2]"], total, delta=1e-12 * total)
            self.assertAlmostEqual(total, start, delta=1e-10 * start)
            self.assertLess(abs(row["ledger_error [1]"]), 1e-10)

    def test_a_csv_holds_parameters_and_summary(self):
        parameters = {row["name"]: row for row in self.rows_of("parameters")}
        self.assertAlmostEqual(float(parameters["cell.area"]["value"]), 0.785e-4)
        self.assertEqual((parameters["cell.area"]["unit"], parameters["cell.area"]["origin"]), ("m2", "case"))
        self.assertIn("Strip working", parameters["protocol.steps"]["value"])
        summary = {row["name"]: row for row in self.rows_of("summary")}
        self.assertEqual(float(summary["cycle_life"]["value"]), 3.0)
        self.assertEqual(summary["ended_by"]["value"], "protocol finished")

    def test_bdf_counts_stripping_as_charging_and_carries_the_area(self):
        self.succeed("export", "run.h5", "-o", "run.bdf.csv", "--table", "bdf")
        header, rows = self.table("run.bdf.csv")
        self.assertEqual(header, [
            "Test Time / s", "Voltage / V", "Current / A", "Cycle Count / 1", "Step Count / 1"])
        first = rows[0]
        self.assertAlmostEqual(first[2], 0.5e-3 * 0.785)
        self.assertGreater(first[1], 0.0)
        self.assertEqual(rows[0][4], 1.0)
        self.assertEqual(rows[-1][4], 6.0)

    def follow(self, name, **how):
        """The case NAME.toml simulated, and simulated again with the current of its own BDF export."""
        case = (self.folder / f"{name}.toml").read_text()
        ran = self.summary(f"{name}.toml", "-o", f"{name}.h5")
        self.succeed("export", f"{name}.h5", "-o", f"{name}.bdf.csv", "--table", "bdf")
        again = re.sub(r'steps = """.*?"""', f'record = "{name}.bdf.csv"', case, flags=re.S)
        self.assertNotEqual(again, case)
        self.write(f"{name}_again.toml", again)
        followed = self.summary(f"{name}_again.toml", "-o", f"{name}_again.h5")
        return ran, followed

    def assert_near(self, ran, followed, tolerance, keys):
        for key in keys:
            self.assertAlmostEqual(followed[key], ran[key], delta=tolerance * abs(ran[key]), msg=key)

    STATE = ("working_interphase_thickness", "counter_interphase_thickness", "working_metal_lithium",
             "counter_metal_lithium", "peak_polarization", "end_polarization")

    def test_an_exported_current_followed_gives_the_run_again(self):
        """Constant currents are kept to the last digits, so only rounding differs: 1e-9."""
        ran, followed = self.follow("case")
        self.assert_near(ran, followed, 1e-9, self.STATE)
        self.assertEqual(followed["cycle_life"], ran["cycle_life"])
        for name in ("case", "case_again"):
            self.succeed("export", f"{name}.h5", "-o", f"{name}.csv", "--table", "cycles")
        header, once = self.table("case.csv")
        _, twice = self.table("case_again.csv")
        self.assertEqual([row[0] for row in twice], [1.0, 2.0, 3.0])
        for column, name in enumerate(header):
            if name != "ledger_error [1]":  # is rounding itself
                for here, there in zip(once, twice):
                    self.assertAlmostEqual(there[column], here[column], delta=1e-9 * abs(here[column]), msg=name)

    def test_events_come_again_at_the_same_time(self):
        """A cell that loses its metal on either side and goes on from the alloy."""
        self.write("lost.toml", (CASES / "symmetric_lgps.toml").read_text())
        ran, followed = self.follow("lost")

        def events(file):
            with xarray.open_dataset(self.folder / file, group="events", engine="h5netcdf") as data:
                return [(str(n.item()), str(e.item()), t.item())
                        for n, e, t in zip(data["name"], data["electrode"], data["time"])]

        # The record ends where the test did: what ended it may or may not show up again there.
        once = [e for e in events("lost.h5") if e[2] < ran["end_time"] - 1.0]
        twice = [e for e in events("lost_again.h5") if e[2] < ran["end_time"] - 1.0]
        self.assertGreater(len(once), 0)
        self.assertEqual([e[:2] for e in twice], [e[:2] for e in once])
        for here, there in zip(once, twice):
            self.assertAlmostEqual(there[2], here[2], delta=1e-6 * here[2])
        self.assert_near(ran, followed, 1e-8, self.STATE[:2])

    def test_a_current_that_changes_all_the_time_comes_again_as_closely_as_it_was_sampled(self):
        """Ramps are lines and kept as such; the current of a hold is followed within 0.2 %."""
        self.write("shapes.toml", edited(SMALL, (SMALL.split('steps = """\n')[1].split('"""')[0], """\
Ramp working from 0.1 mA/cm^2 to 0.5 mA/cm^2 over 1 hour
Plate working at 0.5 mA/cm^2 for 1 hour
Rest for 1 hour
Hold at 20 mV for 2 hours
"""), ("4e-9", "4e-7")))
        ran, followed = self.follow("shapes")
        self.assert_near(ran, followed, 2e-3, self.STATE[:4])
        self.assertEqual(followed["cycle_life"], ran["cycle_life"])

    def test_an_export_goes_down_a_pipe(self):
        out = self.succeed("export", "run.h5", "-o", "/dev/stdout", "--table", "cycles")
        self.assertEqual(len(out.splitlines()), 4)

    def test_a_run_of_cycles_alone_has_no_series_to_export(self):
        self.succeed("simulate", "case.toml", "-o", "short.h5", "--set", "record.shape=cycles")
        self.refused(BAD_INPUT, ["short.h5", "per-cycle table alone"], "export", "short.h5", "-o", "x.csv")
        self.succeed("export", "short.h5", "-o", "x.csv", "--table", "cycles")


class Plot(RunFileTest):
    def test_svg_png_and_pdf(self):
        for ending, begins in (("svg", b"<?xml"), ("png", b"\x89PNG\r\n\x1a\n"), ("pdf", b"%PDF")):
            self.assertEqual(self.succeed("plot", "run.h5", "-o", f"figure.{ending}"), "")
            picture = (self.folder / f"figure.{ending}").read_bytes()
            self.assertTrue(picture.startswith(begins), ending)
            self.assertGreater(len(picture), 2000)

    def test_the_picture_names_what_it_shows(self):
        self.succeed("plot", "run.h5", "-o", "figure.svg")
        picture = (self.folder / "figure.svg").read_text()
        for word in ("small", "Voltage", "Interphase", "Lithium", "Time"):
            self.assertIn(word, picture)

    def test_a_path_with_spaces_quotes_and_umlauts(self):
        folder = self.folder / "a 'b' \"c\" \N{LATIN SMALL LETTER U WITH DIAERESIS} `date` $(date)"
        folder.mkdir()
        self.succeed("plot", "run.h5", "-o", folder / "figure.svg")
        self.assertTrue((folder / "figure.svg").exists())

    def test_another_ending_is_refused(self):
        self.refused(BAD_INPUT, ["x.gif", ".svg"], "plot", "run.h5", "-o", "x.gif")

    def test_runs_side_by_side_and_the_width_of_a_column(self):
        both = ("run.h5", "run.h5")
        self.succeed("plot", *both, "-o", "both.svg", "--column-title", "100 | 100", "--column-title", "100 | 20",
                     "--row-title", "MII-2", "--width", "double")
        picture = (self.folder / "both.svg").read_text()
        for words in ("100 | 100", "100 | 20", "MII-2", 'width="482"'):
            self.assertIn(words, picture)
        self.succeed("plot", *both, "-o", "both.pdf", "--columns", 1, "--width", "82 mm")
        for options, words in (
            (("--columns", 3), ["--columns", "2 runs do not fill rows of 3"]),
            (("--row-title", "a", "--row-title", "b"), ["--row-title", "given 2 times, needed 1 times"]),
            (("--width", "82"), ["--width", "bare number", "single or double"]),
            (("--width", "30 mm"), ["too small to read", "give at least"]),
            (("--width", "3 km"), ["--width", "no width of a figure"]),
            (("--show", "end_time"), ["--show", "no map"]),
        ):
            self.refused(BAD_INPUT, words, "plot", *both, "-o", "x.svg", *options)
            self.assertFalse((self.folder / "x.svg").exists())

    def test_without_gnuplot_the_package_is_named(self):
        self.refused(OUTPUT_FAILURE, ["gnuplot", "apt-get install gnuplot-nox"],
                     "plot", "run.h5", "-o", "x.svg", env=dict(os.environ, PATH=str(self.folder)))

    def test_a_gnuplot_that_fails_is_said(self):
        false = self.write("gnuplot", "#!/bin/sh\necho 'no such terminal' >&2\nexit 3\n")
        false.chmod(0o755)
        self.refused(OUTPUT_FAILURE, ["gnuplot failed", "no such terminal"],
                     "plot", "run.h5", "-o", "x.svg",
                     env=dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}"))

    def test_every_shipped_case_can_be_drawn_after_one_cycle(self):
        for case in ("anode_free_titration_lpsc", "rest_lpsc", "critical_current_density"):
            self.succeed("simulate", CASES / f"{case}.toml", "-o", f"{case}.h5", "--engine", "odeint")
            self.succeed("plot", f"{case}.h5", "-o", f"{case}.svg")


class Impedance(RunFileTest):
    def test_a_spectrum_is_a_csv_from_high_to_low_frequency(self):
        out = self.succeed("impedance", "run.h5", "--at", "1.5 h")
        rows = list(csv.reader(out.splitlines()))
        self.assertEqual(rows[0][:3], ["frequency [Hz]", "cell real [Ohm cm2]", "cell imaginary [Ohm cm2]"])
        numbers = [[float(field) for field in row] for row in rows[1:]]
        frequency = [row[0] for row in numbers]
        self.assertEqual(frequency, sorted(frequency, reverse=True))
        for row in numbers:
            self.assertLessEqual(row[2], 0.0)
            # Whole cell: both electrodes and the separator, which is a plain resistance.
            self.assertAlmostEqual(row[2], row[4] + row[6], delta=1e-6 * abs(row[2]) + 1e-12)
            self.assertGreater(row[1], row[3] + row[5])

    def test_an_instant_the_run_does_not_have_is_refused(self):
        for at in ("1e9 h", "-1 s"):
            self.refused(BAD_INPUT, ["run.h5", "ask between 0 and 6 h"], "impedance", "run.h5", "--at=" + at)

    def test_the_instant_needs_its_unit(self):
        self.refused(BAD_INPUT, ["--at", '"10" is a bare number', "such as h"],
                     "impedance", "run.h5", "--at", "10")
        self.refused(BAD_INPUT, ["--at", '"5 V"'], "impedance", "run.h5", "--at", "5 V")
        self.refused(BAD_INPUT, ["--at", "finite"], "impedance", "run.h5", "--at", "nan h")


if __name__ == "__main__":
    main()

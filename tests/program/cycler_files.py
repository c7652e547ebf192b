"""Files as testers wrote them, imported whole and compared with what Python's csv reads of them.

They belong to others and lie outside the sources: PERCOLITH_CYCLER_FILES names their folder, and without it
these tests are skipped.
"""

import csv
import json
import os
import pathlib
import unittest

import numpy
import xarray

from support import ProgramTest, main

FOLDER = os.environ.get("PERCOLITH_CYCLER_FILES", "")
WITHOUT = "PERCOLITH_CYCLER_FILES names no folder of real files"


def seconds(clock):
    hours, minutes, rest = clock.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def rows_of(name):
    with open(pathlib.Path(FOLDER) / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def eclab(name):
    lines = (pathlib.Path(FOLDER) / name).read_text(encoding="latin-1").splitlines()
    count = int(lines[1].split(":")[1])
    return list(csv.DictReader((line.replace(",", ".") for line in lines[count - 1 :]), delimiter="\t"))


@unittest.skipUnless(pathlib.Path(FOLDER or "/nowhere").is_dir(), WITHOUT)
class RealFiles(ProgramTest):
    def imported(self, name, *options):
        file = pathlib.Path(FOLDER) / name
        if not file.exists():
            self.skipTest(f"{name} is not in {FOLDER}")
        found = json.loads(self.succeed("import", file, "-o", "x.h5", "--json", *options))
        found["group"] = {}
        for group in ("series", "half_cycles"):
            with xarray.open_dataset(self.folder / "x.h5", group=group) as data:
                found[group] = data.load()
        return found

    def equal(self, ours, theirs, tolerance=1e-12):
        # Units are converted once: a rounding or two of the last digit.
        numpy.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=0.0)

    def said(self, found, words):
        self.assertTrue(any(words in sentence for sentence in found["said"]), (words, found["said"]))

    def test_neware_text(self):
        found, rows = self.imported("neware_uio.csv"), rows_of("neware_uio.csv")
        series = found["series"]
        self.assertEqual(found["file_rows"], len(rows))
        self.assertEqual(found["left_out"], [])
        self.equal(series["time"], [seconds(row["Cumulative Time"]) for row in rows])
        self.equal(series["voltage"], [float(row["Voltage(V)"]) for row in rows])
        self.equal(series["current"], [float(row["Current(A)"]) for row in rows])
        self.equal(series["cycle"], [int(row["Cycle Index"]) for row in rows])
        self.assertEqual(found["half_cycles"].sizes["half_cycle"], 32)
        # Each half cycle is one step here, whose last capacity the tester wrote; times are whole seconds.
        for half in range(32):
            first, last = (int(found["half_cycles"][end][half]) for end in ("first", "last"))
            kind = rows[first]["Step Type"]
            direction = {"Rest": 0, "CC Chg": 1, "CC DChg": -1}[kind]
            self.assertEqual(int(found["half_cycles"]["direction"][half]), direction)
            charge = 3600 * float(rows[last]["Capacity(Ah)"]) * direction
            self.assertAlmostEqual(float(found["half_cycles"]["charge"][half]), charge, delta=max(5e-3 * abs(charge), 1e-12))
        self.said(found, "fits the current in 16 steps")
        self.said(found, "positive current charges, as the step types tell")

    def test_battery_data_format_with_the_other_sign(self):
        found, rows = self.imported("batmo.bdf.csv"), rows_of("batmo.bdf.csv")
        series = found["series"]
        self.assertEqual(found["rows"], len(rows))
        start = 3600 * float(rows[0]["Test Time / h"])
        # Hours times 3600 less the start: the difference of two numbers of 1e6 s keeps 1e-9 s.
        numpy.testing.assert_allclose(series["time"], [3600 * float(row["Test Time / h"]) - start for row in rows], rtol=0, atol=1e-8)
        self.equal(series["current"], [-float(row["Current / A"]) for row in rows])
        self.equal(series["voltage"], [float(row["Voltage / V"]) for row in rows])
        self.said(found, "positive current discharges, as the step types tell, against the rule of its format")
        self.said(found, "the first row is of 500 s by the file's time")
        types = {"rest": 0, "charge": 1, "discharge": -1}
        direction = numpy.zeros(len(rows))
        for half in range(found["half_cycles"].sizes["half_cycle"]):
            first, last = (int(found["half_cycles"][end][half]) for end in ("first", "last"))
            direction[first : last + 1] = found["half_cycles"]["direction"][half]
        self.equal(direction, [types[row["Step Type / 1"]] for row in rows])

    def test_biologic_texts(self):
        found, rows = self.imported("biologic_cp.mpt"), eclab("biologic_cp.mpt")
        self.assertEqual(found["rows"], len(rows))
        self.equal(found["series"]["current"], [1e-3 * float(row["I/mA"]) for row in rows])
        start = float(rows[0]["time/s"])
        numpy.testing.assert_allclose(found["series"]["time"], [float(row["time/s"]) - start for row in rows], rtol=0, atol=1e-9)
        found, rows = self.imported("biologic_gcpl.issue_149.mpt"), eclab("biologic_gcpl.issue_149.mpt")
        self.assertEqual(found["rows"], len(rows))
        self.equal(found["series"]["current"], [1e-3 * float(row["<I>/mA"]) for row in rows])
        self.said(found, "the electrode area is not known")
        found, rows = self.imported("biologic_peis.mpt"), eclab("biologic_peis.mpt")
        self.assertEqual((found["rows"], found["spectra"]), (0, 1))
        with xarray.open_dataset(self.folder / "x.h5", group="spectra") as spectra:
            self.equal(spectra["imaginary"], [-float(row["-Im(Z)/Ohm"]) for row in rows])
            self.equal(spectra["frequency"], [float(row["freq/Hz"]) for row in rows])

    def test_neware_archive(self):
        found = self.imported("ife_bts85.ndax")
        self.assertEqual((found["file_rows"], found["rows"], found["left_out"]), (252951, 252951, []))
        self.assertTrue(numpy.all(numpy.diff(found["series"]["time"]) >= 0.0))

    def test_nothing_is_suspected_of_files_that_are_right(self):
        for name in ("neware_uio.csv", "batmo.bdf.csv", "biologic_cp.mpt", "biologic_gcpl.issue_149.mpt", "ife_bts85.ndax"):
            with self.subTest(name=name):
                said = " ".join(self.imported(name)["said"])
                for words in ("jumps against the current", "cut short", "two parts"):
                    self.assertNotIn(words, said)
        # Of these two the power, and the tester's own program, tell the unit of the voltage.
        for name, unchecked in (("neware_uio.csv", False), ("ife_bts85.ndax", False), ("batmo.bdf.csv", True)):
            self.assertEqual(unchecked, "unit of the voltage stands unchecked" in " ".join(self.imported(name)["said"]))

    def test_records_written_as_bdf_import_as_what_they_were(self):
        for name in ("neware_uio.csv", "batmo.bdf.csv", "biologic_cp.mpt", "ife_bts85.ndax"):
            with self.subTest(name=name):
                self.succeed("import", pathlib.Path(FOLDER) / name, "-o", "a.bdf.csv")
                self.succeed("import", "a.bdf.csv", "-o", "b.bdf.csv")
                self.assertEqual((self.folder / "a.bdf.csv").read_bytes(), (self.folder / "b.bdf.csv").read_bytes())


if __name__ == "__main__":
    if not pathlib.Path(FOLDER or "/nowhere").is_dir():
        print("skipped:", WITHOUT)
    main()

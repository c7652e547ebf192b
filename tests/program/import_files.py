"""`percolith import`, from a tester's file to a measured record, and what it refuses."""

import csv
import json
import re

import h5py
import numpy
import xarray

from support import BAD_INPUT, DOCS, OUTPUT_FAILURE, ProgramTest, full_disk, main

NEWARE = "DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(A),Voltage(V),Capacity(Ah),Power(W)\n"


def neware(unit=1.0):
    """A rest, an hour of discharge and one of charge at 0.39 mA; `unit` is that of the current."""
    lines, start, point = [NEWARE], 0, 0
    for step, (kind, seconds, current) in enumerate(
        (("Rest", 600, 0.0), ("CC DChg", 3600, -0.39e-3), ("CC Chg", 3600, 0.39e-3)), 1
    ):
        for t in range(0, seconds + 1, 600):
            point += 1
            clocks = [f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}" for s in (t, start + t)]
            voltage = 100.0 * current + 0.001
            lines.append(
                f"{point},1,{step},{kind},{clocks[0]},{clocks[1]},{current * unit:.9g},{voltage:.9g},"
                f"{abs(current) * t / 3600:.9g},{abs(current * voltage):.9g}\n"
            )
        start += seconds
    return "".join(lines)


class Import(ProgramTest):
    def refuse(self, words, *arguments, **options):
        return self.refused(BAD_INPUT, words, "import", *arguments, **options)

    def test_a_record_in_both_formats_holds_what_the_file_says(self):
        self.write("cell.csv", neware())
        said = self.succeed("import", "cell.csv", "-o", "cell.bdf.csv", "--area", "0.785 cm^2")
        self.assertIn("cell.csv: Neware text, ASCII\n  16 rows over 2.167 h; 1 cycles, 3 steps\n", said)
        self.assertIn("1 strip working, 0.39 mAh (0.4968 mAh/cm2) in all; 1 plate it, 0.39 mAh", said)
        self.assertIn("written to cell.bdf.csv", said)
        found = json.loads(self.succeed("import", "cell.csv", "-o", "cell.h5", "--json"))
        self.assertEqual(found["rows"], 16)
        self.assertAlmostEqual(found["stripped_C"], 0.39e-3 * 3600, places=12)
        with open(self.folder / "cell.bdf.csv", encoding="ascii") as file:
            rows = list(csv.DictReader(file))
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "cell.h5", group="series", engine=engine) as series:
                for name, column in (("time", "Test Time / s"), ("voltage", "Voltage / V"),
                                     ("current", "Current / A"), ("cycle", "Cycle Count / 1"),
                                     ("step", "Step Count / 1")):
                    self.assertTrue(numpy.array_equal(series[name], [float(row[column]) for row in rows]))
                    self.assertTrue(series[name].attrs["units"])
                    self.assertTrue(series[name].attrs["long_name"])
            with xarray.open_dataset(self.folder / "cell.h5", group="half_cycles", engine=engine) as halves:
                self.assertEqual(halves["direction"].values.tolist(), [0, -1, 1])
            with xarray.open_dataset(self.folder / "cell.h5", engine=engine) as root:
                self.assertEqual(root.attrs["format"], "percolith-measured")
                self.assertIn("positive current charges", root["said"].item().decode()
                              if isinstance(root["said"].item(), bytes) else root["said"].item())

    def test_what_was_written_imports_as_what_it_was(self):
        self.write("cell.csv", neware())
        self.succeed("import", "cell.csv", "-o", "a.bdf.csv")
        self.succeed("import", "a.bdf.csv", "-o", "b.bdf.csv")
        self.assertEqual((self.folder / "a.bdf.csv").read_text(), (self.folder / "b.bdf.csv").read_text())

    def test_a_wrong_unit_is_found_by_witnesses_or_refused(self):
        self.write("cell.csv", neware(1e3))
        said = self.succeed("import", "cell.csv", "-o", "cell.bdf.csv")
        self.assertIn('"Current(A)" is not in A but in mA: charge and power agree; it is read so', said)
        self.refuse(["cell.csv:4:1", "differ by 1000", '--column "current=Current(A) [mA]"'], "cell.csv", "--column",
                    "power=none")

    def test_what_looks_wrong_and_may_be_right_is_said(self):
        self.write("cell.csv", neware())
        self.write("cut.csv", neware()[:-2])  # 1.56e-05 to 1.56e-0
        self.write("turned.csv", "".join(
            ["Time [s],Voltage [V],Current [mA]\n"]
            + [f"{600 * k},{-0.1 * (k // 5 % 2)},{k // 5 % 2}\n" for k in range(30)]))
        turned = ["turned.csv", "--sign", "discharge-positive"]
        for words, says, says_not in (
            ("the last line has no line end", ["cut.csv"], ["cell.csv"]),
            ("the voltage jumps against the current at 5 of 5 switches", ["turned.csv"], turned),
            ("the unit of the voltage stands unchecked", ["cell.csv", "--column", "power=none"], ["cell.csv"]),
        ):
            with self.subTest(words=words):
                self.assertIn(words, self.succeed("import", *says))
                self.assertNotIn(words, self.succeed("import", *says_not))
        self.succeed("import", "turned.csv", "-o", "turned.h5")
        with xarray.open_dataset(self.folder / "turned.h5") as root:
            self.assertIn("jumps against the current", str(root["said"].item()))

    def test_spectra_go_to_hdf5(self):
        self.write("eis.csv", "Time [s],Voltage [V],Current [mA],Frequency [Hz],Re(Z)/Ohm,-Im(Z)/Ohm\n"
                              "0,0.1,0,,,\n1,0.1,0,1000,5,1\n2,0.1,0,100,6,2\n3,0.1,0,,,\n")
        self.succeed("import", "eis.csv", "-o", "eis.h5")
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "eis.h5", group="spectra", engine=engine) as spectra:
                self.assertEqual(spectra["imaginary"].values.tolist(), [-1.0, -2.0])
                self.assertEqual(spectra["frequency"].attrs["units"], "Hz")
        self.assertIn("an .h5 file keeps them", self.succeed("import", "eis.csv", "-o", "eis.bdf.csv"))

    def test_a_record_is_drawn(self):
        self.write("cell.csv", neware())
        self.succeed("import", "cell.csv", "-o", "cell.h5", "--area", "0.785 cm^2")
        self.succeed("plot", "cell.h5", "-o", "cell.svg")
        drawn = (self.folder / "cell.svg").read_text(encoding="utf-8")
        for words in ("cell.csv", "Voltage (mV)", "Current (mA cm", "Polarization (mV)", "peak of half cycle", "Time (min)"):
            self.assertIn(words, drawn)
        self.succeed("plot", "cell.h5", "cell.h5", "-o", "two.svg", "--width", "double")
        self.assertEqual((self.folder / "two.svg").read_text(encoding="utf-8").count("Time (min)"), 2)
        self.write("eis.csv", "Frequency [Hz],Re(Z)/Ohm,-Im(Z)/Ohm\n1000,5,1\n100,6,2\n10,7,1\n")
        self.succeed("import", "eis.csv", "-o", "eis.h5")
        self.succeed("plot", "eis.h5", "-o", "eis.svg")
        drawn = (self.folder / "eis.svg").read_text(encoding="utf-8")
        self.assertIn("Real part of the impedance", drawn)
        self.assertNotIn("Voltage", drawn)
        self.refused(BAD_INPUT, ["eis.h5", "no voltage over time"], "plot", "cell.h5", "eis.h5", "-o", "x.svg")
        self.refused(BAD_INPUT, ["cell.h5", "--show", "no map"], "plot", "cell.h5", "-o", "x.svg", "--show", "voltage")

    def test_the_page_names_what_is_in_the_file(self):
        self.write("eis.csv", "Time [s],Voltage [V],Current [mA],Frequency [Hz],Re(Z)/Ohm,-Im(Z)/Ohm\n"
                              "0,0.1,0,,,\n1,0.1,0,1000,5,1\n")
        self.succeed("import", "eis.csv", "-o", "eis.h5")
        there = set()
        with h5py.File(self.folder / "eis.h5") as file:
            file.visititems(lambda name, thing: there.add(f"/{name}") if isinstance(thing, h5py.Dataset) else None)
            there |= {f"/@{name}" for name in file.attrs}
        there = {name for name in there if not re.search(r"/string\d+$|/@_", name)}
        page = (DOCS / "files" / "measured.md").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r"`(/[@\w/]+)`", page.split("## HDF5")[1])), there)

    def test_bad_input_is_one_line(self):
        self.write("cell.csv", neware())
        self.write("empty.csv", "")
        self.write("mixed.csv", "电压(V),a\n".encode() + "静置,b\n".encode("gb2312"))
        self.write("cut.csv", neware()[:-20])
        self.write("mv.csv", "Time [s],Voltage [V],Current [mA]\n0,3297,1\n1,3298,1\n")
        self.write("cell.mpr", "BIO-LOGIC MODULAR FILE")
        head = "Total Time,Voltage [V],Current [mA]\n"
        self.write("two_parts.csv", head + "10:00,0.1,1\n20:00,0.1,1\n")
        self.write("one.csv", head + "0:00:00,0.1,1\n")
        self.write("same.csv", head + 3 * "0:00:00,0.1,1\n")
        for words, arguments in (
            (["empty.csv: the file is empty"], ["empty.csv"]),
            (["mixed.csv:2:1: the file mixes encodings"], ["mixed.csv"]),
            (["cut.csv:17:", "the file was cut short"], ["cut.csv"]),
            (["mv.csv:2:1: 3297 V is no voltage of a cell", "[mV]"], ["mv.csv"]),
            (["two_parts.csv:2:1", "minutes and seconds or hours and minutes", '--column "time=Total Time [h:min]"'], ["two_parts.csv"]),
            (["one.csv:2:1: this is the only row"], ["one.csv"]),
            (["same.csv:4:1: no clock rises"], ["same.csv"]),
            (["cell.mpr", "export it from EC-Lab as text"], ["cell.mpr"]),
            (["nowhere.csv: no such file"], ["nowhere.csv"]),
            (["--area", "is a bare number"], ["cell.csv", "--area", "0.785"]),
            (["--area", "out of range"], ["cell.csv", "--area", "0 cm^2"]),
            (["--column", 'did you mean "current"'], ["cell.csv", "--column", "curent=I"]),
            (["--output", "end the name in .bdf.csv or .h5"], ["cell.csv", "-o", "cell.txt"]),
            (["--output", "is what is read"], ["cell.csv", "-o", "cell.csv"]),
            (["--sign"], ["cell.csv", "--sign", "up"]),
        ):
            with self.subTest(arguments=arguments):
                self.refuse(words, *arguments)

    def test_output_that_cannot_be_written_leaves_nothing(self):
        self.write("cell.csv", neware())
        for target in ("x.h5", "x.bdf.csv"):
            self.refused(OUTPUT_FAILURE, [target], "import", "cell.csv", "-o", f"no/{target}")
            self.refused(OUTPUT_FAILURE, [target], "import", "cell.csv", "-o", target, preexec_fn=full_disk(100))


if __name__ == "__main__":
    main()

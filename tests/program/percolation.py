"""The microstructure engine as its users run it: answers, files, pictures, interruption."""

import json
import os
import pty
import re
import select
import signal
import struct
import time
import xml.etree.ElementTree

import h5py
import numpy
import xarray

from percolation_support import DOMAINS, PROMPTLY, SPHERES, Percolation
from support import BAD_INPUT, DOCS, OUTPUT_FAILURE, SMALL, edited, main

ENGINES = ("h5netcdf", "netcdf4")


def content(file):
    """Everything in an HDF5 file but when it was made: attributes and numbers, by path."""
    found = {}

    def visit(name, thing):
        for key, value in thing.attrs.items():
            if key not in ("REFERENCE_LIST", "DIMENSION_LIST"):
                found[name, key] = numpy.asarray(value).tobytes()
        if isinstance(thing, h5py.Dataset):
            found[name] = (thing.shape, thing[()].tobytes())

    with h5py.File(file) as data:
        visit("/", data)
        data.visititems(visit)
    return found


class Answers(Percolation):
    def test_a_small_lattice_percolates_where_lattices_do(self):
        told = self.threshold("lattice.toml")
        only = told["thresholds"][0]
        self.assertEqual((told["format"], told["structure"], told["varied"]), ("percolith-threshold", "lattice", None))
        # 0.3116 in the limit of large boxes; these are small, so that a few standard errors and 1 % are let pass.
        self.assertLess(abs(only["threshold"] - 0.3116), 4 * only["standard_error"] + 0.003)
        self.assertEqual([size["edge"] for size in only["sizes"]], [6, 12])

    def test_the_text_says_threshold_error_and_seed(self):
        text = self.succeed("percolation", "threshold", "lattice.toml")
        self.assertRegex(text, r"^small lattice\nV_P 0\.3\d+ \+- 0\.\d+\n")
        self.assertIn("seed 3", text)

    def test_boxes_of_one_size_are_said_not_to_be_extrapolated(self):
        one = ("--set", "threshold.sizes=[6]", "--set", "threshold.realisations=[{}]")
        few = (*one[:3], one[3].format(4))
        self.assertRegex(self.succeed("percolation", "threshold", "spheres.toml", *few),
                         r"V_P 0\.\d+ \+- 0\.\d+\n  Boxes of one size: V_P is not extrapolated")
        told = self.threshold("spheres.toml", *few, "-o", "one.h5")["thresholds"][0]
        self.assertIn("does not hold what the size shifts", told["notes"][0])
        self.assertEqual(self.threshold("spheres.toml")["thresholds"][0]["notes"], [])
        self.succeed("report", "one.h5", "-o", "one.html")
        self.assertIn("not extrapolated", (self.folder / "one.html").read_text())

    def test_one_realisation_does_not_tell_the_error(self):
        alone = ("--set", "threshold.sizes=[6]", "--set", "threshold.realisations=[1]")
        told = self.threshold("spheres.toml", *alone)["thresholds"][0]
        self.assertIsNone(told["standard_error"])
        self.assertIn("(error not known)", self.succeed("percolation", "threshold", "spheres.toml", *alone))
        self.refused(BAD_INPUT, ["threshold", "at least two realisations"], "percolation", "threshold", "spheres.toml",
                     "--set", "threshold.realisations=[8, 1]")

    def test_the_seed_decides_and_nothing_else_does(self):
        one = self.threshold("lattice.toml")
        self.assertEqual(one, self.threshold("lattice.toml"))
        self.assertNotEqual(one["thresholds"], self.threshold("lattice.toml", "--set", "seed=4")["thresholds"])

    def test_one_thread_and_two_give_the_same_bytes(self):
        for command, file in (("threshold", "varied.toml"), ("conductivity", "spheres.toml"),
                              ("table", "spheres.toml")):
            told = [self.succeed("percolation", command, file, "--json", "--threads", n, "-o", f"{n}.h5")
                    for n in (1, 2)]
            self.assertEqual(told[0], told[1])
            self.assertEqual(content(self.folder / "1.h5"), content(self.folder / "2.h5"))

    def test_a_varied_key_has_a_threshold_for_each_value(self):
        told = self.threshold("varied.toml")
        self.assertEqual(told["varied"], "structure.axis_ratio")
        self.assertEqual([each["value"] for each in told["thresholds"]], [0.5, 1])
        alone = self.threshold("spheres.toml", "--set", "structure.axis_ratio=0.5")
        self.assertEqual(alone["thresholds"][0]["threshold"], told["thresholds"][0]["threshold"])

    def test_a_value_that_does_not_percolate_is_an_answer_among_others(self):
        """Metal inside grains that are few and far between: the other value keeps its threshold."""
        self.write("grains.toml", DOMAINS)
        text = self.succeed("percolation", "threshold", "grains.toml", "-o", "g.h5")
        self.assertRegex(text, r"\n  0\.05 +does not percolate: .*8 of 8 realisations")
        self.assertRegex(text, r"\n  0\.9 +0\.\d+ \+- 0\.\d+")
        first, second = self.threshold("grains.toml")["thresholds"]
        self.assertIsNone(first["threshold"])
        self.assertEqual(first["sizes"], [])
        self.assertIn("never percolates", first["refusal"])
        self.assertIsNone(second["refusal"])
        alone = self.threshold("grains.toml", "--set", "vary=", "--set", "structure.domains.grain_fraction=0.9")
        self.assertEqual(alone["thresholds"][0]["threshold"], second["threshold"])
        with xarray.open_dataset(self.folder / "g.h5", group="threshold", engine="h5netcdf") as data:
            self.assertTrue(numpy.array_equal(data["threshold"].values, [numpy.nan, second["threshold"]], equal_nan=True))
        self.succeed("plot", "g.h5", "-o", "g.svg")
        self.refused(BAD_INPUT, ["grain_fraction = 0.05", "never percolates", "nor does it with the other values"],
                     "percolation", "threshold", "grains.toml", "--set", "vary.values=[0.05, 0.04]")
        self.refused(BAD_INPUT, ["never percolates"], "percolation", "threshold", "grains.toml", "--set", "vary=",
                     "--set", "structure.domains.grain_fraction=0.05")

    def test_conductivity_rises_from_that_of_the_insulator(self):
        told = json.loads(self.succeed("percolation", "conductivity", "spheres.toml", "--json"))
        films = {(film["metal_fraction"], round(film["film_thickness"] * 1e9)): film for film in told["films"]}
        self.assertEqual(len(films), 6)
        for thickness in (20, 40):
            self.assertAlmostEqual(films[0, thickness]["conductivity"] / 1e-8, 1.0, 6)
            self.assertEqual(films[0, thickness]["spanning_share"], 0.0)
            self.assertGreater(films[0.4, thickness]["conductivity"], 1.0)


class Mixtures(Percolation):
    def films(self, *arguments):
        told = json.loads(self.succeed("percolation", "conductivity", "mixture.toml", "--json", *arguments))
        return told, {(film["molar_ratio"], round(film["film_thickness"] * 1e9)): film for film in told["films"]}

    def test_one_electrolyte_alone_conducts_as_its_own_grains(self):
        # A grain all of one conductor conducts like it: then the mixture of grains is exact at either end.
        told, films = self.films("--set", 'inside.metal_conductivity="1e-8 S/m"')
        self.assertAlmostEqual(told["inside"]["conductivity"] / 1e-8, 1.0, 6)
        for thickness in (30, 60):
            self.assertAlmostEqual(films["1:0", thickness]["conductivity"] / 1e-10, 1.0, 6)
            self.assertAlmostEqual(films["0:1", thickness]["conductivity"] / 1e-8, 1.0, 6)
            self.assertLess(1e-10, films["16:1", thickness]["conductivity"])
            self.assertLess(films["16:1", thickness]["conductivity"], films["4:1", thickness]["conductivity"])

    def test_the_scatter_between_grains_reaches_the_film(self):
        told, films = self.films()
        self.assertEqual(told["inside"]["realisations"], 4)
        self.assertGreater(films["0:1", 30]["standard_error"], 0.0)
        self.assertLess(films["1:0", 30]["standard_error"], 1e-12 * films["1:0", 30]["conductivity"])

    def test_a_cell_finds_the_metal_fraction_of_the_whole(self):
        told, films = self.films("-o", "m.h5")
        self.assertAlmostEqual(films["4:1", 30]["metal_fraction"], 0.038, 3)
        self.assertAlmostEqual(films["4:1", 30]["grain_fraction"], 0.367, 3)
        self.assertAlmostEqual(told["mixture"]["metal_inside"], 0.105, 3)
        with xarray.open_dataset(self.folder / "m.h5", group="conductivity", engine="h5netcdf") as data:
            self.assertEqual(list(data["molar_ratio"].astype(str).values), ["1:0", "16:1", "4:1", "0:1"])
            self.assertEqual(list(data["grain_fraction"].values), [films[r, 30]["grain_fraction"]
                                                                   for r in ("1:0", "16:1", "4:1", "0:1")])
        self.succeed("plot", "m.h5", "-o", "m.svg")
        self.assertIn(">16:1<", (self.folder / "m.svg").read_text())

    def test_one_thread_and_two_give_the_same(self):
        self.assertEqual(self.films("--threads", "1"), self.films("--threads", "2"))


class Files(Percolation):
    def test_every_group_opens_in_xarray_with_units_and_names(self):
        self.succeed("percolation", "threshold", "varied.toml", "-o", "t.h5")
        self.succeed("percolation", "conductivity", "spheres.toml", "-o", "c.h5")
        self.succeed("percolation", "conductivity", "mixture.toml", "-o", "m.h5")
        groups = {
            "t.h5": {"parameters": None, "variants": {"variant": 2}, "threshold": {"variant": 2},
                     "sizes": {"size": 4}, "crossings": {"realisation": 32}},
            "c.h5": {"parameters": None, "conductivity": {"metal_fraction": 3, "film_thickness": 2},
                     "samples": {"sample": 18}},
            "m.h5": {"parameters": None, "conductivity": {"metal_fraction": 4, "film_thickness": 2},
                     "inside": {"cube": 4}, "samples": {"sample": 16}}}
        for file, expected in groups.items():
            with h5py.File(self.folder / file) as data:
                self.assertEqual({name for name, thing in data.items() if isinstance(thing, h5py.Group)},
                                 set(expected))
            for engine in ENGINES:
                with xarray.open_dataset(self.folder / file, engine=engine) as root:
                    self.assertEqual(root.attrs["format"], "percolith-percolation")
                    self.assertIn("[structure]", root["structure"].item())
                for group, sizes in expected.items():
                    with xarray.open_dataset(self.folder / file, group=group, engine=engine) as data:
                        if sizes is not None:
                            self.assertEqual(dict(data.sizes), sizes)
                        for name, variable in data.variables.items():
                            self.assertTrue(variable.attrs["units"], name)
                            self.assertTrue(variable.attrs["long_name"], name)

    def test_the_file_holds_what_is_printed(self):
        told = json.loads(self.succeed("percolation", "conductivity", "spheres.toml", "--json", "-o", "c.h5"))
        with xarray.open_dataset(self.folder / "c.h5", group="conductivity", engine="h5netcdf") as data:
            for film in told["films"]:
                at = data.sel(metal_fraction=film["metal_fraction"], film_thickness=film["film_thickness"])
                self.assertEqual(float(at["conductivity"]), film["conductivity"])
        with xarray.open_dataset(self.folder / "c.h5", engine="h5netcdf") as root:
            self.assertEqual(root["structure"].item(), SPHERES)

    def test_the_page_names_what_is_in_a_file(self):
        page = (DOCS / "files" / "percolation.md").read_text()
        rows = re.findall(r"^\| `(/[^@`][^`]*)` \| ([^|]*) \|", page, re.M)
        self.succeed("percolation", "threshold", "varied.toml", "-o", "t.h5")
        self.succeed("percolation", "conductivity", "films.toml", "-o", "c.h5")
        self.succeed("percolation", "conductivity", "mixture.toml", "-o", "m.h5")
        present = {}
        for file in ("t.h5", "c.h5", "m.h5"):
            with h5py.File(self.folder / file) as data:
                data.visititems(lambda name, thing: present.update({"/" + name: thing.attrs["units"].decode()})
                                if isinstance(thing, h5py.Dataset) and not re.search(r"(^|/)string\d+$", name)
                                else None)
                for name in data.attrs:
                    self.assertIn(f"`/@{name}`", page)
        self.assertEqual({name for name, _ in rows}, set(present))
        for name, unit in rows:
            if name != "/threshold/value":  # that of the varied key
                self.assertEqual(present[name], unit.strip(), name)

    def test_a_table_as_text_says_where_it_comes_from(self):
        self.succeed("percolation", "table", "spheres.toml", "-o", "sigma.csv")
        text = (self.folder / "sigma.csv").read_text()
        self.assertRegex(text, r"^# spheres of 10 nm\n# structure: particles; seed 1; 3 realisations")
        self.assertIn('#   diameter = "10 nm"', text)
        self.assertEqual(text, self.succeed("percolation", "table", "spheres.toml"))

    def test_from_a_structure_to_the_life_of_a_cell(self):
        case = edited(SMALL, ('electronic_conductivity = "4e-9 S/m"\n', "")) + (
            '[interphase.electronic]\nlaw = "table"\nfile = "sigma.h5"\n')
        self.write("case.toml", case)
        self.succeed("percolation", "table", "spheres.toml", "-o", "sigma.h5")
        self.succeed("percolation", "table", "spheres.toml", "-o", "sigma.csv")
        binary = self.summary("case.toml")
        text = self.summary("case.toml", "--set", "interphase.electronic.file=sigma.csv")
        self.assertEqual(binary["ended_by"], text["ended_by"])
        self.assertAlmostEqual(binary["end_time"] / text["end_time"], 1.0, 6)
        self.refused(BAD_INPUT, ["is what is read"], "simulate", "case.toml", "-o", "sigma.h5")


class Pictures(Percolation):
    def test_figures_of_results_and_of_result_files(self):
        self.succeed("percolation", "threshold", "varied.toml", "-o", "lever.svg")
        self.assertIn("Axis ratio", (self.folder / "lever.svg").read_text())
        self.succeed("percolation", "conductivity", "spheres.toml", "-o", "c.h5")
        self.succeed("plot", "c.h5", "-o", "c.svg")
        self.assertIn("40 nm", (self.folder / "c.svg").read_text())
        self.succeed("plot", "c.h5", "-o", "c.png")
        self.assertTrue((self.folder / "c.png").read_bytes().startswith(b"\x89PNG"))

    def test_films_of_all_thicknesses_on_one_curve(self):
        told = json.loads(self.succeed("percolation", "conductivity", "films.toml", "--json", "-o", "c.h5"))["scaling"]
        self.assertEqual(told["threshold"], 0.3116)
        # By ten times as many films c is 2.49(7) (docs/studies/films.md).
        self.assertLess(abs(told["coefficient"] - 2.49), 4 * told["coefficient_error"])
        self.assertLess(told["quality"], told["quality_without_offset"])
        # All below V_P, and thicker the nearer to it.
        limits = told["limits"]
        self.assertEqual([limit["metal_fraction"] for limit in limits], [0.22, 0.25, 0.28])
        self.assertEqual(limits, sorted(limits, key=lambda limit: limit["crossing_thickness"]))
        text = self.succeed("percolation", "conductivity", "films.toml")
        self.assertIn("crossing thickness", text)
        # Films without metal are kept, though there is nothing to compare.
        empty = ("--set", "conductivity.threshold=0.03",
                 "--set", "conductivity.metal_fractions=[0.03, 0.032, 0.035]")
        self.assertIn("too few films conduct", self.succeed("percolation", "conductivity", "films.toml", *empty))
        self.succeed("plot", "c.h5", "--collapse", "-o", "c.svg")
        self.assertIn("standard errors apart", (self.folder / "c.svg").read_text())
        self.succeed("percolation", "conductivity", "spheres.toml", "-o", "s.h5")
        self.refused(BAD_INPUT, ["--collapse", "conductivity.threshold"], "plot", "s.h5", "--collapse", "-o", "x.svg")

    def test_a_cut_through_the_structure(self):
        self.succeed("percolation", "picture", "spheres.toml", "--fraction", "0.4", "-o", "cut.svg")
        self.assertIn("a cluster spans", (self.folder / "cut.svg").read_text())
        self.succeed("percolation", "picture", "spheres.toml", "--fraction", "1 %", "-o", "cut.svg")
        self.assertIn("no cluster spans", (self.folder / "cut.svg").read_text())

    def test_voxels_for_paraview(self):
        """The header is XML; each array begins with its length, where the header says."""
        self.succeed("percolation", "picture", "spheres.toml", "--fraction", "0.4", "--thickness", "40 nm",
                     "-o", "v.vti")
        text = (self.folder / "v.vti").read_bytes()
        begin = text.index(b"_", text.index(b"<AppendedData")) + 1
        end = text.rindex(b"\n</AppendedData>")
        tree = xml.etree.ElementTree.fromstring(text[:begin] + text[end:])
        image = tree.find("ImageData")
        low, nx, _, ny, _, nz = map(int, image.attrib["WholeExtent"].split())
        self.assertEqual(low, 0)
        arrays = {}
        for array in tree.iter("DataArray"):
            kind = {"UInt8": "<u1", "UInt32": "<u4"}[array.attrib["type"]]
            at = begin + int(array.attrib["offset"])
            (length,) = struct.unpack("<Q", text[at:at + 8])
            arrays[array.attrib["Name"]] = numpy.frombuffer(text[at + 8:at + 8 + length], kind)
        for values in arrays.values():
            self.assertEqual(values.size, nx * ny * nz)
        self.assertAlmostEqual(float((arrays["phase"] == 1).mean()), 0.4, 1)
        self.assertTrue(numpy.array_equal(arrays["phase"] == 1, arrays["cluster"] > 0))
        spanning = arrays["spanning"].reshape(nz, ny, nx)
        self.assertTrue(spanning[0].any() and spanning[-1].any())
        self.assertAlmostEqual(nz * float(image.attrib["Spacing"].split()[2]), 40.0, 0)


class Interrupted(Percolation):
    def begun(self, output, *arguments):
        """A computation under way: it has kept something. One thread makes it last."""
        process = self.start("percolation", "threshold", "lasting.toml", "-o", output, "--threads", "1", *arguments)
        deadline = time.monotonic() + 60
        while not (self.folder / f"{output}.unfinished" / "chunk-0").exists():
            self.assertIsNone(process.poll(), "ended before it could be interrupted")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        return process

    def ended(self, process, number):
        process.send_signal(number)
        out, err = process.communicate(timeout=PROMPTLY)
        return process.returncode, out.decode(), err.decode()

    def test_it_goes_on_where_it_was_and_gives_the_same_result(self):
        self.succeed("percolation", "threshold", "lasting.toml", "-o", "whole.h5")
        code, out, err = self.ended(self.begun("parts.h5"), signal.SIGINT)
        self.assertEqual((code, out), (130, ""))
        self.assertRegex(err, r"^parts\.h5\.unfinished: keeps \d+ of 3000 realisations; the same command goes on")
        self.assertFalse((self.folder / "parts.h5").exists())
        code, _, err = self.ended(self.start("percolation", "threshold", "lasting.toml", "-o", "parts.h5"),
                                  signal.SIGTERM)
        self.assertIn(code, (143, -signal.SIGTERM))  # it may not have begun to listen
        result = self.run_program("percolation", "threshold", "lasting.toml", "-o", "parts.h5", "--threads", "1")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stderr, r"^parts\.h5\.unfinished: goes on from \d+ of 3000 realisations\n$")
        self.assertEqual(content(self.folder / "parts.h5"), content(self.folder / "whole.h5"))
        self.assertFalse((self.folder / "parts.h5.unfinished").exists())

    def test_killed_it_loses_the_last_moments_alone(self):
        process = self.begun("parts.h5")
        self.assertEqual(self.ended(process, signal.SIGKILL)[0], -signal.SIGKILL)
        result = self.run_program("percolation", "threshold", "lasting.toml", "-o", "parts.h5")
        self.assertRegex(result.stderr, r"goes on from [1-9]\d* of 3000")
        self.assertEqual(sorted(each.name for each in self.folder.glob("parts*")), ["parts.h5"])

    def test_work_of_another_input_is_refused_and_kept(self):
        self.ended(self.begun("parts.h5"), signal.SIGTERM)
        self.refused(BAD_INPUT, ["parts.h5.unfinished", "another input", "remove the folder"], "percolation",
                     "threshold", "lasting.toml", "-o", "parts.h5", "--set", "seed=9")
        self.refused(BAD_INPUT, ["another input"], "percolation", "conductivity", "spheres.toml", "-o", "parts.h5")

    def test_without_output_nothing_is_kept(self):
        process = self.start("percolation", "threshold", "lasting.toml")
        self.wait_until_it_catches(signal.SIGINT, process)
        code, out, err = self.ended(process, signal.SIGINT)
        self.assertEqual((code, out), (130, ""))
        self.assertIn("without --output nothing is kept", err)

    def test_another_run_writes_the_same_output(self):
        process = self.begun("parts.h5")
        result = self.run_program("percolation", "threshold", "lasting.toml", "-o", "parts.h5")
        self.assertEqual(result.returncode, OUTPUT_FAILURE)
        self.assertIn("another run is writing this file", result.stderr)
        self.ended(process, signal.SIGINT)


class Progress(Percolation):
    def test_a_terminal_is_told_how_far_it_is_and_the_time_left_on_one_line(self):
        try:
            ours, theirs = pty.openpty()
        except OSError as fault:
            self.skipTest(f"no terminal to be had: {fault}")
        process = self.start("percolation", "threshold", "lasting.toml", stderr=theirs)
        os.close(theirs)
        shown = b""
        deadline = time.monotonic() + 60
        while b" left" not in shown and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.1)[0]:
                shown += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PROMPTLY)
        os.close(ours)
        self.assertRegex(shown.decode(), r"\d+ of 3000 realisations, about \S.* left")
        self.assertNotIn("\n", shown.decode())


if __name__ == "__main__":
    main()

"""Pages on results: their numbers, what they look like to a browser, what is refused."""

import base64
import json
import re
import struct
import unittest
import zlib

import h5py

import report_page_support as page_support
from support import BAD_INPUT, OUTPUT_FAILURE, SMALL, edited, full_disk
from design_support import DESIGN
from run_file_support import RunFileTest

SWEEP = """\
title = "a small map"
case = "case.toml"
outputs = ["cycle_life", "peak_polarization", "ended_by"]

[[axis]]
key = "interphase.electronic_conductivity"
from = "1e-9 S/m"
to = "1e-6 S/m"
points = 4
scale = "log"

[[axis]]
key = "cell.working.lithium"
from = "1 um"
to = "20 um"
points = 3
"""


LIFE = """\
title = "a small prediction"
case = "long.toml"

[[uncertain]]
key = "interphase.renewal"
distribution = "log-normal"
median = "2e-3 m^2/C"
factor = 2

[sample]
tests = 64
sensitivity = false
"""


class Read:
    """What a page holds, unpacked as its script does it."""

    def __init__(self, file):
        self.html = file.read_text(encoding="utf-8")
        self.report = json.loads(re.search(r'<script type="application/json" id="report">(.*?)</script>', self.html, re.S)[1])
        self.arrays = re.findall(r'<script type="application/octet-stream" class="array" id="array-\d+">(.*?)</script>', self.html)

    def blocks(self, kind, section=None):
        return [block for part in self.report["sections"] if section in (None, part["id"])
                for block in part["blocks"] if block["kind"] == kind]

    def numbers(self, reference):
        letter, width = {"f64": ("d", 8), "f32": ("f", 4)}[reference["type"]]
        count = reference["length"]
        planes = zlib.decompress(base64.b64decode(self.arrays[reference["array"]]))
        data = bytearray(len(planes))
        for byte in range(width):
            data[byte::width] = planes[byte * count:(byte + 1) * count]
        if reference["coding"] == "delta":
            total, whole = 0, []
            for step in struct.unpack(f"<{count}Q", data):
                total = (total + step) % 2**64
                whole.append(total)
            data = struct.pack(f"<{count}Q", *whole)
        return list(struct.unpack(f"<{count}{letter}", data))


class Report(RunFileTest):
    def report(self, *files):
        self.succeed("report", *files, "-o", "page.html")
        return Read(self.folder / "page.html")

    def test_a_page_shows_the_numbers_of_the_run(self):
        read = self.report("run.h5")
        self.assertEqual([part["id"] for part in read.report["sections"]],
                         ["verdict", "voltage", "polarization", "thickness", "lithium", "leakage", "terms", "impedance",
                          "cell", "ledger", "events", "provenance"])
        summary = json.loads(self.succeed("simulate", "case.toml", "--json"))
        headline = read.blocks("verdict")[0]["headline"]
        self.assertIn(f"{summary['end_time'] / 3600:.4g} h, {summary['cycle_life']} whole cycles", headline)
        self.assertEqual(read.blocks("source")[0]["text"], SMALL)
        with h5py.File(self.file) as file:
            times, volts = file["series/time"][()] / 3600, file["series/voltage"][()]
            thickness = file["series/working_interphase_thickness"][()]
        chart = read.blocks("chart", "voltage")[0]
        factor = {"V": 1, "mV": 1e3}[chart["y"]["unit"]]
        values = read.numbers(chart["series"][0]["values"])
        # Every recorded instant at which the voltage turns is there, and says what the run says.
        self.assertAlmostEqual(max(values) / factor, max(volts), delta=2e-5 * abs(max(volts)))
        self.assertAlmostEqual(min(values) / factor, min(volts), delta=2e-5 * abs(min(volts)))
        for time, value in zip(read.numbers(chart["series"][0]["x"]), values):
            near = [volt for at, volt in zip(times, volts) if abs(at - time) < 1e-9 * max(times)]
            self.assertTrue(any(abs(value / factor - volt) < 2e-5 * abs(volt) + 1e-12 for volt in near), (time, value, near))
        chart = read.blocks("chart", "thickness")[0]
        factor = {"nm": 1e9, "µm": 1e6}[chart["y"]["unit"]]
        working = next(series for series in chart["series"] if series["name"] == "working")
        self.assertAlmostEqual(read.numbers(working["values"])[-1] / factor, thickness[-1], delta=2e-5 * thickness[-1])

    def test_the_leak_lies_below_its_limits_and_the_terms_add_up(self):
        read = self.report("run.h5")
        chart = read.blocks("chart", "leakage")[0]
        curves = {series["name"]: read.numbers(series["values"]) for series in chart["series"]}
        for side in ("working", "counter"):
            self.assertNotIn(f"{side}, reaction alone", curves)  # the front of this cell has no resistance
            for limit in ("electrons", "ions"):
                pairs = [(leak, most) for leak, most in zip(curves[f"{side}, leak"], curves[f"{side}, {limit} alone"])
                         if leak > 0 and most == most]
                self.assertGreater(len(pairs), 4)
                self.assertTrue(all(leak <= 1.001 * most for leak, most in pairs))
        chart = read.blocks("chart", "terms")[0]
        terms = [read.numbers(series["values"]) for series in chart["series"]]
        with h5py.File(self.file) as file:
            times, volts = list(file["series/time"][()] / 3600), list(file["series/voltage"][()])
        factor = {"V": 1, "mV": 1e3}[chart["y"]["unit"]]
        scale = max(abs(value) for term in terms for value in term)
        for time, total in zip(read.numbers(chart["series"][0]["x"]), map(sum, zip(*terms))):
            near = [volt for at, volt in zip(times, volts) if abs(at - time) < 1e-9 * max(times)]
            self.assertTrue(any(abs(total - factor * volt) < 1e-4 * scale for volt in near), (time, total, near))

    def test_the_leak_and_what_rules_it_fill_the_chart(self):
        self.succeed("simulate", str(page_support.ROOT / "runs/cases/asymmetric_lpsc_lgps_4_1.toml"), "-o", "leaky.h5")
        chart = self.report("leaky.h5").blocks("chart", "leakage")[0]
        read = Read(self.folder / "page.html")
        low, high = chart["y"]["range"]
        self.assertTrue(1 < high / low < 10, (low, high))
        for series in chart["series"]:
            values = [value for value in read.numbers(series["values"]) if value == value]
            inside = sum(low <= value <= high for value in values) / len(values)
            if series["name"].endswith(("leak", "electrons alone")):
                self.assertGreater(inside, 0.9, series["name"])
            else:
                self.assertEqual(inside, 0, series["name"])
        self.assertIn("cut off here: ions alone, reaction alone", chart["caption"])

    def test_a_law_with_a_threshold_says_whether_the_metal_percolates(self):
        law = ('[interphase.electronic]\nlaw = "power law"\ninsulator_conductivity = "1e-12 S/m"\n'
               'conductor_conductivity = "7e-6 S/m"\nthreshold = 0.014\n\n[protocol]')
        small = edited(SMALL, ('electronic_conductivity = "4e-9 S/m"\n', ""), ("[protocol]", law))
        self.write("law.toml", small)
        for fraction, words in ((0.05, "mixed-conducting (MI-SEI), since its metal, 5 %, lies above"),
                                (0.01, "not mixed-conducting, since its metal, 1 %, lies below")):
            self.succeed("simulate", "law.toml", "--set", f"electrolyte.metal_volume_fraction={fraction}", "-o", "law.h5")
            lines = self.report("law.h5").blocks("verdict")[0]["lines"]
            for side in ("working", "counter"):
                self.assertTrue(any(line.startswith(f"Interphase on {side}: {words} the percolation threshold of 1.4 %")
                                    for line in lines), lines)

    def test_several_runs_share_their_charts(self):
        self.write("other.toml", edited(SMALL, ("20 um", "10 um"), ('"small"', '"smaller"')))
        self.succeed("simulate", "other.toml", "-o", "other.h5")
        read = self.report("run.h5", "other.h5")
        self.assertEqual(len(read.blocks("verdict")), 2)
        self.assertEqual([series["tie"] for series in read.blocks("chart", "voltage")[0]["series"]], ["run", "other"])
        self.assertEqual(read.report["files"], ["run.h5", "other.h5"])

    def test_what_was_measured_is_shown_beside_runs(self):
        rows = "".join(f"{60 * n},{0.001 * (n % 7) + 0.02:.4f},{0.4 if n < 60 else -0.4},1,{1 + n // 60}\n" for n in range(120))
        self.write("tester.csv", "Time [s],Voltage [V],Current [mA],Cycle,Step\n" + rows)
        self.succeed("import", "tester.csv", "-o", "measured.h5", "--area", "0.785 cm^2")
        alone = self.report("measured.h5")
        self.assertEqual([part["id"] for part in alone.report["sections"]],
                         ["verdict", "voltage", "current", "polarization", "findings", "provenance"])
        self.assertEqual(alone.report["title"], "tester.csv")
        self.assertIn("tester.csv", alone.blocks("verdict")[0]["headline"])
        with h5py.File(self.folder / "measured.h5") as file:
            volts, amperes = file["series/voltage"][()], file["series/current"][()]
        chart = alone.blocks("chart", "voltage")[0]
        shown = alone.numbers(chart["series"][0]["values"])
        factor = {"V": 1, "mV": 1e3}[chart["y"]["unit"]]
        self.assertAlmostEqual(max(shown) / factor, max(volts), delta=1e-6)
        chart = alone.blocks("chart", "current")[0]
        self.assertEqual(chart["y"]["unit"], "mA cm⁻²")
        self.assertAlmostEqual(max(alone.numbers(chart["series"][0]["values"])), max(amperes) * 1e3 / 0.785, delta=1e-4)
        polarization = alone.blocks("chart", "polarization")[0]
        peaks = alone.numbers(polarization["series"][0]["values"])
        self.assertEqual([round(peak) for peak in peaks], [26, 26])
        both = self.report("run.h5", "measured.h5")
        self.assertEqual([series["tie"] for series in both.blocks("chart", "voltage")[0]["series"]], ["run", "measured"])
        self.assertEqual(both.report["title"], "1 run and 1 measured record side by side")
        self.assertEqual(len(both.blocks("verdict")), 2)

    def test_measured_impedance_is_shown_point_by_point(self):
        self.write("eis.csv", "Frequency [Hz],Re(Z)/Ohm,-Im(Z)/Ohm\n1000,5,1\n100,6,2\n10,5.5,1.5\n")
        self.succeed("import", "eis.csv", "-o", "eis.h5")
        read = self.report("eis.h5")
        chart = read.blocks("chart", "impedance")[0]
        self.assertEqual((chart["x"]["unit"], chart["series"][0]["style"]), ("Ω", "points"))
        self.assertEqual(read.numbers(chart["series"][0]["x"]), [5.0, 5.5, 6.0])
        self.assertEqual(read.numbers(chart["series"][0]["values"]), [1.0, 1.5, 2.0])

    def test_a_map_shows_every_place(self):
        self.write("sweep.toml", SWEEP)
        self.succeed("sweep", "sweep.toml", "-o", "map.h5")
        read = self.report("map.h5")
        drawing = read.blocks("map")[0]
        with h5py.File(self.folder / "map.h5") as file:
            names = [name for name in file if "cycle_life" in name or name == "members"]
            lives = sorted(value for value in read.numbers(drawing["quantities"][0]["values"]) if value == value)
            found = []
            file.visititems(lambda name, item: found.append(item[()]) if name.endswith("cycle_life") else None)
        self.assertEqual(lives, sorted(float(value) for value in found[0].ravel()), names)
        self.assertEqual(len(drawing["x"]["values"]) * len(drawing["y"]["values"]), 12)

    def test_the_cliff_of_a_map_is_told_from_the_end_of_the_test(self):
        """Foils above some 25 um outlive 400 h beside the threshold: the line moves with them to higher metal fractions."""
        sweep = (page_support.ROOT / "runs/sweeps/vfm_lithium.toml").read_text(encoding="utf-8")
        self.write("thirty.toml", sweep.replace("points = 100", "points = 30").replace("../cases", str(page_support.ROOT / "runs/cases")))
        self.succeed("sweep", "thirty.toml", "-o", "thirty.h5")
        drawing = self.report("thirty.h5").blocks("map")[0]
        cliff, end = drawing["curves"]
        self.assertEqual([(curve["name"], curve["style"]) for curve in (cliff, end)], [("cliff", "line"), ("end of the test", "dashed")])
        self.assertEqual(len(set(cliff["x"])), 1)
        self.assertTrue(10 < cliff["y"][-1] < 25 and cliff["y"][-1] == end["y"][0], cliff["y"])
        self.assertGreater(end["x"][-1], 2 * cliff["x"][0])
        self.assertIn("may merely outlive the test", drawing["caption"])

    def test_thresholds_are_shown_as_they_are_plotted(self):
        self.write("shapes.toml", '[structure]\nkind = "particles"\ndiameter = "10 nm"\n[threshold]\nsizes = [10, 12]\n'
                   'realisations = [8, 8]\n[vary]\nkey = "structure.axis_ratio"\nvalues = [0.1, 1, 10]\n')
        told = json.loads(self.succeed("percolation", "threshold", "shapes.toml", "-o", "shapes.h5", "--json"))["thresholds"]
        text = self.succeed("percolation", "threshold", "shapes.toml")
        read = self.report("shapes.h5")
        exponents = [row[3] for row in read.blocks("table", "threshold")[0]["rows"]]
        self.assertEqual(exponents.count("–"), text.count("not told by these sizes"))
        self.assertIn("–", exponents)
        chart = read.blocks("chart", "threshold")[0]
        self.assertTrue(chart["x"]["log"])
        self.assertEqual([series["style"] for series in chart["series"]], ["points"])
        bars, = chart["bands"]
        self.assertEqual(bars["style"], "bars")
        for one, low, high in zip(told, read.numbers(bars["lower"]), read.numbers(bars["upper"])):
            self.assertAlmostEqual(high - low, 2 * one["standard_error"], delta=1e-4 * one["threshold"])
            self.assertAlmostEqual((high + low) / 2, one["threshold"], delta=1e-4 * one["threshold"])
        self.succeed("percolation", "threshold", "shapes.toml", "-o", "two.h5", "--set", "vary.values=[0.5, 1]")
        self.assertFalse(self.report("two.h5").blocks("chart", "threshold")[0]["x"]["log"])

    def test_answers_become_pages(self):
        self.write("long.toml", edited(SMALL, ("repeat 3 times", "repeat 500 times")))
        self.write("life.toml", LIFE)
        answer = json.loads(self.succeed("predict", "life.toml", "-o", "tests.h5", "--json"))
        self.write("life.json", json.dumps(answer))
        read = self.report("life.json")
        self.assertEqual(read.blocks("source", "provenance")[0]["text"], LIFE)
        origin = dict(read.blocks("table", "provenance")[0]["rows"])
        self.assertEqual(origin["sources"], answer["provenance"]["commit"])
        curve = read.blocks("chart", "survival")[0]
        self.assertEqual(read.numbers(curve["x"]["values"])[1:], [step["cycles"] for step in answer["survival"]])
        shown = read.numbers(curve["series"][0]["values"])[1:]
        for alive, step in zip(shown, answer["survival"]):
            self.assertAlmostEqual(alive, step["alive"], delta=2e-5)
        self.write("leaky.toml", DESIGN)
        self.write("cell.toml", SMALL)
        self.succeed("design", "leaky.toml", "-o", "design.json")
        answer = json.loads((self.folder / "design.json").read_text())
        read = self.report("design.json")
        best = answer["foils"][answer["chosen"]]["best"]
        self.assertIn(f"{best['decision_time'] / 3600:.3g} h", read.blocks("verdict")[0]["headline"])
        self.assertEqual(len(read.blocks("table", "foils")[0]["rows"]), len(answer["foils"]))
        # What the program's text says of the test stands in the verdict, on other cells above all.
        said = "\n".join(read.blocks("verdict")[0]["lines"])
        for words in ("on cells that had no part in the choice", "that fail: missed", "why not thinner", "anode-free limit",
                      "symmetric-hides-it index"):
            self.assertIn(words, said)
        self.assertEqual(read.blocks("source", "provenance")[0]["text"], DESIGN)
        older = {name: part for name, part in answer.items() if name not in ("provenance", "in_words")}
        self.write("older.json", json.dumps(older))
        self.assertEqual(self.report("older.json").blocks("source"), [])
        del answer["foils"]
        for name, content in (("less.json", json.dumps(answer)), ("cut.json", '{"format": "percolith-des'),
                              ("other.json", '{"format": "percolith-summary", "version": 1}'),
                              ("later.json", '{"format": "percolith-design", "version": 2}')):
            self.write(name, content)
            result = self.run_program("report", name, "-o", "other.html")
            self.assertEqual(result.returncode, BAD_INPUT, name)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
            self.assertIn(name, result.stderr)

    def test_a_column_with_gaps_becomes_a_curve_with_gaps(self):
        with h5py.File(self.file, "r+") as file:
            file["series/voltage"][3:6] = float("nan")
        read = self.report("run.h5")
        values = read.numbers(read.blocks("chart", "voltage")[0]["series"][0]["values"])
        self.assertTrue(any(value != value for value in values))
        self.assertTrue(any(value == value for value in values))

    def test_what_is_no_result_is_refused_in_one_line(self):
        self.write("text.h5", "no run\n")
        whole = self.file.read_bytes()
        self.write("cut.h5", whole[:len(whole) // 2])
        with h5py.File(self.file) as file:
            later = self.folder / "later.h5"
            later.write_bytes(whole)
        with h5py.File(later, "r+") as file:
            file.attrs["format_version"] = 99
        self.write("map.toml", SWEEP)
        self.succeed("sweep", "map.toml", "-o", "map.h5")
        for files, words in ((["text.h5"], "text.h5"), (["cut.h5"], "cut.h5"), (["later.h5"], "later"),
                             (["none.h5"], "none.h5"), (["run.h5", "map.h5"], "map.h5: is a map; runs and measured records stand side by side"), (["case.toml"], "case.toml")):
            result = self.run_program("report", *files, "-o", "page.html")
            self.assertEqual(result.returncode, BAD_INPUT, files)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
            self.assertIn(words, result.stderr)
            self.assertFalse((self.folder / "page.html").exists())
        for output in ("page.pdf", "run.h5", "page"):
            result = self.run_program("report", "run.h5", "-o", output)
            self.assertEqual(result.returncode, BAD_INPUT, output)
        self.assertEqual(self.file.read_bytes(), whole)

    def test_a_full_disk_leaves_nothing_half_written(self):
        result = self.run_program("report", "run.h5", "-o", "page.html", preexec_fn=full_disk(50_000))
        self.assertEqual(result.returncode, OUTPUT_FAILURE)
        self.assertEqual([file.name for file in self.folder.iterdir() if file.name.startswith("page")], [])

    def test_a_browser_shows_it_without_complaint(self):
        self.report("run.h5")
        driver = page_support.browser()
        try:
            driver.get((self.folder / "page.html").as_uri())
            driver.execute_script("for (const figure of document.querySelectorAll('figure')) figure.scrollIntoView();")
            driver.execute_script("window.scrollTo(0, document.body.scrollHeight)")
            page_support.until(driver, "return document.querySelectorAll('.dygraph canvas').length > 4")
            read = Read(self.folder / "page.html")
            self.assertIn(read.blocks("verdict")[0]["headline"], driver.execute_script("return document.body.innerText"))
            complaints = [entry for entry in driver.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")]
            self.assertEqual(complaints, [])
        finally:
            driver.quit()


if __name__ == "__main__":
    unittest.main()

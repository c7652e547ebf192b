"""Predictions as users run them: quantiles, ends, indices, the figure, threads, bad input."""

import json

import numpy
import xarray

from support import BAD_INPUT, ProgramTest, edited, main
from sweep import CELL

PREDICTION = """\
title = "before the test"
case = "thin.toml"
[[uncertain]]
key = "interphase.electronic_conductivity"
distribution = "log-normal"
median = "4.2e-9 S/m"
factor = 2
[[uncertain]]
key = "cell.working.lithium"
distribution = "uniform"
from = "4 um"
to = "16 um"
[sample]
tests = 200
[full_cell]
cathode_capacity = "0.5 mAh/cm^2"
"""
NO_CELL = """\
case = "thin.toml"
[[uncertain]]
key = "cell.working.lithium"
distribution = "normal"
mean = "100 um"
deviation = "10 um"
[sample]
tests = 32
"""


class PredictTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("thin.toml", CELL)
        self.write("before.toml", PREDICTION)

    def predicted(self, *arguments):
        return json.loads(self.succeed("predict", "before.toml", "-o", "tests.h5", "--json", *arguments))

    def test_the_answer_is_that_of_the_tests_in_the_file(self):
        answer = self.predicted("--figure", "life.svg", "--width", "double")
        self.assertIn("<svg", (self.folder / "life.svg").read_text())
        with xarray.open_dataset(self.folder / "tests.h5", engine="h5netcdf") as tests:
            independent = tests.isel(member=[k for k in range(tests.sizes["member"]) if k % 4 < 2])
            self.assertEqual(independent.sizes["member"], 200)
            words = tests["ended_by"].attrs["flag_meanings"].split()
            ended = independent["ended_by"].values != words.index("protocol_finished")
            life = numpy.sort(numpy.where(ended, independent["cycle_life"].values, numpy.inf))
            for quantile in answer["quantiles"]:
                expected = life[int(numpy.ceil(quantile["share"] * 200 - 1e-9)) - 1]
                self.assertEqual(quantile["cycles"], expected if numpy.isfinite(expected) else None, quantile)
            self.assertEqual(answer["ended"], ended.sum())
            lithium = numpy.sort(independent["cell.working.lithium"].values)
            self.assertGreaterEqual(lithium[0], 4e-6)
            self.assertLessEqual(lithium[-1], 16e-6)
            excess = numpy.sort(independent["working_initial_lithium"].values / 1.8e4)
            self.assertAlmostEqual(answer["full_cell"]["n_over_p"][1], excess[99], delta=1e-12)
        self.assertEqual(sum(way["tests"] for way in answer["ends"]), 200)
        self.assertEqual({index["input"] for index in answer["sobol_indices"]},
                         {"interphase.electronic_conductivity", "cell.working.lithium"})

    def test_threads_do_not_change_the_answer(self):
        self.assertEqual(self.predicted("--threads", 1), self.predicted("--threads", 3))

    def test_people_read_what_programs_do(self):
        text = self.succeed("predict", "before.toml", "-o", "tests.h5")
        self.assertIn("200 tests", text)
        self.assertIn("host exhausted on the working electrode", text)
        self.assertIn("full cell with a cathode of 0.5 mAh/cm2: N/P", text)
        self.assertNotIn("not the cathode's", text)
        other = self.succeed("predict", "before.toml", "-o", "tests.h5", "--set", 'full_cell.cathode_capacity="3 mAh/cm^2"')
        self.assertIn("half cycles pass up to 0.5 mAh/cm2, not the cathode's capacity", other)
        self.assertIn("400 tests, pick freeze", self.succeed("predict", "before.toml", "--check"))

    def test_what_no_test_shows_is_not_laid_to_the_protocol_alone(self):
        # Thick lithium lasts, whatever ends its tests.
        self.write("before.toml", edited(PREDICTION, ('"4 um"', '"60 um"'), ('"16 um"', '"80 um"')))
        text = self.succeed("predict", "before.toml", "-o", "tests.h5")
        self.assertIn("by cycle not within the tests", text)
        self.assertNotIn("not within the protocol", text)

    def test_without_any_test_there_is_no_prediction(self):
        # Another lithium on working than on counter is no symmetric cell, in every test.
        self.write("thin.toml", edited(CELL, ('"asymmetric"', '"symmetric"'), ('working = {lithium = "20 um"}\n', "")))
        self.write("before.toml", NO_CELL)
        line = ["before.toml", "no test can be computed", "differs from counter", "go with the case"]
        self.refused(BAD_INPUT, line, "predict", "before.toml", "-o", "tests.h5")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["before.toml", "thin.toml"])
        self.refused(BAD_INPUT, line, "predict", "before.toml", "--check")

    def test_the_answer_says_where_it_comes_from(self):
        provenance = self.predicted("--set", "sample.tests=16")["provenance"]
        self.assertEqual(provenance["input"], PREDICTION)
        self.assertEqual(provenance["overrides"], ["sample.tests=16"])
        self.assertEqual(provenance["inputs"], ["before.toml", "thin.toml"])
        self.assertTrue(provenance["program_version"])
        self.assertTrue(provenance["commit"])

    def test_what_cannot_be_predicted_is_refused_in_one_line(self):
        for change, words in (
            (("cell.working.lithium", "cell.working.lithum"), ["before.toml:9:", "cell.working.lithium"]),
            (('"log-normal"', '"lognormal"'), ["before.toml:5:", "log-normal"]),
            (('from = "4 um"\n', ""), ["uncertain.from", "missing"]),
            (('"0.5 mAh/cm^2"', '"0.5 mAh"'), ["before.toml:16:", "cathode_capacity"]),
        ):
            self.write("before.toml", edited(PREDICTION, change))
            self.refused(BAD_INPUT, words, "predict", "before.toml", "-o", "tests.h5")
        self.write("before.toml", PREDICTION)
        self.refused(BAD_INPUT, ["--output", "keeps its tests", "tests.h5"], "predict", "before.toml", "--json")
        self.refused(BAD_INPUT, ["--figure excludes --check"], "predict", "before.toml", "--check", "--figure", "life.svg")
        self.refused(BAD_INPUT, ["--figure", ".svg"], "predict", "before.toml", "-o", "tests.h5", "--figure", "life.txt")
        self.assertFalse((self.folder / "tests.h5").exists())


if __name__ == "__main__":
    main()

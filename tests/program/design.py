"""Designs as users run them: the answer, its figure and sheets, threads, kill and go on, no answer, bad input."""

import json
import signal
import subprocess
import time

from design_support import DESIGN
from support import BAD_INPUT, SMALL, ProgramTest, edited, main, program


class DesignTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("cell.toml", SMALL)
        self.write("leaky.toml", DESIGN)

    def answer(self, *arguments):
        return json.loads(self.succeed("design", "leaky.toml", "--json", *arguments))

    def test_the_answer_is_read_alike_by_people_and_programs(self):
        answer = self.answer("-o", "answer.json", "--figure", "design.svg", "--width", "double")
        self.assertEqual(answer, json.loads((self.folder / "answer.json").read_text()))
        self.assertIn('width="482"', (self.folder / "design.svg").read_text())  # 170 mm in points
        best = answer["foils"][answer["chosen"]]["best"]
        text = self.succeed("design", "leaky.toml")
        self.assertIn(f"{best['decision_time'] / 3600:.4g} h", text)
        self.assertIn("why not thinner", text)
        self.assertIn("symmetric cell", text)
        self.assertIn("anode-free", text)
        self.assertIn("sound", self.succeed("design", "leaky.toml", "--check"))

    def test_threads_do_not_change_the_answer(self):
        self.assertEqual(self.answer("--threads", 1), self.answer("--threads", 3))

    def test_a_killed_search_goes_on_to_the_same_answer(self):
        # By the reference engine, so that it lasts.
        slow = ["leaky.toml", "-o", "answer.json", "--json"]
        for change in ('set=["solver.engine=sundials"]', "sample.tests=64", 'bench.foils=["2 um"]', "bench.hours=5 h",
                       "bench.capacity.points=2"):
            slow += ["--set", change]
        running = subprocess.Popen([program, "design", *slow], cwd=self.folder, stdout=subprocess.DEVNULL)
        kept = self.folder / "answer.json.unfinished"
        while running.poll() is None and len(list(kept.glob("chunk-*"))) < 2:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        running.wait()
        self.assertFalse((self.folder / "answer.json").exists())
        self.assertGreaterEqual(len(list(kept.glob("chunk-*"))), 2)
        gone_on = json.loads(self.succeed("design", *slow))
        self.assertFalse(kept.exists())
        fresh = json.loads(self.succeed("design", *[word.replace("answer", "fresh") for word in slow]))
        self.assertEqual(gone_on, fresh)
        self.assertEqual(fresh["chosen"], 0)

    def test_the_sheets_run_the_chosen_test(self):
        answer = self.answer("--sheets", "sheets")
        best = answer["foils"][answer["chosen"]]["best"]
        steps = (self.folder / "sheets" / "steps.txt").read_text()
        self.assertIn(f"{best['current_density'] / 10:.4g}", steps)
        tight = self.succeed("simulate", "sheets/case-tight.toml")
        self.assertIn("protocol finished", tight)
        self.assertIn("exhausted on the working electrode", self.succeed("simulate", "sheets/case-leaky.toml"))
        self.assertEqual(json.loads((self.folder / "sheets" / "protocol.json").read_text())["method"][0]["step"], "tag")

    def test_no_answer_says_which_limit_binds_and_by_how_much(self):
        # What hardly differs runs out alike.
        alike = edited(DESIGN, ('"interphase.electronic_conductivity=4e-12 S/m"',
                                '"interphase.renewal=2e-3 m^2/C", "interphase.electronic_conductivity=3.9e-9 S/m"'))
        for design, change, words in (
            (DESIGN, "bench.hours=1 h", ["within 1 h", "would take", "allow more hours"]),
            (alike, "bench.hours=100 h", ["passing cells have failed as well", "foils of less tolerance"]),
        ):
            self.write("leaky.toml", design)
            run = self.run_program("design", "leaky.toml", "--set", change)
            self.assertEqual(run.returncode, BAD_INPUT, run.stderr)
            self.assertEqual(len(run.stderr.strip().splitlines()), 1, run.stderr)
            for word in words:
                self.assertIn(word, run.stderr)
            self.assertIn("no decision", run.stdout)

    def test_what_passing_cells_begin_with_is_told_where_it_binds(self):
        for changes, words in (
            (["bench.current={values=[\"1 A/cm^2\", \"2 A/cm^2\"]}", "bench.alarm=0.5 V"],
             ["100 % of the passing cells raise the alarm within a tenth of their first half cycle: it is set to 0.5 V",
              "take a higher alarm or smaller currents"]),
            (["bench.alarm=0.5 V", "bench.voltage_noise=1 V"],
             ["a reading is off by 1 V", "take a higher alarm or readings of less noise"]),
        ):
            options = [word for change in changes for word in ("--set", change)]
            run = self.run_program("design", "leaky.toml", *options, "-o", "none.json")
            self.assertEqual(run.returncode, BAD_INPUT, run.stderr)
            self.assertEqual(len(run.stderr.strip().splitlines()), 1, run.stderr)
            for word in words:
                self.assertIn(word, run.stderr)
            self.assertNotIn("hours", run.stderr.split(";")[-1])
            answer = json.loads((self.folder / "none.json").read_text())
            self.assertIn(f"{answer['binding_limit']}; {answer['mend']}", run.stderr)

    def test_a_symmetric_cell_that_has_raised_the_alarm_hides_nothing(self):
        text = self.succeed("design", "leaky.toml", "--set", "bench.alarm=11 mV", "--set", "bench.voltage_noise=0 V")
        self.assertIn("most of its cells have raised the alarm", text)
        self.assertNotRegex(text, r"\b(nan|inf)\b")

    def test_the_answer_says_where_it_comes_from(self):
        answer = self.answer("--set", "bench.hours=90 h")
        self.assertEqual(answer["provenance"]["input"], DESIGN)
        self.assertEqual(answer["provenance"]["overrides"], ["bench.hours=90 h"])
        self.assertEqual(answer["provenance"]["inputs"], ["leaky.toml", "cell.toml"])
        text = self.succeed("design", "leaky.toml", "--set", "bench.hours=90 h")
        for sentence in answer["in_words"]:
            self.assertIn(f"{sentence}\n", text)

    def test_bad_input_is_one_line(self):
        self.write("cell.toml", edited(SMALL, ("4e-9 S/m", "4e-9 V")))
        self.refused(BAD_INPUT, ["electronic_conductivity", "S/m"], "design", "leaky.toml")
        self.write("cell.toml", SMALL)
        self.refused(BAD_INPUT, ["--output", "name it so"], "design", "leaky.toml", "-o", "answer.txt")
        self.refused(BAD_INPUT, ["--figure", ".svg"], "design", "leaky.toml", "--figure", "answer.txt")
        self.refused(BAD_INPUT, ["--width", "give single"], "design", "leaky.toml", "--figure", "x.svg", "--width", "wide")
        self.refused(BAD_INPUT, ["--width requires --figure"], "design", "leaky.toml", "--width", "double")
        self.refused(BAD_INPUT, ["--sheets", "leaky.toml"], "design", "leaky.toml", "--sheets", ".")
        self.refused(BAD_INPUT, ["--sheets", "no folder"], "design", "leaky.toml", "--sheets", "cell.toml")
        self.refused(BAD_INPUT, ["sample.tests", "at least 1000"], "design", "leaky.toml", "--set", "errors.miss=0.001")
        self.refused(BAD_INPUT, ["bench.hour", "hours"], "design", "leaky.toml", "--set", "bench.hour=3")


if __name__ == "__main__":
    main()

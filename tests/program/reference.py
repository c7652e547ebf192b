"""The program about itself: help, version, the reference of keys, checks without a run."""

import json
import re
import subprocess

from support import BAD_INPUT, CASES, DOCS, ROOT, SMALL, ProgramTest, edited, main, program

COMMANDS = ("simulate", "check", "describe", "plot", "export", "fit", "impedance", "import", "percolation", "predict", "sweep")
PERCOLATION = ("threshold", "conductivity", "table", "picture")


class Help(ProgramTest):
    def test_every_command_explains_itself(self):
        text = self.succeed("--help")
        for command in COMMANDS:
            self.assertRegex(text, rf"\n  {command} +\w")
            self.assertIn(f"percolith {command}", self.succeed(command, "--help"))

    def test_every_command_has_its_part_of_the_page(self):
        page = (DOCS / "commands.md").read_text()
        commands = re.findall(r"\n  (\w+) {5,}", self.succeed("--help").split("Subcommands:")[1])
        self.assertGreaterEqual(set(commands), set(COMMANDS))
        for command in commands:
            self.assertIn(f"## percolith {command}\n", page)
            for option in re.findall(r"\s(--[a-z]+)", self.succeed(command, "--help")):
                self.assertIn(f"`{option}", page)

    def test_the_commands_of_percolation_explain_themselves_and_stand_on_the_page(self):
        page = (DOCS / "commands.md").read_text()
        self.assertEqual(
            re.findall(r"\n  (\w+) {5,}", self.succeed("percolation", "--help").split("Subcommands:")[1]),
            list(PERCOLATION))
        for command in PERCOLATION:
            text = self.succeed("percolation", command, "--help")
            self.assertIn(f"percolith percolation {command}", text)
            self.assertIn(f"`percolith percolation {command}`", page)
            for option in re.findall(r"\s(--[a-z]+)", text):
                self.assertIn(f"`{option}", page)

    def test_the_exit_statuses_are_in_the_help(self):
        self.assertIn("Exit status: 0", self.succeed("--help"))

    def test_simulate_says_that_nothing_is_kept_without_output(self):
        self.assertIn("without it no file is written", re.sub(r"\s+", " ", self.succeed("simulate", "--help")))
        self.write("case.toml", SMALL)
        self.succeed("simulate", "case.toml")
        self.assertEqual([file.name for file in self.folder.iterdir()], ["case.toml"])

    def test_version(self):
        version = re.search(r"project\(percolith VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        self.assertRegex(self.succeed("--version"), rf"^{re.escape(version)} \(\S+\)\n$")


class WrongArguments(ProgramTest):
    def test_each_is_refused_on_one_line(self):
        self.write("case.toml", SMALL)
        for words, arguments in (
            (["subcommand"], []),
            (['unknown command "simulat"', 'did you mean "simulate"'], ["simulat", "case.toml"]),
            (["CASE", "percolith simulate --help"], ["simulate"]),
            (["subcommand", "percolith percolation --help"], ["percolation"]),
            (['unknown command "thresold"', 'did you mean "threshold"'], ["percolation", "thresold", "x.toml"]),
            (["STRUCTURE", "percolith percolation threshold --help"], ["percolation", "threshold"]),
            (["--threads"], ["percolation", "threshold", "x.toml", "--threads", "0"]),
            (["--frobnicate"], ["simulate", "case.toml", "--frobnicate"]),
            (["extra.toml"], ["simulate", "case.toml", "extra.toml"]),
            (["--output"], ["simulate", "case.toml", "-o"]),
            (["--set"], ["simulate", "case.toml", "--set"]),
            (["--engine", "odeint"], ["simulate", "case.toml", "--engine", "euler"]),
            (["--output"], ["plot", "run.h5"]),
            (["--table", "bdf"], ["export", "run.h5", "-o", "x.csv", "--table", "xml"]),
            (["--at"], ["impedance", "run.h5"]),
            (["-o"], ["simulate", "case.toml", "-o", "a.h5", "-o", "b.h5"]),
        ):
            with self.subTest(arguments=arguments):
                self.refused(BAD_INPUT, words, *arguments)

    def test_an_empty_output_is_no_output(self):
        self.write("case.toml", SMALL)
        result = self.run_program("simulate", "case.toml", "-o", "")
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertEqual(result.stdout, "")


class Describe(ProgramTest):
    def keys(self, *options):
        told = json.loads(self.succeed("describe", "--json", *options))
        self.assertEqual((told["format"], told["version"]), ("percolith-keys", 1))
        return told["keys"]

    def test_every_key_has_meaning_kind_and_either_default_or_need(self):
        for key in self.keys():
            with self.subTest(key=key["key"]):
                self.assertTrue(key["meaning"])
                self.assertTrue(key["kind"])
                if key["kind"] == "quantity":
                    self.assertTrue(key["unit"])
                if key["required"]:
                    self.assertIsNone(key["default"])

    def test_text_and_json_hold_the_same_keys(self):
        text = self.succeed("describe")
        listed = set()
        section = ""
        for line in text.splitlines():
            if heading := re.fullmatch(r"\[(.+)\]", line):
                section = heading[1]
            elif key := re.match(r"  (\S+)  ", line):
                listed.add((section, key[1]))
        self.assertEqual(listed, {(key["section"], key["name"]) for key in self.keys()})

    def test_every_key_of_every_shipped_case_is_described(self):
        known = {key["key"] for key in self.keys()}
        sections = {key["section"] for key in self.keys()}
        for case in sorted(CASES.glob("*.toml")):
            section = ""
            in_text = False
            for line in case.read_text().splitlines():
                if in_text or line.startswith("#"):
                    in_text = in_text and '"""' not in line
                    continue
                if heading := re.match(r"\[([\w.]+)\]", line):
                    section = heading[1]
                    self.assertIn(section, sections, case.name)
                elif key := re.match(r"([\w.]+)\s*=", line):
                    name = f"{section}.{key[1]}".lstrip(".")
                    self.assertTrue(name in known or name in sections, f"{case.name}: {name}")
                    in_text = line.count('"""') == 1

    def test_a_word_selects(self):
        text = self.succeed("describe", "renewal")
        self.assertIn("renewal", text)
        self.assertNotIn("void_depth", text)
        self.assertEqual({key["name"] for key in self.keys("renewal")}, {"renewal"})

    def test_a_word_that_selects_nothing_is_refused_with_the_nearest_key(self):
        self.refused(BAD_INPUT, ['"temprature"', 'did you mean "temperature"'], "describe", "temprature")

    def test_materials_files_have_their_own_reference(self):
        names = {key["key"] for key in self.keys("--materials")}
        self.assertIn("phases.NAME.formula", names)
        self.assertIn("phases.NAME.reduction.equation", names)

    def test_every_other_kind_of_file_has_its_own_reference(self):
        for option, key in (("--structure", "structure.kind"), ("--fit", "cell.case"), ("--sweep", "axis.key"),
                            ("--prediction", "uncertain.distribution"), ("--design", "bench.foils")):
            with self.subTest(option=option):
                self.assertIn(key, {entry["key"] for entry in self.keys(option)})

    def test_one_reference_is_printed_at_a_time(self):
        self.refused(BAD_INPUT, ["--design", "--prediction"], "describe", "--design", "--prediction")

    def test_defaults_are_the_ones_a_run_uses(self):
        told = {key["key"]: key["default"] for key in self.keys()}
        self.assertEqual(told["cell.temperature"], "25 degC")
        self.assertEqual(told["interphase.initial_thickness"], "5 nm")
        self.assertEqual(told["protocol.voltage_limit"], "5 V")
        self.assertEqual(told["solver.engine"], "sundials")


class Check(ProgramTest):
    def test_a_sound_case_is_said_back_in_short(self):
        out = self.succeed("check", self.write("case.toml", SMALL))
        self.assertRegex(out, r"case\.toml: sound\n")
        self.assertIn("4.123 mAh/cm2 on working, 20.62 mAh/cm2 on counter", out)
        self.assertIn("foils counted with 0.206165 mAh/cm2 per um, F/V_Li", out)
        self.assertIn("LPSC:LGPS 4:1; V_f-M 0.03836", out)
        self.assertIn("6 steps, 3 cycles, at most 6 h", out)

    def test_it_runs_nothing_even_where_a_run_would_take_for_ever(self):
        case = self.write("case.toml", edited(SMALL, ("repeat 3 times", "repeat forever")))
        self.assertIn("protocol: until something ends it", self.succeed("check", case))
        case = self.write("case.toml", edited(SMALL, ("repeat 3 times", "repeat for 3 days")))
        self.assertIn("protocol: at most 72 h", self.succeed("check", case))

    def test_overrides_are_checked_too(self):
        case = self.write("case.toml", SMALL)
        self.succeed("check", case, "--set", "cell.temperature=60 degC", "--engine", "odeint")
        self.refused(BAD_INPUT, ["cell.temperature", "bare number"], "check", case, "--set", "cell.temperature=60")

    def test_all_faults_come_at_once_in_the_order_of_the_file(self):
        case = self.write("case.toml", edited(
            SMALL, ('"0.785 cm^2"', "0.785"), ('"1 mm"', '"1 s"'), ("LGPS = 1", "LGPX = 1")))
        said = self.refused(BAD_INPUT, ["cell.area", "LGPX", "separator.thickness"], "check", case, lines=3)
        places = [int(line.split(":")[1]) for line in said.splitlines()]
        self.assertEqual(places, sorted(places))

    def test_the_readme_s_case_is_sound(self):
        readme = (ROOT / "README.md").read_text()
        self.succeed("check", self.write("my_cell.toml", re.search(r"```toml\n(.*?)```", readme, re.S)[1]))


class Overrides(ProgramTest):
    def test_they_win_over_the_file(self):
        case = self.write("case.toml", SMALL)
        warm = self.summary(case, "--set", "cell.temperature=60 degC", "--set", "title=warm")
        self.assertEqual(warm["title"], "warm")
        short = self.summary(case, "--set", "protocol.steps=Rest for 1 hour")
        self.assertEqual(short["end_time"], 3600.0)

    def test_the_option_for_the_engine_is_the_key_of_the_case(self):
        case = self.write("case.toml", SMALL)
        self.assertEqual(self.summary(case, "--set", "solver.engine=odeint")["engine"], "odeint")
        self.assertEqual(self.summary(case, "--engine", "odeint")["engine"], "odeint")


class Pages(ProgramTest):
    def test_every_page_is_in_the_navigation(self):
        navigation = (ROOT / "mkdocs.yml").read_text()
        for page in DOCS.rglob("*.md"):
            self.assertIn(str(page.relative_to(DOCS)), navigation)

    def test_every_figure_stands_in_the_gallery(self):
        gallery = (DOCS / "gallery.md").read_text()
        for figure in (DOCS / "images").iterdir():
            self.assertIn(f"](images/{figure.name})", gallery)

    def test_the_page_of_keys_is_what_its_script_makes_of_the_program_today(self):
        made = subprocess.run(["/usr/bin/python3", DOCS / "make_reference.py", program, "--print"], check=True,
                              stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
        page = (DOCS / "reference.md").read_text(encoding="utf-8")
        self.assertEqual(page, made, "out of date: docs/make_reference.py PROGRAM")


if __name__ == "__main__":
    main()

"""Input meant to hurt: too long, too deep, too many, never ending. Refused or run, never a hang."""

import signal
import time

import xarray

from support import BAD_INPUT, LASTING, SMALL, SOLVER_FAILURE, ProgramTest, edited, main

STEPS = SMALL.split('steps = """\n')[1].split('"""')[0]
MOMENT = 30.0  # s: reading alone must not take longer, sanitized and on a busy machine


class HostileTest(ProgramTest):
    def refused_soon(self, words, content, lines=None):
        self.write("case.toml", content)
        begun = time.monotonic()
        said = self.refused(BAD_INPUT, ["case.toml", *words], "simulate", "case.toml", "-o", "run.h5", lines=lines)
        self.assertLess(time.monotonic() - begun, MOMENT)
        self.assertLess(len(said), 60_000, "a hundred lines at most, each cut after a few hundred letters")
        self.assertLess(max(map(len, said.splitlines())), 2_000)
        return said


class TooLong(HostileTest):
    def test_a_case_of_ten_megabytes(self):
        comment = "# " + 97 * "x" + "\n"
        self.refused_soon(["longer than"], SMALL + comment * 100_000, lines=1)
        self.refused_soon(["longer than"], edited(SMALL, (STEPS, "Rest for 1 s\n" * 800_000)), lines=1)
        self.refused_soon(["longer than"], 10_000_000 * "x", lines=1)

    def test_a_long_comment_is_no_fault(self):
        self.write("case.toml", SMALL + ("# " + 97 * "x" + "\n") * 30_000)
        self.succeed("check", "case.toml")

    def test_many_steps(self):
        self.refused_soon(["100000 steps"], edited(SMALL, (STEPS, "Rest for 1 s\n" * 250_000)))

    def test_many_unknown_keys(self):
        """The first hundred in the text are named, the others counted."""
        said = self.refused_soon(["unknown key", "and 199900 more faults"],
                                 SMALL + "".join(f"k{k} = {k}\n" for k in range(200_000)), lines=101)
        for k, line in enumerate(said.splitlines()[:-1]):
            self.assertIn(f"protocol.k{k}: unknown key", line)

    def test_many_unknown_tables_and_lists_of_tables(self):
        self.refused_soon(["k0: unknown table", "and 199900 more faults"],
                          SMALL + "".join(f"[k{k}]\na = {k}\n" for k in range(200_000)), lines=101)
        self.refused_soon(["protocol.x: unknown key"], edited(
            SMALL, ("[protocol]", "[protocol]\nx = [" + "{a = 1}," * 200_000 + "]")), lines=1)

    def test_unknown_keys_as_long_as_the_case(self):
        self.refused_soon(["unknown key", "more faults"],
                          SMALL + "".join(f"{'k' * 1000}{k} = {k}\n" for k in range(3_900)), lines=101)
        self.refused_soon(["unknown key"], SMALL + "k" * 3_900_000 + " = 1\n", lines=1)

    def test_many_unknown_keys_of_materials(self):
        self.write("mine.toml", "".join(f"k{k} = {k}\n" for k in range(200_000)))
        self.refused_soon(["mine.toml:1:1: k0: unknown key"], edited(
            SMALL, ("LPSC = 4, LGPS = 1}", 'LPSC = 4, LGPS = 1}\nmaterials = "mine.toml"')))

    def test_many_unknown_phases(self):
        many = ", ".join(f"LPSC{k} = 1" for k in range(200_000))
        self.refused_soon(["electrolyte.mixture: has 200000 entries"],
                          edited(SMALL, ("LPSC = 4, LGPS = 1", many)), lines=1)

    def test_many_wrong_sentences(self):
        self.refused_soon(["Hop"], edited(SMALL, (STEPS, "Hop\n" * 500_000)))

    def test_many_stop_conditions(self):
        many = ", ".join(['"thickness of working > 10 um"'] * 50_000)
        self.refused_soon(["conditions at once"], edited(SMALL, ("[protocol]", f"[protocol]\nstop_when = [{many}]")))

    def test_a_long_line_a_long_unit_a_long_number(self):
        self.refused_soon(["protocol.steps"], edited(SMALL, (STEPS, "Rest for 1 s, " * 100_000 + "\n")))
        self.refused_soon(["unknown unit"], edited(SMALL, ("1 mm", "1 " + "m*" * 500_000 + "m")))
        self.refused_soon(["separator.thickness"], edited(SMALL, ("1 mm", "1" * 1_000_000 + " mm")))
        self.refused_soon(["separator.thickness"], edited(SMALL, ("1 mm", "(" * 1_000_000)))

    def test_a_long_title_is_cut_nowhere(self):
        self.write("case.toml", edited(SMALL, ('"small"', '"' + "x" * 1_000_000 + '"')))
        self.assertEqual(len(self.summary("case.toml", "-o", "run.h5")["title"]), 1_000_000)


class TooDeep(HostileTest):
    def test_toml_nested_without_end(self):
        deep = 100_000
        for content in ("a = " + "[" * deep + "]" * deep, "a = " + "{a = " * deep + "1" + "}" * deep,
                        ".".join(["a"] * deep) + " = 1", "[" + ".".join(["a"] * deep) + "]", "a = " + "[" * deep):
            self.refused_soon(["nested too deeply"], content + "\n", lines=1)

    def test_a_protocol_nested_without_end(self):
        deep = 20_000
        self.refused_soon(["64 deep"], edited(
            SMALL, (STEPS, "repeat 2 times {\n" * deep + "Rest for 1 s\n" + "}\n" * deep)))
        self.refused_soon(["protocol.steps"], edited(SMALL, (STEPS, "{" * 50_000 + "\n")))

    def test_an_electrolyte_that_contains_itself(self):
        self.write("mine.toml", '[electrolytes.LOOP]\nmixture = {LOOP = 1}\nsource = "x"\n')
        self.refused_soon(["mine.toml"], edited(
            SMALL, ("{LPSC = 4, LGPS = 1}", '{LOOP = 1}\nmaterials = "mine.toml"')))

    def test_a_formula_nested_without_end(self):
        formula = "(" * 50_000 + "Li" + ")" * 50_000
        self.write("mine.toml", f'[phases.DEEP]\nformula = "{formula}"\nrole = "electrolyte"\n')
        self.refused_soon(["mine.toml"], edited(
            SMALL, ("{LPSC = 4, LGPS = 1}", '{DEEP = 1}\nmaterials = "mine.toml"')))


class WithoutEnd(HostileTest):
    def test_a_loop_of_a_billion_starts_progresses_and_can_be_interrupted(self):
        for engine in ("sundials", "odeint"):
            self.write("case.toml", LASTING)
            process = self.start("simulate", "case.toml", "--engine", engine, "-o", "run.h5")
            time.sleep(4.0)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            self.assertEqual((process.returncode, err), (130, b""))
            with xarray.open_dataset(self.folder / "run.h5", group="cycles", engine="h5netcdf") as cycles:
                self.assertGreater(cycles.sizes["cycle"], 10)

    def test_loops_in_loops_in_loops(self):
        nested = "repeat 1000000000 times {\n" * 60 + STEPS.replace("repeat 3 times\n", "") + "}\n" * 60
        self.write("case.toml", LASTING.replace(STEPS.replace("3 times", "1000000000 times"), nested))
        self.succeed("check", "case.toml")
        process = self.start("simulate", "case.toml")
        self.wait_until_it_catches(signal.SIGTERM, process)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 143)

    def test_a_loop_that_takes_no_time_is_noticed(self):
        """The voltage passes 1 mV the moment the current flows."""
        self.write("case.toml", edited(SMALL, (STEPS, """\
Rest for 1 hour
repeat forever {
    Strip working at 0.5 mA/cm^2 until |V| > 1 mV
}
""")))
        result = self.run_program("simulate", "case.toml", "-o", "run.h5")
        self.assertEqual(result.returncode, SOLVER_FAILURE, result.stdout)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertIn("takes no time", result.stderr)
        self.assertIn("1 h", result.stderr)
        with xarray.open_dataset(self.folder / "run.h5", engine="h5netcdf") as root:
            self.assertEqual(root.attrs["status"], "failed")
            self.assertIn("takes no time", root.attrs["reason"])

    def test_a_titration_that_never_rests_is_no_hang(self):
        self.write("case.toml", edited(LASTING, (
            LASTING.split('steps = """\n')[1].split('"""')[0],
            "Titrate working with 1 nAh/cm^2 at 1 mA/cm^2, rest until V > -1 V, repeat for 1 hour\n")))
        result = self.run_program("simulate", "case.toml", "--engine", "odeint")
        self.assertIn(result.returncode, (0, 2, 3), result.stderr)

    def test_a_rest_as_long_as_the_universe(self):
        self.write("case.toml", edited(SMALL, (STEPS, "Rest for 14000000000 years\n")))
        for engine in ("sundials", "odeint"):
            result = self.run_program("simulate", "case.toml", "--engine", engine, "-o", f"{engine}.h5")
            self.assertEqual(result.returncode, 0, result.stderr)


class Extremes(HostileTest):
    """Numbers at the edge of what is allowed: an answer or one line, nothing else."""

    def test_absurd_but_allowed_numbers(self):
        for changes in (
            [('"20 um"', '"1e-9 um"')], [('"20 um"', '"1e12 um"')], [('"1 mm"', '"1e-6 mm"')], [('"1 mm"', '"1e9 mm"')],
            [("4e-9", "1e-300")], [("4e-9", "1e9")], [("1.5e-2", "1e-300")], [("1.5e-2", "1e300")],
            [("5 mS/cm", "1e-300 S/m")], [("0.785 cm^2", "1e-300 m^2")], [("0.785 cm^2", "1e300 m^2")],
            [("0.5 mA/cm^2", "1e-300 mA/cm^2")], [("0.5 mA/cm^2", "1e300 mA/cm^2")], [("for 1 hour", "for 1e-300 s")],
            [("for 1 hour", "for 1e300 s")], [("[electrolyte]", "[electrolyte]\nconverted_fraction = 1e-300")],
            [("[interphase]", '[interphase]\ninitial_thickness = "1e-300 m"')],
            [("[interphase]", '[interphase]\nrenewal = "1e300 m^2/C"')],
            [("[interphase]", '[interphase]\nexchange_current_density = "1e-300 A/m^2"')],
            [("[interphase]", '[interphase]\nreduction_potential = "1e300 V"')],
            [("LPSC = 4, LGPS = 1", "LPSC = 1e300, LGPS = 1e-300")],
            [("kind =", 'temperature = "1e-300 K"\nkind =')], [("kind =", 'temperature = "1e300 K"\nkind =')],
        ):
            for engine in ("sundials", "odeint"):
                with self.subTest(changes=changes, engine=engine):
                    self.write("case.toml", edited(SMALL, *changes))
                    result = self.run_program("simulate", "case.toml", "--engine", engine, "-o", "run.h5")
                    self.assertIn(result.returncode, (0, BAD_INPUT, SOLVER_FAILURE), result.stderr)
                    if result.returncode == 0:
                        self.assertEqual(result.stderr, "")
                        self.assertNotIn("nan", result.stdout)
                    else:
                        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
                        self.assertEqual(result.stdout, "")
                    self.assertFalse((self.folder / "run.h5.part").exists())


if __name__ == "__main__":
    main()

"""What a person can write wrongly: one line each, with file, key and mend, and nothing left behind.

Every row goes through `simulate -o`, so that a reader that forgets to refuse shows as a run file.
"""

import os

from support import BAD_INPUT, SMALL, ProgramTest, edited, main

STEPS = SMALL.split('steps = """\n')[1].split('"""')[0]

# Words that must be said, then what is changed in the small case: (old, new)...
WRONG = {
    "unknown keys, with the nearest known one": [
        (["cell.arae", 'did you mean "area"'], ("area =", "arae =")),
        (["interphase.renewl", 'did you mean "renewal"'], ("[interphase]\n", '[interphase]\nrenewl = "1 m^2/C"\n')),
        (["electrolite", 'did you mean "electrolyte"'], ("[electrolyte]", "[electrolite]")),
        (["contact.void_deph", 'did you mean "void_depth"'], ("[protocol]", '[contact]\nvoid_deph = "1 um"\n[protocol]')),
        (["interphase.working.front_resistence", 'did you mean "front_resistance"'],
         ("[protocol]", '[interphase.working]\nfront_resistence = "1 Ohm cm^2"\n[protocol]')),
    ],
    "wrong dimensions": [
        (["cell.area", '"0.785 cm"', "cm^2"], ("0.785 cm^2", "0.785 cm")),
        (["separator.thickness", '"1 s"', "mm"], ('"1 mm"', '"1 s"')),
        (["interphase.electronic_conductivity", "S/m"], ("4e-9 S/m", "4e-9 S")),
        (["cell.working.lithium", "um or mAh/cm^2"], ('"20 um"', '"20 V"')),
        (["protocol.steps", '"0.5 V"', "mA/cm^2"], ("Strip working at 0.5 mA/cm^2", "Strip working at 0.5 V")),
        (["separator.thickness", "unknown unit", '"smoot"'], ('"1 mm"', '"1 smoot"')),
    ],
    "bare numbers": [
        (["cell.area", "0.785 is a bare number", '"0.785 cm^2"'], ('"0.785 cm^2"', "0.785")),
        (["cell.area", '"0.785" is a bare number'], ('"0.785 cm^2"', '"0.785"')),
        (["cell.working.lithium", "bare number"], ('"20 um"', "20")),
        (["protocol.steps", '"0.5" is a bare number', "mA/cm^2"], ("Strip working at 0.5 mA/cm^2", "Strip working at 0.5")),
        (["protocol.steps", '"1" is a bare number'], ("for 1 hour\nPlate", "for 1\nPlate")),
    ],
    "negative, infinite and NaN values": [
        (["cell.area", "out of range", "> 0"], ("0.785 cm^2", "-0.785 cm^2")),
        (["cell.area", "out of range"], ("0.785 cm^2", "0 cm^2")),
        (["cell.area", "finite"], ("0.785 cm^2", "nan cm^2")),
        (["cell.area", "finite"], ("0.785 cm^2", "inf cm^2")),
        (["cell.area", "finite"], ("0.785 cm^2", "1e999 cm^2")),
        (["cell.area"], ('"0.785 cm^2"', "nan")),
        (["interphase.electronic_conductivity", "out of range"], ("4e-9", "-4e-9")),
        (["electrolyte.mixture", "-4 is out of range"], ("LPSC = 4", "LPSC = -4")),
        (["electrolyte.mixture", "out of range"], ("LPSC = 4", "LPSC = nan")),
        (["protocol.steps", "-1 hour"], ("for 1 hour\nPlate", "for -1 hour\nPlate")),
        (["protocol.steps"], ("Strip working at 0.5", "Strip working at nan")),
        (["cell.temperature", "-300", "> -273.15 degC"], ("kind =", 'temperature = "-300 degC"\nkind =')),
    ],
    "fractions beyond one": [
        (["electrolyte.metal_volume_fraction", "1.2 is out of range", "0 .. 1"],
         ("[electrolyte]", "[electrolyte]\nmetal_volume_fraction = 1.2")),
        (["electrolyte.metal_volume_fraction", "out of range"],
         ("[electrolyte]", "[electrolyte]\nmetal_volume_fraction = -0.1")),
        (["electrolyte.metal_volume_fraction", "scales the reversible fraction", "reversible_fraction as well"],
         ("[electrolyte]", "[electrolyte]\nmetal_volume_fraction = 0.9")),
        (["electrolyte.converted_fraction", "out of range"],
         ("[electrolyte]", "[electrolyte]\nconverted_fraction = 1.01")),
        (["electrolyte.reversible_fraction", "out of range"],
         ("[electrolyte]", "[electrolyte]\nreversible_fraction = 2")),
        (["interphase.reachable_alloy_share", "out of range"],
         ("[interphase]", "[interphase]\nreachable_alloy_share = 1.5")),
    ],
    "unknown phases": [
        (["electrolyte.mixture", 'unknown phase "LPSX"', 'did you mean "LPSC"'], ("LPSC = 4", "LPSX = 4")),
        (["electrolyte.mixture"], ("LPSC = 4", "Li2S = 4")),
        (["electrolyte.mixture", "is empty"], ("LPSC = 4, LGPS = 1", "")),
        (["electrolyte.mixture"], ("LPSC = 4, LGPS = 1", "LPSC = 0")),
    ],
    "empty protocols": [
        (["protocol.steps", "no steps"], (STEPS, "")),
        (["protocol.steps", "no steps"], (STEPS, "# nothing yet\n\n")),
        (["protocol.steps", "nothing to repeat"], (STEPS, "repeat 5 times\n")),
        (["protocol", "missing"], ('steps = """\n' + STEPS + '"""\n', "")),
        (["steps", "missing"], ('[protocol]\nsteps = """\n' + STEPS + '"""\n', "")),
    ],
    "protocols that cannot start or cannot run": [
        (["protocol.steps", "strip"], ('"asymmetric"', '"anode-free"'), ('working = {lithium = "20 um"}\n', "")),
        (["protocol.steps", "never ends"], ("0.5 mA/cm^2 for 1 hour\nPlate", "0.5 mA/cm^2\nPlate")),
        (["protocol.steps"], (STEPS, "Rest for 0 s\n")),
        (["protocol.steps"], (STEPS, "Strip working at 0 mA/cm^2 for 1 hour\n")),
        (["protocol.steps"], (STEPS, "Rest until 1 mAh/cm^2\n")),
        (["protocol.steps"], (STEPS, "Strip working at 0.5 mA/cm^2 until thickness of working < 1 um\n")),
        (["protocol.steps"], (STEPS, "Hold at 7 V for 1 hour\n")),
        (["protocol.steps"], (STEPS, "Rest for 1 hour\nrepeat 0 times\n")),
        (["protocol.steps", "never ends"], (STEPS, "Rest for 1 hour\nrepeat forever\nRest for 2 hours\n")),
        (["protocol.steps", 'did you mean "plate"'], ("Plate working", "Plaet working")),
        (["protocol.steps"], (STEPS, "Rest for 1 hour\nrepeat 1000000000000000000000 times\n")),
    ],
    "contradictions": [
        (["protocol", "steps", "contradicts", "record"], ("[protocol]", '[protocol]\nrecord = "x.csv"')),
        (["interphase.electronic_conductivity", "contradicts"],
         ("[protocol]", '[interphase.electronic]\nlaw = "fixed"\nconductivity = "1e-9 S/m"\n[protocol]')),
        (["cell.working.lithium", 'kind = "anode-free"'], ('"asymmetric"', '"anode-free"')),
        (["cell.working.lithium", 'kind = "symmetric"'], ('"asymmetric"', '"symmetric"')),
        (["cell.working.lithium", "missing"], ('working = {lithium = "20 um"}\n', "")),
        (["cell.counter.lithium"], ('"100 um"', '"0 um"')),
        (["initial_thickness", "front_resistance"], ("[interphase]", '[interphase]\ninitial_thickness = "0 nm"')),
    ],
    "wrong kinds of values": [
        (["cell.area", "true or false"], ('"0.785 cm^2"', "true")),
        (["cell.area"], ('"0.785 cm^2"', "[1, 2]")),
        (["cell"], ("[cell]", "cell = 3\n[other]")),
        (["title"], ('"small"', "3")),
        (["cell.kind", "symmetric, asymmetric, anode-free"], ('"asymmetric"', '"lopsided"')),
        (["record.shape", "full, cycles"], ("[protocol]", '[record]\nshape = "both"\n[protocol]')),
        (["solver.relative_tolerance", "out of range"], ("[protocol]", "[solver]\nrelative_tolerance = 1\n[protocol]")),
        (["stop_when", "thicknes"], ("[protocol]", '[protocol]\nstop_when = ["thicknes of working > 1 um"]')),
        (["stop_when"], ("[protocol]", '[protocol]\nstop_when = ["thickness of working > 1 h"]')),
        (["stop_when"], ("[protocol]", '[protocol]\nstop_when = "thickness of working > 1 um"')),
    ],
    "broken TOML": [
        (["TOML"], ("[cell]", "[cell")),
        (["TOML"], ('title = "small"', 'title = "small')),
        (["TOML"], ('title = "small"', 'title = "small"\ntitle = "again"')),
        (["TOML"], ('title = "small"', "title = \\u0000")),
    ],
}


class BadInput(ProgramTest):
    """One test for each heading of the table above."""


def check(rows):
    def test(self):
        for number, (words, *changes) in enumerate(rows):
            with self.subTest(changes=changes):
                case = self.write(f"case{number}.toml", edited(SMALL, *changes))
                said = self.refused(BAD_INPUT, [case.name, *words], "simulate", case.name, "-o", "run.h5", lines=None)
                self.assertLessEqual(len(said.splitlines()), 3)
                self.assertIn("; ", said, "names a mend")
                self.refused(BAD_INPUT, words, "check", case.name, lines=None)

    return test


for heading, rows_below in WRONG.items():
    setattr(BadInput, "test_" + heading.replace(" ", "_").replace(",", ""), check(rows_below))


MATERIAL = """\
[phases.MINE]
formula = "Li6PS5Cl"
role = "electrolyte"
density.value = "1.8 g/cm^3"
density.source = "lab book"
reduction_potential.value = "1.7 V"
reduction_potential.source = "lab book"
reduction.equation = "Li6PS5Cl + 8 Li -> 5 Li2S + Li3P + LiCl"
reduction.source = "lab book"
"""


class OwnMaterials(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("case.toml", edited(SMALL, ("{LPSC = 4, LGPS = 1}", '{MINE = 1}\nmaterials = "mine.toml"')))

    def test_a_sound_one_runs(self):
        self.write("mine.toml", MATERIAL)
        told = self.summary("case.toml")
        self.assertEqual(told["metal_volume_fraction"], 0.0)

    def test_what_is_wrong_in_it_is_said_with_its_own_place(self):
        for words, *changes in (
            (["reduction.equation", "not balanced", "S 5 on the left and 4 on the right"], ("5 Li2S", "4 Li2S")),
            (["reduction.equation", "not balanced", "Li 13 on the left and 14 on the right"], ("8 Li ", "7 Li ")),
            (["reduction", "Li2Q"], ("5 Li2S", "5 Li2Q")),
            (["reduction"], ("->", "=>")),
            (["formula"], ('formula = "Li6PS5Cl"', 'formula = "Li6PS5Cx("')),
            (["density", "out of range"], ("1.8 g/cm^3", "-1.8 g/cm^3")),
            (["density", "bare number"], ('"1.8 g/cm^3"', "1.8")),
            (["role"], ('"electrolyte"', '"electrolite"')),
            (["source", "missing"], ('density.source = "lab book"\n', "")),
            (["formla", 'did you mean "formula"'], ("formula =", "formla =")),
        ):
            with self.subTest(changes=changes):
                self.write("mine.toml", edited(MATERIAL, *changes))
                self.refused(BAD_INPUT, ["mine.toml", "MINE", *words], "simulate", "case.toml", "-o", "run.h5",
                             lines=None)

    def test_a_missing_or_unreadable_file(self):
        self.refused(BAD_INPUT, ["case.toml", "electrolyte.materials", "mine.toml", "no such file"],
                     "simulate", "case.toml", "-o", "run.h5")
        (self.folder / "mine.toml").mkdir()
        self.refused(BAD_INPUT, ["electrolyte.materials", "mine.toml", "is a folder"], "simulate", "case.toml", "-o", "run.h5")

    def test_output_over_the_materials_file_is_refused(self):
        self.write("mine.toml", MATERIAL)
        self.refused(BAD_INPUT, ["--output", "mine.toml", "is what is read"],
                     "simulate", "case.toml", "-o", "mine.toml")


class Overrides(ProgramTest):
    def test_a_wrong_override_names_itself(self):
        self.write("case.toml", SMALL)
        for words, *overrides in (
            (["--set cell.temprature", 'did you mean "temperature"'], "cell.temprature=25 degC"),
            (["--set separater.thickness", "unknown table", 'did you mean "separator"'], "separater.thickness=1 mm"),
            (["--set cell.temperature", '"5 V"'], "cell.temperature=5 V"),
            (["--set cell.temperature", "25 is a bare number"], "cell.temperature=25"),
            (["--set electrolyte.metal_volume_fraction", "out of range"], "electrolyte.metal_volume_fraction=1.2"),
            (["--set nonsense", "has no value"], "nonsense"),
            (["--set", "not the name of a key"], "=3"),
            (["--set solver.engine", "sundials, odeint"], "solver.engine=euler"),
            (["--set protocol.steps", '"Hop"'], "protocol.steps=Hop"),
            (["--set electrolyte.mixture", '"LPSX"'], "electrolyte.mixture={LPSX = 1}"),
            (["--set"], "a" + ".a" * 10000 + "=1"),
        ):
            with self.subTest(overrides=overrides):
                options = [word for override in overrides for word in ("--set", override)]
                self.refused(BAD_INPUT, words, "simulate", "case.toml", "-o", "run.h5", *options)

    def test_the_engine_named_twice(self):
        self.write("case.toml", SMALL)
        self.refused(BAD_INPUT, ["--engine", "contradicts --set solver.engine"], "simulate", "case.toml",
                     "--engine", "odeint", "--set", "solver.engine=sundials")


class UnreadableCases(ProgramTest):
    def refused_case(self, words, file, **options):
        self.refused(BAD_INPUT, words, "simulate", file, "-o", "run.h5", **options)
        self.refused(BAD_INPUT, words, "check", file, **options)

    def test_missing(self):
        self.refused_case(["nowhere.toml", "no such file", "check the path"], "nowhere.toml")

    def test_a_folder(self):
        (self.folder / "folder.toml").mkdir()
        self.refused_case(["folder.toml", "folder"], "folder.toml")

    def test_a_path_through_a_regular_file(self):
        self.write("file", "")
        self.refused_case(["file/case.toml"], "file/case.toml")

    def test_binary(self):
        self.write("noise.toml", bytes(range(256)) * 100)
        self.refused_case(["noise.toml"], "noise.toml")
        self.write("zeros.toml", bytes(10000))
        self.refused_case(["zeros.toml"], "zeros.toml")

    def test_a_run_file_in_place_of_a_case(self):
        self.write("case.toml", SMALL)
        self.succeed("simulate", "case.toml", "-o", "earlier.h5")
        self.refused_case(["earlier.h5"], "earlier.h5")

    def test_invalid_utf8(self):
        self.write("latin.toml", SMALL.replace("small", "20 \xb5m").encode("latin-1"))
        self.refused_case(["latin.toml:1:", "utf-8"], "latin.toml")

    def test_utf8_with_a_byte_order_mark_and_windows_line_ends_is_fine(self):
        self.write("windows.toml", b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
        self.succeed("check", "windows.toml")

    def test_empty(self):
        self.write("empty.toml", "")
        said = self.refused(BAD_INPUT, ["cell.kind", "missing"], "check", "empty.toml", lines=None)
        self.assertLess(len(said.splitlines()), 10)

    def test_control_characters_stay_off_the_terminal(self):
        self.write("case.toml", SMALL + '"a\\nb\\u001b[31m" = 1\n')
        said = self.refused(BAD_INPUT, ["case.toml", "unknown key"], "check", "case.toml")
        self.assertNotIn("\x1b", said)

    def test_devices_and_pipes_that_never_end(self):
        os.mkfifo(self.folder / "pipe.toml")
        self.refused_case(["pipe.toml"], "pipe.toml")
        self.refused_case(["/dev/zero"], "/dev/zero")
        self.refused_case(["/dev/tty"], "/dev/tty", start_new_session=True)


class MeasuredRecords(ProgramTest):
    def refused_record(self, words, content):
        self.write("case.toml", edited(SMALL, ('steps = """\n' + STEPS + '"""', 'record = "record.csv"')))
        self.write("record.csv", content)
        self.refused(BAD_INPUT, ["record.csv", *words], "simulate", "case.toml", "-o", "run.h5", lines=None)

    def test_each_fault_names_the_record(self):
        self.refused_record([], "")
        self.refused_record([], "a,b\n1,2\n")
        self.refused_record([], "time [s],current [mA]\n")
        self.refused_record([], "time [s],current [mA]\n0,1\n1,x\n")
        self.refused_record([], "time [s],current [mA]\n0,1\n1,nan\n2,1\n")
        self.refused_record([], "time [s],current [mA]\n0,1\n2,1\n1,1\n")
        self.refused_record([], "time [s],current [V]\n0,1\n1,1\n")
        self.refused_record([], "time [s],current [mA]\n0,1\n1,1\n2,")
        self.refused_record([], bytes(range(256)) * 10)

    def test_a_missing_record(self):
        self.write("case.toml", edited(SMALL, (STEPS, 'Follow "nowhere.csv"\n')))
        self.refused(BAD_INPUT, ["nowhere.csv", "no such file"], "simulate", "case.toml", "-o", "run.h5")

    def test_a_sound_record_runs(self):
        self.write("case.toml", edited(SMALL, ('steps = """\n' + STEPS + '"""', 'record = "record.csv"')))
        self.write("record.csv", "time [s],current [mA]\n0,0.25\n1800,0.25\n1800.1,-0.25\n3600,-0.25\n")
        self.assertEqual(self.summary("case.toml")["end_time"], 3600.0)

    def test_output_over_the_record_is_refused(self):
        self.test_a_sound_record_runs()
        self.refused(BAD_INPUT, ["--output", "record.csv"], "simulate", "case.toml", "-o", "record.csv")


if __name__ == "__main__":
    main()

"""What a run says at its end, to people and to programs."""

import json
import re

import xarray

from support import BAD_INPUT, CASES, DOCS, SMALL, ProgramTest, edited, main

DEMO = CASES / "asymmetric_lpsc_lgps_4_1.toml"


def documented_keys():
    """Key, unit and kind of each row of the page's tables; `*` stands for both electrodes."""
    keys = {}
    for line in (DOCS / "files" / "summary.md").read_text().splitlines():
        row = re.match(r"\| `([^`]+)` \| ([^|]+) \|", line)
        if row:
            for side in ("working", "counter") if "*" in row[1] else ("",):
                keys[row[1].replace("*", side)] = row[2].strip()
    return keys


class SummaryForPrograms(ProgramTest):
    def test_the_keys_are_those_the_page_lists_in_its_units(self):
        told = self.summary(DEMO)
        documented = documented_keys()
        self.assertEqual(set(told), set(documented))
        words = ("word", "whole number", "flag", "list of words", "object")
        self.assertEqual(
            told["units"], {key: documented[key] for key in told if documented[key] not in words})

    def test_the_keys_do_not_depend_on_the_case(self):
        demo = self.summary(DEMO)
        for change in (
            ("{LPSC = 4, LGPS = 1}", "{LPSC = 1}"),
            ("1 hour\nrepeat 3 times", "1 hour"),
            ('"20 um"', '"4.1 mAh/cm^2"'),
        ):
            case = self.write("case.toml", edited(SMALL, change))
            self.assertEqual(list(self.summary(case)), list(demo))

    def test_format_and_version_come_first(self):
        told = self.summary(self.write("case.toml", SMALL))
        self.assertEqual(list(told)[:2], ["format", "version"])
        self.assertEqual((told["format"], told["version"]), ("percolith-summary", 1))

    def test_what_does_not_exist_is_null(self):
        told = self.summary(self.write("case.toml", edited(SMALL, ("LPSC = 4, LGPS = 1", "LPSC = 1"))))
        self.assertIsNone(told["working_limiting_thickness"])
        self.assertIsNone(told["working_host_needed_share"])
        self.assertEqual(told["working_host_keeps_cycling"], "")

    TABLE = """\
metal_fraction, film_thickness / nm, conductivity / S/m, relative_error
0.00,   1, 4e-9, 0.10
0.00, 900, 4e-9, 0.10
0.10,   1, 4e-9, 0.30
0.10, 900, 4e-9, 0.30
"""
    WITH_TABLE = edited(SMALL, ('electronic_conductivity = "4e-9 S/m"', 'electronic = {law = "table", file = "sigma.csv"}'))

    def test_a_table_s_error_reaches_the_summary(self):
        self.write("sigma.csv", self.TABLE)
        told = self.summary(self.write("case.toml", self.WITH_TABLE))
        fraction = told["metal_volume_fraction"]
        self.assertTrue(0.0 < fraction < 0.1)
        for side in ("working", "counter"):
            self.assertAlmostEqual(told[f"{side}_electronic_conductivity"], 4e-9, delta=1e-18)
            # Linear between 0.1 and 0.3; the thickness changes nothing here.
            self.assertAlmostEqual(
                told[f"{side}_electronic_conductivity_error"], 0.1 + 2.0 * fraction, delta=1e-12)
        self.assertEqual(told["units"]["working_electronic_conductivity"], "S m-1")

    def test_a_law_without_error_has_none(self):
        told = self.summary(self.write("case.toml", SMALL))
        self.assertAlmostEqual(told["working_electronic_conductivity"], 4e-9, delta=1e-18)
        self.assertIsNone(told["working_electronic_conductivity_error"])

    def test_no_table_is_extrapolated(self):
        self.write("sigma.csv", self.TABLE.replace("0.00,", "0.05,"))
        self.write("case.toml", self.WITH_TABLE)  # its metal fraction is 0.038
        self.refused(BAD_INPUT, ["metal fraction"], "simulate", "case.toml", "-o", "run.h5")

    def test_a_barrier_thinner_than_its_table_is_remarked(self):
        self.write("sigma.csv", self.TABLE.replace(" 1, 4e-9", " 6, 4e-9"))
        told = self.summary(self.write("case.toml", self.WITH_TABLE))
        self.assertIn("thinner than the law of its conductivity covers", told["remark"])

    def test_standard_output_holds_json_and_nothing_else(self):
        out = self.succeed("simulate", self.write("case.toml", SMALL), "--json", "-o", "run.h5")
        json.loads(out)
        self.assertTrue((self.folder / "run.h5").exists())

    def test_the_run_file_keeps_the_same_numbers(self):
        told = self.summary(self.write("case.toml", SMALL), "-o", "run.h5")
        with xarray.open_dataset(self.folder / "run.h5", group="summary", engine="h5netcdf") as kept:
            names = [str(name) for name in kept["quantity"].values]
            self.assertEqual(set(told) - set(names), {
                "format", "version", "units", "metal_volume_fraction_imposed", "foil_capacity_given"})
            for name in names:
                if isinstance(told[name], (int, float)):
                    self.assertEqual(float(kept["value"].sel(quantity=name)), told[name])

    def test_the_lithium_of_each_electrode_adds_up(self):
        told = self.summary(self.write("case.toml", SMALL))
        for side in ("working", "counter"):
            parts = [told[f"{side}_{part}_lithium"] for part in ("metal", "host", "interphase", "dead")]
            self.assertTrue(all(part >= 0.0 for part in parts))
        whole = sum(
            told[f"{side}_{part}_lithium"]
            for side in ("working", "counter")
            for part in ("metal", "host", "interphase", "dead")
        )
        start = told["working_initial_lithium"] + told["counter_initial_lithium"]
        self.assertAlmostEqual(whole / start, 1.0, delta=1e-10)

    def test_an_imposed_metal_fraction_is_called_imposed(self):
        case = self.write("case.toml", SMALL)
        told = self.summary(case, "--set", "electrolyte.metal_volume_fraction=0.05")
        self.assertEqual(told["metal_volume_fraction"], 0.05)
        self.assertTrue(told["metal_volume_fraction_imposed"])
        self.assertIn("imposed: metal volume fraction 0.05", told["notes"])
        self.assertFalse(self.summary(case)["metal_volume_fraction_imposed"])

    def test_the_condition_that_ended_a_test_is_quoted(self):
        told = self.summary(
            self.write("case.toml", SMALL), "--set", 'protocol.stop_when=["thickness of working > 50 nm"]')
        self.assertEqual(told["ended_by"], "user condition")
        self.assertEqual(told["condition"], "thickness of working > 50 nm")
        self.assertAlmostEqual(told["working_interphase_thickness"], 50e-9, delta=1e-13)


class SummaryForPeople(ProgramTest):
    def test_it_says_what_a_person_wants_to_know(self):
        text = self.succeed("simulate", DEMO)
        for fact in (
            r"Ended by: host exhausted on the working electrode at \S+ h, after \d+ whole cycles",
            r"V_f-M 0\.038",
            r"stripped first: working",
            r"engine: sundials",
            r"polarization: peak \S+ mV \(by \S+ h\), at the last whole step \S+ mV",
            r"lithium at start +4\.1 mAh/cm2 +20\.5 mAh/cm2",
            r"left as metal +0 mAh/cm2 +1\d\.\d+ mAh/cm2",
            r"left in the alloy host ",
            r"lost to the interphase ",
            r"lost as dead lithium ",
            r"interphase thickness +\S+ um +\S+ um",
            r"barrier to electrons +\S+ nm",
            r"leak limited by +electron-limited",
            r"limiting thickness \(xi\) ",
            r"without metal, on its host +runs away +\S",
            r"lithium ledger closes to \S+e-\d+",
            r"foils counted with 0\.205 mAh/cm2 per um, as the case says",
        ):
            self.assertRegex(text, fact)
        self.assertNotIn("written to", text)

    def test_it_says_which_conversion_of_foils_was_used(self):
        case = self.write("case.toml", SMALL)
        self.assertIn("foils counted with 0.206165 mAh/cm2 per um, F/V_Li", self.succeed("simulate", case))
        case = self.write("case.toml", edited(SMALL, ('"20 um"', '"4 mAh/cm^2"'), ('"100 um"', '"20 mAh/cm^2"')))
        self.assertNotIn("foils", self.succeed("simulate", case))

    def test_it_says_which_numbers_nobody_measured(self):
        text = self.succeed(
            "simulate", self.write("case.toml", SMALL), "--set", "electrolyte.metal_volume_fraction=0.05")
        self.assertIn("V_f-M 0.05 (imposed)", text)
        self.assertIn("imposed: metal volume fraction 0.05", text)

    def test_an_electrode_at_rest_without_lithium_is_not_polarized_and_its_leak_had_a_limit(self):
        told = self.summary(CASES / "anode_free_titration_lpsc.toml")
        self.assertEqual(told["working_regime"], "electron-limited")
        # Between pulses the bare collector sits at 1.71 V; under a pulse it holds metal from 0.1 h on.
        steps = "Plate at 15.6 uA/cm^2 until 1 uAh; Rest until metal of working is depleted; Rest for 1 hour"
        told = self.summary(CASES / "anode_free_titration_lpsc.toml", "--set", "protocol.steps=" + steps)
        self.assertLess(told["peak_polarization"], 1.0)

    def test_it_says_what_it_estimated_and_what_it_left_out(self):
        law = """renewal = "2e-3 m^2/C"

[interphase.electronic]
law = "power law"
insulator_conductivity = "1e-10 S/m"
conductor_conductivity = "1e-3 S/m"
threshold = 0.1"""
        below = edited(SMALL, ('electronic_conductivity = "4e-9 S/m"\n', ""), ('ionic_conductivity = "1.5e-2 S/m"', law))
        text = self.succeed("simulate", self.write("case.toml", below))
        self.assertRegex(text, r"estimated, flattering: ionic conductivity of the interphase, \S+ S/cm")
        self.assertIn("left out: renewal", text)
        text = self.succeed("simulate", self.write("case.toml", SMALL))
        self.assertNotRegex(text, "estimated|left out|kept")

    def test_it_says_that_renewal_stands_where_there_is_no_metal(self):
        case = self.write("case.toml", SMALL)
        bare = "electrolyte.mixture={LPSC = 1}"
        self.assertIn("kept: renewal as given", self.succeed(
            "simulate", case, "--set", bare, "--set", "interphase.renewal=1e-5 m^2/C"))
        self.assertNotIn("kept", self.succeed("simulate", case, "--set", bare, "--set", "interphase.renewal=0 m^2/C"))

    def test_a_protocol_that_is_over_bounds_the_cycle_life_from_below(self):
        self.assertNotIn("lower bound", self.succeed("simulate", DEMO))
        text = self.succeed("simulate", self.write("case.toml", SMALL))
        self.assertIn("after 3 whole cycles, a lower bound of its cycle life", text)

    def test_a_test_that_ends_in_its_first_step_claims_no_polarization(self):
        text = self.succeed(
            "simulate", self.write("case.toml", SMALL), "--set", "protocol.steps=Strip at 1 mA/cm^2 for 9 hours")
        self.assertIn("polarization: none over a whole step", text)
        self.assertIn("polarization: none", self.succeed("simulate", CASES / "rest_lpsc.toml"))

    def test_it_names_the_file_it_wrote(self):
        text = self.succeed("simulate", self.write("case.toml", SMALL), "-o", "run.h5")
        self.assertTrue(text.endswith("written to run.h5\n"))

    def test_it_fits_a_page(self):
        lines = self.succeed("simulate", DEMO).splitlines()
        self.assertLessEqual(len(lines), 30)
        self.assertLessEqual(max(map(len, lines)), 110)


if __name__ == "__main__":
    main()

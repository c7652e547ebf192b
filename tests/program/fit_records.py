"""What a fit takes as measured: a tester's file, what import made of it, and what is neither."""

import csv
import re

import h5py

from fit import FIT, Fits
from support import BAD_INPUT, edited, main


class Records(Fits):
    def test_an_imported_record_is_what_it_was_made_from(self):
        straight = self.fitted("fit.toml")
        self.succeed("import", "thin.bdf.csv", "-o", "thin.h5", "--area", "0.785 cm^2")
        self.write("imported.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "thin.h5"')))
        imported = self.fitted("imported.toml")
        self.assertEqual([one["value"] for one in straight["mechanisms"][0]["parameters"]],
                         [one["value"] for one in imported["mechanisms"][0]["parameters"]])
        said = imported["mechanisms"][0]["cells"][0]["said"]
        self.assertTrue(any(re.search(r"half cycles: .* mAh/cm2", sentence) for sentence in said), said)

    def test_columns_and_sign_can_be_said(self):
        rows = list(csv.reader((self.folder / "thin.bdf.csv").read_text().splitlines()))
        time, voltage, current = (rows[0].index(name) for name in ("Test Time / s", "Voltage / V", "Current / A"))
        self.write("mine.csv", "t_s;U_V;I_A\n" + "".join(
            f"{row[time]};{row[voltage]};{-float(row[current])!r}\n" for row in rows[1:]))
        columns = 'columns = ["time=t_s [s]", "voltage=U_V [V]", "current=I_A [A]"]'
        self.write("mine.toml", edited(FIT, ('data = "thin.bdf.csv"',
                                             f'data = "mine.csv"\n{columns}\nsign = "discharge-positive"')))
        straight, mine = self.fitted("fit.toml"), self.fitted("mine.toml")
        for one, other in zip(straight["mechanisms"][0]["parameters"], mine["mechanisms"][0]["parameters"]):
            self.assertAlmostEqual(other["value"] / one["value"], 1.0, delta=1e-9)
        self.write("bare.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "mine.csv"')))
        self.refused(BAD_INPUT, ["mine.csv:1:1", "the columns are t_s, U_V, I_A", '--column "voltage=HEADING [V]"'],
                     "fit", "bare.toml")

    def test_a_record_that_contradicts_the_case_is_refused(self):
        self.succeed("import", "thin.bdf.csv", "-o", "other.h5", "--area", "0.5 cm^2")
        self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "other.h5"')))
        self.refused(BAD_INPUT, ["cell.data", "0.5 cm2", "0.785 cm2", "import it again, or mend the case"], "fit", "bad.toml")
        self.succeed("import", "thin.bdf.csv", "-o", "thin.h5")
        self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', 'data = "thin.h5"\nsign = "magnitude"')))
        self.refused(BAD_INPUT, ["bad.toml:6:8: cell.sign", "settled when this record was imported"], "fit", "bad.toml")

    def test_columns_that_say_nothing_name_their_place(self):
        for columns, words in (('["volt=#2 [V]"]', ["cell.columns", 'did you mean "voltage"']),
                               ('["voltage"]', ["cell.columns", "names no column"]),
                               ('["voltage=#2", "voltage=#3"]', ["cell.columns", "two columns for voltage"])):
            self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', f'data = "thin.bdf.csv"\ncolumns = {columns}')))
            self.refused(BAD_INPUT, ["bad.toml:6:11", *words], "fit", "bad.toml")
        self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', 'sign = "magnitude"')))
        self.refused(BAD_INPUT, ["bad.toml:5:8: cell.sign", "is of no data"], "fit", "bad.toml")

    def test_what_is_no_record_is_told_by_what_it_is(self):
        self.succeed("import", "thin.bdf.csv", "-o", "thin.h5", "--area", "0.785 cm^2")
        whole = (self.folder / "thin.h5").read_bytes()
        (self.folder / "cut.h5").write_bytes(whole[: len(whole) // 2])
        (self.folder / "later.h5").write_bytes(whole)
        with h5py.File(self.folder / "later.h5", "r+") as file:
            file.attrs["format_version"] = 99
        self.succeed("simulate", "thin.toml", "-o", "run.h5")
        for name, words in (("cut.h5", ["cut.h5", "HDF5"]), ("later.h5", ["later.h5", "newer percolith"]),
                            ("run.h5", ["run.h5", "not a measured record"])):
            self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', f'data = "{name}"')))
            self.refused(BAD_INPUT, words, "fit", "bad.toml")

    def test_noise_that_was_found_is_not_called_stated(self):
        cells = self.fitted("fit.toml")["mechanisms"][0]["cells"]
        self.assertTrue(any("as the estimated noise leaves them" in sentence for sentence in cells[0]["diagnostics"]), cells)


if __name__ == "__main__":
    main()

"""Records that a fit does not take: contradicted, without columns, of another kind, damaged."""

import h5py

from fit import FIT, Fits
from support import BAD_INPUT, edited, main


class Records(Fits):
    def test_unnamed_columns_are_asked_for(self):
        self.write("mine.csv", "t_s;U_V;I_A\n0;0.01;0.001\n60;0.02;0.001\n")
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


if __name__ == "__main__":
    main()

"""What a fit refuses: records contradicted, damaged or of another kind, keys, cells, fit files."""

import csv

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
        for name, words in (("cut.h5", ["cut.h5", "cut off after"]), ("later.h5", ["later.h5", "newer percolith"]),
                            ("run.h5", ["run.h5", "not a measured record"])):
            self.write("bad.toml", edited(FIT, ('data = "thin.bdf.csv"', f'data = "{name}"')))
            self.refused(BAD_INPUT, words, "fit", "bad.toml")


class BadInput(Fits):
    def refuse(self, words, *changes, **options):
        self.write("bad.toml", edited(FIT, *changes))
        self.refused(BAD_INPUT, words, "fit", "bad.toml", "-o", "x.h5", **options)

    def test_records_that_are_none(self):
        whole = (self.folder / "thin.bdf.csv").read_bytes()
        for name, content, words in (
            ("empty.csv", b"", ["empty.csv"]),
            ("cut.csv", whole[: len(whole) // 2], ["cut.csv"]),
            ("mixed.csv", whole[:400] + "电压".encode("gb2312") + whole[400:], ["mixed.csv"]),
        ):
            with self.subTest(name=name):
                self.write(name, content)
                self.refuse(words, ('data = "thin.bdf.csv"', f'data = "{name}"'))

    def test_millivolts_called_volts_are_noticed(self):
        rows = list(csv.reader((self.folder / "thin.bdf.csv").read_text().splitlines()))
        column = rows[0].index("Voltage / V")
        for row in rows[1:]:
            row[column] = repr(1e3 * float(row[column]))
        self.write("milli.csv", "".join(",".join(row) + "\n" for row in rows))
        self.refuse(["milli.csv"], ('data = "thin.bdf.csv"', 'data = "milli.csv"'))

    def test_what_is_written_wrongly_is_one_line(self):
        parameters = FIT[FIT.index("[[parameter]]"):FIT.index("[search]")]
        for words, change in (
            (["parameter", "nothing is free"], (parameters, "")),
            (["intephase.ionic_conductivity", 'did you mean "interphase.ionic_conductivity"'],
             ('"interphase.ionic_conductivity"', '"intephase.ionic_conductivity"')),
            (["parameter", "strat", 'did you mean "start"'],
             ('start = "5 mS/cm"', 'start = "5 mS/cm"\nstrat = 1')),
            (["start", "does not lie between low and high"], ('start = "5 mS/cm"', 'start = "5 mS/cm"\nlow = "6 mS/cm"')),
            (["start", "missing"], ('start = "5 mS/cm"\n', "")),
            (["start", "mS/cm"], ('start = "5 mS/cm"', 'start = "5 mS"')),
            (["nowhere.toml", "no such file"], ('case = "thin.toml"', 'case = "nowhere.toml"')),
            (["nowhere.csv", "no such file"], ('data = "thin.bdf.csv"', 'data = "nowhere.csv"')),
            (["cell.name", '"thin" names two cells'], ('name = "thick"', 'name = "thin"')),
            (["cells", "thicc", 'did you mean "thick"'], ('start = "5 mS/cm"', 'start = "5 mS/cm"\ncells = ["thicc"]')),
            (["prior_error", "is of no prior"], ('start = "5 mS/cm"', 'start = "5 mS/cm"\nprior_error = "2 %"')),
            (["search.starts", "out of range"], ("starts = 1", "starts = 0")),
            (["free twice"], ("[search]", '[[parameter]]\nkey = "separator.ionic_conductivity"\nstart = "5 mS/cm"\n[search]')),
        ):
            with self.subTest(change=change):
                self.refuse(words, change)

    def test_a_fit_that_cannot_begin_says_what_the_case_says(self):
        self.write("one.toml", edited(FIT, ("interphase.ionic_conductivity", "cell.working.lithium"),
                                      ('start = "1e-2 S/m"', 'start = "100 um"\ncells = ["thick"]')))
        for more in ((), ("--check",), ("--json",), ("-o", "x.h5")):
            self.refused(BAD_INPUT, ["one.toml: parameter: the cells cannot be computed at the starts: thick: ",
                                     'choose kind = "asymmetric"'], "fit", "one.toml", *more)

    def test_a_fit_file_that_is_none(self):
        self.refused(BAD_INPUT, ["nowhere.toml", "no such file"], "fit", "nowhere.toml")
        self.write("cut.toml", FIT[:40])
        self.refused(BAD_INPUT, ["cut.toml"], "fit", "cut.toml", lines=None)
        self.refused(BAD_INPUT, ["search.strats", 'did you mean "starts"'], "fit", "fit.toml", "--set",
                     "search.strats=1")


if __name__ == "__main__":
    main()

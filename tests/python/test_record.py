"""Measured records from Python are those that the program makes of a tester's file."""

import shutil

import numpy as np
import pytest

import percolith
from conftest import ROOT

xarray = pytest.importorskip("xarray")
NEWARE = ROOT / "docs" / "tutorials" / "my_neware.txt"
IMPEDANCE = ROOT / "tests" / "fuzz" / "mpt" / "impedance.mpt"
BENCH = "Zeit [min];U;Strom [mA]\n0;10;0.5\n30;11;0.5\n60;12;0.5\n60;-10;-0.5\n120;-12;-0.5\n"


@pytest.fixture
def bench(tmp_path):
    """A folder with files of testers."""
    shutil.copy(NEWARE, tmp_path)
    shutil.copy(IMPEDANCE, tmp_path)
    (tmp_path / "bench.csv").write_text(BENCH, encoding="utf-8")
    return tmp_path


def group_of(path, group):
    with xarray.open_dataset(path, group=group) as dataset:
        return dataset.load()


@pytest.mark.parametrize("file, options, words", [
    ("my_neware.txt", ["--area", "0.785 cm^2"], {"area": (0.785, "cm^2")}),
    ("bench.csv",
     ["--column", "voltage=U [mV]", "--column", "time=#1 [min]", "--column", "current=Strom [mA]", "--column", "cycle=none",
      "--sign", "discharge-positive"],
     {"columns": {"voltage": "U [mV]", "time": "#1 [min]", "current": "Strom [mA]", "cycle": None},
      "sign": "discharge-positive"}),
    ("bench.csv", ["--column", "voltage=U [mV]", "--column", "current=#3", "--column", "time=Zeit"],
     {"columns": ["voltage=U [mV]", "current=#3", "time=Zeit"]}),
    ("impedance.mpt", [], {}),
])
def test_a_record_is_that_of_the_program(program, bench, monkeypatch, file, options, words):
    monkeypatch.chdir(bench)
    told = program.json("import", file, *options, "-o", "program.h5", folder=bench)
    printed = program("import", file, *options, folder=bench).stdout
    record = percolith.import_record(file, **words, output="python.h5")
    assert record.to_dict() == told and str(record) == printed
    for group in ["series", "half_cycles"] + ["spectra"] * (told["spectra"] > 0):
        ours, theirs = record.to_xarray(group), group_of("program.h5", group)
        assert set(ours.variables) == set(theirs.variables)
        for name in theirs.variables:
            np.testing.assert_array_equal(ours[name].values, theirs[name].values, err_msg=name)
            assert ours[name].dims == theirs[name].dims
            assert ours[name].attrs == {key: theirs[name].attrs[key] for key in ("units", "long_name")}
        assert group_of("python.h5", group).equals(theirs)
    assert percolith.Record.open("program.h5").to_dict() == told
    assert len(record.spectra) == told["spectra"]


def test_columns_of_a_record_are_views_that_keep_it_alive(bench):
    series = percolith.import_record(bench / "my_neware.txt").series
    voltage, cycle = series["voltage"], series["cycle"]
    assert np.shares_memory(voltage, series["voltage"]) and not voltage.flags.owndata and not voltage.flags.writeable
    assert voltage.dtype == np.float64 and np.issubdtype(cycle.dtype, np.integer) and cycle.shape == (series.rows,)
    kept = voltage.copy()
    del series
    np.testing.assert_array_equal(voltage, kept)
    with pytest.raises(KeyError):
        percolith.import_record(bench / "my_neware.txt").series["voltages"]


def test_half_cycles_name_rows_of_the_series(bench):
    record = percolith.import_record(bench / "my_neware.txt", area="0.785 cm^2")
    halves, series = record.half_cycles, record.series
    assert record.area == pytest.approx(0.785e-4, rel=1e-15) and halves.rows == sum(
        record.to_dict()["half_cycles"].values())
    for first, last, direction, charge in zip(*(halves[name] for name in ("first", "last", "direction", "charge"))):
        current = series["current"][first : last + 1]
        assert np.all(np.sign(current) * direction >= 0) and (direction == 0) == (charge == 0.0)


def test_spectra_have_their_units_and_time(bench):
    record = percolith.import_record(bench / "impedance.mpt")
    spectrum = record.spectra[0]
    assert list(spectrum) == ["frequency", "real", "imaginary"] and spectrum.unit("real") == "ohm"
    assert spectrum.to_xarray().attrs["time"] == spectrum.time
    assert sum(each.rows for each in record.spectra) == record.to_xarray("spectra").sizes["point"]
    left_out = record.write(bench / "series.bdf.csv") if record.series.rows else ["spectra"]
    assert len(left_out) == 1 and "spectra" in left_out[0]


def test_a_record_is_written_in_both_formats_as_the_program_writes_it(program, bench):
    record = percolith.import_record(bench / "my_neware.txt")
    assert record.write(bench / "python.bdf.csv") == [] and record.write(bench / "python.h5") == []
    assert program("import", "my_neware.txt", "-o", "program.bdf.csv", folder=bench).returncode == 0
    assert (bench / "python.bdf.csv").read_bytes() == (bench / "program.bdf.csv").read_bytes()
    opened = percolith.Record.open(bench / "python.h5")
    assert opened.to_dict() == record.to_dict() and opened.to_xarray().equals(record.to_xarray())
    assert opened.area is None and opened.source == str(bench / "my_neware.txt")


@pytest.mark.parametrize("options, words", [
    (["--area", "5 s"], {"area": (5, "s")}),
    (["--area", "0.785"], {"area": 0.785}),
    (["--area", "-1 cm^2"], {"area": "-1 cm^2"}),
    (["--column", "voltge=U"], {"columns": {"voltge": "U"}}),
    (["--column", "time=#9"], {"columns": {"time": "#9"}}),
    (["-o", "record.xlsx"], {"output": "record.xlsx"}),
    (["-o", "my_neware.txt.csv"], {"output": "nowhere/record.h5"}),
    ([], {"sign": "positive"}),
])
def test_what_is_wrong_is_said_in_the_words_of_the_program(program, bench, monkeypatch, options, words):
    monkeypatch.chdir(bench)
    said = program("import", "my_neware.txt", *options, folder=bench)
    with pytest.raises(percolith.Error) as caught:
        percolith.import_record("my_neware.txt", **words)
    if said.returncode == 2:
        assert str(caught.value) + "\n" == said.stderr
    assert caught.value.key in ("--area", "--column", "--output", "--sign", None)


def test_the_testers_file_is_not_written_over(bench, monkeypatch):
    monkeypatch.chdir(bench)
    shutil.copy("my_neware.txt", "tester.csv")
    record = percolith.import_record("tester.csv")
    with pytest.raises(percolith.InputError, match="is what is read"):
        record.write("tester.csv")
    with pytest.raises(percolith.InputError, match="is what is read"):
        percolith.import_record("tester.csv", output="tester.csv")
    with pytest.raises(TypeError):
        percolith.import_record("tester.csv", "voltage=U")

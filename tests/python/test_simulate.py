"""Simulations from Python are those of the program: same numbers, same names, same faults."""

import csv
import gc
import os
import signal
import threading
import time

import numpy as np
import pytest

import percolith
from conftest import CASES, LASTING, SMALL, changed

xarray = pytest.importorskip("xarray")


def series_of(path, group="series"):
    with xarray.open_dataset(path, group=group) as dataset:
        return dataset.load()


def assert_same(ours, theirs):
    """Values and attributes, without a tolerance."""
    assert set(ours.variables) == set(theirs.variables)
    for name in theirs.variables:
        np.testing.assert_array_equal(ours[name].values, theirs[name].values, err_msg=name)
        assert ours[name].dims == theirs[name].dims
        for attribute in ("units", "long_name"):
            assert ours[name].attrs.get(attribute) == theirs[name].attrs.get(attribute), name


@pytest.mark.parametrize("name", ["asymmetric_lpsc_lgps_4_1", "rest_lpsc", "segregated", "critical_current_density"])
def test_a_shipped_case_gives_the_numbers_of_the_program(program, tmp_path, name):
    told = program.json("simulate", CASES / f"{name}.toml", "-o", tmp_path / "program.h5")
    run = percolith.simulate(CASES / f"{name}.toml", output=tmp_path / "python.h5")
    assert run.to_dict() == told
    for table in ("series", "cycles", "events"):
        theirs = series_of(tmp_path / "program.h5", table)
        ours = run.to_xarray(table)
        if table == "events":  # as xarray decodes words
            ours = ours.drop_vars(["name", "electrode", "text"])
            theirs = theirs[list(ours.variables)]
        assert_same(ours, theirs)
        assert_same(series_of(tmp_path / "python.h5", table), series_of(tmp_path / "program.h5", table))


def test_events_are_those_of_the_program(program, tmp_path):
    case = CASES / "asymmetric_lpsc_lgps_4_1.toml"
    program("simulate", case, "-o", tmp_path / "run.h5")
    written, computed = percolith.Run.open(tmp_path / "run.h5"), percolith.simulate(case)
    told = [(e.time, e.name, e.electrode, e.cycle, e.step, e.terminal, e.text) for e in computed.events]
    assert told == [(e.time, e.name, e.electrode, e.cycle, e.step, e.terminal, e.text) for e in written.events]
    assert "host exhausted" in [e.name for e in computed.events if e.terminal]


def test_an_opened_run_is_the_run_that_was_written(tmp_path):
    run = percolith.simulate(SMALL, output=tmp_path / "run.h5")
    opened = percolith.Run.open(tmp_path / "run.h5")
    assert list(opened.series) == list(run.series) and list(opened.cycles) == list(run.cycles)
    for table in ("series", "cycles"):
        for name in getattr(run, table):
            np.testing.assert_array_equal(getattr(opened, table)[name], getattr(run, table)[name])
            assert getattr(opened, table).unit(name) == getattr(run, table).unit(name)
    for name, value in run.summary.items():
        theirs = opened.summary[name]
        assert theirs == value or (np.isnan(theirs) and np.isnan(value)), name
    assert dict(opened.parameters) == dict(run.parameters)
    assert (opened.title, opened.status, opened.area, opened.case_text) == ("small", "ended", run.area, run.case_text)


def test_columns_are_views_that_keep_the_run_alive():
    series = percolith.simulate(SMALL).series
    voltage, again = series["voltage"], series["voltage"]
    assert np.shares_memory(voltage, again) and not voltage.flags.owndata and not voltage.flags.writeable
    assert voltage.dtype == np.float64 and voltage.shape == (series.rows,)
    kept = voltage.copy()
    del series, again
    gc.collect()
    np.testing.assert_array_equal(voltage, kept)


def test_columns_tell_unit_and_meaning():
    run = percolith.simulate(SMALL)
    assert run.series.unit("current_density") == "A m-2"
    assert run.series.long_name("voltage") == "cell voltage, working against counter"
    assert run.to_xarray()["voltage"].attrs == {"units": "V", "long_name": "cell voltage, working against counter"}
    assert run.summary.unit("end_time") == "s" and run.parameters["cell.area"] == pytest.approx(0.785e-4, rel=1e-15)
    for look in (run.series.__getitem__, run.series.unit, run.series.long_name):
        with pytest.raises(KeyError, match="no column 'volt'; there are voltage, .*time"):
            look("volt")


def test_a_case_that_records_its_cycles_alone_has_no_series():
    run = percolith.simulate(SMALL, overrides={"record.shape": "cycles"})
    assert run.series.rows == 0 and list(run.series) == [] and run.cycles.rows == 3


def test_a_dict_is_the_file_that_says_the_same(program, tmp_path):
    (tmp_path / "small.toml").write_text(percolith.to_toml(SMALL), encoding="utf-8")
    told = program.json("simulate", tmp_path / "small.toml")
    assert percolith.simulate(SMALL).to_dict() == told
    assert percolith.simulate(tmp_path / "small.toml").to_dict() == told


@pytest.mark.parametrize("key, value, option", [
    ("cell.working.lithium", "15 um", "cell.working.lithium=15 um"),
    ("cell.working.lithium", (15, "um"), "cell.working.lithium=15 um"),
    ("cell.counter", {"lithium": "50 um"}, 'cell.counter={lithium = "50 um"}'),
    ("interphase.renewal", (np.float64(2e-3), "m^2/C"), "interphase.renewal=2e-3 m^2/C"),
    ("protocol.steps", SMALL["protocol"]["steps"].replace("3", "2"), None),
])
def test_overrides_are_those_of_set(program, tmp_path, key, value, option):
    (tmp_path / "small.toml").write_text(percolith.to_toml(SMALL), encoding="utf-8")
    told = program.json("simulate", tmp_path / "small.toml", "--set", option or f"{key}={value}")
    assert percolith.simulate(tmp_path / "small.toml", overrides={key: value}).to_dict() == told
    assert percolith.simulate(percolith.Case(SMALL).with_(**{key: value})).to_dict() == told


def test_none_removes_a_key():
    case = percolith.Case(SMALL).with_({"interphase.renewal": "2e-3 m^2/C"})
    assert "interphase.renewal" in case.overrides[0]
    with pytest.raises(percolith.InputError, match="electronic_conductivity: missing"):
        case.with_({"interphase.electronic_conductivity": None})


def test_faults_carry_file_key_and_line_in_the_words_of_the_program(program, tmp_path):
    text = percolith.to_toml(SMALL).replace('area = "0.785 cm^2"', 'area = "5 s"').replace("thickness", "thicknes", 1)
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    said = program("simulate", tmp_path / "bad.toml")
    with pytest.raises(percolith.InputError) as caught:
        percolith.simulate(tmp_path / "bad.toml")
    error = caught.value
    assert isinstance(error, ValueError) and isinstance(error, percolith.Error)
    assert str(error) + "\n" == said.stderr
    assert error.file == str(tmp_path / "bad.toml")
    assert error.key == "cell.area" and error.line == text[: text.index('"5 s"')].count("\n") + 1
    assert {fault.key for fault in error.faults} >= {"cell.area", "separator.thicknes", "separator.thickness"}
    assert all(fault.line > 0 for fault in error.faults if fault.key != "separator.thickness")


def test_a_fault_of_an_override_names_its_key():
    with pytest.raises(percolith.InputError) as caught:
        percolith.Case(SMALL).with_({"cell.area": "5 s"})
    assert caught.value.file == "--set cell.area" and caught.value.key == "cell.area"


def test_a_fault_of_the_protocol_has_its_line():
    with pytest.raises(percolith.InputError) as caught:
        percolith.Case(changed(SMALL, protocol={"steps": "Strip working at 0.5 mA/cm^2 for 1 hour\nDance for 1 hour"}))
    assert caught.value.key == "protocol.steps" and caught.value.line > 0


def test_what_is_no_case_is_refused(tmp_path):
    with pytest.raises(percolith.InputError, match="no such file"):
        percolith.simulate(tmp_path / "nowhere.toml")
    with pytest.raises(TypeError):
        percolith.Case({"cell": object()})
    (tmp_path / "my_fit.toml").write_text("title = 'a fit'\n", encoding="utf-8")
    with pytest.raises(percolith.InputError, match="my_fit.toml: this is text, not HDF5; name a file that percolith simulate wrote"):
        percolith.Run.open(tmp_path / "my_fit.toml")
    (tmp_path / "run.h5").write_bytes(b"no HDF5")
    with pytest.raises(percolith.InputError):
        percolith.Run.open(tmp_path / "run.h5")


def test_an_output_that_cannot_be_written_is_an_output_error(tmp_path):
    with pytest.raises(percolith.OutputError) as caught:
        percolith.simulate(SMALL, output=tmp_path / "nowhere" / "run.h5")
    assert isinstance(caught.value, OSError) and caught.value.file == str(tmp_path / "nowhere" / "run.h5")


def test_the_case_is_not_written_over(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(percolith.to_toml(SMALL), encoding="utf-8")
    with pytest.raises(percolith.InputError, match="is what is read"):
        percolith.simulate(path, output=path)
    assert path.read_text(encoding="utf-8") == percolith.to_toml(SMALL)


def test_ctrl_c_stops_a_run_and_keeps_what_was_recorded(tmp_path):
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        percolith.simulate(LASTING, output=tmp_path / "run.h5")
    assert time.monotonic() - began < 10.0
    run = percolith.Run.open(tmp_path / "run.h5")
    assert run.status == "interrupted" and run.cycles.rows > 0


def test_progress_is_told_and_what_it_raises_stops_the_run():
    class Enough(Exception):
        pass

    told = []

    def progress(fraction, text):
        told.append((time.monotonic(), fraction, text))
        if len(told) == 4:
            raise Enough

    with pytest.raises(Enough):
        percolith.simulate(LASTING, progress=progress)
    assert all(0.0 <= fraction <= 1.0 and "cycles" in text for _, fraction, text in told)
    assert all(b[0] - a[0] > 0.09 for a, b in zip(told, told[1:]))


def test_progress_ends_with_all():
    told = []
    percolith.simulate(SMALL, progress=lambda fraction, text: told.append(fraction))
    assert told[-1] == 1.0


def test_other_threads_run_meanwhile():
    counted = []
    over = threading.Event()

    def count():
        while not over.is_set():
            counted.append(time.monotonic())
            time.sleep(0.01)

    def stop(fraction, text):
        if len(counted) > 20:
            raise StopIteration

    thread = threading.Thread(target=count)
    thread.start()
    try:
        with pytest.raises(StopIteration):
            percolith.simulate(LASTING, progress=stop)
    finally:
        over.set()
        thread.join()
    assert len(counted) > 20


def test_an_impedance_spectrum_is_that_of_the_program(program, tmp_path):
    run = percolith.simulate(SMALL, output=tmp_path / "run.h5")
    table = run.impedance((1.5, "h"))
    printed = list(csv.reader(program("impedance", tmp_path / "run.h5", "--at", "1.5 h").stdout.splitlines()))
    columns = ["frequency", "real", "imaginary", "working_real", "working_imaginary", "counter_real", "counter_imaginary"]
    assert list(table) == columns and table.rows == len(printed) - 1 == 91
    for name, texts in zip(columns, list(zip(*printed))):
        scale = 1.0 if name == "frequency" else 1e-4
        assert [f"{value / scale:.9g}" for value in table[name]] == list(texts[1:])
        assert table.unit(name) == ("Hz" if name == "frequency" else "ohm m2")
    assert table.to_xarray()["real"].dims == ("frequency",)
    opened = percolith.Run.open(tmp_path / "run.h5").impedance("1.5 h")
    np.testing.assert_array_equal(opened["imaginary"], table["imaginary"])


def test_an_impedance_without_an_instant_is_refused():
    run = percolith.simulate(SMALL)
    with pytest.raises(percolith.InputError, match="the run has nothing at 500 h"):
        run.impedance("500 h")
    with pytest.raises(percolith.InputError, match="bare number"):
        run.impedance(10)
    with pytest.raises(percolith.InputError, match="per-cycle table alone"):
        percolith.simulate(SMALL, overrides={"record.shape": "cycles"}).impedance("1 h")


@pytest.mark.parametrize("table", ["series", "cycles", "events", "ledger", "parameters", "summary", "bdf"])
def test_an_exported_table_is_that_of_the_program(program, tmp_path, table):
    run = percolith.simulate(SMALL, output=tmp_path / "run.h5")
    assert program("export", "run.h5", "--table", table, "-o", "program.csv", folder=tmp_path).returncode == 0
    run.export(table, tmp_path / "python.csv")
    assert (tmp_path / "python.csv").read_bytes() == (tmp_path / "program.csv").read_bytes()


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(percolith.InputError, match='there is no table "cycle"; did you mean "cycles"'):
        percolith.simulate(SMALL).export("cycle", tmp_path / "x.csv")


@pytest.mark.parametrize("kind", ["case", "materials", "structure", "fit", "sweep", "prediction", "design"])
def test_keys_are_those_that_the_program_describes(program, kind):
    flag = [] if kind == "case" else [f"--{kind}"]
    assert percolith.describe(kind=kind) == program.json("describe", *flag)["keys"]
    word = percolith.describe(kind=kind)[0]["name"]
    assert percolith.describe(word, kind) == program.json("describe", word, *flag)["keys"]


def test_a_word_of_no_key_and_a_kind_of_no_file_are_refused():
    with pytest.raises(percolith.InputError, match="no key contains"):
        percolith.describe("lithum")
    with pytest.raises(ValueError, match="no kind of file"):
        percolith.describe(kind="cases")


def test_runs_side_by_side_are_those_alone():
    alone = percolith.simulate(SMALL).series["voltage"]
    runs = [None] * 4

    def work(k):
        runs[k] = percolith.simulate(SMALL).series["voltage"]

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for voltage in runs:
        np.testing.assert_array_equal(voltage, alone)

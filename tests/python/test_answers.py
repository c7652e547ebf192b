"""Sweeps, predictions, fits, designs and structures from Python answer what the program answers."""

import os
import shutil
import signal
import threading

import numpy as np
import pytest

import percolith
from conftest import ROOT, SMALL, changed

xarray = pytest.importorskip("xarray")
TUTORIALS = ROOT / "docs" / "tutorials"

SWEEP = {
    "title": "lithium and renewal",
    "case": "small.toml",
    "outputs": ["ended_by", "end_time", "cycle_life", "working_interphase_thickness", "working_depletion_time"],
    "axis": [
        {"key": "cell.working.lithium", "values": ["3 um", "5 um", "20 um"]},
        {"key": "interphase.renewal", "values": ["1e-3 m^2/C", "4e-3 m^2/C"]},
    ],
}
PREDICTION = {
    "title": "before the test",
    "case": "small.toml",
    "uncertain": [
        {"key": "interphase.electronic_conductivity", "distribution": "log-normal", "median": "4.2e-9 S/m", "factor": 2},
        {"key": "cell.working.lithium", "distribution": "uniform", "from": "2 um", "to": "6 um"},
    ],
    "sample": {"tests": 64},
}
DESIGN = {
    "title": "leaky or tight",
    "case": "small.toml",
    "candidate": [
        {"name": "leaky", "passes": False, "set": ["interphase.renewal=2e-3 m^2/C"],
         "uncertain": [{"key": "interphase.renewal", "distribution": "log-normal", "median": "2e-3 m^2/C", "factor": 2}]},
        {"name": "tight", "passes": True, "set": ["interphase.electronic_conductivity=4e-12 S/m"]},
    ],
    "bench": {
        "foils": ["2 um", "5 um"], "foil_tolerance": "4 %",
        "current": {"from": "0.2 mA/cm^2", "to": "0.6 mA/cm^2", "points": 2},
        "capacity": {"from": "0.1 mAh/cm^2", "to": "0.5 mAh/cm^2", "points": 2},
        "hours": "50 h", "voltage_noise": "1 mV",
    },
    "sample": {"tests": 64},
}
LATTICE = {
    "title": "small lattice", "seed": 3,
    "structure": {"kind": "lattice"},
    "threshold": {"sizes": [6, 12], "realisations": [200, 100]},
}
SPHERES = {
    "title": "spheres of 10 nm",
    "structure": {"kind": "particles", "diameter": "10 nm"},
    "conductivity": {
        "metal_conductivity": "1e4 S/m", "insulator_conductivity": "1e-8 S/m", "metal_fractions": [0, 0.2, 0.4],
        "film_thicknesses": ["20 nm", "40 nm"], "resolution": 3, "realisations": 3,
    },
}


@pytest.fixture
def bench(tmp_path):
    """A folder with every input as a file."""
    inputs = {"small": SMALL, "sweep": SWEEP, "before": PREDICTION, "design": DESIGN, "lattice": LATTICE,
              "spheres": SPHERES}
    for name, table in inputs.items():
        (tmp_path / f"{name}.toml").write_text(percolith.to_toml(table), encoding="utf-8")
    return tmp_path


def group_of(path, group=None):
    with xarray.open_dataset(path, group=group) as dataset:
        return dataset.load()


def test_a_map_is_that_of_the_program(program, bench):
    told = program.json("sweep", "sweep.toml", "-o", "map.h5", folder=bench)
    sweep = percolith.sweep(bench / "sweep.toml")
    assert sweep.to_dict() == told
    theirs, ours = group_of(bench / "map.h5"), sweep.to_xarray()
    assert sweep.map.design == "grid" and ours["end_time"].dims == tuple(sweep.map.axes)
    for name in SWEEP["outputs"][1:] + sweep.map.axes:
        np.testing.assert_array_equal(ours[name].values, theirs[name].values, err_msg=name)
        assert ours[name].dims == theirs[name].dims
        assert ours[name].attrs["units"] == theirs[name].attrs["units"] == sweep.map.unit(name)
        assert ours[name].attrs["long_name"] == theirs[name].attrs["long_name"]
    meanings = np.array(theirs["ended_by"].attrs["flag_meanings"].split())
    assert [w.replace(" ", "_") for w in sweep.map["ended_by"].ravel()] == list(meanings[theirs["ended_by"].values.ravel()])


def test_outputs_of_a_map_are_views_and_its_file_can_be_kept(bench):
    sweep = percolith.sweep(bench / "sweep.toml")
    life = sweep.map["cycle_life"]
    assert life.shape == (3, 2) and not life.flags.owndata and np.shares_memory(life, sweep.map["cycle_life"])
    sweep.write(bench / "kept.h5")
    np.testing.assert_array_equal(percolith.Map.open(bench / "kept.h5")["cycle_life"], life)
    with pytest.raises(KeyError):
        sweep.map["nothing"]


def test_members_of_a_map_are_single_runs(bench):
    sweep = percolith.sweep(SWEEP | {"case": str(bench / "small.toml")})
    for k, lithium in enumerate(["3 um", "5 um", "20 um"]):
        run = percolith.simulate(SMALL, overrides={
            "solver.engine": "odeint", "cell.working.lithium": lithium, "interphase.renewal": "1e-3 m^2/C"})
        assert sweep.map["end_time"][k, 0] == pytest.approx(run.summary["end_time"], rel=1e-6)


def test_a_prediction_is_that_of_the_program(program, bench):
    told = program.json("predict", "before.toml", "-o", "tests.h5", folder=bench)
    prediction = percolith.predict(bench / "before.toml", output=bench / "python.h5", figure=bench / "life.svg")
    assert prediction.to_dict() == told
    assert "<svg" in (bench / "life.svg").read_text(encoding="utf-8")
    theirs = group_of(bench / "tests.h5")
    for name in ("cycle_life", "cell.working.lithium"):
        np.testing.assert_array_equal(prediction.tests[name], theirs[name].values)
        np.testing.assert_array_equal(group_of(bench / "python.h5")[name].values, theirs[name].values)


def test_a_design_is_that_of_the_program(program, bench):
    result = program("design", "design.toml", "--json", folder=bench)
    design = percolith.design(bench / "design.toml", output=bench / "answer.json")
    assert design._json == result.stdout == (bench / "answer.json").read_text(encoding="utf-8")
    assert design.decides == (result.returncode == 0)
    assert not (bench / "answer.json.unfinished").exists()
    if design.decides:
        assert all(sheet.is_file() for sheet in design.write_sheets(bench / "sheets"))


def test_a_threshold_is_that_of_the_program(program, bench):
    told = program.json("percolation", "threshold", "lattice.toml", "-o", "program.h5", folder=bench)
    answer = percolith.percolation(bench / "lattice.toml", output=bench / "python.h5")
    assert answer.to_dict() == told
    assert percolith.percolation(LATTICE).to_dict() == told
    assert not (bench / "python.h5.unfinished").exists()
    ours, theirs = answer.to_xarray(), group_of(bench / "program.h5")
    assert ours.drop_vars("structure").identical(theirs.drop_vars("structure")) or ours.equals(theirs)


def test_films_are_those_of_the_program_and_make_a_table_for_cases(program, bench):
    told = program.json("percolation", "conductivity", "spheres.toml", "-o", "program.csv", folder=bench)
    films = percolith.percolation(SPHERES, "conductivity")
    assert films.to_dict() == told
    films.write(bench / "python.csv")
    numbers = [[line for line in (bench / f"{by}.csv").read_text().splitlines() if not line.startswith("#")]
               for by in ("python", "program")]
    assert numbers[0] == numbers[1] and len(numbers[0]) == 7
    with pytest.raises(ValueError):
        percolith.percolation(SPHERES, "colour")


def test_answers_name_what_is_wrong(bench):
    with pytest.raises(percolith.InputError) as caught:
        percolith.sweep(bench / "sweep.toml", overrides={"outputs": ["life"]})
    assert caught.value.key.startswith("outputs")
    with pytest.raises(percolith.InputError) as caught:
        percolith.percolation(changed(LATTICE, structure={"kind": "lettuce"}))
    assert caught.value.key == "structure.kind" and caught.value.file == "dict"
    with pytest.raises(percolith.InputError, match=r"does not end with \.h5"):
        percolith.sweep(bench / "sweep.toml", output=bench / "map.csv")


def test_an_interrupted_sweep_goes_on(program, bench):
    long = {"axis": [{"key": "cell.working.lithium", "from": "3 um", "to": "30 um", "points": 20000}],
            "outputs": ["end_time"], "set": ['solver.engine="sundials"']}
    threading.Timer(2.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        percolith.sweep(bench / "sweep.toml", overrides=long, output=bench / "map.h5")
    assert not (bench / "map.h5").exists() and list((bench / "map.h5.unfinished").glob("chunk-*"))


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit")
    for file in TUTORIALS.iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    quick = {"search.starts": 1, "trust.profiles": False}
    told = []
    fit = percolith.fit(folder / "my_fit.toml", overrides=quick, output=folder / "python.h5",
                        progress=lambda fraction, text: told.append(text))
    return folder, fit, told


def test_a_fit_is_that_of_the_program(program, fitted):
    folder, fit, told = fitted
    answer = program.json("fit", "my_fit.toml", "--set", "search.starts=1", "--set", "trust.profiles=false", "-o",
                          "program.h5", folder=folder)
    assert fit.to_dict() == answer and told[-1] == "done"
    for group in ("mechanism1/parameters", "mechanism1/assumed", "cell1"):
        assert fit.to_xarray(group).equals(group_of(folder / "program.h5", group)), group
        assert group_of(folder / "python.h5", group).equals(group_of(folder / "program.h5", group)), group
    cell, theirs = fit.cell("batch 7"), group_of(folder / "program.h5", "cell1")
    np.testing.assert_array_equal(cell["voltage"], theirs["voltage"].values)
    np.testing.assert_array_equal(cell["residual"], theirs["residual"].values[0])
    assert set(fit.parameters) == {"separator.ionic_conductivity", "interphase.electronic_conductivity",
                                   "interphase.ionic_conductivity"}


def test_a_fit_from_its_file_says_the_same(fitted):
    folder, fit, _ = fitted
    again = percolith.Fit.open(folder / "python.h5")
    assert again.findings == fit.findings and again.cells == fit.cells
    assert again.assumptions == fit.assumptions and len(fit.assumptions) > 1
    assert again.assumed == fit.assumed and "separator.thickness" in fit.assumed
    for name, mine in again.parameters.items():
        theirs = fit.parameters[name]
        assert mine == {key: theirs[key] for key in mine}, name
    for name, values in fit.cell().items():
        np.testing.assert_array_equal(again.cell("batch 7")[name], values)
    assert again.to_xarray("cell1").equals(fit.to_xarray("cell1"))
    again.write(folder / "again.svg")
    again.write(folder / "again.h5")
    assert (folder / "again.h5").read_bytes() == (folder / "python.h5").read_bytes()
    for sentence in fit.findings + fit.assumptions:
        assert sentence in str(again)
    with pytest.raises(percolith.InputError, match="my_fit.toml"):
        percolith.Fit.open(folder / "my_fit.toml")
    again.write(folder / "again.h5")
    reopened = percolith.Fit.open(folder / "again.h5")
    reopened.write(folder / "again.h5")
    assert reopened.findings == fit.findings
    with pytest.raises(KeyError, match="batch 7"):
        again.cell("batch 8")
    with pytest.raises(IndexError, match="there is 1"):
        again.cell(mechanism=9)
    with pytest.raises(TypeError, match="with_"):
        again.case()


def test_the_case_of_the_best_fit_simulates_as_the_fit_says(fitted):
    folder, fit, _ = fitted
    case = fit.case("batch 7")
    for name, parameter in fit.parameters.items():
        si = parameter["value"] * {"mS/cm": 0.1, "S/m": 1.0}[parameter["unit"]]
        assert case.parameters[name] == pytest.approx(si, rel=1e-14)
    # The protocol of the case is that of the record: between its rows the simulated voltage is the model's.
    run = percolith.simulate(case)
    cell = fit.cell()
    running = np.abs(cell["current"]) > 0
    model = np.interp(cell["time"], run.series["time"], run.series["voltage"])
    inside = running & (np.gradient(cell["current"]) == 0)
    np.testing.assert_allclose(model[inside], cell["model"][inside], rtol=2e-3)


def test_a_case_written_down_is_the_same_case(tmp_path, program):
    case = percolith.Case(SMALL).with_({"cell.working.lithium": (10, "um"), "separator.thickness": "0.8 mm"})
    case.write(tmp_path / "cell.toml")
    again = percolith.Case.from_file(tmp_path / "cell.toml")
    assert dict(again.parameters) == dict(case.parameters) and again.overrides == []
    assert program.json("simulate", "cell.toml", folder=tmp_path)["end_time"] == percolith.simulate(case).summary["end_time"]
    with pytest.raises(TypeError, match=r"write\(path\)"):
        percolith.fit({"cell": [{"name": "a", "case": case}]})


@pytest.mark.parametrize("ending", ["h5", "bdf.csv"])
def test_a_fit_of_an_imported_record_is_that_of_the_testers_file(fitted, ending):
    folder, fit, _ = fitted
    percolith.import_record(folder / "my_neware.txt", area="0.785 cm^2", output=folder / f"imported.{ending}")
    text = (folder / "my_fit.toml").read_text(encoding="utf-8").replace("my_neware.txt", f"imported.{ending}")
    again = percolith.fit(percolith.Input.from_text(text, folder=folder),
                          overrides={"search.starts": 1, "trust.profiles": False})
    for name in ("time", "current", "voltage"):
        np.testing.assert_array_equal(again.cell()[name], fit.cell()[name])
    assert {n: p["value"] for n, p in again.parameters.items()} == {n: p["value"] for n, p in fit.parameters.items()}


def test_a_fit_draws_itself(fitted):
    folder, fit, _ = fitted
    fit.write(folder / "fit.svg")
    assert "<svg" in (folder / "fit.svg").read_text(encoding="utf-8")


def test_the_check_before_a_fit_is_that_of_the_program(program, fitted):
    folder, *_ = fitted
    assert percolith.check_fit(folder / "my_fit.toml") == program.json("fit", "my_fit.toml", "--check", folder=folder)


def test_the_residual_at_the_best_fit_is_that_of_the_fit(fitted):
    folder, fit, _ = fitted
    residual = percolith.Residual(folder / "my_fit.toml")
    best = residual.point([fit.parameters[name]["value"] for name in residual.names])
    np.testing.assert_allclose(residual(best)[: len(fit.cell()["residual"])], fit.cell()["residual"], rtol=0, atol=1e-6)
    assert residual(best).shape == (residual.size,)
    np.testing.assert_allclose(residual.values(best), [fit.parameters[n]["value"] for n in residual.names], rtol=1e-12)
    told = fit.to_dict()["mechanisms"][0]
    assert -2.0 * residual.log_likelihood(best) == pytest.approx(told["minus_two_log_likelihood"], rel=1e-9)


def test_the_jacobian_is_the_derivative_of_the_residual(fitted):
    folder, *_ = fitted
    residual = percolith.Residual(folder / "my_fit.toml")
    start, step = residual.start, 1e-5
    slopes = residual.jacobian(start)
    assert slopes.shape == (residual.size, 3) and np.all(residual.lower < start) and np.all(start < residual.upper)
    for k in range(3):
        ahead, behind = start.copy(), start.copy()
        ahead[k] += step
        behind[k] -= step
        numeric = (residual(ahead) - residual(behind)) / (2 * step)
        # An explicit difference of a solution good to 1e-8 of volts, in standard deviations.
        np.testing.assert_allclose(slopes[:, k], numeric, rtol=1e-3, atol=1e-3 * np.abs(numeric).max())
        steep = (residual.log_likelihood(ahead) - residual.log_likelihood(behind)) / (2 * step)
        assert residual.gradient(start)[k] == pytest.approx(steep, rel=1e-3)


def test_scipy_finds_the_minimum_of_the_fit(fitted):
    optimize = pytest.importorskip("scipy.optimize")
    folder, fit, _ = fitted
    residual = percolith.Residual(folder / "my_fit.toml")
    found = optimize.least_squares(residual, residual.start, jac=residual.jacobian,
                                   bounds=(residual.lower, residual.upper), x_scale="jac")
    assert found.success
    best = residual.point([fit.parameters[name]["value"] for name in residual.names])
    assert 2.0 * found.cost == pytest.approx(float(residual(best) @ residual(best)), rel=1e-6)


def test_a_mechanism_fixes_what_it_sets_and_its_residual_is_that_of_the_fit():
    fit = percolith.fit(ROOT / "runs" / "fits" / "rest_lpsc.toml", overrides={"trust.profiles": False})
    for told in fit.to_dict()["mechanisms"]:
        residual = percolith.Residual(ROOT / "runs" / "fits" / "rest_lpsc.toml", mechanism=told["name"])
        assert residual.names == [p["name"] for p in told["parameters"]] and len(residual.names) == 1
        best = residual.point([p["value"] for p in told["parameters"]])
        assert -2.0 * residual.log_likelihood(best) == pytest.approx(told["minus_two_log_likelihood"], rel=1e-9)
        slopes = residual.jacobian(best)
        assert slopes.shape == (residual.size, 1) and np.all(np.isfinite(slopes))
    both = percolith.Residual(ROOT / "runs" / "fits" / "rest_lpsc.toml")
    assert len(both.names) == 2 and both.mechanism is None


def test_a_mechanism_of_another_name_is_refused(fitted):
    folder, *_ = fitted
    with pytest.raises(percolith.InputError, match='did you mean "electron-limited"'):
        percolith.Residual(ROOT / "runs" / "fits" / "rest_lpsc.toml", mechanism="electron limited")
    with pytest.raises(percolith.InputError, match="this fit has no mechanisms"):
        percolith.Residual(folder / "my_fit.toml", mechanism="mine")


def test_a_residual_of_another_length_is_refused(fitted):
    folder, *_ = fitted
    with pytest.raises(percolith.InputError, match="2 numbers are given for 3 parameters"):
        percolith.Residual(folder / "my_fit.toml")([0.0, 0.0])

"""Pictures and pages that Python makes are those of the program, byte for byte but for the time of a page."""

import re

import pytest

import percolith
from conftest import SMALL, changed
from test_answers import DESIGN, LATTICE, PREDICTION, SPHERES, SWEEP, TUTORIALS

QUICK = {"search.starts": 1, "trust.profiles": False}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """A folder with results of the program's own kinds."""
    folder = tmp_path_factory.mktemp("figures")
    percolith.simulate(SMALL, output=folder / "run.h5")
    percolith.simulate(changed(SMALL, title="other"), output=folder / "other.h5",
                       overrides={"cell.working.lithium": "15 um"})
    (folder / "small.toml").write_text(percolith.to_toml(SMALL), encoding="utf-8")
    percolith.sweep(SWEEP | {"case": str(folder / "small.toml")}, output=folder / "map.h5")
    percolith.percolation(LATTICE, output=folder / "lattice.h5")
    percolith.percolation(SPHERES, "conductivity", output=folder / "films.h5")
    percolith.fit(TUTORIALS / "my_fit.toml", overrides=QUICK, output=folder / "fit.h5")
    return folder


def page(path):
    text, times = re.subn(r'"created":"[^"]*"', "", path.read_text(encoding="utf-8"))
    assert times == 1
    return text


@pytest.mark.parametrize("file, options, wanted", [
    ("run.h5", [], {}),
    ("run.h5", ["--width", "88 mm"], {"width": (88, "mm")}),
    ("fit.h5", ["--width", "double"], {"width": "double"}),
    ("map.h5", ["--show", "end_time", "--axis", "interphase.renewal", "--at", "cell.working.lithium=5 um"],
     {"show": "end_time", "axes": "interphase.renewal", "at": {"cell.working.lithium": (5, "um")}}),
    ("lattice.h5", ["--width", "single"], {"width": "single"}),
    ("films.h5", [], {}),
])
def test_a_picture_is_that_of_the_program(program, bench, file, options, wanted):
    said = program("plot", file, "-o", "program.svg", *options, folder=bench)
    assert said.returncode == 0, said.stderr
    percolith.plot(bench / file, bench / "python.svg", **wanted)
    assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()


def test_runs_stand_side_by_side(program, bench):
    said = program("plot", "run.h5", "other.h5", "-o", "program.svg", "--columns", 1, "--row-title", "A", "--row-title", "B",
                   folder=bench)
    assert said.returncode == 0, said.stderr
    runs = [percolith.Run.open(bench / "run.h5"), bench / "other.h5"]
    percolith.plot(runs, bench / "python.svg", columns=1, row_titles=["A", "B"])
    assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()


@pytest.mark.parametrize("wrong", [{"columns": -1}, {"columns": 1.5}, {"columns": 0}, {"mechanism": 3}, {"column_titles": [1, 2]}])
def test_arguments_of_the_wrong_kind_are_named(bench, wrong):
    with pytest.raises((TypeError, ValueError)) as raised:
        percolith.plot([bench / "run.h5", bench / "other.h5"], bench / "never.svg", **wrong)
    assert "\n" not in str(raised.value) and not (bench / "never.svg").exists()


def test_a_record_is_drawn_and_shown_beside_a_run(program, bench):
    record = percolith.import_record(TUTORIALS / "my_neware.txt", area="0.785 cm^2", output=bench / "my_neware.h5")
    assert program("plot", "my_neware.h5", "-o", "program.svg", folder=bench).returncode == 0
    percolith.plot(record, bench / "python.svg")
    assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()
    assert program("report", "run.h5", "my_neware.h5", "-o", "program.html", folder=bench).returncode == 0
    percolith.report([bench / "run.h5", record], bench / "python.html")
    assert page(bench / "python.html") == page(bench / "program.html")


@pytest.mark.parametrize("kind", ["run", "map", "sweep", "fit", "percolation"])
def test_what_was_computed_is_drawn_as_its_file(bench, kind):
    made = {
        "run": lambda: (percolith.simulate(SMALL), "run.h5"),
        "map": lambda: (percolith.Map.open(bench / "map.h5"), "map.h5"),
        "sweep": lambda: (percolith.sweep(SWEEP | {"case": str(bench / "small.toml")}), "map.h5"),
        "fit": lambda: (percolith.fit(TUTORIALS / "my_fit.toml", overrides=QUICK), "fit.h5"),
        "percolation": lambda: (percolith.percolation(LATTICE), "lattice.h5"),
    }
    result, file = made[kind]()
    percolith.plot(bench / file, bench / "of_file.svg")
    percolith.plot(result, bench / "of_result.svg")
    assert (bench / "of_result.svg").read_bytes() == (bench / "of_file.svg").read_bytes()


def test_a_page_is_that_of_the_program(program, bench):
    for names in (["run.h5"], ["run.h5", "other.h5"], ["fit.h5"], ["map.h5"], ["lattice.h5"]):
        said = program("report", *names, "-o", "program.html", folder=bench)
        assert said.returncode == 0, said.stderr
        percolith.report([bench / name for name in names], bench / "python.html")
        assert page(bench / "python.html") == page(bench / "program.html"), names
    runs = [percolith.Run.open(bench / name) for name in ("run.h5", "other.h5")]
    percolith.report(runs, bench / "python.html")
    percolith.report([bench / "run.h5", bench / "other.h5"], bench / "of_files.html")
    assert page(bench / "python.html") == page(bench / "of_files.html")


def test_a_prediction_has_a_page_of_its_answer_and_a_picture_of_its_tests(program, bench):
    prediction = percolith.predict(PREDICTION | {"case": str(bench / "small.toml")}, output=bench / "tests.h5")
    percolith.plot(prediction, bench / "python.svg", show="cycle_life")
    assert program("plot", "tests.h5", "-o", "program.svg", "--show", "cycle_life", folder=bench).returncode == 0
    assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()
    percolith.report(prediction, bench / "python.html")
    (bench / "answer.json").write_text(prediction._json, encoding="utf-8")
    assert program("report", "answer.json", "-o", "program.html", folder=bench).returncode == 0
    assert page(bench / "python.html") == page(bench / "program.html")


def test_answers_are_drawn_as_by_the_program(program, bench):
    (bench / "prediction.toml").write_text(percolith.to_toml(PREDICTION), encoding="utf-8")
    prediction = percolith.predict(bench / "prediction.toml")
    for width, option in ((None, []), ("double", ["--width", "double"])):
        percolith.plot(prediction, bench / "python.svg", width=width)
        said = program("predict", "prediction.toml", "-o", "again.h5", "--figure", "program.svg", *option, folder=bench)
        assert said.returncode == 0, said.stderr
        assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()
    (bench / "bench.toml").write_text(percolith.to_toml(DESIGN), encoding="utf-8")
    design = percolith.design(bench / "bench.toml")
    percolith.plot(design, bench / "python.svg", width="150 mm")
    said = program("design", "bench.toml", "--figure", "program.svg", "--width", "150 mm", folder=bench)
    assert (said.returncode == 0) == design.decides, said.stderr
    assert (bench / "python.svg").read_bytes() == (bench / "program.svg").read_bytes()
    for wrong in ({"show": "cycle_life"}, {"collapse": True}, {"columns": 2}):
        with pytest.raises(TypeError, match=f"{next(iter(wrong))} has no meaning for <percolith.Design"):
            percolith.plot(design, bench / "x.svg", **wrong)
    with pytest.raises(TypeError, match="is drawn by itself"):
        percolith.plot([design, design], bench / "x.svg")


def test_the_written_run_is_the_run(bench):
    run = percolith.simulate(SMALL)
    run.write(bench / "written.h5")
    written, theirs = percolith.Run.open(bench / "written.h5"), percolith.Run.open(bench / "run.h5")
    for table in ("series", "cycles", "events"):
        assert written.to_xarray(table).identical(theirs.to_xarray(table))
    assert str(dict(written.summary)) == str(dict(theirs.summary)) and dict(written.parameters) == dict(theirs.parameters)
    for name in ("title", "status", "area", "case_text", "version"):
        assert getattr(written, name) == getattr(theirs, name)


def test_what_cannot_be_shown_is_refused_in_the_words_of_the_program(program, bench):
    said = program("plot", "run.h5", "-o", "x.svg", "--show", "end_time", folder=bench)
    with pytest.raises(percolith.InputError) as caught:
        percolith.plot(bench / "run.h5", bench / "x.svg", show="end_time")
    assert str(caught.value).endswith(said.stderr.strip())
    for wrong in ({"width": 88}, {"width": "5 s"}, {"columns": 2}):
        with pytest.raises(percolith.InputError, match="--" + next(iter(wrong))):
            percolith.plot(bench / "run.h5", bench / "x.svg", **wrong)
    with pytest.raises(percolith.InputError, match="does not end with .html"):
        percolith.report(bench / "run.h5", bench / "page.pdf")
    with pytest.raises(TypeError):
        percolith.plot(3.0, bench / "x.svg")
    with pytest.raises(TypeError, match="nothing that can be shown"):
        percolith.plot([object()], bench / "x.svg")
    with pytest.raises(ValueError):
        percolith.report([], bench / "page.html")
    assert not (bench / "x.svg").exists()


@pytest.mark.parametrize("ending", ["svg", "vti"])
@pytest.mark.parametrize("options, wanted", [
    ([], {}),
    (["--fraction", "0.1", "--thickness", "30 nm", "--realisation", "1", "--set", "seed=7"],
     {"fraction": 0.1, "thickness": (30, "nm"), "realisation": 1, "overrides": {"seed": 7}}),
])
def test_a_picture_of_a_structure_is_that_of_the_program(program, bench, ending, options, wanted):
    (bench / "spheres.toml").write_text(percolith.to_toml(SPHERES), encoding="utf-8")
    said = program("percolation", "picture", "spheres.toml", "-o", f"program.{ending}", *options, folder=bench)
    assert said.returncode == 0, said.stderr
    percolith.picture(SPHERES, bench / f"python.{ending}", **wanted)
    assert (bench / f"python.{ending}").read_bytes() == (bench / f"program.{ending}").read_bytes()


def test_a_film_that_cannot_be_made_is_refused_in_the_words_of_the_program(program, bench):
    (bench / "spheres.toml").write_text(percolith.to_toml(SPHERES), encoding="utf-8")
    for options, wanted in [(["--fraction", "1.5"], {"fraction": 1.5}), (["--thickness", "5 s"], {"thickness": "5 s"})]:
        said = program("percolation", "picture", bench / "spheres.toml", "-o", "x.svg", *options, folder=bench)
        with pytest.raises(percolith.InputError) as caught:
            percolith.picture(bench / "spheres.toml", bench / "x.svg", **wanted)
        assert str(caught.value) == said.stderr.strip()

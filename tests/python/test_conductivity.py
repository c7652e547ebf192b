"""A conductivity law that is a function of Python gives what the same law of the library gives."""

import numpy as np
import pytest

import percolith
from conftest import SMALL

def test_a_law_of_the_metal_fraction_is_called_once_where_the_case_has_it():
    asked = []

    def law(fraction):
        asked.append(fraction)
        return 4e-9

    case = percolith.with_conductivity(percolith.Case(SMALL), law)
    assert asked == [case.metal_volume_fraction]
    run, same = percolith.simulate(case), percolith.simulate(SMALL)
    for name in same.series:
        np.testing.assert_array_equal(run.series[name], same.series[name])


def test_a_law_that_gives_no_conductivity_is_refused():
    with pytest.raises(percolith.InputError, match="gives -1.0 S/m"):
        percolith.with_conductivity(percolith.Case(SMALL), lambda fraction: -1.0)


def test_a_law_of_the_thickness_becomes_a_table_that_follows_it(tmp_path, program):
    def law(fraction, thickness):
        return 4e-9 * (1.0 + fraction) * (1.0 + 50e-9 / thickness)

    case = percolith.with_conductivity(percolith.Case(SMALL), law, thickness=(1e-10, 1e-2), table=tmp_path / "law.csv")
    fraction = case.metal_volume_fraction
    run = percolith.simulate(case, output=tmp_path / "run.h5")
    barrier = run.summary["working_barrier_thickness"]
    assert run.summary["working_electronic_conductivity"] == pytest.approx(law(fraction, barrier), rel=1e-4)
    # The run can be made again without Python.
    (tmp_path / "small.toml").write_text(percolith.to_toml(SMALL), encoding="utf-8")
    options = [word for override in case.overrides for word in ("--set", override)]
    assert program.json("simulate", tmp_path / "small.toml", *options) == run.to_dict()


def test_a_jump_is_not_followed():
    with pytest.raises(percolith.InputError, match="cannot be followed"):
        percolith.with_conductivity(percolith.Case(SMALL), lambda fraction, b: 1e-9 if b < 1e-8 else 1e-3,
                                    thickness=(1e-9, 1e-6), table="unused.csv")


def test_one_side_may_have_its_own_law():
    case = percolith.with_conductivity(percolith.Case(SMALL), lambda fraction: 1e-10, side="counter")
    values = percolith.simulate(case).parameters
    assert values["derived.counter.electronic_conductivity"] < 0.1 * values["derived.working.electronic_conductivity"]
    with pytest.raises(ValueError):
        percolith.with_conductivity(case, lambda fraction: 1e-10, side="left")

"""From a fit's posterior to a prediction. A sampler takes minutes where every access is checked."""

import json

import h5py
import numpy

from support import ProgramTest, main
from sweep import CELL


class PosteriorTest(ProgramTest):
    def test_a_posterior_comes_from_a_fit_as_it_was_written(self):
        self.write("thin.toml", CELL)
        self.write("fit.toml", """\
[[cell]]
name = "thin"
case = "thin.toml"
set = ["protocol.steps=\\"Rest for 100 hours\\""]
[[cell.thickness]]
of = "working"
time = "50 h"
value = "1 um"
error = "0.1 um"
[[cell.resistance]]
of = "cell"
time = "100 h"
value = "30 Ohm cm^2"
error = "3 Ohm cm^2"
[[parameter]]
key = "interphase.ionic_conductivity"
start = "1.4e-2 S/m"
[[parameter]]
key = "interphase.electronic_conductivity"
start = "4e-9 S/m"
[trust]
profiles = false
samples = 16
""")
        self.succeed("fit", "fit.toml", "-o", "fit.h5")
        self.write("before.toml", """\
case = "thin.toml"
[posterior]
fit = "fit.h5"
[sample]
tests = 64
""")
        json.loads(self.succeed("predict", "before.toml", "-o", "tests.h5", "--json"))
        with h5py.File(self.folder / "fit.h5") as fit, h5py.File(self.folder / "tests.h5") as tests:
            kept = {tuple(numpy.round(row / fit["mechanism1/samples/value"][0], 9))
                    for row in fit["mechanism1/samples/value"]}
            drawn = numpy.column_stack([tests["interphase.ionic_conductivity"],
                                        tests["interphase.electronic_conductivity"]])
            self.assertEqual(len(drawn), 64)
            self.assertGreater(len({tuple(row) for row in drawn}), 8)
            for row in drawn:
                self.assertIn(tuple(numpy.round(row / fit["mechanism1/samples/value"][0], 9)), kept)


if __name__ == "__main__":
    main()

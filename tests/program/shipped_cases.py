"""Every case that comes with the program runs with both engines, and both tell the same."""

import math

import xarray

from support import CASES, ENGINES, ProgramTest, main

HALF_CYCLE = 3600.0  # s


class ShippedCases(ProgramTest):
    def run_both(self, case):
        told = {}
        for engine in ENGINES:
            told[engine] = self.summary(case, "--engine", engine, "-o", f"{engine}.h5")
            self.assertEqual(told[engine]["engine"], engine)
            self.assertEqual(told[engine]["status"], "ended")
            self.assertLess(told[engine]["ledger_error"], 1e-10)
        return told

    def agree(self, one, other):
        """Words are the same, numbers within what the engines promise: 1e-6, instants within 1e-6
        of a half cycle."""
        self.assertEqual(list(one), list(other))
        for key in one:
            if key in ("engine", "remark", "ledger_error", "peak_polarization", "peak_time"):
                continue
            a, b = one[key], other[key]
            with self.subTest(key=key):
                if isinstance(a, float) and isinstance(b, float):
                    unit = one["units"].get(key)
                    allowed = 1e-6 * HALF_CYCLE if unit == "s" else 1e-12
                    self.assertTrue(math.isclose(a, b, rel_tol=2e-6, abs_tol=allowed), (a, b))
                else:
                    self.assertEqual(a, b)

    def opens(self, file, told):
        for group, dimension in (("series", "time"), ("cycles", "cycle"), ("events", "event")):
            with xarray.open_dataset(self.folder / file, group=group, engine="h5netcdf") as data:
                self.assertEqual(list(data.sizes), [dimension])
                for variable in data.variables.values():
                    self.assertTrue(variable.attrs["units"])
        with xarray.open_dataset(self.folder / file, engine="h5netcdf") as root:
            self.assertEqual(root.attrs["status"], "ended")
            self.assertEqual(root.attrs["reason"], told["ended_by"])
        with xarray.open_dataset(self.folder / file, group="series", engine="h5netcdf") as series:
            self.assertAlmostEqual(float(series["time"][-1]), told["end_time"], places=6)
            self.assertLess(float(abs(series["ledger_error"]).max()), 1e-10)
        with xarray.open_dataset(self.folder / file, group="cycles", engine="h5netcdf") as cycles:
            self.assertEqual(cycles.sizes["cycle"], told["cycle_life"])


def check(case):
    def test(self):
        told = self.run_both(case)
        self.agree(told["sundials"], told["odeint"])
        for engine in ENGINES:
            self.opens(f"{engine}.h5", told[engine])
        self.succeed("check", case)

    return test


for each in sorted(CASES.glob("*.toml")):
    setattr(ShippedCases, "test_" + each.stem, check(each))

if __name__ == "__main__":
    main()

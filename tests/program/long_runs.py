"""Runs of thousands of cycles: memory does not grow with them, and files stay small."""

import contextlib
import pathlib
import re
import subprocess
import time

import xarray

import support
from support import SMALL, ProgramTest, edited, main

# Nothing depletes, and every sub-model is on: the widest rows there are.
LONG = edited(
    SMALL, ("{LPSC = 4, LGPS = 1}", "{LPSC = 1}"), ('"20 um"', '"100 um"'), ("4e-9", "1e-12"), ("[protocol]", """\
[contact]
void_depth = "15 um"
replenishment = "0.25 mA/cm^2"
refill_share = 0.8
healing_rate = "1.8e-5 1/s"

[intrusion]
critical_current_density = "70 mA/cm^2"
excess_gain = 0.001

[activation]
pore_fraction = 0.05
strippable_share = 0.05

[protocol]"""))


class LongRuns(ProgramTest):
    def peak_memory(self, cycles, engine, shape):
        """Of one run, in MB, as the kernel tells while it runs. (What it tells of a child that has ended
        includes the Python that started it.)"""
        self.write("case.toml", edited(LONG, ("repeat 3 times", f"repeat {cycles} times")))
        process = self.start("simulate", "case.toml", "--engine", engine, "-o", "run.h5", "--json",
                             "--set", f"record.shape={shape}", stdout=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            with contextlib.suppress(OSError):
                told = re.search(r"VmHWM:\s*(\d+) kB", pathlib.Path(f"/proc/{process.pid}/status").read_text())
                peak = float(told[1]) / 1024.0 if told else peak
            time.sleep(0.002)
        self.assertEqual(process.communicate()[1], b"")
        self.assertEqual(process.returncode, 0)
        self.assertGreater(peak, 5.0)
        with xarray.open_dataset(self.folder / "run.h5", group="cycles", engine="h5netcdf") as table:
            self.assertEqual(table.sizes["cycle"], cycles)
        return peak

    def setUp(self):
        super().setUp()
        if b"__asan_init" in pathlib.Path(support.program).read_bytes():
            self.skipTest("a sanitizer keeps what was freed")

    def test_memory_does_not_grow_with_cycles(self):
        """45 000 more cycles: 4 MB more would be a leak of 90 bytes a cycle."""
        some = self.peak_memory(5_000, "odeint", "cycles")
        more = self.peak_memory(50_000, "odeint", "cycles")
        self.assertLess(more, some + 4.0)

    def test_memory_does_not_grow_with_the_time_series(self):
        """Three blocks wait, one is filled, one is written: five of 16384 rows of 41 numbers, 27 MB, are all that
        a solver faster than its writer may add. 30 000 more cycles would leak that and 4 MB at 1 kB each."""
        some = self.peak_memory(10_000, "odeint", "full")
        more = self.peak_memory(40_000, "odeint", "full")
        self.assertLess(more, some + 31.0)
        self.assertLess(more, 80.0)

    def test_the_file_of_ten_thousand_cycles_is_far_below_200_megabytes(self):
        self.peak_memory(10_000, "odeint", "full")
        with xarray.open_dataset(self.folder / "run.h5", group="series", engine="h5netcdf") as series:
            self.assertGreaterEqual(series.sizes["time"], 40_000, "both ends of every half cycle")
        self.assertLess((self.folder / "run.h5").stat().st_size, 50e6)


if __name__ == "__main__":
    main()

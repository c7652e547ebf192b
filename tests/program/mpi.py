"""Ensembles on several processes: the same map for any number of them, a lost process, bad input. Needs a program built
with MPI, and mpirun."""

import os
import shutil
import signal
import subprocess
import time

import xarray

from support import BAD_INPUT, ProgramTest, edited, main, program
from sweep import CELL, SOBOL

MPIRUN = ["mpirun", "--oversubscribe", *(["--allow-run-as-root"] if os.geteuid() == 0 else [])]


class MpiTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.assertIsNotNone(shutil.which("mpirun"), "needs Debian's openmpi-bin")
        self.write("thin.toml", CELL)
        self.write("sobol.toml", SOBOL)

    def begin(self, processes, *arguments):
        return subprocess.Popen([*MPIRUN, "-n", str(processes), program, *arguments], cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def mpirun(self, processes, *arguments):
        process = self.begin(processes, *arguments)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def same(self, one, other):
        with xarray.open_dataset(self.folder / one) as a, xarray.open_dataset(self.folder / other) as b:
            self.assertTrue(a.identical(b))

    def test_any_number_of_processes_makes_the_same_map(self):
        self.succeed("sweep", "sobol.toml", "-o", "threads.h5")
        for processes in (1, 2, 4):
            status, out, err = self.mpirun(processes, "sweep", "sobol.toml", "-o", f"map{processes}.h5")
            self.assertEqual(status, 0, err)
            self.assertEqual(out.count("40 members"), 1)  # the first one speaks for all
            self.same("threads.h5", f"map{processes}.h5")

    def test_a_lost_process_costs_its_unfinished_chunk(self):
        # By the reference engine: the fast one would be done before a process can be lost.
        self.write("thin.toml", edited(CELL, ("repeat 20 times", "repeat 100 times")))
        self.write("sobol.toml", edited(SOBOL, ("size = 40", "size = 400"),
                                        ("outputs", 'set = ["solver.engine=sundials"]\noutputs')))
        process = self.begin(3, "sweep", "sobol.toml", "-o", "map.h5")
        chunks = lambda: list(self.folder.glob("map.h5.unfinished/chunk-*[0-9]"))
        deadline = time.monotonic() + 120
        while len(chunks()) < 3:
            self.assertIsNone(process.poll(), "ended before a process could be lost")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.005)
        ranks = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
        os.kill(int(ranks.stdout.split()[-1]), signal.SIGKILL)
        process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, 0)
        kept = len(chunks())
        self.assertGreaterEqual(kept, 3)
        status, _, err = self.mpirun(2, "sweep", "sobol.toml", "-o", "map.h5")
        self.assertEqual(status, 0, err)
        self.assertIn(f"goes on from {kept} of 50 chunks", err)
        self.succeed("sweep", "sobol.toml", "-o", "whole.h5")
        self.same("whole.h5", "map.h5")

    def test_bad_input_is_refused_once(self):
        self.write("sobol.toml", edited(SOBOL, ("cell.working.lithium", "cell.working.lithum")))
        status, out, err = self.mpirun(3, "sweep", "sobol.toml", "-o", "map.h5")
        self.assertEqual(status, BAD_INPUT)
        self.assertEqual(err.count("sobol.toml:"), 1, err)
        self.write("sobol.toml", SOBOL)
        status, out, err = self.mpirun(3, "sweep", "sobol.toml", "-o", "map.csv")
        self.assertEqual(status, BAD_INPUT)
        self.assertEqual(err.count("does not end with .h5"), 1, err)
        self.assertEqual(list(self.folder.glob("map*")), [])


if __name__ == "__main__":
    main()

"""A program that was built without MPI, started by mpirun all the same: one line, nothing written."""

import os
import subprocess

from support import BAD_INPUT, ProgramTest, main, program
from sweep import CELL, SOBOL


class WithoutMpiTest(ProgramTest):
    def test_several_processes_are_refused_once(self):
        self.write("thin.toml", CELL)
        self.write("sobol.toml", SOBOL)
        for name in ("OMPI_COMM_WORLD", "PMI"):
            for rank, status, words in ((0, BAD_INPUT, ["mpirun", "2 processes", "without MPI", "PERCOLITH_MPI=ON"]), (1, 0, [])):
                run = subprocess.run([program, "sweep", "sobol.toml", "-o", "map.h5"], cwd=self.folder, capture_output=True,
                                     text=True, env=os.environ | {f"{name}_SIZE": "2", f"{name}_RANK": str(rank)})
                self.assertEqual((run.returncode, run.stdout), (status, ""), run.stderr)
                self.assertEqual(len(run.stderr.strip().splitlines()), len(words[:1]), run.stderr)
                for word in words:
                    self.assertIn(word, run.stderr)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["sobol.toml", "thin.toml"])

    def test_one_process_is_as_without_mpirun(self):
        self.write("thin.toml", CELL)
        self.write("sobol.toml", SOBOL)
        run = subprocess.run([program, "sweep", "sobol.toml", "-o", "map.h5"], cwd=self.folder, capture_output=True,
                             env=os.environ | {"OMPI_COMM_WORLD_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0"})
        self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    main()

"""Files that are no runs, or no longer, and places where nothing can be written."""

import os
import struct

import h5py
import xarray

from run_file_support import RunFileTest
from support import BAD_INPUT, OUTPUT_FAILURE, full_disk, main


class NoRunFile(RunFileTest):
    def commands(self, file):
        yield ["plot", file, "-o", "x.svg"]
        yield ["export", file, "-o", "x.csv"]
        yield ["export", file, "-o", "x.csv", "--table", "bdf"]
        yield ["export", file, "-o", "x.csv", "--table", "cycles"]
        yield ["export", file, "-o", "x.csv", "--table", "events"]
        yield ["impedance", file, "--at", "1 h"]

    def all_refuse(self, file, *words):
        for command in self.commands(file):
            self.refused(BAD_INPUT, [str(file), *words], *command)

    def test_missing(self):
        self.all_refuse("missing.h5", "no such file")

    def test_a_folder(self):
        (self.folder / "folder").mkdir()
        self.all_refuse("folder", "folder")

    def test_a_pipe_into_which_nobody_writes(self):
        os.mkfifo(self.folder / "pipe.h5")
        self.all_refuse("pipe.h5")

    def test_a_text_an_empty_file_and_noise(self):
        self.all_refuse("case.toml")
        self.write("empty.h5", b"")
        self.all_refuse("empty.h5")
        self.write("noise.h5", bytes(range(256)) * 64)
        self.all_refuse("noise.h5")
        self.write("headed.h5", b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 64)
        self.all_refuse("headed.h5")

    def test_truncated(self):
        """HDF5 says where a file should end; only the last line, the seal, may be missing."""
        whole = self.file.read_bytes()
        self.assertEqual(len(whole.splitlines()[-1]), len("percolith crc-32 01234567"))
        for share in (0.0, 0.003, 0.1, 0.5, 0.9, 0.999):
            self.write("cut.h5", whole[: int(share * len(whole))])
            self.all_refuse("cut.h5")

    def test_what_a_file_is_instead_is_said(self):
        whole = self.file.read_bytes()
        results = "percolith simulate, import, sweep, fit, predict or percolation wrote"
        for name, content, words in (
                ("design.json", b'{"format": "percolith-design", "version": 1}',
                 ["answer of percolith design, in JSON", "percolith report shows it", "--figure of percolith design"]),
                ("life.json", b'{"format": "percolith-prediction"', ["--figure of percolith predict"]),
                ("other.json", b'{"a": 1}', ["this is JSON, not HDF5", results]),
                ("my_fit.toml", "title = 'ähnlich'\n".encode(), ["this is text, not HDF5", results]),
                ("empty.h5", b"", ["the file is empty"]),
                ("noise.h5", bytes(range(256)) * 64, ["no HDF5 file, by its first bytes"]),
                ("cut.h5", whole[: len(whole) // 2], [f"cut off after {len(whole) // 2} bytes", "copy it again whole"]),
                ("headed.h5", whole[:8] + bytes(range(256)) * 64, ["cut off or damaged (HDF5: ", "copy it again whole"])):
            self.write(name, content)
            self.refused(BAD_INPUT, [name, *words], "plot", name, "-o", "x.svg")
            if not name.endswith(".json"):
                self.refused(BAD_INPUT, [name, *words], "report", name, "-o", "x.html")
        for command in (["plot", "missing.h5", "-o", "x.svg"], ["plot", "run.h5", "missing.h5", "-o", "x.svg"],
                        ["report", "missing.h5", "-o", "x.html"]):
            self.refused(BAD_INPUT, ["missing.h5: no such file", results], *command)
        self.refused(BAD_INPUT, ["cut off after", "or simulate the case again"], "export", "cut.h5", "-o", "x.csv")

    def test_damaged_anywhere(self):
        """One byte is enough, wherever it is: HDF5 itself would crash over some and overlook most."""
        whole = self.file.read_bytes()
        for place in range(17, len(whole) - 40, len(whole) // 40):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << place % 8
            self.write("damaged.h5", bytes(damaged))
            self.all_refuse("damaged.h5", "damaged")

    def test_damaged_in_stretches(self):
        whole = self.file.read_bytes()
        for length in (64, 4096):
            for place in range(100, len(whole) - length - 40, len(whole) // 7):
                for filling in (b"\xff", b"\x00", b"\xa5"):
                    damaged = whole[:place] + length * filling + whole[place + length :]
                    if damaged != whole:
                        self.write("damaged.h5", damaged)
                        self.all_refuse("damaged.h5", "damaged")

    def test_other_programs_may_add_to_a_run(self):
        with h5py.File(self.file, "r+") as run:
            run.attrs["note"] = "the cell of Tuesday"
        self.succeed("export", "run.h5", "-o", "run.csv")
        self.succeed("impedance", "run.h5", "--at", "1 h")

    def test_another_program_s_hdf5(self):
        xarray.Dataset({"voltage": ("time", [1.0, 2.0])}).to_netcdf(
            self.folder / "other.h5", engine="h5netcdf")
        self.all_refuse("other.h5", "percolith")

    def test_the_part_that_a_killed_run_left(self):
        self.write("run.h5.part", self.file.read_bytes()[: struct.calcsize("100d")])
        self.all_refuse("run.h5.part")

    def test_output_that_is_the_input(self):
        whole = self.file.read_bytes()
        (self.folder / "link.svg").symlink_to("run.h5")
        for command in (["export", "run.h5", "-o", "run.h5"],
                        ["export", "run.h5", "-o", "./run.h5", "--table", "cycles"],
                        ["plot", "run.h5", "-o", "link.svg"]):
            self.refused(BAD_INPUT, ["--output", "is what is read"], *command)
        self.assertEqual(self.file.read_bytes(), whole)


class FullOrForbiddenPlaces(RunFileTest):
    def commands(self, output):
        yield ["plot", "run.h5", "-o", f"{output}.svg"]
        yield ["plot", "run.h5", "-o", f"{output}.png"]
        yield ["export", "run.h5", "-o", f"{output}.csv"]
        yield ["export", "run.h5", "-o", f"{output}.csv", "--table", "bdf"]
        yield ["export", "run.h5", "-o", f"{output}.csv", "--table", "parameters"]

    def test_a_full_disk(self):
        for size in (0, 100, 1000):
            for command in self.commands("x"):
                self.refused(OUTPUT_FAILURE, [command[3]], *command, preexec_fn=full_disk(size))

    def test_beneath_a_regular_file(self):
        for command in self.commands("case.toml/x"):
            self.refused(OUTPUT_FAILURE, ["case.toml/x", "Not a directory"], *command)

    def test_in_no_folder_at_all(self):
        for command in self.commands("nowhere/x"):
            self.refused(OUTPUT_FAILURE, ["nowhere/x", "No such file or directory"], *command)

    def test_a_device_without_room(self):
        self.refused(OUTPUT_FAILURE, ["/dev/full", "No space left"], "export", "run.h5", "-o", "/dev/full")


if __name__ == "__main__":
    main()

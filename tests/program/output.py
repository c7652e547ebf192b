"""Output that cannot be written: one line, status 4, no success said, nothing half-written."""

import os
import signal
import subprocess

from support import BAD_INPUT, LASTING, OK, OUTPUT_FAILURE, SMALL, ProgramTest, full_disk, main


class RunFile(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("case.toml", SMALL)

    def refused_output(self, words, output, **options):
        self.refused(OUTPUT_FAILURE, [str(output), *words], "simulate", "case.toml", "-o", output, **options)

    def test_a_full_disk_wherever_it_fills(self):
        self.succeed("simulate", "case.toml", "-o", "whole.h5")
        whole = (self.folder / "whole.h5").stat().st_size
        for size in (0, 1, 1000, whole // 2, whole - 1):
            with self.subTest(size=size):
                self.refused_output(["too large", "ulimit -f"], "run.h5", preexec_fn=full_disk(size))

    def test_a_disk_that_fills_while_the_test_runs(self):
        self.write("long.toml", LASTING.replace("1000000000 times", "1000 times"))
        self.refused(OUTPUT_FAILURE, ["run.h5"], "simulate", "long.toml", "--engine", "odeint", "-o", "run.h5",
                     preexec_fn=full_disk(60000))

    def test_an_earlier_run_survives_a_full_disk(self):
        self.succeed("simulate", "case.toml", "-o", "run.h5")
        before = (self.folder / "run.h5").read_bytes()
        self.refused_output(["too large"], "run.h5", preexec_fn=full_disk(1000))
        self.assertEqual((self.folder / "run.h5").read_bytes(), before)

    def test_with_json_nothing_is_printed_either(self):
        self.refused(OUTPUT_FAILURE, ["run.h5"], "simulate", "case.toml", "--json", "-o", "run.h5",
                     preexec_fn=full_disk(1000))

    def test_places_that_take_no_file(self):
        (self.folder / "folder").mkdir()
        self.refused_output(["folder"], "folder")
        self.refused_output(["Not a directory"], "case.toml/run.h5")
        self.refused_output(["No such file or directory"], "nowhere/run.h5")
        os.mkfifo(self.folder / "pipe.h5")
        self.refused_output(["not a regular file"], "pipe.h5")
        self.refused_output(["not a regular file"], "/dev/full")
        self.refused_output(["not a regular file"], "/dev/null")
        self.refused_output(["too long"], "x" * 300 + ".h5")

    def test_bad_places_are_found_before_the_test_runs(self):
        self.write("long.toml", LASTING)
        self.refused(OUTPUT_FAILURE, ["nowhere/run.h5"], "simulate", "long.toml", "-o", "nowhere/run.h5")

    def test_the_case_itself(self):
        (self.folder / "link.h5").symlink_to("case.toml")
        for output in ("case.toml", "./case.toml", self.folder / "case.toml", "link.h5"):
            self.refused(BAD_INPUT, ["--output", "is what is read"], "simulate", "case.toml", "-o", output)
        self.assertEqual((self.folder / "case.toml").read_text(), SMALL)

    def test_another_run_is_writing_it(self):
        self.write("long.toml", LASTING)
        first = self.start("simulate", "long.toml", "-o", "run.h5")
        try:
            part = self.folder / "run.h5.part"
            while not part.exists() and first.poll() is None:
                pass
            result = self.run_program("simulate", "case.toml", "-o", "run.h5")
            self.assertEqual(result.returncode, OUTPUT_FAILURE)
            self.assertIn("another run is writing this file", result.stderr)
            self.assertTrue(part.exists())
        finally:
            first.send_signal(signal.SIGINT)
            first.communicate()
        self.assertEqual(first.returncode, 130)


class StandardOutput(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("case.toml", SMALL)
        self.succeed("simulate", "case.toml", "-o", "run.h5")

    def commands(self):
        return (["simulate", "case.toml"], ["simulate", "case.toml", "--json"], ["check", "case.toml"],
                ["describe"], ["describe", "--json"], ["impedance", "run.h5", "--at", "1 h"], ["--help"],
                ["--version"])

    def test_without_room(self):
        for command in self.commands():
            with open("/dev/full", "w") as full:
                self.refused(OUTPUT_FAILURE, ["standard output", "No space left"], *command, stdout=full)

    def test_a_reader_that_has_gone_is_no_crash(self):
        for command in self.commands():
            reader, writer = os.pipe()
            os.close(reader)
            result = self.run_program(*command, stdout=writer)
            os.close(writer)
            self.assertEqual((result.returncode, result.stderr), (OUTPUT_FAILURE, ""), command)

    def test_a_reader_that_goes_in_the_middle(self):
        process = self.start("describe", "--json")
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        self.assertIn(process.wait(timeout=60), (OK, OUTPUT_FAILURE))
        process.stderr.close()

    def test_the_run_file_is_whole_though_nobody_reads_the_summary(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.run_program("simulate", "case.toml", "-o", "unseen.h5", stdout=writer)
        os.close(writer)
        self.succeed("export", "unseen.h5", "-o", "unseen.csv")

    def test_closed_streams_do_not_leak_into_the_run_file(self):
        def close_all():
            for stream in (0, 1, 2):
                os.close(stream)

        status = subprocess.call(
            [self.start.__globals__["program"], "simulate", "case.toml", "-o", "closed.h5"],
            cwd=self.folder, preexec_fn=close_all, close_fds=False)
        self.assertEqual(status, OUTPUT_FAILURE)
        self.succeed("export", "closed.h5", "-o", "closed.csv")


if __name__ == "__main__":
    main()

"""Runs that are interrupted: the record is closed, marked, renamed and readable; the status tells."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time

import xarray

from support import LASTING, SMALL, ProgramTest, edited, main

STEPS = SMALL.split('steps = """\n')[1].split('"""')[0]
PROMPTLY = 20.0  # s from the signal to the end, on a busy machine


class InterruptTest(ProgramTest):
    def started(self, *arguments, **options):
        """A run under way: it has begun to write."""
        process = self.start("simulate", *arguments, "-o", "run.h5", **options)
        part = self.folder / "run.h5.part"
        deadline = time.monotonic() + 60
        while not part.exists():
            self.assertIsNone(process.poll(), "ended before it could be interrupted")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        return process

    def ended(self, process, number):
        process.send_signal(number)
        begun = time.monotonic()
        try:
            out, err = process.communicate(timeout=PROMPTLY)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail("does not stop")
        self.assertLess(time.monotonic() - begun, PROMPTLY)
        return process.returncode, out.decode(), err.decode()

    def readable(self, **attributes):
        self.assertFalse((self.folder / "run.h5.part").exists())
        with xarray.open_dataset(self.folder / "run.h5", engine="h5netcdf") as root:
            for name, value in attributes.items():
                self.assertEqual(root.attrs[name], value)
        with xarray.open_dataset(self.folder / "run.h5", group="series", engine="h5netcdf") as series:
            return series.load()


class Interrupted(InterruptTest):
    def test_the_record_is_closed_marked_renamed_and_readable(self):
        self.write("case.toml", LASTING)
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            with self.subTest(signal=number.name):
                process = self.started("case.toml", "--engine", "odeint")
                time.sleep(1.0)
                code, out, err = self.ended(process, number)
                self.assertEqual((code, err), (status, ""))
                self.assertRegex(out, r"Interrupted at \S+ h, after \d+ whole cycles")
                self.assertIn("written to run.h5", out)
                series = self.readable(status="interrupted", reason="interrupt")
                self.assertGreater(series.sizes["time"], 10)
                self.succeed("export", "run.h5", "-o", "run.csv")
                os.remove(self.folder / "run.h5")

    def test_json_says_so_too(self):
        self.write("case.toml", LASTING)
        process = self.started("case.toml", "--json")
        time.sleep(0.5)
        code, out, _ = self.ended(process, signal.SIGINT)
        told = json.loads(out)
        self.assertEqual((code, told["status"], told["ended_by"]), (130, "interrupted", "interrupt"))

    def test_the_summary_and_the_record_end_at_the_same_instant(self):
        self.write("case.toml", LASTING)
        process = self.started("case.toml", "--json", "--engine", "odeint")
        time.sleep(0.5)
        _, out, _ = self.ended(process, signal.SIGTERM)
        self.assertAlmostEqual(
            float(self.readable()["time"][-1]), json.loads(out)["end_time"], places=6)

    def test_without_a_file_the_summary_is_still_printed(self):
        self.write("case.toml", LASTING)
        process = self.start("simulate", "case.toml")
        self.wait_until_it_catches(signal.SIGINT, process)
        time.sleep(1.0)
        code, out, _ = self.ended(process, signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertIn("Interrupted at", out)
        self.assertNotIn("written to", out)

    def test_in_the_middle_of_a_single_step(self):
        """A measured current is one step, however many samples it has."""
        with open(self.folder / "record.csv", "w") as file:
            file.write("time [s],current [mA]\n")
            for k in range(1_000_000):
                file.write(f"{k},{0.3 if (k // 10) % 2 else -0.3}\n")
        self.write("case.toml", edited(LASTING, (
            'steps = """\n' + LASTING.split('steps = """\n')[1], 'record = "record.csv"\n')))
        for engine in ("sundials", "odeint"):
            process = self.started("case.toml", "--engine", engine, "--set", "solver.relative_tolerance=1e-12")
            time.sleep(0.3)
            code, out, _ = self.ended(process, signal.SIGINT)
            self.assertEqual(code, 130, "stops in the middle of the step")
            series = self.readable(status="interrupted")
            self.assertLess(float(series["time"][-1]), 999_999.0)
            os.remove(self.folder / "run.h5")

    def test_under_nohup_a_closed_terminal_is_ignored(self):
        self.write("case.toml", LASTING)
        process = self.started(
            "case.toml", "--engine", "odeint", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        time.sleep(1.0)
        self.assertIsNone(process.poll())
        self.assertEqual(self.ended(process, signal.SIGTERM)[0], 143)


class Killed(InterruptTest):
    def test_only_the_part_is_left_and_the_next_run_takes_its_place(self):
        self.write("case.toml", LASTING)
        process = self.started("case.toml", "--engine", "odeint")
        time.sleep(0.5)
        self.assertEqual(self.ended(process, signal.SIGKILL)[0], -signal.SIGKILL)
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), ["case.toml", "run.h5.part"])
        self.write("short.toml", SMALL)
        self.succeed("simulate", "short.toml", "-o", "run.h5")
        self.readable(status="ended")

    def test_an_earlier_run_of_that_name_is_still_there(self):
        self.write("short.toml", SMALL)
        self.succeed("simulate", "short.toml", "-o", "run.h5")
        before = (self.folder / "run.h5").read_bytes()
        self.write("case.toml", LASTING)
        process = self.started("case.toml", "--engine", "odeint")
        self.ended(process, signal.SIGKILL)
        self.assertEqual((self.folder / "run.h5").read_bytes(), before)

    def test_a_second_signal_does_not_wait(self):
        self.write("case.toml", LASTING)
        process = self.started("case.toml")
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PROMPTLY)
        self.assertIn(process.returncode, (130, -signal.SIGINT))


class Progress(InterruptTest):
    def watch(self, terminal, process, seconds):
        shown = b""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and process.poll() is None:
            if select.select([terminal], [], [], 0.1)[0]:
                shown += os.read(terminal, 4096)
        return shown

    def on_terminal(self, case, seconds):
        self.write("case.toml", case)
        try:
            ours, theirs = pty.openpty()
        except OSError as fault:
            self.skipTest(f"no terminal to be had: {fault}")
        process = self.started("case.toml", "--engine", "odeint", stderr=theirs)
        os.close(theirs)
        shown = self.watch(ours, process, seconds)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PROMPTLY)
        if select.select([ours], [], [], 0.5)[0]:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                pass
        os.close(ours)
        return shown.decode(), out.decode()

    def test_a_terminal_is_told_the_time_left_on_one_line(self):
        shown, out = self.on_terminal(LASTING, 3.0)
        self.assertRegex(shown, r"\d h of the test, \d+ cycles, at most \S.* left")
        self.assertNotIn("\n", shown)
        self.assertTrue(shown.endswith("\r\x1b[K"), "the line is wiped at the end")
        self.assertNotIn("of the test", out)
        seen = [float(hours) for hours in re.findall(r"([\d.]+) h of the test", shown)]
        self.assertGreater(len(seen), 2)
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(seen[-1], seen[0])

    def test_without_an_end_in_sight_no_time_left_is_invented(self):
        shown, _ = self.on_terminal(edited(LASTING, ("1000000000 times", "forever")), 2.0)
        self.assertRegex(shown, r"h of the test, \d+ cycles")
        self.assertNotIn("left", shown)

    def test_a_pipe_is_told_nothing(self):
        self.write("case.toml", LASTING)
        process = self.started("case.toml", "--engine", "odeint")
        time.sleep(1.5)
        self.assertEqual(self.ended(process, signal.SIGINT)[2], "")


if __name__ == "__main__":
    main()

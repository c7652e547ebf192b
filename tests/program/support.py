"""Runs the program as its users do, each test in a folder of its own.

PROGRAM comes as the first argument of a test file: shipped_cases.py PROGRAM [unittest arguments].
"""

import json
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "runs" / "cases"
STRUCTURES = ROOT / "runs" / "structures"
FITS = ROOT / "runs" / "fits"
SWEEPS = ROOT / "runs" / "sweeps"
DOCS = ROOT / "docs"
ENGINES = ("sundials", "odeint")
PATIENCE = 240  # s: nothing here may take longer, not even under a sanitizer on a busy machine

OK, BAD_INPUT, SOLVER_FAILURE, OUTPUT_FAILURE = 0, 2, 3, 4

program = str(pathlib.Path(sys.argv.pop(1)).resolve()) if len(sys.argv) > 1 else ""

# What every test may change: small, fast, nothing left to default that matters.
SMALL = """\
title = "small"

[cell]
kind = "asymmetric"
area = "0.785 cm^2"
working = {lithium = "20 um"}
counter = {lithium = "100 um"}

[electrolyte]
mixture = {LPSC = 4, LGPS = 1}

[separator]
thickness = "1 mm"
ionic_conductivity = "5 mS/cm"

[interphase]
electronic_conductivity = "4e-9 S/m"
ionic_conductivity = "1.5e-2 S/m"

[protocol]
steps = \"\"\"
Strip working at 0.5 mA/cm^2 for 1 hour
Plate working at 0.5 mA/cm^2 for 1 hour
repeat 3 times
\"\"\"
"""

# A cell that lives on, for tests that want a run to last.
LASTING = (
    SMALL.replace("{LPSC = 4, LGPS = 1}", "{LPSC = 1}")
    .replace("4e-9", "1e-14")
    .replace("repeat 3 times", "repeat 1000000000 times")
)


def edited(text, *changes):
    """`text` with each (old, new) replaced; what is not there is a mistake of the test."""
    for old, new in changes:
        if old not in text:
            raise ValueError(f"nothing to replace: {old!r}")
        text = text.replace(old, new)
    return text


def full_disk(size):
    """For Popen's preexec_fn: no file may grow beyond `size` bytes."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="percolith-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        file = self.folder / name
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content, encoding="utf-8")
        return file

    def start(self, *arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen(
            [program, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, **options
        )

    def wait_until_it_catches(self, number, process):
        """Until the program has said what a signal does to it; on a busy machine that takes a while."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.assertIsNone(process.poll(), "ended before it could be interrupted")
            caught = re.search(r"SigCgt:\s*([0-9a-f]+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())
            if caught and int(caught[1], 16) >> (number - 1) & 1:
                return
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def run_program(self, *arguments, **options):
        """Status, standard output and standard error, as text."""
        process = self.start(*arguments, **options)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"hangs: {arguments}")
        return subprocess.CompletedProcess(
            arguments, process.returncode, (out or b"").decode(), (err or b"").decode()
        )

    def succeed(self, *arguments, **options):
        result = self.run_program(*arguments, **options)
        self.assertEqual(result.returncode, OK, result.stderr)
        self.assertEqual(result.stderr, "")
        return result.stdout

    def summary(self, *arguments):
        return json.loads(self.succeed("simulate", "--json", *arguments))

    def refused(self, status, words, *arguments, lines=1, **options):
        """The program leaves with `status`, says why in `lines` lines that hold all of `words`,
        prints nothing else and leaves no file behind."""
        before = set(self.folder.rglob("*"))
        result = self.run_program(*arguments, **options)
        self.assertEqual(result.returncode, status, result.stderr or result.stdout)
        self.assertEqual(result.stdout, "")
        said = result.stderr.splitlines()
        if lines is not None:
            self.assertEqual(len(said), lines, result.stderr)
        for line in said:
            self.assertNotRegex(line, r"internal error|terminate|what\(\)|Traceback|0x[0-9a-f]{6}")
            self.assertRegex(line, r"^\S.*: \S", "names a place and what is wrong")
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertEqual(set(self.folder.rglob("*")), before, "leaves nothing behind")
        return result.stderr


def main():
    if not program:
        sys.exit("usage: FILE.py PROGRAM [unittest arguments]")
    unittest.main()

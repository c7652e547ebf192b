"""Commands shown in the documentation do what the page says they do.

Each ```console block of a page runs, in order, in one scratch folder that holds the shipped cases as
runs/cases, the shipped structures as runs/structures, the shipped fits as runs/fits, the shipped sweeps as
runs/sweeps and the files that stand beside the page. What is printed must be what is shown: words exactly, numbers to 1 in 1000 (and not
at all below 1e-10); a line "..." stands for any lines. A command goes on behind a backslash, on lines that begin with "> ".

    pages.py PROGRAM --refresh     writes what is printed now into the pages
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from support import CASES, DOCS, FITS, PATIENCE, STRUCTURES, SWEEPS, ProgramTest, main, program

PAGES = ("commands.md", "gallery.md", "tutorials/the_articles_cells.md", "tutorials/my_own_cell.md", "tutorials/fit_a_cell.md",
         "tutorials/design_my_test.md", "tutorials/raise_the_threshold.md", "concepts/validation.md",
         "studies/threshold_window.md", "studies/map.md", "files/measured.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def set_up(folder, page):
    shutil.copytree(CASES, folder / "runs" / "cases")
    shutil.copytree(STRUCTURES, folder / "runs" / "structures")
    shutil.copytree(FITS, folder / "runs" / "fits")
    shutil.copytree(SWEEPS, folder / "runs" / "sweeps")
    for file in page.parent.iterdir():
        if file.is_file() and file.suffix != ".md":
            shutil.copy(file, folder)


def printed(command, folder):
    path = f"{pathlib.Path(program).resolve().parent}:{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-c", command.replace("\\\n> ", "\\\n")], cwd=folder, env=dict(os.environ, PATH=path, LC_ALL="C.UTF-8"), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE)
    return result.stdout


def exchanges(block):
    """Commands of a block, each with what the page shows behind it."""
    parts = re.split(r"^\$ ((?:.*\\\n> )*.*)\n", block, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def alike(shown, real):
    """Whether one line says what the other says."""
    shown, real = shown.split(), real.split()
    return len(shown) == len(real) and all(map(alike_word, shown, real))


def alike_word(shown, real):
    if NUMBER.sub("#", shown) != NUMBER.sub("#", real):
        return False
    for a, b in zip(map(float, NUMBER.findall(shown)), map(float, NUMBER.findall(real))):
        if abs(a - b) > max(1e-3 * max(abs(a), abs(b)), 1e-10):
            return False
    return True


def stands(shown, real):
    """Whether the lines shown tell the lines printed."""
    if not shown:
        return not real
    if shown[0] == "...":
        return any(stands(shown[1:], real[k:]) for k in range(len(real) + 1))
    return bool(real) and alike(shown[0], real[0]) and stands(shown[1:], real[1:])


class Pages(ProgramTest):
    def check(self, page):
        set_up(self.folder, page)
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for command, shown in exchanges(block):
                with self.subTest(command=command):
                    real = printed(command, self.folder)
                    if not stands(shown.splitlines(), real.splitlines()):
                        self.assertEqual(shown, real, f"{page.name} is out of date: pages.py PROGRAM --refresh")


def refresh(page, folder):
    set_up(folder, page)

    def fresh(match):
        text = ""
        for command, shown in exchanges(match[1]):
            real = printed(command, folder)
            kept = stands(shown.splitlines(), real.splitlines())
            text += f"$ {command}\n" + (shown if kept else real)
        return f"```console\n{text}```"

    page.write_text(BLOCK.sub(fresh, page.read_text(encoding="utf-8")), encoding="utf-8")


for name in PAGES:
    setattr(Pages, "test_" + pathlib.Path(name).stem, lambda self, page=DOCS / name: self.check(page))

if __name__ == "__main__":
    if "--refresh" in sys.argv:
        import tempfile

        for each in PAGES:
            with tempfile.TemporaryDirectory() as scratch:
                refresh(DOCS / each, pathlib.Path(scratch))
    else:
        main()

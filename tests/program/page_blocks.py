"""Blocks of the documentation that pages.py does not run: commands are such as the program takes, keys such as it reads,
and what is shown in Python beside file formats runs on files of these formats."""

import json
import os
import re
import shlex
import subprocess
import tomllib

from percolation_support import SPHERES
from support import DOCS, OK, SMALL, ProgramTest, edited, main

ROOT = DOCS.parent
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
# Which kind of file a page's TOML is of; a case elsewhere.
KINDS = {"fit.md": "--fit", "sweep.md": "--sweep", "prediction.md": "--prediction", "design.md": "--design",
         "structure.md": "--structure", "materials.md": "--materials"}
# Names that stand for one of the user's own in the reference of keys.
OWN = {"materials.md": ("phases",)}


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.S | re.M)


def commands(page):
    """Every command line of a page that calls the program, as words."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            for call in re.findall(r"(?:^|\bdo |^mpirun -n \d+ (?:\S*/)?)(percolith (?!-).*?)(?:; done|$)", line):
                yield shlex.split(call, comments=True)[1:]


def leaves(table, path=()):
    for name, value in table.items():
        items = value if isinstance(value, list) else [value]
        tables = [item for item in items if isinstance(item, dict)]
        for item in tables:
            yield from leaves(item, (*path, name))
        if not tables:
            yield (*path, name)


class Blocks(ProgramTest):
    known = {}  # options by command

    def help(self, words):
        if words not in self.known:
            result = self.run_program(*words, "--help")
            self.assertEqual(result.returncode, OK, words)
            self.known[words] = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", result.stdout))
        return self.known[words]

    def test_commands_have_the_options_and_files_they_show(self):
        seen = 0
        for page in PAGES:
            for words in commands(page):
                if "sweep.sbatch" in " ".join(words):
                    continue
                with self.subTest(page=page.name, command=" ".join(words)):
                    seen += 1
                    of = tuple(words[:2] if words[0] == "percolation" else words[:1])
                    options = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
                    self.assertLessEqual(options, self.help(of))
                    for file in words:
                        if file.startswith("runs/") and "$" not in file:
                            self.assertTrue((ROOT / file).is_file(), file)
        self.assertGreater(seen, 30)

    def test_short_commands_run(self):
        """Those of the README and of pages on files, on files of their names. What takes minutes, or many machines, is not run."""
        self.write("case.toml", edited(SMALL, ("{LPSC = 4, LGPS = 1}", "{LPSC = 1}")))
        self.write("my_cell.toml", SMALL)
        self.write("bench.csv", "Zeit [min];Strom;Spannung\n" + "".join(f"{n};{0.4 if n < 60 else -0.4};{20 + n}\n" for n in range(120)))
        self.write("tester.csv", (DOCS / "files" / "my_tester.txt").read_text())
        (self.folder / "runs").symlink_to(ROOT / "runs")
        ran = 0
        for page in (ROOT / "README.md", DOCS / "files" / "case.md", DOCS / "files" / "measured.md", DOCS / "commands.md"):
            for words in commands(page):
                line = " ".join(words)
                if words[0] in ("validate", "sweep", "predict", "design", "fit") or "map.h5" in line or re.search(
                        r"percolation (threshold|conductivity|table)", line):
                    continue
                with self.subTest(page=page.name, command=line):
                    ran += 1
                    self.succeed(*words)
        self.assertGreater(ran, 12)

    def test_sources_that_are_named_are_there(self):
        rooms = "kinetics|model|cells|runs|validation|tests|docs|bench|cmake"
        for page in [*PAGES, *ROOT.glob("*.md")]:
            for path in re.findall(rf"`((?:{rooms})/[\w./]+\.\w+)`", page.read_text(encoding="utf-8")):
                self.assertTrue((ROOT / path).exists(), f"{page.name} names {path}")

    def test_presets_and_scripts_are_there(self):
        presets = {one["name"] for one in json.loads((ROOT / "CMakePresets.json").read_text())["configurePresets"]}
        for page in PAGES:
            text = "\n".join(blocks(page, "sh"))
            self.assertLessEqual(set(re.findall(r"--preset (\w+)", text)), presets, page)
            for script in re.findall(r"^(\./bootstrap|bench/\w+\.py)\b", text, re.M):
                self.assertTrue(os.access(ROOT / script, os.X_OK), script)

    def test_keys_of_shown_files_are_keys(self):
        reference = {}
        for page in PAGES:
            option = KINDS.get(page.name, "")
            if option not in reference:
                keys = json.loads(self.succeed("describe", "--json", *([option] if option else [])))["keys"]
                reference[option] = {re.sub(r"\[\]", "", key["key"]) for key in keys}
            for block in blocks(page, "toml"):
                if page.parent.name == "tutorials":
                    continue  # quotes of files that are run
                for path in leaves(tomllib.loads(block)):
                    if path[0] in OWN.get(page.name, ()):
                        path = (path[0], "NAME", *path[2:])
                    starts = {".".join(path[:n]) for n in range(1, len(path) + 1)}
                    self.assertTrue(starts & reference[option], f"{page.name}: {'.'.join(path)} is no key")

    def test_python_beside_file_formats_runs(self):
        self.write("case.toml", edited(SMALL, ("repeat 3 times", "repeat 120 times"), ("20 um", "100 um")))
        self.succeed("simulate", "case.toml", "-o", "run.h5")
        self.write("tester.txt", (DOCS / "files" / "my_tester.txt").read_text())
        self.succeed("import", "tester.txt", "--area", "0.785 cm^2", "-o", "my_cell.h5")
        self.write("films.toml", SPHERES)
        self.succeed("percolation", "conductivity", "films.toml", "-o", "sigma.h5")
        for file in ("my_fit.toml", "my_neware.txt", "my_symmetric_cell.toml"):
            self.write(file, (DOCS / "tutorials" / file).read_text())
        self.succeed("fit", "my_fit.toml", "-o", "fit.h5", "--set", "search.starts=1", "--set", "trust.profiles=false")
        for name in ("fit", "measured", "percolation", "run"):
            with self.subTest(page=name):
                found = blocks(DOCS / "files" / f"{name}.md", "python")
                self.assertEqual(len(found), 1)
                script = "import matplotlib\nmatplotlib.use('svg')\n" + found[0]
                result = subprocess.run(["/usr/bin/python3", "-c", script], cwd=self.folder, text=True, capture_output=True, check=False)
                self.assertEqual(result.returncode, 0, result.stderr[-2000:])


if __name__ == "__main__":
    main()

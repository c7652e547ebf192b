#!/usr/bin/python3
"""Makes docs/reference.md: every key of every kind of input file, as `percolith describe --json` tells it.

    docs/make_reference.py PROGRAM            writes the page
    docs/make_reference.py PROGRAM --print    prints it
"""

import itertools
import json
import pathlib
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parent / "reference.md"

# Option of `percolith describe`, heading, page that explains such a file.
KINDS = (
    (None, "Case files", "files/case.md"),
    ("--sweep", "Sweep files", "files/sweep.md"),
    ("--fit", "Fit files", "files/fit.md"),
    ("--prediction", "Prediction files", "files/prediction.md"),
    ("--design", "Design files", "files/design.md"),
    ("--structure", "Structure files", "files/structure.md"),
    ("--materials", "Materials files", "files/materials.md"),
)
HEAD = """\
<!-- Made by docs/make_reference.py from what the program says. Do not edit: make it again. -->
# Reference of keys

Every key of every file that percolith reads, as the code that reads it describes it. `percolith describe` prints the same in a
terminal, and `percolith describe WORD` finds a key by a part of its name.

- **Unit**: a quantity is written with its unit, as in `"20 um"`. Any unit of the same kind will do; the one shown is the usual one. Where
  there is none, the kind of value stands in brackets.
- **Default**: what holds if the key is left out. *required* means that the file is refused without it.
- **Range**: what is accepted. `|` parts the words to choose from.

"""


def told(program, option):
    words = [program, "describe", "--json", *([option] if option else [])]
    return json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)["keys"]


def cell(text):
    """Text that a table can hold."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def code(text):
    # A bar ends a cell even inside code, unless it is escaped; the escape is not shown.
    return "`" + text.replace("|", "\\|") + "`" if text else ""


def unit(key):
    return cell(key["unit"]) if key["unit"] else f"({key['kind']})"


def default(key):
    if key["required"]:
        return "*required*"
    return cell(key["default"]) if key["default"] else ""


def meaning(key):
    parts = [cell(key["meaning"])]
    if key["when"]:
        parts.append(f"Where {code(key['when'])}")
    if key["origin"]:
        parts.append(cell(key["origin"]))
    return ". ".join(parts)


def row(key):
    return " | ".join((f"| {code(key['name'])}", unit(key), default(key), cell(key["range"] or ""), meaning(key))) + " |\n"


def tables(keys):
    keys = sorted(keys, key=lambda key: sections(keys).index(key["section"]))  # stable: keys stay in their order
    for section, group in itertools.groupby(keys, key=lambda key: key["section"]):
        heading = f"`[{section}]`" if section else "At the top"
        yield f"### {heading}\n\n| key | unit | default | range | meaning |\n| --- | --- | --- | --- | --- |\n"
        yield "".join(map(row, group)) + "\n"


def sections(keys):
    return list(dict.fromkeys(key["section"] for key in keys))


def page(program):
    text = HEAD
    for option, heading, explained in KINDS:
        command = "percolith describe" + (f" {option}" if option else "")
        text += f"## {heading}\n\n`{command}`. Explained on [its page]({explained}).\n\n"
        text += "".join(tables(told(program, option)))
    return text.rstrip("\n") + "\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    text = page(sys.argv[1])
    if "--print" in sys.argv:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

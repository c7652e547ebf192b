#!/usr/bin/python3
"""Makes docs/python_reference.md: every public name of the Python package, as its docstrings tell it.

    PYTHONPATH=build/release/python docs/make_python_reference.py            writes the page
    PYTHONPATH=build/release/python docs/make_python_reference.py --print    prints it
"""

import inspect
import pathlib
import re
import sys

import percolith

PAGE = pathlib.Path(__file__).resolve().parent / "python_reference.md"
HEAD = """\
<!-- Made by docs/make_python_reference.py from the package's docstrings. Do not edit: make it again. -->
# Reference of the Python package

Every public name of `percolith`, as `help()` tells it. [Python](python.md) shows how they go together. All numbers that come out are in SI units.

"""
# What a reader looks for first, then what these return, then errors.
ORDER = ("Case", "Input", "simulate", "Run", "Table", "Entries", "Event", "Column", "import_record", "Record", "Spectrum",
         "fit", "check_fit", "Fit", "Residual", "sweep", "Sweep", "Map", "predict", "Prediction", "design", "Design",
         "percolation", "Percolation", "Answer", "with_conductivity", "plot", "report", "picture", "describe", "to_toml",
         "Error", "InputError", "OutputError", "SolverError", "Fault")


def said(thing):
    return inspect.cleandoc(thing.__doc__ or "").strip()


def signature(name, thing):
    try:
        text = str(inspect.signature(thing))
    except (TypeError, ValueError):
        return name
    # Types stand in the docstrings, and where they do not, in the type stubs.
    text = re.sub(r": (?:'[^']*'|[^,()=\[\]]+(?:\[[^\]]*\])?(?: \| None)?)(?= =|,|\)|$)", "", text)
    text = re.sub(r" -> .*$", "", text).replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(").replace(" = ", "=")
    return name + text.replace(", /", "").replace("/, ", "")


def block(text):
    return f"```text\n{text}\n```\n" if text else ""


def members(thing):
    for name, member in vars(thing).items():
        if name.startswith("_") and name != "__call__":
            continue
        inner = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if isinstance(inner, property):
            text = said(inner.fget) or said(inner)
            typed = re.match(r"\(self: [^)]*\) -> (\w+)$", text)  # what pybind11 writes where nobody said more
            yield name, typed[1] if typed else text or ("see above" if re.search(rf"\b{name}\b", said(thing)) else "")
        elif inspect.isfunction(inner):
            shown = signature(name, inner) if name != "__call__" else signature("", inner)
            yield (shown or name), said(inner)


def entry(name):
    thing = getattr(percolith, name)
    if inspect.isclass(thing):
        bases = [base.__name__ for base in thing.__mro__[1:] if getattr(percolith, base.__name__, None) is base]
        yield f"### {name}\n"
        if bases:
            yield f"A kind of {', '.join(f'[`{base}`](#{base.lower()})' for base in bases)}: what these have, it has.\n"
        yield block(said(thing))
        rows = [f"| `{shown}` | {' '.join(text.split()).replace('|', chr(92) + '|').replace('``', '`')} |" for shown, text in members(thing)]
        if rows:
            yield "\n".join(["| member | |", "| --- | --- |", *rows]) + "\n"
    else:
        yield f"### {name}\n"
        yield block(signature(name, thing) + "\n\n" + said(thing))


def page():
    missing = set(percolith.__all__) - set(ORDER) - {"errors"}
    if missing:
        raise SystemExit(f"no place in ORDER for {', '.join(sorted(missing))}")
    return HEAD + "\n".join(part for name in ORDER for part in entry(name) if part)


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        print(page(), end="")
    else:
        PAGE.write_text(page(), encoding="utf-8")

#!/usr/bin/python3
"""Code shown in the documentation is a quote, and quotes are checked against their source.

A quote is a fenced block after `<!-- path -->`: consecutive lines of that file, indentation in common
left out. C++ in a page must be a quote.
"""

import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parent.parent
BLOCK = re.compile(r"(?:^<!-- (\S+) -->\n)?^```(\w+)[^\n]*\n(.*?)^```$", re.S | re.M)


def pages():
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def stands_in(shown, source):
    """Whether these lines stand in the source as they are."""
    wanted = shown.splitlines()
    lines = source.splitlines()
    windows = (lines[i : i + len(wanted)] for i in range(len(lines) - len(wanted) + 1))
    return any(textwrap.dedent("\n".join(window)).splitlines() == wanted for window in windows)


def faults(page):
    for path, language, shown in BLOCK.findall(page.read_text(encoding="utf-8")):
        first = shown.splitlines()[0]
        if path and not (ROOT / path).is_file():
            yield f"quote of {path}: there is no such file"
        elif path and not stands_in(shown, (ROOT / path).read_text(encoding="utf-8")):
            yield f"quote of {path} is stale: {first}"
        elif not path and language == "cpp":
            yield f"C++ that is no quote of a source: {first}"


def main():
    found = [f"{page.relative_to(ROOT)}: {fault}" for page in pages() for fault in faults(page)]
    print("\n".join(found) if found else "all quotes in the documentation are those of the sources")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Code shown in the documentation is a quote, and quotes are checked against their source.

A quote is a fenced block after `<!-- path -->` (the whole file) or `<!-- path [region] -->`, where
the source marks the region with comments `[region]` and `[/region]`. C++ in a page must be a quote.
"""

import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parent.parent
BLOCK = re.compile(r"(?:^<!-- (\S+?)(?: \[(\S+)\])? -->\n)?^```(\w+)[^\n]*\n(.*?)^```$", re.S | re.M)


def pages():
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def source_of(path, region):
    """The text a quote must equal, or None where there is no such source."""
    file = ROOT / path
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    if region is None:
        return text
    name = re.escape(region)
    found = re.search(rf"^ *(?://|#) \[{name}\]\n(.*?)^ *(?://|#) \[/{name}\]$", text, re.S | re.M)
    return textwrap.dedent(found[1]) if found else None


def faults(page):
    for path, region, language, shown in BLOCK.findall(page.read_text(encoding="utf-8")):
        place = f"{path} [{region}]" if region else path
        if not path:
            if language == "cpp":
                yield f"C++ that is no quote of a source: {shown.splitlines()[0]}"
        elif (source := source_of(path, region or None)) is None:
            yield f"quote of {place}: there is no such source"
        elif source != shown:
            yield f"quote of {place} is stale"


def main():
    found = [f"{page.relative_to(ROOT)}: {fault}" for page in pages() for fault in faults(page)]
    print("\n".join(found) if found else "all quotes in the documentation are those of the sources")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

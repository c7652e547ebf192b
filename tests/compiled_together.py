"""Sources that are compiled as one have no local functions of one name: a call might find another source's.

    compiled_together.py BUILD_FOLDER

Two that take the same arguments would not compile; two that take others become overloads of each other, and a call
may then go to the one that takes its arguments better.
"""

import json
import pathlib
import re
import sys

FUNCTION = re.compile(r"^(?:template <[^>]*> )?(?:\[\[\w+\]\] |inline |constexpr |static )*[\w:<>,&* ]+?[ &*](\w+)\(")
OTHER_LINES = (" ", "}", "#", "/", "using", "struct", "class", "enum", "namespace", "{")


def local_functions(source):
    """Names of functions in unnamed namespaces, with the line each is first defined on."""
    found, within = {}, False
    lines = source.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line == "namespace" and lines[number:number + 1] == ["{"]:
            within = True
        elif line == "} // namespace":
            within = False
        elif within and line and not line.startswith(OTHER_LINES):
            if match := FUNCTION.match(line):
                found.setdefault(match[1], number)
    return found


def main(build):
    # Files of earlier configurations may still lie about: what counts is what is compiled.
    compiled = {command["file"] for command in json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))}
    groups = sorted(pathlib.Path(file) for file in compiled if "/Unity/unity_" in file)
    if not groups:
        print("nothing is compiled together here")
        return 0
    alike = 0
    for group in groups:
        owners = {}
        for name in re.findall(r'#include "(.*?)"', group.read_text(encoding="utf-8")):
            source = pathlib.Path(name)
            for function, line in local_functions(source).items():
                if function in owners:
                    alike += 1
                    other, there = owners[function]
                    print(f"{function}: {source}:{line} and {other}:{there} are compiled together; rename one")
                else:
                    owners[function] = source, line
    return 1 if alike else 0


sys.exit(main(pathlib.Path(sys.argv[1])))

"""The protocol that the documentation shows, exported by aurora-unicycler itself; skipped without it.

    unicycler_export.py protocol.json
"""

import sys
import xml.etree.ElementTree as ElementTree

SKIPPED = 77
try:
    from aurora_unicycler import CyclingProtocol
except ImportError:
    print("aurora-unicycler is not installed")
    sys.exit(SKIPPED)

CURRENT = 0.3925  # mA: 0.5 mA/cm2 on 0.785 cm2
CYCLES = 30
ALARM = 1.0  # V


def neware_steps(xml):
    """[type, current in mA, s] or [type, first step, cycles] of each step; 1 charges, 2 discharges, 5 loops."""
    for step in ElementTree.fromstring(xml).find("config/Step_Info"):
        values = [float(field.get("Value")) for field in step.iterfind("Limit/*/*")]
        kind = step.get("Step_Type")
        if kind in "12":
            values[1] /= 1000.0
        yield [kind, *values]


def columns(mps):
    """Rows of the table of an EC-Lab setting file."""
    for line in mps.splitlines():
        yield line[:20].strip(), line[20:].split()


protocol = CyclingProtocol.from_json(sys.argv[1])

xml = protocol.to_neware_xml()
assert list(neware_steps(xml)) == [
    ["1", CURRENT, 3600.0],
    ["2", CURRENT, 3600.0],
    ["5", 1.0, CYCLES],
    ["1", CURRENT, 1800.0],
    ["6"],
], xml
limits = ElementTree.fromstring(xml).find("config/Whole_Prt/Protect/Main/Volt")
assert [float(limit.get("Value")) / 1e4 for limit in limits] == [ALARM, -ALARM], xml

mps = protocol.to_biologic_mps(range_V=(-5, 5))
table = dict(columns(mps))
assert table["ctrl_type"] == ["CC", "CC", "Loop", "CC"], mps
assert [float(uA) / 1000.0 for uA in table["ctrl1_val"]] == [CURRENT, -CURRENT, CURRENT], mps
assert table["ctrl1_val_unit"] == ["uA"] * 3, mps
assert table["lim1_value"] == ["3600.000", "3600.000", "0.000", "1800.000"], mps
assert table["ctrl_repeat"][2] == str(CYCLES - 1), mps
assert "\tEwe max = 1.00000 V" in mps and "\tEwe min = -1.00000 V" in mps, mps

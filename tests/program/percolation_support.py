"""Structures that tests of the microstructure engine compute, and their folder."""

import json

from support import ProgramTest, edited

LATTICE = """\
title = "small lattice"
seed = 3
[structure]
kind = "lattice"
[threshold]
sizes = [6, 12]
realisations = [200, 100]
"""
# Seconds of work in small pieces, for tests that want it to last.
LASTING = edited(LATTICE, ("[6, 12]", "[32, 48]"), ("[200, 100]", "[2200, 800]"))
SPHERES = """\
title = "spheres of 10 nm"
[structure]
kind = "particles"
diameter = "10 nm"
[threshold]
sizes = [6, 9]
realisations = [8, 8]
[conductivity]
metal_conductivity = "1e4 S/m"
insulator_conductivity = "1e-8 S/m"
metal_fractions = [0, 0.2, 0.4]
film_thicknesses = ["20 nm", "40 nm"]
resolution = 3
realisations = 3
"""
# Films of three thicknesses, compared with each other.
FILMS = """\
title = "films of sites"
[structure]
kind = "lattice"
[conductivity]
metal_conductivity = "1e4 S/m"
insulator_conductivity = "0 S/m"
threshold = 0.3116
metal_fractions = [0.22, 0.25, 0.28, 0.3116, 0.34, 0.37]
film_thicknesses = ["4 nm", "6 nm", "9 nm"]
realisations = 24
"""
VARIED = SPHERES + '[vary]\nkey = "structure.axis_ratio"\nvalues = [0.5, 1]\n'
DOMAINS = """\
[structure]
kind = "particles"
diameter = "10 nm"
[structure.domains]
where = "inside"
grain_diameter = "20 nm"
grain_fraction = 0.5
[threshold]
sizes = [8]
realisations = [8]
[vary]
key = "structure.domains.grain_fraction"
values = [0.05, 0.9]
"""
# Two levels: grains among grains, and particles inside a grain.
MIXTURE = """\
title = "two electrolytes"
[structure]
kind = "grains"
metal_diameter = "30 nm"
insulator_diameter = "30 nm"
[mixture]
electrolytes = ["LPSC", "LGPS"]
molar_ratios = ["1:0", "16:1", "4:1", "0:1"]
[inside]
metal_conductivity = "1e-3 S/m"
insulator_conductivity = "1e-8 S/m"
resolution = 3
cubes = 2
[inside.structure]
diameter = "6 nm"
[conductivity]
insulator_conductivity = "1e-10 S/m"
film_thicknesses = ["30 nm", "60 nm"]
resolution = 2
realisations = 2
"""
PROMPTLY = 20.0  # s


class Percolation(ProgramTest):
    def setUp(self):
        super().setUp()
        for name, text in (("lattice", LATTICE), ("lasting", LASTING), ("spheres", SPHERES), ("varied", VARIED),
                           ("films", FILMS), ("mixture", MIXTURE)):
            self.write(f"{name}.toml", text)

    def threshold(self, *arguments):
        return json.loads(self.succeed("percolation", "threshold", "--json", *arguments))

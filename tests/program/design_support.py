"""A small design that decides: a leaky interphase against a tight one, around cell.toml."""

DESIGN = """\
title = "leaky or tight"
case = "cell.toml"
[[candidate]]
name = "leaky"
passes = false
set = ["interphase.renewal=2e-3 m^2/C"]
[[candidate.uncertain]]
key = "interphase.renewal"
distribution = "log-normal"
median = "2e-3 m^2/C"
factor = 2
[[candidate]]
name = "tight"
passes = true
set = ["interphase.electronic_conductivity=4e-12 S/m"]
[bench]
foils = ["2 um", "5 um"]
foil_tolerance = "4 %"
current = {from = "0.2 mA/cm^2", to = "0.6 mA/cm^2", points = 2}
capacity = {from = "0.1 mAh/cm^2", to = "0.5 mAh/cm^2", points = 4}
hours = "100 h"
voltage_noise = "1 mV"
[sample]
tests = 128
"""

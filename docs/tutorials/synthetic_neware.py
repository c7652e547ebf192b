#!/usr/bin/python3
"""Makes my_neware.txt, which no tester has seen: a simulation of a cell with other numbers than
my_symmetric_cell.toml guesses, noise of 0.05 mV with a fixed seed, in the columns of a Neware export.

    percolith simulate my_symmetric_cell.toml -o truth.h5 --set "interphase.electronic_conductivity=2.4e-10 S/m" \
        --set "interphase.ionic_conductivity=7e-5 S/m" --set "separator.ionic_conductivity=2.7 mS/cm"
    percolith export truth.h5 --table bdf -o truth.bdf.csv
    synthetic_neware.py truth.bdf.csv > my_neware.txt

The charges of my_joint_fit.toml are those of this cell at rest, each times random.Random(8).gauss(1, 0.03).
"""

import bisect
import csv
import datetime
import itertools
import random
import sys

EVERY, NOISE, BEGAN = 1200, 5e-5, datetime.datetime(2025, 3, 4, 9, 30)
HEADINGS = "DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V),Capacity(mAh),Date"


def clock(seconds):
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def voltage(rows, time):
    """Between two rows of the simulation on a straight line."""
    times = [row[0] for row in rows]
    right = min(max(1, bisect.bisect_left(times, time)), len(rows) - 1)
    (t0, v0, _), (t1, v1, _) = rows[right - 1], rows[right]
    return v0 + (v1 - v0) * (time - t0) / (t1 - t0)


noise = random.Random(7)
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    simulated = list(csv.reader(file))[1:]
point = itertools.count(1)
print(HEADINGS)
for step, group in itertools.groupby(simulated, key=lambda row: int(row[4])):
    rows = [[float(cell) for cell in row[:3]] for row in group]
    begin, end = int(rows[0][0]), int(rows[-1][0])
    current = 1e3 * rows[-1][2]
    kind = "CC Chg" if current > 0 else "CC DChg" if current < 0 else "Rest"
    for time in [*range(begin, end, EVERY), end]:
        seen = voltage(rows, time) + noise.gauss(0.0, NOISE)
        charge = abs(current) * (time - begin) / 3600
        date = BEGAN + datetime.timedelta(seconds=time)
        print(next(point), (step - 1) // 4 + 1, step, kind, clock(time - begin), clock(time), f"{current:.4f}",
              f"{seen:.5f}", f"{charge:.5f}", date, sep=",")

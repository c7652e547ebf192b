#!/usr/bin/env python3
"""The benchmark's core equations solved by PyBaMM and by percolith in the same run. Optional:
neither the build, the program nor any test needs it.

    cmake --preset release -DPERCOLITH_BENCH=ON && ninja -C build/release reference_case reference_ensemble
    bench/compare_pybamm.py build/release [--half-cycles 1000] [--tolerance 1e-7] [--rounds 7]
    bench/compare_pybamm.py build/release --ensemble [--cells 256] [--threads 2]

PyBaMM goes into a virtual environment of its own, build/pybamm, made at the first call with
`pip install pybamm`. The numbers of the cell come from `reference_case`, so they are written once.

With --ensemble: cells whose interphases differ in electronic conductivity, through the lanes of a sweep on
so many threads, and in one call of PyBaMM's solver, which solves its list of inputs on as many. Both by the
clock on the wall and by what all threads compute, which on a busy machine says more.

Per electrode, with j = +i at working and -i at counter (docs/concepts/leakage_and_growth.md):

    i_leak  = max(0, E_red - j l/sigma_i) / (b/sigma_e + l/sigma_i + R_k)
    dl/dt   = v i_leak                          dq/dt   = -j - (1 - u f_rev) i_leak
    db/dt   = v i_leak - k_f |j| b              dc_r/dt = u f_rev i_leak
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "pybamm"
CELLS = ("lpsc", "lpsc_lgps_4_1")
ENGINES = ("kernel", "odeint", "sundials")
WATCHED = "PyBaMM, one call, watching metal and |V| as percolith does"


def enter_environment():
    """Runs this script again with PyBaMM at hand; returns if it already is."""
    python = ENVIRONMENT / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        return
    if not (ENVIRONMENT / "complete").exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pybamm"], check=True)
        (ENVIRONMENT / "complete").touch()
    environment = dict(os.environ, PYBAMM_DISABLE_TELEMETRY="true")
    os.execve(python, [str(python), *sys.argv], environment)


def told_by(build, name, *arguments):
    program = pathlib.Path(build) / "bench" / name
    if not program.exists():
        sys.exit(f"{program}: not built; build the target {name} with PERCOLITH_BENCH=ON")
    done = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def percolith(build, cell, engine, half_cycles, tolerance, rounds):
    return told_by(build, "reference_case", cell, engine, half_cycles, repr(tolerance), rounds)


def model(p, current, watch):
    """PyBaMM's model of the cell at `current`. States in units of the absolute tolerances' scales,
    so that one absolute tolerance serves all. `watch` adds the voltage limits and the metal left."""
    import pybamm

    m = pybamm.BaseModel()
    scale = dict(zip("qclb", p["absolute_tolerance_scales"]))
    start = dict(zip("qclb", (p["initial_lithium"], p["initial_host_capacity"],
                              p["initial_thickness"], p["initial_barrier"])))
    voltage = current * p["separator_thickness"] / p["separator_conductivity"]
    for side, sign in (("working", 1), ("counter", -1)):
        state = {name: pybamm.Variable(f"{name} of {side}") for name in "qclb"}
        q, c_r, l, b = (state[name] * scale[name] for name in "qclb")
        j = sign * current
        ionic = l / p["ionic_conductivity"]
        leak = pybamm.maximum(0, p["reduction_potential"] - j * ionic) / (
            b / p["electronic_conductivity"] + ionic + p["front_resistance"])
        rate = {
            "q": -j - (1 - p["reversible_share"]) * leak,
            "c": p["reversible_share"] * leak,
            "l": p["growth"] * leak,
            "b": p["growth"] * leak - p["renewal"] * p["current"] * b,
        }
        for name in "qclb":
            m.rhs[state[name]] = rate[name] / scale[name]
            m.initial_conditions[state[name]] = pybamm.Scalar(start[name] / scale[name])
        m.variables[f"thickness of {side}"] = l
        voltage += sign * (2 * p["thermal_voltage"] * pybamm.arcsinh(
            j / (2 * p["exchange_current_density"])) + (j + leak) * ionic)
        if watch:
            m.events.append(pybamm.Event(f"metal of {side}", (q - c_r) / scale["q"]))
    if watch:
        limit = p["voltage_limit"]
        m.events += [pybamm.Event("+", limit - voltage), pybamm.Event("-", limit + voltage)]
    pybamm.Discretisation().process_model(m)
    return m


class OneCall:
    """All half cycles in one call. The current is a function of time; the solver stops right before
    and at each reversal, as PyBaMM itself treats a remainder of time."""

    def __init__(self, p, half_cycles, watch=False, **options):
        import numpy
        import pybamm

        half = p["half_cycle"]
        current = p["current"] * (1 - 2 * (pybamm.t % (2 * half) >= half))
        self.model = model(p, current, watch)
        self.solver = pybamm.IDAKLUSolver(rtol=p["tolerance"], atol=p["tolerance"], options=options)
        reversals = numpy.arange(1, half_cycles) * half
        self.ends = numpy.array([0.0, half_cycles * half])
        self.stops = numpy.unique(
            numpy.concatenate([self.ends, reversals, numpy.nextafter(reversals, 0.0)]))

    def __call__(self):
        solution = self.solver.solve(self.model, self.stops, t_interp=self.ends)
        return float(solution["thickness of working"].entries[-1])


class HalfCycleByHalfCycle:
    """One call per half cycle, as a protocol that decides at each end needs it."""

    def __init__(self, p, half_cycles, **options):
        import pybamm

        self.p = p
        self.half_cycles = half_cycles
        self.model = model(p, pybamm.InputParameter("i"), False)
        self.solver = pybamm.IDAKLUSolver(rtol=p["tolerance"], atol=p["tolerance"], options=options)

    def __call__(self):
        solution = None
        for k in range(self.half_cycles):
            current = self.p["current"] if k % 2 == 0 else -self.p["current"]
            solution = self.solver.step(solution, self.model, self.p["half_cycle"],
                                        inputs={"i": current}, save=False)
        return float(solution["thickness of working"].entries[-1])


class Ensemble:
    """The cells of a list of electronic conductivities, all in one call: its solver's own threads share them."""

    def __init__(self, p, half_cycles, conductivities, threads, **options):
        import pybamm

        varied = dict(p, electronic_conductivity=pybamm.InputParameter("electronic_conductivity"))
        self.call = OneCall(varied, half_cycles, num_threads=threads, num_solvers=threads, **options)
        self.inputs = [{"electronic_conductivity": each} for each in conductivities]

    def __call__(self):
        solutions = self.call.solver.solve(self.call.model, self.call.stops, t_interp=self.call.ends,
                                           inputs=self.inputs)
        return [float(each["thickness of working"].entries[-1]) for each in solutions]


def contestants(p, half_cycles):
    compiled = {"compile": True}
    dense = {"compile": True, "linear_solver": "SUNLinSol_Dense", "jacobian": "dense"}
    return {
        "PyBaMM, one call, defaults": OneCall(p, half_cycles),
        "PyBaMM, one call, compiled": OneCall(p, half_cycles, **compiled),
        "PyBaMM, one call, compiled, dense": OneCall(p, half_cycles, **dense),
        WATCHED: OneCall(p, half_cycles, watch=True, **dense),
        "PyBaMM, half cycle by half cycle": HalfCycleByHalfCycle(p, half_cycles, **compiled),
    }


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()


def compare(options, cell):
    ask = (options.build, cell)
    how = (options.half_cycles, options.tolerance, 21)
    reference = percolith(*ask, "odeint", *how)
    theirs = contestants(reference, options.half_cycles)
    times = {name: [] for name in (*ENGINES, *theirs)}
    thickness = {}
    for round_number in range(options.rounds + 1):
        for engine in ENGINES:
            result = percolith(*ask, engine, *how)
            times[engine].append(result["seconds_per_half_cycle"])
            thickness[engine] = result["thickness"]
        for name, solve in theirs.items():
            start = time.process_time()
            thickness[name] = solve()
            times[name].append((time.process_time() - start) / options.half_cycles)
        if round_number == 0:  # the first only warms up and compiles
            times = {name: [] for name in times}

    median = {name: statistics.median(each) for name, each in times.items()}
    ratio = {name: statistics.median(a / b for a, b in zip(times[name], times["odeint"]))
             for name in times}
    off = {name: thickness[name] / thickness["odeint"] - 1 for name in times}
    print(f"\n{reference['cell']}, {options.half_cycles} half cycles, tolerance "
          f"{options.tolerance:g}, medians of {options.rounds} rounds")
    print(f"  {'':60} {'us/half cycle':>13} {'/ odeint':>9} {'thickness, relative':>20}")
    for name in times:
        label = name if name in theirs else f"percolith, {name}"
        print(f"  {label:60} {1e6 * median[name]:13.3f} {ratio[name]:9.1f} {off[name]:20.1e}")
    best = min((name for name in theirs if name != WATCHED), key=median.get)
    print(f"  PyBaMM's best form takes {ratio[best]:.0f} times as long as the Odeint engine; thicknesses "
          f"agree to {abs(off[best]):.1e}")


def compare_ensembles(options, cell):
    p = percolith(options.build, cell, "odeint", 2, options.tolerance, 1)
    ask = ("reference_ensemble", cell, options.cells, options.half_cycles, repr(options.tolerance), 21,
           options.threads)
    ours = told_by(options.build, *ask)
    count = options.cells * options.half_cycles
    theirs = {
        "PyBaMM, compiled": {"compile": True},
        "PyBaMM, compiled, dense": {"compile": True, "linear_solver": "SUNLinSol_Dense", "jacobian": "dense"},
        "PyBaMM, as installed": {},
    }
    theirs = {name: Ensemble(p, options.half_cycles, ours["electronic_conductivities"], options.threads, **how)
              for name, how in theirs.items()}
    names = ("percolith", *theirs)
    wall = {name: [] for name in names}
    computed = {name: [] for name in names}
    off = {}
    for round_number in range(options.rounds + 1):
        ours = told_by(options.build, *ask)
        wall["percolith"].append(ours["seconds_per_half_cycle"])
        computed["percolith"].append(ours["processor_seconds_per_half_cycle"])
        for name, solve in theirs.items():
            before = time.perf_counter(), time.process_time()
            thicknesses = solve()
            wall[name].append((time.perf_counter() - before[0]) / count)
            computed[name].append((time.process_time() - before[1]) / count)
            off[name] = max(abs(a / b - 1) for a, b in zip(thicknesses, ours["thicknesses"]))
        if round_number == 0:  # the first only warms up and compiles
            wall = {name: [] for name in names}
            computed = {name: [] for name in names}
    print(f"\n{p['cell']}, {options.cells} cells of {options.half_cycles} half cycles, {options.threads} threads, "
          f"tolerance {options.tolerance:g}, medians of {options.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    print(f"  {'us per half cycle':26} {'wall':>9} {'ratio':>7} {'computed':>9} {'ratio':>7} {'thickness, relative':>20}")
    for name in names:
        ratios = [statistics.median(a / b for a, b in zip(of[name], of["percolith"])) for of in (wall, computed)]
        print(f"  {name:26} {1e6 * statistics.median(wall[name]):9.3f} {ratios[0]:7.0f} "
              f"{1e6 * statistics.median(computed[name]):9.3f} {ratios[1]:7.0f}"
              + (f" {off[name]:20.1e}" if name in off else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="build folder that holds bench/reference_case")
    parser.add_argument("--half-cycles", type=int, default=1000)
    parser.add_argument("--tolerance", type=float, default=1e-7)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ensemble", action="store_true", help="many cells on several threads instead of one")
    parser.add_argument("--cells", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    enter_environment()

    import pybamm
    pybamm.set_logging_level("CRITICAL")  # inexhaustible lithium is a large number, and meant
    pybamm.settings.max_y_value = 1e300
    print(f"{processor()}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}; "
          f"PyBaMM {pybamm.__version__}, Python {platform.python_version()}")
    for cell in CELLS:
        (compare_ensembles if options.ensemble else compare)(options, cell)


if __name__ == "__main__":
    main()

#pragma once
/// A case whose thin lithium is used up within a few dozen hours, and sweeps over it.

#include "runs/case/sweep.hpp"
#include "runs/ensemble/members.hpp"
#include "tests/support/cell_fits.hpp"

#include <atomic>
#include <fstream>
#include <optional>
#include <string>

namespace percolith::tests
{

/// Ten hours of cycling.
inline std::string cycled_text()
{
    auto text = cell_text(leaky);
    text.resize(text.find("[protocol]"));
    return text + "[protocol]\nsteps = '''\nStrip working at 0.5 mA/cm^2 for 1 hour\n"
                  "Plate working at 0.5 mA/cm^2 for 1 hour\nrepeat 5 times\n'''\n";
}

/// The sweep of `text` over that case, which it calls "cell.toml".
inline runs::SweepCase parsed_sweep(const ScratchFolder& folder, const std::string& text)
{
    std::ofstream(folder / "cell.toml") << cycled_text();
    return runs::parse_sweep(text, "sweep.toml", {}, folder.path());
}

/// Three thicknesses of lithium times two renewals.
inline const std::string six_cells =
    "case = 'cell.toml'\n"
    "outputs = ['ended_by', 'end_time', 'cycle_life', 'working_interphase_thickness',\n"
    "           'working_depletion_time', 'largest_half_cycle', 'peak_polarization']\n"
    "[[axis]]\nkey = 'cell.working.lithium'\nvalues = ['3 um', '5 um', '20 um']\n"
    "[[axis]]\nkey = 'interphase.renewal'\nfrom = '1e-3 m^2/C'\nto = '4e-3 m^2/C'\n"
    "points = 2\nscale = 'log'\n";

/// Four laws, of which the third is none: its insulator conducts better than its conductor.
inline const std::string four_laws =
    "case = 'cell.toml'\noutputs = ['ended_by', 'end_time']\n"
    "set = ['interphase.electronic_conductivity=', 'interphase.electronic.law=power law',\n"
    "       'interphase.electronic.insulator_conductivity=1e-9 S/m',\n"
    "       'interphase.electronic.conductor_conductivity=1e-3 S/m',\n"
    "       'interphase.electronic.threshold=0.014', 'interphase.electronic.exponent=2']\n"
    "[[axis]]\nkey = 'interphase.electronic.insulator_conductivity'\n"
    "values = ['1e-9 S/m', '1e-4 S/m']\n"
    "[[axis]]\nkey = 'interphase.electronic.conductor_conductivity'\n"
    "values = ['1e-5 S/m', '1e-3 S/m']\n";

/// One member by its engine, read by a reader of its own.
inline std::optional<runs::ensemble::Row> member_alone(const runs::SweepCase& sweep,
                                                       std::uint64_t number,
                                                       const std::atomic<bool>* stop = nullptr)
{
    auto reader = runs::ensemble::reader_of(sweep);
    return runs::ensemble::run_member(sweep, number, reader, stop);
}

} // namespace percolith::tests

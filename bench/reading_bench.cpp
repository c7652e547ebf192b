/// What reading a case again with other numbers costs, against reading its text afresh, and what of
/// the derivatives of a fitted cell that is.
///
///     reading_bench [ROUNDS]
///     reading_bench --smoke      once: does it come to the same numbers?

#include "bench/measure.hpp"
#include "runs/case/case_reader.hpp"
#include "runs/fit/differentiated_cell.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unistd.h>

using namespace percolith;
using namespace percolith::bench;

namespace
{

runs::CellSource source_in(const std::filesystem::path& folder)
{
    const auto file = folder / "cell.toml";
    std::ofstream(file) << "[cell]\nkind = 'asymmetric'\narea = '1 cm^2'\n"
                           "working = {lithium = '20 um'}\ncounter = {lithium = '100 um'}\n"
                           "[electrolyte]\nmixture = {LPSC = 4, LGPS = 1}\n"
                           "[separator]\nthickness = '1 mm'\nionic_conductivity = '5.5 mS/cm'\n"
                           "[interphase]\nionic_conductivity = '1e-4 S/cm'\n"
                           "renewal = '2e-3 m^2/C'\n"
                           "[interphase.electronic]\nlaw = 'power law'\n"
                           "insulator_conductivity = '1e-10 S/m'\n"
                           "conductor_conductivity = '1e-5 S/m'\nthreshold = 0.04\n"
                           "[protocol]\nvoltage_limit = '5 V'\nsteps = '''\n"
                           "Strip working at 0.5 mA/cm^2 for 1 hour\n"
                           "Plate working at 0.5 mA/cm^2 for 1 hour\nrepeat 100 times'''\n";
    return runs::CellSource(file);
}

/// Two keys, and how far the first number moves from member to member.
struct Axes {
    const char* name;
    std::vector<runs::Varied> keys;
    std::vector<double> values;

    std::vector<double> member(int k) const
    {
        auto all = values;
        for (auto& value : all) {
            value *= 1.0 + 1e-4 * k;
        }
        return all;
    }
};

const Axes lithium{"lithium and renewal",
                   {{"cell.working.lithium", "um"}, {"interphase.renewal", "m^2/C"}},
                   {20.0, 2e-3}};
const Axes metal{"lithium and metal",
                 {{"cell.working.lithium", "um"}, {"electrolyte.metal_volume_fraction", ""}},
                 {20.0, 0.05}};
const Axes mixture{"lithium and a share of the mixture",
                   {{"cell.working.lithium", "um"}, {"electrolyte.mixture.LPSC", ""}},
                   {20.0, 4.0}};

constexpr int members = 100;

void again(runs::CaseReader& reader, const Axes& axes)
{
    for (int k = 0; k < members; ++k) {
        static_cast<void>(reader(axes.member(k)));
    }
}

void afresh(const runs::CellSource& source, const Axes& axes)
{
    for (int k = 0; k < members; ++k) {
        runs::CaseReader reader(source, axes.keys);
        static_cast<void>(reader(axes.member(k)));
    }
}

std::vector<runs::fit::CellUnknown> six_unknowns()
{
    std::vector<runs::fit::CellUnknown> all;
    const auto add = [&](const char* key, const char* unit) {
        runs::fit::Unknown unknown;
        unknown.unit = unit;
        unknown.logarithmic = true;
        all.push_back({all.size(), key, unknown});
    };
    add("interphase.electronic.conductor_conductivity", "S/m");
    add("interphase.renewal", "m^2/C");
    add("interphase.ionic_conductivity", "S/cm");
    add("interphase.front_resistance", "Ohm cm^2");
    add("interphase.exchange_current_density", "mA/cm^2");
    add("separator.ionic_conductivity", "mS/cm");
    return all;
}

const std::vector<double> theta{std::log(1e-5),  std::log(2e-3), std::log(1e-4),
                                std::log(100.0), std::log(0.5),  std::log(5.5)};

int smoke(const runs::CellSource& source)
{
    bool same = true;
    for (const auto* axes : {&lithium, &metal, &mixture}) {
        runs::CaseReader reader(source, axes->keys);
        again(reader, *axes);
        runs::CaseReader other(source, axes->keys);
        const auto& a = reader(axes->member(7));
        const auto& b = other(axes->member(7));
        same = same && a.cell.working.growth.si == b.cell.working.growth.si &&
               a.cell.working.renewal.si == b.cell.working.renewal.si &&
               a.given.cell.working.lithium.si == b.given.cell.working.lithium.si;
    }
    fmt::print("read again and read afresh: {}\n", same ? "the same" : "NOT the same");
    return same ? EXIT_SUCCESS : EXIT_FAILURE;
}

void measure(const runs::CellSource& source, int rounds)
{
    for (const auto* axes : {&lithium, &metal, &mixture}) {
        runs::CaseReader reader(source, axes->keys);
        const auto taken =
            take_turns({[&] { afresh(source, *axes); }, [&] { again(reader, *axes); }}, rounds);
        fmt::print("  {:<36} afresh {:7.1f} us   again {:6.2f} us   {:5.1f} times\n", axes->name,
                   1e6 * taken[0].median() / members, 1e6 * taken[1].median() / members,
                   median_ratio(taken[0], taken[1]));
    }
    const runs::fit::DifferentiatedCell cell(source, six_unknowns());
    const auto taken =
        take_turns({[&] { static_cast<void>(cell.with_derivatives<8>(0, theta)); }}, rounds);
    fmt::print("  a cell with derivatives by six keys, 25 readings: {:.1f} us\n",
               1e6 * taken[0].median());
}

} // namespace

int main(int argc, char** argv)
{
    const auto folder = std::filesystem::temp_directory_path() /
                        fmt::format("percolith_reading_bench_{}", ::getpid());
    std::filesystem::create_directories(folder);
    int status = EXIT_SUCCESS;
    {
        const auto source = source_in(folder);
        if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
            status = smoke(source);
        } else {
            fmt::print("one member of a sweep, medians\n");
            measure(source, argc > 1 ? std::max(1, std::atoi(argv[1])) : 21);
        }
    }
    std::filesystem::remove_all(folder);
    return status;
}

#include "runs/cycler/mpt_titles.hpp"

#include <algorithm>
#include <array>

namespace percolith::runs::cycler
{

namespace
{

struct Unit {
    std::string_view name; ///< without its prefix
    double to_si;
};
constexpr std::array<Unit, 7> units{
    {{"s", 1.0}, {"V", 1.0}, {"A", 1.0}, {"C", 1.0}, {"A.h", 3600.0}, {"Hz", 1.0}, {"Ohm", 1.0}}};

struct Prefix {
    std::string_view name;
    double factor;
};
constexpr std::array<Prefix, 9> prefixes{{{"", 1.0},
                                          {"m", 1e-3},
                                          {"\xc2\xb5", 1e-6},
                                          {"\xce\xbc", 1e-6},
                                          {"u", 1e-6},
                                          {"n", 1e-9},
                                          {"p", 1e-12},
                                          {"k", 1e3},
                                          {"M", 1e6}}};

struct Known {
    std::string_view name;
    std::string_view unit; ///< one of `units`, or empty
    Quantity what;
    int rank;
    double sign;
};
constexpr std::array<Known, 22> known{{
    {"time", "s", Quantity::test_time, 0, 1.0},
    {"Ewe-Ece", "V", Quantity::voltage, 0, 1.0},
    {"<Ewe-Ece>", "V", Quantity::voltage, 1, 1.0},
    {"Ecell", "V", Quantity::voltage, 2, 1.0},
    {"<Ecell>", "V", Quantity::voltage, 3, 1.0},
    {"Ewe", "V", Quantity::voltage, 4, 1.0},
    {"<Ewe>", "V", Quantity::voltage, 5, 1.0},
    {"I", "A", Quantity::current, 0, 1.0},
    {"<I>", "A", Quantity::current, 1, 1.0},
    {"control", "A", Quantity::current, 2, 1.0},
    {"(Q-Qo)", "C", Quantity::net_charge, 0, 1.0},
    {"(Q-Qo)", "A.h", Quantity::net_charge, 0, 1.0},
    {"Q charge", "C", Quantity::charge_in, 0, 1.0},
    {"Q charge", "A.h", Quantity::charge_in, 0, 1.0},
    {"Q discharge", "C", Quantity::charge_out, 0, 1.0},
    {"Q discharge", "A.h", Quantity::charge_out, 0, 1.0},
    {"Ns", "", Quantity::step, 0, 1.0},
    {"cycle number", "", Quantity::cycle, 0, 1.0},
    {"freq", "Hz", Quantity::frequency, 0, 1.0},
    {"Re(Z)", "Ohm", Quantity::impedance_real, 0, 1.0},
    {"-Im(Z)", "Ohm", Quantity::impedance_imaginary, 0, -1.0},
    {"Im(Z)", "Ohm", Quantity::impedance_imaginary, 1, 1.0},
}};

/// Factor to the unit's SI value; 0 where the text is not that unit.
double factor_of(std::string_view text, std::string_view unit)
{
    for (const auto& [name, to_si] : units) {
        for (const auto& [prefix, factor] : prefixes) {
            if (name == unit && text.starts_with(prefix) && text.substr(prefix.size()) == name) {
                return factor * to_si;
            }
        }
    }
    return 0.0;
}

} // namespace

MptTitle meaning_of(std::string_view title)
{
    MptTitle meaning;
    // "ox/red" has no unit: 1 while the working electrode is oxidised.
    const auto slash = title == "ox/red" ? std::string_view::npos : title.rfind('/');
    meaning.name = title.substr(0, slash);
    meaning.unit = slash == std::string_view::npos ? "" : title.substr(slash + 1);
    for (const auto& [name, unit, what, rank, sign] : known) {
        if (name != meaning.name || unit.empty() != meaning.unit.empty()) {
            continue;
        }
        const double factor = unit.empty() ? 1.0 : factor_of(meaning.unit, unit);
        if (factor > 0.0) {
            meaning.what = what;
            meaning.to_si = sign * factor;
            meaning.rank = rank;
            return meaning;
        }
    }
    return meaning;
}

bool is_needed(std::string_view title)
{
    return meaning_of(title).what != Quantity::other;
}

} // namespace percolith::runs::cycler

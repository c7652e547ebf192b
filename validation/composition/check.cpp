#include "kinetics/constants.hpp"
#include "validation/laboratory.hpp"
#include "validation/reference.hpp"
#include "validation/trial.hpp"
#include "validation/validations.hpp"

#include <fmt/core.h>

namespace percolith::validation
{

namespace
{

const char* const quoted = "the number as it is quoted";

Check foil(const char* name, const char* lithium, double expected)
{
    const auto given = load("composition/foils.toml",
                            {std::string("cell.working={lithium = \"") + lithium + "\"}"});
    return close_to(
        {.name = name,
         .statement = fmt::format("{} of lithium hold {} mAh/cm2 (article)", lithium, expected),
         .unit = "mAh/cm2",
         .kind = Kind::closed_form},
        milliampere_hours(given.cell.working.lithium.si), expected, 1e-12,
        "the article's 0.205 mAh/cm2 per um");
}

Check foil_by_volume()
{
    return between({.name = "foil_by_molar_volume",
                    .statement = "13.00 cm3/mol of lithium are 0.206 mAh/cm2 per um, wherever no "
                                 "foil is converted",
                    .unit = "mAh/cm2",
                    .kind = Kind::closed_form},
                   milliampere_hours(1e-6 / kinetics::lithium_volume_per_charge.si), 0.2055, 0.2065,
                   quoted);
}

/// Names such as "LPSC:LGPS 4:1" as a case writes them.
std::string mixture_of(const std::string& name)
{
    if (name == "LPSC:LGPS 4:1") {
        return "{LPSC = 4, LGPS = 1}";
    }
    if (name == "LPSC:LGPS 16:1") {
        return "{LPSC = 16, LGPS = 1}";
    }
    return "{" + name + " = 1}";
}

std::string identifier(const std::string& name)
{
    std::string id;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool upper = c >= 'A' && c <= 'Z';
        id += plain ? c : upper ? static_cast<char>(c - 'A' + 'a') : '_';
    }
    return id;
}

/// LGPS among the grains of a mixture; its share is 0 where there is none.
kinetics::Grain<> lgps_grains(const kinetics::Composition<>& composition)
{
    for (const auto& grain : composition.grains) {
        if (grain.phase == "LGPS") {
            return grain;
        }
    }
    return {};
}

void add_mixture(std::vector<Check>& checks, const Reference& reference, const std::string& name)
{
    const auto given = load("composition/foils.toml", {"electrolyte.mixture=" + mixture_of(name)});
    const auto& made = given.cell.electrolyte.composition;
    const auto grains = lgps_grains(made);
    const auto add = [&](const char* column, const std::string& statement, double value) {
        const double expected = reference.number(name, column);
        const double digits = reference.number(name, std::string(column) + "_digits") + 1e-12;
        checks.push_back(between({.name = identifier(name) + "_" + column,
                                  .statement = statement + " of " + name,
                                  .kind = Kind::consequence},
                                 value, expected - digits, expected + digits, quoted));
    };
    add("metal", "metal volume fraction V_f-M of the interphase", made.metal_volume_fraction);
    if (made.grains.size() > 1) {
        add("grains", "share of former LGPS grains in the interphase", grains.interphase_fraction);
        add("former", "share of LGPS in the electrolyte, by volume", grains.electrolyte_fraction);
    }
}

Check thickness_per_charge()
{
    const auto given = load("composition/foils.toml");
    const double grown = given.cell.electrolyte.composition.growth.si * 36.0;
    return between({.name = "thickness_per_charge",
                    .statement = "1 uAh/cm2 of LPSC makes 9.1 nm of interphase "
                                 "(DOI 10.1038/s41467-023-42512-y: about 9 nm)",
                    .unit = "nm",
                    .kind = Kind::consequence},
                   nanometre(grown), 9.05, 9.15, quoted);
}

} // namespace

std::vector<Check> composition()
{
    std::vector<Check> checks{foil("foil_100_um", "100 um", 20.5),
                              foil("foil_50_um", "50 um", 10.25), foil("foil_20_um", "20 um", 4.1),
                              foil_by_volume()};
    const Reference reference("composition/reference.csv");
    for (const auto& name : reference.names()) {
        add_mixture(checks, reference, name);
    }
    checks.push_back(thickness_per_charge());
    return checks;
}

} // namespace percolith::validation

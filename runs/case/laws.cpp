#include "runs/case/laws.hpp"

#include "runs/case/conductivity_table.hpp"

#include <array>

namespace percolith::runs
{
namespace
{

using kinetics::Conductivity;
using kinetics::Length;

/// Where a law stands decides where its conductor's conductivity comes from.
struct LawPlace {
    const LawSurroundings& around;
    bool conductor_given = true; ///< false among grains: the grains are the conductor
};

constexpr std::string_view article = "DOI 10.1039/d5eb00024f";

Conductivity<> read_insulator(Section& s)
{
    return s.quantity<Conductivity<>>({.name = "insulator_conductivity",
                                       .unit = "S/m",
                                       .range = positive,
                                       .meaning = "electronic conductivity without metal"});
}

Conductivity<> read_conductor(Section& s, const LawPlace& place, Conductivity<> insulator)
{
    if (!place.conductor_given) {
        return insulator;
    }
    return s.quantity<Conductivity<>>(
        {.name = "conductor_conductivity",
         .unit = "S/m",
         .range = positive,
         .meaning = "electronic conductivity of the metal, or the law's prefactor"});
}

double read_threshold(Section& s)
{
    return s.number({.name = "threshold",
                     .range = proper_fraction,
                     .meaning = "percolation threshold V_P, a volume fraction"});
}

double read_lower_exponent(Section& s)
{
    return s.number({.name = "lower_exponent",
                     .range = positive,
                     .meaning = "s, below the threshold; 0.73 for random mixtures in space",
                     .mark = Mark::derived},
                    0.73);
}

double read_upper_exponent(Section& s)
{
    return s.number({.name = "upper_exponent",
                     .range = positive,
                     .meaning = "t, above the threshold; 2.0 for random mixtures in space",
                     .mark = Mark::derived},
                    2.0);
}

kinetics::RuleOfMixtures<> read_rule_of_mixtures(Section& s, const LawPlace& place)
{
    const auto insulator = read_insulator(s);
    return {insulator, read_conductor(s, place, insulator)};
}

kinetics::PowerLaw<> read_power_law(Section& s, const LawPlace& place)
{
    const auto insulator = read_insulator(s);
    const auto conductor = read_conductor(s, place, insulator);
    const double threshold = read_threshold(s);
    const double exponent = s.number({.name = "exponent",
                                      .range = positive,
                                      .meaning = "n of sigma_0 (V_f - V_P)^n",
                                      .mark = Mark::stated,
                                      .source = article},
                                     2.0);
    return {insulator, conductor, threshold, exponent};
}

kinetics::TwoSidedScaling<> read_two_sided_scaling(Section& s, const LawPlace& place)
{
    const auto insulator = read_insulator(s);
    const auto conductor = read_conductor(s, place, insulator);
    const double threshold = read_threshold(s);
    const double lower = read_lower_exponent(s);
    return {insulator, conductor, threshold, lower, read_upper_exponent(s)};
}

kinetics::GeneralEffectiveMedium<> read_general_effective_medium(Section& s, const LawPlace& place)
{
    const auto insulator = read_insulator(s);
    const auto conductor = read_conductor(s, place, insulator);
    const double threshold = read_threshold(s);
    const double lower = read_lower_exponent(s);
    return {insulator, conductor, threshold, lower, read_upper_exponent(s)};
}

kinetics::Tunnelling<> read_tunnelling(Section& s, const LawPlace& place)
{
    const auto insulator = read_insulator(s);
    const auto conductor = read_conductor(s, place, insulator);
    const auto particle = s.quantity<Length<>>({.name = "particle_size",
                                                .unit = "nm",
                                                .range = positive,
                                                .meaning = "of the metal",
                                                .mark = Mark::phenomenological});
    const auto decay = s.quantity<Length<>>({.name = "tunnelling_length",
                                             .unit = "nm",
                                             .range = positive,
                                             .meaning = "over which the wave function decays",
                                             .mark = Mark::phenomenological},
                                            Length<>{1e-9});
    const double packing = s.number({.name = "packing",
                                     .range = positive_fraction,
                                     .meaning = "metal fraction at which gaps close",
                                     .mark = Mark::phenomenological},
                                    0.64);
    return {insulator, conductor, particle, decay, packing};
}

kinetics::FixedConductivity<> read_fixed(Section& s, const LawPlace& /*place*/)
{
    return {s.quantity<Conductivity<>>({.name = "conductivity",
                                        .unit = "S/m",
                                        .range = positive,
                                        .meaning = "whatever the metal fraction"})};
}

kinetics::Tabulated<> read_table(Section& s, const LawPlace& place)
{
    const auto file = s.text({.name = "file",
                              .meaning = "table of conductivity over metal fraction and film "
                                         "thickness, path relative to the case"});
    if (file.empty() || s.documenting()) {
        return {};
    }
    try {
        return *s.kept([&] { return read_conductivity_table(place.around.folder / file); });
    } catch (const InputErrors& e) {
        s.fault("file", e.what());
        return {};
    }
}

/// One line of a table of laws: what a case calls it and who reads it.
template <class Law> struct LawReader {
    std::string_view name;
    Law (*read)(Section&, const LawPlace&);
};

template <class Law, auto reader> Law as_one_of(Section& s, const LawPlace& place)
{
    return Law{reader(s, place)};
}

/// Key `law`, then the keys of the law it names. The reference pass walks all of them.
template <class Law>
Law read_law(Section& s, const LawPlace& place, std::string_view meaning,
             std::span<const LawReader<Law>> readers)
{
    std::vector<std::string_view> names;
    names.reserve(readers.size());
    for (const auto& reader : readers) {
        names.push_back(reader.name);
    }
    const auto chosen = s.choice_index({.name = "law", .meaning = meaning}, names);
    if (s.documenting()) {
        for (const auto& reader : readers) {
            auto documented = s.when("law = \"" + std::string{reader.name} + '"');
            reader.read(documented, place);
        }
    }
    return chosen ? readers[*chosen].read(s, place) : Law{};
}

using Inside = kinetics::InsideGrainLaw<>;
using Among = kinetics::AmongGrainsLaw<>;
using Electronic = kinetics::ElectronicLaw<>;

constexpr LawReader<Inside> inside_readers[]{
    {"rule of mixtures", as_one_of<Inside, read_rule_of_mixtures>},
    {"power law", as_one_of<Inside, read_power_law>},
    {"two-sided scaling", as_one_of<Inside, read_two_sided_scaling>},
    {"general effective medium", as_one_of<Inside, read_general_effective_medium>},
    {"tunnelling", as_one_of<Inside, read_tunnelling>},
    {"fixed", as_one_of<Inside, read_fixed>},
};
static_assert(std::size(inside_readers) == std::variant_size_v<Inside>);

constexpr LawReader<Among> among_readers[]{
    {"rule of mixtures", as_one_of<Among, read_rule_of_mixtures>},
    {"power law", as_one_of<Among, read_power_law>},
    {"two-sided scaling", as_one_of<Among, read_two_sided_scaling>},
    {"general effective medium", as_one_of<Among, read_general_effective_medium>},
    {"tunnelling", as_one_of<Among, read_tunnelling>},
};
static_assert(std::size(among_readers) == std::variant_size_v<Among>);

kinetics::Segregated<> read_segregated(Section& s, const LawPlace& place)
{
    const auto share = s.number_if_given(
        {.name = "domain_fraction",
         .range = positive_fraction,
         .meaning = "volume share of the interphase whose grains hold the metal",
         .mark = Mark::derived,
         .absent = "share of the domains that hold metal, from the electrolyte's composition"});
    if (!share && !s.documenting() && place.around.metal_bearing_fraction.value_or(0.0) <= 0.0) {
        s.fault("", "a segregated law needs to know how much of the interphase holds metal",
                "give domain_fraction: an imposed or absent metal does not tell it");
    }
    auto inside_table = s.table("inside");
    const auto inside =
        read_law<Inside>(inside_table, {place.around, true},
                         "conductivity of one grain, at its own metal fraction", inside_readers);
    auto among_table = s.table("among");
    const auto among = read_law<Among>(
        among_table, {place.around, false},
        "conductivity of grains among the rest, with the grains as conductor", among_readers);
    return {share.value_or(place.around.metal_bearing_fraction.value_or(1.0)), inside, among};
}

/// The conductivity laws a case may name. One line each: no macro, no static registration.
constexpr LawReader<Electronic> electronic_readers[]{
    {"rule of mixtures", as_one_of<Electronic, read_rule_of_mixtures>},
    {"power law", as_one_of<Electronic, read_power_law>},
    {"two-sided scaling", as_one_of<Electronic, read_two_sided_scaling>},
    {"general effective medium", as_one_of<Electronic, read_general_effective_medium>},
    {"tunnelling", as_one_of<Electronic, read_tunnelling>},
    {"table", as_one_of<Electronic, read_table>},
    {"segregated", as_one_of<Electronic, read_segregated>},
    {"fixed", as_one_of<Electronic, read_fixed>},
};
static_assert(std::size(electronic_readers) == std::variant_size_v<Electronic>);

kinetics::HostCurve<> read_linear_host(Section& s)
{
    const auto empty = s.quantity<kinetics::Voltage<>>({.name = "potential_at_empty",
                                                        .unit = "V",
                                                        .range = non_negative,
                                                        .meaning = "U_0 of U = U_0 (1 - q/c_r)",
                                                        .mark = Mark::phenomenological},
                                                       kinetics::Voltage<>{0.4});
    return kinetics::HostCurve<>::Law{kinetics::LinearHost<>{empty}};
}

kinetics::HostCurve<> read_lithium_germanium_host(Section& /*no keys*/)
{
    return kinetics::HostCurve<>::Law{kinetics::LithiumGermaniumHost<>{}};
}

struct HostReader {
    std::string_view name;
    kinetics::HostCurve<> (*read)(Section&);
};
constexpr HostReader host_readers[]{
    {"linear", read_linear_host},
    {"lithium-germanium", read_lithium_germanium_host},
};
static_assert(std::size(host_readers) == std::variant_size_v<kinetics::HostCurve<>::Law>);

/// The tables above name the laws as `kinetics` does, in its order.
template <class Readers, class Names>
constexpr bool same_names(const Readers& readers, const Names& names)
{
    for (std::size_t i = 0; i < std::size(readers); ++i) {
        if (readers[i].name != names[i]) {
            return false;
        }
    }
    return std::size(readers) == std::size(names);
}
static_assert(same_names(electronic_readers, kinetics::electronic_law_names));
static_assert(same_names(host_readers, kinetics::host_names));

} // namespace

kinetics::ElectronicLaw<> read_electronic(Section& interphase, const LawSurroundings& around)
{
    const auto given = interphase.either("electronic_conductivity", "electronic");
    Electronic law = kinetics::FixedConductivity<>{Conductivity<>{1.0}};
    if (interphase.documenting() || given == "electronic_conductivity") {
        const auto sigma = interphase.quantity_if_given<Conductivity<>>(
            {.name = "electronic_conductivity",
             .unit = "S/m",
             .range = positive,
             .meaning = "sigma_e at the reference temperature, whatever the metal fraction",
             .absent = "a law in [interphase.electronic]"});
        law = kinetics::FixedConductivity<>{sigma.value_or(Conductivity<>{1.0})};
    }
    if (interphase.documenting() || given == "electronic") {
        auto table = interphase.table("electronic");
        const auto before = table.faults();
        law = read_law<Electronic>(table, {around, true}, "how sigma_e follows V_f-M",
                                   electronic_readers);
        if (table.faults() == before) {
            table.check("law", [&law] { std::visit([](const auto& l) { l.check(); }, law); });
        }
    }
    if (!given && !interphase.documenting()) {
        interphase.fault("electronic_conductivity", "missing",
                         "add electronic_conductivity = \"<number> S/m\" or a law in [" +
                             interphase.path("electronic") + "]");
    }
    return law;
}

kinetics::HostCurve<> read_host(Section& interphase)
{
    auto host = interphase.table_if_given("host");
    if (!host) {
        return {};
    }
    std::vector<std::string_view> names;
    for (const auto& reader : host_readers) {
        names.push_back(reader.name);
    }
    const auto chosen = host->choice_index(
        {.name = "law", .meaning = "open-circuit potential of the alloy host over its charge"},
        names, 0);
    if (host->documenting()) {
        for (const auto& reader : host_readers) {
            auto documented = host->when("law = \"" + std::string{reader.name} + '"');
            reader.read(documented);
        }
        return {};
    }
    return chosen ? host_readers[*chosen].read(*host) : kinetics::HostCurve<>{};
}

} // namespace percolith::runs

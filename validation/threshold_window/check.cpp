#include "kinetics/conductivity.hpp"
#include "validation/reference.hpp"
#include "validation/twelve_cells/cells.hpp"
#include "validation/validations.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::validation
{

namespace
{

/// What the article says of an interphase with metal, and what it is made of.
struct Metal {
    Interphase interphase;
    bool percolates = false; ///< as the article concludes
    double fraction = 0.0; ///< V_f-M
    double grains = 0.0; ///< share of the grains that hold metal
    double inside = 0.0; ///< metal fraction inside such a grain
    double electronic = 0.0; ///< sigma_e of the twelve cells, S/m
};

Metal metal_of(Interphase interphase, bool percolates)
{
    const auto given = load(file(interphase));
    const auto& made = given.cell.electrolyte.composition;
    const double grains = made.metal_bearing_fraction();
    const auto sigma = kinetics::electronic_conductivity(given.cell.working.interphase.electronic,
                                                         made.metal_volume_fraction);
    const double inside = grains > 0.0 ? made.metal_volume_fraction / grains : 0.0;
    return {interphase, percolates, made.metal_volume_fraction, grains, inside, sigma.si};
}

struct Metals {
    Metal mii_1 = metal_of(Interphase::mii_1, true);
    Metal mii_2 = metal_of(Interphase::mii_2, true);
    Metal mii_3 = metal_of(Interphase::mii_3, false);

    /// On how many of the three an arrangement agrees with the article.
    template <class Percolates> double agreeing(const Percolates& percolates) const
    {
        double count = 0.0;
        for (const auto* one : {&mii_1, &mii_2, &mii_3}) {
            count += percolates(*one) == one->percolates ? 1.0 : 0.0;
        }
        return count;
    }

    template <class Percolates> std::string table(const Percolates& percolates) const
    {
        const auto word = [&](const Metal& one) {
            return fmt::format("{} {}", name(one.interphase), percolates(one) ? "above" : "below");
        };
        return word(mii_1) + ", " + word(mii_2) + ", " + word(mii_3);
    }
};

/// Rows of the table: which arrangements tell the three interphases apart as the article does.
class Table
{
public:
    Table(std::vector<Check>& checks, const Metals& metals) : checks_(checks), metals_(metals) {}

    template <class Percolates>
    void row(const std::string& name, const std::string& arrangement, double known,
             const Percolates& percolates)
    {
        const double found = metals_.agreeing(percolates);
        const bool fits = found == 3.0;
        fitting_ += fits ? (fitting_.empty() ? "" : ", ") + name : "";
        checks_.push_back(
            between({.name = name,
                     .statement = arrangement + (fits ? ": reproduces the article"
                                                      : ": does not reproduce the article"),
                     .unit = "of 3 as in the article",
                     .kind = Kind::consequence,
                     .note = metals_.table(percolates)},
                    found, known, known, "where this arrangement is known to stand"));
    }

    const std::string& fitting() const { return fitting_; }

private:
    std::vector<Check>& checks_;
    const Metals& metals_;
    std::string fitting_; ///< names of the rows that reproduce the article
};

void add_random(Table& rows, const Reference& table)
{
    for (const auto& name : table.names()) {
        const double threshold = table.number(name, "threshold");
        rows.row(name,
                 fmt::format("{}, threshold {:.4g}", table.text(name, "description"), threshold),
                 table.number(name, "agrees"),
                 [&](const Metal& one) { return one.fraction > threshold; });
    }
}

void add_segregated(Table& rows, const Metals& metals, const Reference& table)
{
    const auto add = [&](const char* name, const char* inside, double among, double known) {
        const double threshold = table.number(inside, "threshold");
        rows.row(name,
                 fmt::format("metal in former LGPS grains only ({:.3f} of MII-2, {:.3f} of MII-3), "
                             "grains percolate at {}, the metal inside ({:.3f}) as {}",
                             metals.mii_2.grains, metals.mii_3.grains, among, metals.mii_2.inside,
                             table.text(inside, "description")),
                 known,
                 [&](const Metal& one) { return one.grains > among && one.inside > threshold; });
    };
    add("segregated_compact_inside", "spheres", 0.30, 1.0);
    add("segregated_long_inside_0_29", "long_10", 0.29, 3.0);
    add("segregated_long_inside_0_31", "long_10", 0.31, 3.0);
}

void add_rule_of_mixtures(Table& rows, double insulator)
{
    const kinetics::RuleOfMixtures<> rule{kinetics::Conductivity<>{insulator},
                                          kinetics::Conductivity<>{1e6}};
    rows.row(
        "rule_of_mixtures",
        "the rule of mixtures (article, equation 1) with a metal of 1e6 S/m, above meaning ten "
        "times the insulator: it knows no threshold",
        2.0, [&](const Metal& one) { return rule(one.fraction).si > 10.0 * insulator; });
}

void add_table(std::vector<Check>& checks, const Metals& metals, double insulator)
{
    const Reference table("threshold_window/reference.csv");
    Table rows(checks, metals);
    add_random(rows, table);
    add_segregated(rows, metals, table);
    add_rule_of_mixtures(rows, insulator);
    const double compact = table.number("spheres", "threshold");
    const auto above = [&](const Metal& one) { return one.fraction > compact; };
    checks.push_back(at_least(
        {.name = "compact_metal_explains_the_article",
         .statement = "the article's picture, compact metal particles placed at random, puts MII-1 "
                      "and MII-2 above the threshold and MII-3 below it",
         .unit = "of 3",
         .kind = Kind::predicted,
         .note = "rows that do: " + rows.fitting(),
         .known_failure =
             "with the metal fractions that the reactions give (0.105, 0.038, 0.013) "
             "nothing reaches a threshold near 0.29: the outcome needs needles or "
             "discs, segregation with metal that percolates inside a grain, or tunnelling"},
        metals.agreeing(above), 3.0, "the article's conclusion"));
}

/// ln sigma against the mean gap between particles: slope from MII-1 and MII-2.
struct TunnellingFit {
    double size_over_length = 0.0; ///< d/xi_t
    double predicted = 0.0; ///< sigma_e of MII-3, S/m
};

TunnellingFit fit_tunnelling(const Metals& metals, double insulator)
{
    const auto gap = [](const Metal& one) { return std::cbrt(0.64 / one.fraction) - 1.0; };
    const double one = metals.mii_1.electronic - insulator;
    const double two = metals.mii_2.electronic - insulator;
    const double ratio = std::log(one / two) / (2.0 * (gap(metals.mii_2) - gap(metals.mii_1)));
    const kinetics::Tunnelling<> law{
        kinetics::Conductivity<>{insulator},
        kinetics::Conductivity<>{one * std::exp(2.0 * ratio * gap(metals.mii_1))},
        kinetics::Length<>{ratio * 1e-9}, kinetics::Length<>{1e-9}};
    return {ratio, law(metals.mii_3.fraction).si};
}

void add_tunnelling(std::vector<Check>& checks, const Metals& metals, double insulator)
{
    const auto fit = fit_tunnelling(metals, insulator);
    checks.push_back(between(
        {.name = "tunnelling",
         .statement = "tunnelling between particles, without any threshold, through sigma_e of the "
                      "SEI, MII-1 and MII-2: what it gives for MII-3",
         .unit = "of the sigma_e used for MII-3",
         .kind = Kind::consequence,
         .note = fmt::format("it needs particles of {:.2f} tunnelling lengths (about 2 nm), and "
                             "gives {:.2g} S/m",
                             fit.size_over_length, fit.predicted)},
        fit.predicted / metals.mii_3.electronic, 0.5, 2.0,
        "within the freedom that the article's cells leave for MII-3"));
}

void add_power_law(std::vector<Check>& checks, const Metals& metals)
{
    const auto law = [](double fraction) { return 7.2e-6 * std::pow(fraction - 0.014, 2.0); };
    for (const auto* one : {&metals.mii_1, &metals.mii_2}) {
        checks.push_back(close_to(
            {.name = one == &metals.mii_1 ? "power_law_mii_1" : "power_law_mii_2",
             .statement =
                 std::string("7.2e-6 (V_f-M - 0.014)^2 S/m against the sigma_e used for ") +
                 name(one->interphase),
             .unit = "of the sigma_e used",
             .kind = Kind::tuned_to,
             .note = "two numbers, two constants: a description, far below the conductivity of any "
                     "metal"},
            law(one->fraction) / one->electronic, 1.0, 0.02, "as stated with the parameter set"));
    }
}

void add_window(std::vector<Check>& checks, const Metals& metals)
{
    const auto add = [&](const char* name, const char* what, const Metal& one, double quoted) {
        checks.push_back(between({.name = name, .statement = what, .kind = Kind::consequence},
                                 one.fraction, quoted - 5e-4, quoted + 5e-4, "as quoted"));
    };
    add("window_lower", "the threshold the article implies lies above V_f-M of MII-3", metals.mii_3,
        0.013);
    add("window_upper", "and below V_f-M of MII-2", metals.mii_2, 0.038);
    checks.push_back(between({.name = "window_holds_power_law",
                              .statement = "the power law's threshold lies in that window",
                              .kind = Kind::tuned_to},
                             0.014, metals.mii_3.fraction, metals.mii_2.fraction, "the window"));
}

} // namespace

std::vector<Check> threshold_window()
{
    const Metals metals;
    const double insulator = metal_of(Interphase::sei, false).electronic;
    std::vector<Check> checks;
    add_window(checks, metals);
    add_table(checks, metals, insulator);
    add_tunnelling(checks, metals, insulator);
    add_power_law(checks, metals);
    return checks;
}

} // namespace percolith::validation

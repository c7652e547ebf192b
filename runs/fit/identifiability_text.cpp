#include "runs/fit/identifiability.hpp"

#include "runs/fit/rounded.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace percolith::runs::fit
{
namespace
{

using Names = std::vector<std::string>;

/// "A, B and C"
std::string listed(const Names& names)
{
    if (names.size() < 2) {
        return names.empty() ? "" : names.front();
    }
    return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

Names names_of(std::span<const Unknown> unknowns, const std::vector<std::size_t>& which)
{
    Names names;
    std::ranges::transform(which, std::back_inserter(names),
                           [&](std::size_t k) { return unknowns[k].name; });
    return names;
}

/// Large errors are factors on a logarithmic scale.
std::string error_text(double error, bool logarithmic)
{
    if (std::isinf(error) || (logarithmic && rounded(error) > std::log(1e6))) {
        return "not at all";
    }
    return logarithmic && rounded(error) >= 0.5
               ? fmt::format("to a factor {:.2g}", rounded(std::exp(error)))
               : fmt::format("to {:.2g} %", rounded(100.0 * error));
}

/// "A^2", "2 A"
std::string member(const std::string& name, double power, bool product)
{
    if (power == 1.0) {
        return name;
    }
    return product ? fmt::format("{}^{:g}", name, power) : fmt::format("{:g} {}", power, name);
}

/// "A^2 x B / C" or "A + 2 B - C"
std::string written(const Combination& combination, const Names& names)
{
    std::string text;
    std::string against;
    for (std::size_t k = 0; k < names.size(); ++k) {
        const double power = combination.powers[k];
        const auto name = member(names[k], std::abs(power), combination.product);
        if (power < 0.0) {
            against += (combination.product ? " / " : " - ") + name;
        } else {
            text += (text.empty() ? "" : (combination.product ? " x " : " + ")) + name;
        }
    }
    return text + against;
}

std::string kind_of(const Combination& combination)
{
    const auto& powers = combination.powers;
    const bool plain = std::ranges::all_of(powers, [](double p) { return std::abs(p) == 1.0; });
    const auto against = std::ranges::count_if(powers, [](double p) { return p < 0.0; });
    if (!plain || (against > 0 && powers.size() != 2)) {
        return "";
    }
    if (combination.product) {
        return against > 0 ? "the ratio " : "the product ";
    }
    return against > 0 ? "the difference " : "the sum ";
}

/// "S/m (mS/cm)^-2"
std::string unit_of(const Combination& combination, std::span<const Unknown> unknowns)
{
    if (!combination.product) {
        return unknowns[combination.unknowns[0]].unit;
    }
    std::string text;
    for (std::size_t k = 0; k < combination.unknowns.size(); ++k) {
        const auto& unit = unknowns[combination.unknowns[k]].unit;
        if (!unit.empty()) {
            const double power = combination.powers[k];
            text += (text.empty() ? "" : " ") +
                    (power == 1.0 ? unit : fmt::format("({})^{:g}", unit, power));
        }
    }
    return text;
}

/// " = 0.049 S/m (S/m)^-2" in the units in which its members were written.
std::string value_text(const Combination& combination, std::span<const Unknown> unknowns,
                       std::span<const double> theta)
{
    double sum = 0.0; // of theta: logarithms make it a product
    for (std::size_t k = 0; k < combination.unknowns.size(); ++k) {
        sum += combination.powers[k] * theta[combination.unknowns[k]];
    }
    const auto unit = unit_of(combination, unknowns);
    return fmt::format(" = {:.4g}{}{}", combination.product ? std::exp(sum) : sum,
                       unit.empty() ? "" : " ", unit);
}

std::string combination_text(const Combination& combination, std::span<const Unknown> unknowns,
                             std::span<const double> theta)
{
    return name_of(combination, unknowns) +
           (theta.empty() ? "" : value_text(combination, unknowns, theta));
}

std::string precision(const Combination& combination, std::span<const Unknown> unknowns)
{
    if (combination.product) {
        return error_text(combination.error, true);
    }
    const auto& unit = unknowns[combination.unknowns[0]].unit;
    return fmt::format("to {:.2g}{}{}", rounded(combination.error), unit.empty() ? "" : " ", unit);
}

/// What a direction moves, as weights: nobody can read small ones.
std::string weights_text(const Direction& direction, std::span<const Unknown> unknowns)
{
    const auto weight = [&](std::size_t k) {
        return rounded(direction.weights[static_cast<Eigen::Index>(k)]);
    };
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        if (std::abs(weight(k)) > 0.1) {
            order.push_back(k);
        }
    }
    // Equal weights in the order of the unknowns.
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t k) { return std::abs(weight(k)); });
    std::string text;
    for (const auto k : order) {
        text += fmt::format(
            "{}{:.2f} {}{}",
            weight(k) < 0.0 ? (text.empty() ? "-" : " - ") : (text.empty() ? "" : " + "),
            std::abs(weight(k)), unknowns[k].logarithmic ? "ln " : "", unknowns[k].name);
    }
    return text;
}

std::string apart_text(const Identifiability& findings, std::span<const Unknown> unknowns,
                       const std::vector<std::size_t>& members)
{
    const bool never = std::ranges::all_of(members, [&](std::size_t k) {
        return error_text(findings.errors[k], unknowns[k].logarithmic) == "not at all";
    });
    if (never) {
        return listed(names_of(unknowns, members)) + " apart are not";
    }
    Names texts;
    for (const auto k : members) {
        texts.push_back(fmt::format("{} alone {}", unknowns[k].name,
                                    error_text(findings.errors[k], unknowns[k].logarithmic)));
    }
    return listed(texts);
}

std::string poor_text(const Poor& poor, const Identifiability& findings,
                      std::span<const Unknown> unknowns, std::span<const double> theta)
{
    const auto& members = poor.unknowns;
    if (members.size() == 1) {
        const auto& unknown = unknowns[members[0]];
        const auto error = error_text(findings.errors[members[0]], unknown.logarithmic);
        return error == "not at all" ? unknown.name + " is not determined"
                                     : unknown.name + " is determined only " + error;
    }
    if (poor.combinations.size() == 1) {
        const auto& only = poor.combinations[0];
        return fmt::format("only {}{} is determined, {}; {}", kind_of(only),
                           combination_text(only, unknowns, theta), precision(only, unknowns),
                           apart_text(findings, unknowns, members));
    }
    if (!poor.combinations.empty()) {
        Names texts;
        for (const auto& combination : poor.combinations) {
            texts.push_back(fmt::format("{} ({})", combination_text(combination, unknowns, theta),
                                        precision(combination, unknowns)));
        }
        return fmt::format("of {} only {} are determined; {}", listed(names_of(unknowns, members)),
                           listed(texts), apart_text(findings, unknowns, members));
    }
    Names texts;
    for (const auto which : poor.directions) {
        const auto& direction = findings.directions[which];
        texts.push_back(fmt::format("{} ({})", weights_text(direction, unknowns),
                                    error_text(direction.error, true)));
    }
    return fmt::format("{} are not determined: poorly known {} {}",
                       listed(names_of(unknowns, members)), texts.size() == 1 ? "is" : "are",
                       listed(texts));
}

} // namespace

std::vector<Combination> products(const Identifiability& findings)
{
    std::vector<Combination> found;
    for (const auto& poor : findings.poor) {
        std::ranges::copy_if(poor.combinations, std::back_inserter(found), &Combination::product);
    }
    return found;
}

std::string name_of(const Combination& combination, std::span<const Unknown> unknowns)
{
    return written(combination, names_of(unknowns, combination.unknowns));
}

std::vector<std::string> describe(const Identifiability& findings,
                                  std::span<const Unknown> unknowns,
                                  std::span<const std::size_t> bounded,
                                  std::span<const double> theta)
{
    std::vector<std::string> sentences;
    if (!findings.determined.empty()) {
        Names texts;
        for (const auto k : findings.determined) {
            texts.push_back(fmt::format("{} ({})", unknowns[k].name,
                                        error_text(findings.errors[k], unknowns[k].logarithmic)));
        }
        sentences.push_back(fmt::format("determined to better than {:.2g} %: {}",
                                        100.0 * findings.level, listed(texts)));
    }
    for (const auto& poor : findings.poor) {
        sentences.push_back(poor_text(poor, findings, unknowns, theta));
    }
    for (const auto k : findings.without_effect) {
        sentences.push_back(unknowns[k].name +
                            (std::ranges::find(bounded, k) == bounded.end()
                                 ? " has no effect on these data"
                                 : " has no effect near the best fit; its profile bounds it"));
    }
    return sentences;
}

} // namespace percolith::runs::fit

#include "kinetics/composition.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace percolith::kinetics
{

namespace
{

[[noreturn]] void refuse(const std::string& phase, const std::string& why)
{
    throw std::invalid_argument("phase \"" + phase + "\": " + why);
}

bool positive(double value)
{
    return std::isfinite(value) && value > 0.0;
}

void check(const PhaseReduction& phase)
{
    if (!positive(phase.molar_volume.si)) {
        refuse(phase.name, "its molar volume must be above 0");
    }
    if (!positive(phase.lithium)) {
        refuse(phase.name, "the lithium its reduction consumes must be above 0");
    }
    for (const auto& product : phase.products) {
        if (!positive(product.molar_volume.si) || !positive(product.amount)) {
            refuse(phase.name, "molar volume and amount of its product \"" + product.name +
                                   "\" must be above 0");
        }
        if (!(product.reversible_lithium >= 0.0)) {
            refuse(phase.name, "the reversible lithium of its product \"" + product.name +
                                   "\" must not be below 0");
        }
    }
    const auto of = totals(phase);
    if (!positive(of.products.si)) {
        refuse(phase.name, "its reduction has no products");
    }
    if (!(of.reversible_lithium <= of.lithium)) {
        refuse(phase.name, "its alloys give back more lithium than the reduction consumes; lower "
                           "their reversible lithium");
    }
}

} // namespace

void detail::require_share(double x, bool zero_allowed, std::string_view name)
{
    if (!((zero_allowed ? x >= 0.0 : x > 0.0) && x <= 1.0)) {
        throw std::invalid_argument(std::string{name} + " is " + std::to_string(x) +
                                    "; it must be " + (zero_allowed ? "within 0..1" : "above 0") +
                                    (zero_allowed ? "" : " and at most 1"));
    }
}

void detail::require_scaled_share(double reversible)
{
    if (!(reversible >= 0.0 && reversible <= 1.0)) {
        throw std::invalid_argument("so much imposed metal scales the reversible fraction to " +
                                    std::to_string(reversible) +
                                    ", above 1; give a smaller metal_volume_fraction, or "
                                    "reversible_fraction as well");
    }
}

ReductionTotals totals(const PhaseReduction& phase)
{
    ReductionTotals sum;
    sum.lithium = phase.lithium;
    sum.electrolyte = phase.molar_volume;
    for (const auto& product : phase.products) {
        const auto volume = product.amount * product.molar_volume;
        sum.products += volume;
        if (product.role != ProductRole::insulator) {
            sum.metal += volume;
        }
        if (product.role == ProductRole::alloy) {
            sum.reversible_lithium += product.amount * product.reversible_lithium;
        }
    }
    return sum;
}

ReductionTotals totals(const Mixture& mixture)
{
    ReductionTotals sum;
    for (const auto& part : mixture.parts) {
        const auto of = totals(part.phase);
        sum.lithium += part.molar_fraction * of.lithium;
        sum.reversible_lithium += part.molar_fraction * of.reversible_lithium;
        sum.electrolyte += part.molar_fraction * of.electrolyte;
        sum.products += part.molar_fraction * of.products;
        sum.metal += part.molar_fraction * of.metal;
    }
    return sum;
}

Mixture make_mixture(std::vector<MixturePart> parts)
{
    double whole = 0.0;
    for (const auto& part : parts) {
        if (!(std::isfinite(part.molar_fraction) && part.molar_fraction >= 0.0)) {
            refuse(part.phase.name, "its share of the mixture must be a number from 0 up");
        }
        check(part.phase);
        whole += part.molar_fraction;
    }
    if (!positive(whole)) {
        throw std::invalid_argument("the mixture is empty; give one phase a share above 0");
    }
    for (auto& part : parts) {
        part.molar_fraction /= whole;
    }
    return {std::move(parts)};
}

std::vector<Constituent> constituents(const Mixture& mixture, double converted_fraction)
{
    detail::require_share(converted_fraction, false, "converted_fraction");
    std::vector<Constituent> found;
    const auto add = [&found](const Constituent& one) {
        const auto known = std::find_if(found.begin(), found.end(), [&one](const auto& other) {
            return other.name == one.name && other.unreacted == one.unreacted &&
                   other.role == one.role;
        });
        if (known == found.end()) {
            found.push_back(one);
        } else {
            known->volume_fraction += one.volume_fraction;
        }
    };
    const auto whole = totals(mixture);
    const double left_over = 1.0 / converted_fraction - 1.0;
    const auto volume = whole.products + whole.electrolyte * left_over;
    for (const auto& [phase, share] : mixture.parts) {
        for (const auto& product : phase.products) {
            add({product.name, false, product.role,
                 share * product.amount * product.molar_volume / volume});
        }
        if (left_over > 0.0) {
            add({phase.name, true, ProductRole::insulator,
                 share * left_over * phase.molar_volume / volume});
        }
    }
    return found;
}

} // namespace percolith::kinetics

#pragma once
/// Conductivity of a mixture of phases without a percolating skeleton of its own: the ionic
/// conductivity of an interphase from its products and the electrolyte left unreacted in it.

#include "kinetics/bracketed_root.hpp"
#include "kinetics/scalar.hpp"

#include <span>
#include <stdexcept>

namespace percolith::kinetics
{

/// One phase of a mixture.
template <class T = double> struct Phase {
    T fraction{}; ///< volume fraction, 0..1
    Conductivity<T> conductivity{}; ///< S/m, > 0
};

namespace detail
{
template <class T> void require_mixture(std::span<const Phase<T>> phases)
{
    T sum(0.0);
    for (const Phase<T>& phase : phases) {
        if (!all(phase.fraction >= T(0.0)) || !all(phase.conductivity.si > T(0.0))) {
            throw std::domain_error("a phase needs a fraction that is not negative and a "
                                    "conductivity that is positive");
        }
        sum = sum + phase.fraction;
    }
    if (!all(abs(T(sum - 1.0)) < T(1e-9))) {
        throw std::domain_error("the volume fractions of a mixture must add up to 1");
    }
}

/// Lowest and highest conductivity among the phases that are present.
template <class T> struct Extremes {
    T lowest{};
    T highest{};

    explicit Extremes(std::span<const Phase<T>> phases) : lowest(1e300), highest(0.0)
    {
        for (const Phase<T>& phase : phases) {
            const auto present = phase.fraction > T(0.0);
            const T sigma = phase.conductivity.si;
            lowest = select(present, min(lowest, sigma), lowest);
            highest = select(present, max(highest, sigma), highest);
        }
    }
};

/// Conductivity of the mixture if it surrounded each phase with a medium of conductivity `around`,
/// in S/m.
template <class T>
Conductivity<T> hashin_shtrikman(std::span<const Phase<T>> phases, const T& around)
{
    T conducting(0.0);
    T weight(0.0);
    for (const Phase<T>& phase : phases) {
        const T share = phase.fraction / (phase.conductivity.si + 2.0 * around);
        conducting = conducting + share * phase.conductivity.si;
        weight = weight + share;
    }
    return Conductivity<T>{T(conducting / weight)};
}
} // namespace detail

// Each function below throws `std::domain_error` unless every phase has a fraction >= 0 and a
// conductivity > 0, and the fractions add up to 1 within 1e-9.

/// Phases in series, the lowest conductivity any arrangement can have, S/m (Wiener 1912) [derived].
template <class T> Conductivity<T> wiener_lower(std::span<const Phase<T>> phases)
{
    detail::require_mixture(phases);
    T resistivity(0.0);
    for (const Phase<T>& phase : phases) {
        resistivity = resistivity + phase.fraction / phase.conductivity.si;
    }
    return Conductivity<T>{T(1.0 / resistivity)};
}

/// Phases in parallel, the highest conductivity any arrangement can have, S/m (Wiener 1912)
/// [derived].
template <class T> Conductivity<T> wiener_upper(std::span<const Phase<T>> phases)
{
    detail::require_mixture(phases);
    T conductivity(0.0);
    for (const Phase<T>& phase : phases) {
        conductivity = conductivity + phase.fraction * phase.conductivity.si;
    }
    return Conductivity<T>{conductivity};
}

/// Lowest conductivity of an isotropic arrangement, S/m: Hashin and Shtrikman, J. Appl. Phys. 33
/// (1962) 3125, DOI 10.1063/1.1728579 [derived].
template <class T> Conductivity<T> hashin_shtrikman_lower(std::span<const Phase<T>> phases)
{
    detail::require_mixture(phases);
    return detail::hashin_shtrikman(phases, detail::Extremes<T>(phases).lowest);
}

/// Highest conductivity of an isotropic arrangement, S/m, same source [derived].
template <class T> Conductivity<T> hashin_shtrikman_upper(std::span<const Phase<T>> phases)
{
    detail::require_mixture(phases);
    return detail::hashin_shtrikman(phases, detail::Extremes<T>(phases).highest);
}

/// Bruggeman's symmetric effective medium, in which no phase is the matrix:
/// sum_i f_i (sigma_i - sigma)/(sigma_i + 2 sigma) = 0, S/m. Ann. Phys. 416 (1935) 636,
/// DOI 10.1002/andp.19354160705 [derived]. Solved on plain numbers, lane by lane; one Newton step
/// in T then carries first derivatives.
template <class T> Conductivity<T> effective_medium(std::span<const Phase<T>> phases)
{
    const T lower = log(hashin_shtrikman_lower(phases).si);
    const T upper = log(hashin_shtrikman_upper(phases).si);
    T root{};
    for (int k = 0; k < lanes<T>; ++k) {
        const auto number = [k](const T& x) { return value_of(lane(x, k)); };
        const auto residual = [&](double y) {
            double sum = 0.0;
            for (const Phase<T>& phase : phases) {
                const double ratio = number(phase.conductivity.si) * exp(-y);
                sum += number(phase.fraction) * (ratio - 1.0) / (ratio + 2.0);
            }
            return sum;
        };
        set_lane(root, k, detail::solve_between(residual, number(lower), number(upper)));
    }
    T residual(0.0);
    T slope(0.0);
    for (const Phase<T>& phase : phases) {
        const T ratio = phase.conductivity.si * exp(T(-root));
        residual = residual + phase.fraction * (ratio - 1.0) / (ratio + 2.0);
        slope = slope - phase.fraction * 3.0 * ratio / ((ratio + 2.0) * (ratio + 2.0));
    }
    return Conductivity<T>{exp(T(root - residual / slope))};
}

} // namespace percolith::kinetics

#pragma once
/// Critical exponents of conduction, from how lattices at the threshold conduct at several sizes.

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Threshold of bonds on the simple cubic lattice: Wang et al. 2013, arXiv 1302.0421.
inline constexpr double cubic_bond_threshold = 0.24881182;

/// What the bonds are made of.
enum class Bonds {
    metal_in_vacuum, ///< conducting or missing: conductivity falls as L^(-t/nu)
    superconductor_in_metal, ///< without resistance or conducting: resistivity falls as L^(-s/nu)
};

/// A cube of L x L x L bonds along each axis between two plates, its sides periodic.
struct ScalingPoint {
    std::int32_t length = 0; ///< L
    std::uint32_t realisations = 0;
    std::uint32_t spanning = 0; ///< in how many the occupied bonds join the plates
    /// Conductivity of those that conduct, or resistivity of those that resist, in units of a
    /// bond's. How many do so depends on the size as well, but tends to a constant at the
    /// threshold: leaving the others out halves the corrections to scaling, and most of the scatter
    /// goes with them.
    double mean = 0.0;
    double standard_error = 0.0;
};

/// Conducts `realisations` lattices of `length` at the threshold, each from its own random numbers;
/// on `threads` threads (0: all). Throws std::invalid_argument for a length below 2 or fewer than
/// two realisations. Where `stop` rises, or fewer than two count, mean and standard error are 0.
ScalingPoint conduct_lattices(Bonds bonds, std::int32_t length, std::uint32_t realisations,
                              std::uint64_t seed, unsigned threads = 0,
                              const std::atomic<bool>* stop = nullptr);

struct ExponentFit {
    double exponent = 0.0; ///< t or s
    double standard_error = 0.0; ///< statistical, nu taken as exact
    double chi_squared = 0.0; ///< weighted squares left over
    std::int32_t degrees_of_freedom = 0;
};

/// Fits log(mean) = c - (exponent/nu) log L, weighted by the standard errors; with `correction`
/// > 0 a factor 1 + b L^-correction is fitted as well (to first order in b). The leading correction
/// of three-dimensional percolation is about 1.2.
/// Throws std::invalid_argument where there are fewer sizes than numbers to fit, or a mean is 0.
ExponentFit fit_exponent(std::span<const ScalingPoint> points, double correction = 0.0);

} // namespace percolith::microstructure

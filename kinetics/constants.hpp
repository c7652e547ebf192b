#pragma once
/// Constants of nature, CODATA 2018 (exact since the 2019 SI), and of lithium metal.

#include "kinetics/quantity.hpp"

namespace percolith::kinetics
{

inline constexpr MolarCharge<> faraday{96485.33212331001};
/// Molar gas constant, J/(mol K).
inline constexpr Quantity<1, 2, -2, 0, -1, -1> gas_constant{8.314462618153240};
/// Vacuum permittivity, CODATA 2018.
inline constexpr Permittivity<> vacuum_permittivity{8.8541878128e-12};

/// Molar volume of lithium metal, 13.00 cm3/mol: the volume of all lithium moved, plated or
/// stripped.
inline constexpr MolarVolume<> lithium_molar_volume{13.00e-6};
/// Volume of lithium metal per charge.
inline constexpr auto lithium_volume_per_charge = lithium_molar_volume / faraday;
/// Charge of a lithium foil per thickness as the source article counts it: 0.205 mAh/cm2 per um
/// (DOI 10.1039/d5eb00024f). It converts foil thicknesses only.
inline constexpr double article_foil_capacity = 0.205 * 3.6e4 / 1e-6; // C/m2 per m

} // namespace percolith::kinetics

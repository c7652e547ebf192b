#include <kinetics/constants.hpp>
#include <kinetics/quantity.hpp>

#include <cmath>
#include <iostream>

/// A foil of 20 um of lithium holds about 4.1 mAh/cm2.
int main()
{
    using namespace percolith::kinetics;
    const ArealCharge<> foil = Length<>(20e-6) / lithium_volume_per_charge;
    const double milliampere_hours_per_cm2 = foil.si / 3.6e4;
    std::cout << milliampere_hours_per_cm2 << " mAh/cm2\n";
    return std::abs(milliampere_hours_per_cm2 - 4.1) < 0.05 ? 0 : 1;
}

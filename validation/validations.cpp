#include "validation/validations.hpp"

namespace percolith::validation
{

std::span<const Validation> validations()
{
    static constexpr Validation table[]{
        {"closed_forms", "growth, starvation, voids and intrusion against exact solutions",
         closed_forms},
        {"composition", "capacities of foils, and what electrolytes turn into", composition},
        {"ledger_and_convergence", "lithium adds up, engines agree, errors fall with the tolerance",
         ledger_and_convergence},
        {"twelve_cells", "four interphases, three foils: the article's Fig. 2 and its statements",
         twelve_cells},
        {"rest_and_cycling", "the same parameter sets at rest: charge, thickness, resistance",
         rest_and_cycling},
        {"alloy_reserve", "which reachable share of the alloy hides the loss in thick foils only",
         alloy_reserve},
        {"threshold_window", "which percolation thresholds and arrangements fit the article",
         threshold_window},
        {"pressure_and_contact", "stripping without pressure, shorts and impedance under it",
         pressure_and_contact},
        {"percolation", "thresholds and exponents of computed structures beside the literature's",
         percolation_of_structures},
        {"conflicts", "numbers from outside that no single parameter set can meet", conflicts},
    };
    return table;
}

} // namespace percolith::validation

#pragma once
/// Names and units under which the keys of a case and the outputs of a map are shown.

#include "runs/plot/figure.hpp"
#include "runs/record/table.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

/// How SI numbers of one quantity are shown: shown = factor * SI + offset.
struct Quantity {
    std::string name{}; ///< as people say it: "Lithium, working"
    std::string unit{}; ///< as UDUNITS reads it: "mA/cm^2"; empty for plain numbers
    double factor = 1.0;
    double offset = 0.0;

    double shown(double si) const { return factor * si + offset; }
    std::vector<double> shown(std::span<const double> si) const;
    /// "Current density (mA cm^{-2})", in gnuplot's markup.
    std::string label() const;
    /// Without markup, of a number in SI units: "Lithium, working 20 µm".
    std::string text(double si) const;
};

/// A key of the case, in the unit in which its reference gives it; fractions and shares in %.
Quantity quantity_of_key(const Column& key);

/// An output, in the unit of a laboratory that suits the largest of its numbers.
Quantity quantity_of_output(const Column& output, double largest);

/// "mA/cm^2" or "A m-2" in gnuplot's markup: "mA cm^{-2}". What it does not understand stays.
std::string unit_markup(const std::string& unit);

} // namespace percolith::runs

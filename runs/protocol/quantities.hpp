#pragma once
/// Quantities inside a protocol sentence: where one ends, and what it is.

#include "kinetics/quantity.hpp"
#include "runs/protocol/words.hpp"

#include <optional>

namespace percolith::runs::language
{

/// A number and its unit as they stand in a line; the unit is empty after a bare number.
struct WrittenInLine {
    double number = 0.0;
    std::string unit;
    std::string_view text;
    std::size_t at = 0;
};

/// A kind of quantity: its SI unit, how people write one, and what it is called.
struct QuantityKind {
    const char* si;
    const char* example;
    const char* name;
};
inline constexpr QuantityKind time_kind{"s", "1 hour", "time"};
inline constexpr QuantityKind current_density_kind{"A/m^2", "0.5 mA/cm^2", "current"};
inline constexpr QuantityKind charge_kind{"C/m^2", "0.5 mAh/cm^2", "charge"};
inline constexpr QuantityKind voltage_kind{"V", "0.05 V", "voltage"};
inline constexpr QuantityKind length_kind{"m", "1 um", "length"};
inline constexpr QuantityKind resistance_kind{"Ohm m^2", "100 Ohm cm^2", "resistance"};
inline constexpr QuantityKind number_kind{"1", "0.5", "number"};
inline constexpr QuantityKind current_ramp_kind{"A/m^2/s", "0.1 mA/cm^2 per hour",
                                                "change of current"};

/// Whether a quantity may begin here.
bool at_quantity(const Line& line);

/// The number that stands next and the longest known unit behind it. `example` shows in messages
/// what was wanted. Throws `Fault` where there is no number or its unit is unknown.
WrittenInLine read_written(Line& line, const std::string& example);

/// Whether it is of this kind, absolute currents, charges and resistances included.
bool is_of(const WrittenInLine& written, const QuantityKind& kind);

/// Its value in SI, per area: A, Ah and Ohm are converted with the electrode area. Throws `Fault`
/// for a bare number or another dimension.
double value_of(const WrittenInLine& written, const QuantityKind& kind, kinetics::Area<> area);

/// Reads one quantity of this kind.
double read_value(Line& line, const QuantityKind& kind, kinetics::Area<> area);

/// A positive duration, also "1 hour 30 minutes" and "1 hour and 30 minutes".
kinetics::Time<> read_duration(Line& line);
/// The same, its first part already read.
kinetics::Time<> read_duration_after(Line& line, const WrittenInLine& first);

/// Magnitudes: a negative or zero one is a fault that names its `kind`.
kinetics::CurrentDensity<> positive_current(const WrittenInLine& written, kinetics::Area<> area);
kinetics::ArealCharge<> positive_charge(const WrittenInLine& written, kinetics::Area<> area);

} // namespace percolith::runs::language

#pragma once
/// Quantities as people write them ("0.5 mA/cm^2", "25 degC", "60 uAh/cm2", "0.3 eV"), through
/// UDUNITS-2. Conversion happens only while reading and writing; everything here is safe to use
/// from several threads at once.
///
/// Beyond UDUNITS-2: Ah with its prefixes; unicode signs (micro, Ohm, degree, superscripts, middle
/// dot); an energy per particle (eV) where a molar energy is wanted.

#include "runs/case/errors.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace percolith::runs
{

/// Text is not the quantity wanted.
class UnitError : public TextError
{
public:
    using TextError::TextError;
};

/// A number and the unit behind it ("" for a bare number), as written.
struct WrittenQuantity {
    double number = 0.0;
    std::string unit;
};

/// Splits "0.5 mA/cm^2" into 0.5 and "mA/cm^2". Throws `UnitError` where no finite number stands
/// first.
WrittenQuantity split_quantity(std::string_view text);

/// Value of `text` in `unit`: parse_quantity("0.5 mA/cm^2", "A/m^2") is 5. `example` is the unit
/// that messages propose, `unit` itself by default. A bare number is refused unless `unit` is "1".
/// Throws `UnitError` for text that is no quantity, not finite, or of another dimension.
double parse_quantity(std::string_view text, std::string_view unit, std::string_view example = {});

/// `number` of `from` in `to`. Throws `UnitError` for an unknown unit or another dimension.
double convert(double number, std::string_view from, std::string_view to);

/// `si` as text in the one of `units` that says it in fewest characters, if `parse_quantity` reads
/// the same number back from it; in `si_unit` with all its digits otherwise.
std::string exact_quantity(double si, std::initializer_list<const char*> units,
                           const char* si_unit);

/// The same from one unit to another again and again, looked up once. The numbers are those of
/// `convert`, bit by bit.
class Conversion
{
public:
    /// Throws `UnitError` for an unknown unit or another dimension.
    Conversion(std::string_view from, std::string_view to);
    double operator()(double number) const;

private:
    struct Way;
    std::shared_ptr<const Way> way_;
};

/// Whether `unit` is known and measures the same kind of thing as `like`.
bool measures(std::string_view unit, std::string_view like);

} // namespace percolith::runs

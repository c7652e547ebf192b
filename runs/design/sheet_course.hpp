#pragma once
/// An exam in the numbers that are typed into a tester. Internal to the sheets.

#include "runs/design/sheet.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// Throws `std::invalid_argument` as sheet.hpp says.
void check(const Exam& exam);

/// A unit that currents are typed in.
struct CurrentUnit {
    const char* name; ///< "uA"
    double per_milliampere; ///< how many are 1 mA
};

/// One step at constant current. Rounded so that a tester's fields hold it: the charge is that of
/// the exam within 0.1 %.
struct TypedStep {
    bool strips = true;
    double seconds = 0.0;
};

/// The whole test as testers run it: no step list ends in the middle of a step, so what is left
/// behind the last whole cycle until the time to decide is steps of its own.
struct TypedCourse {
    double current = 0.0; ///< magnitude, mA, rounded to thousandths of `unit`
    CurrentUnit unit{"mA", 1.0};
    std::uint64_t cycles = 0; ///< whole ones; may be none
    std::vector<TypedStep> cycle; ///< two
    std::vector<TypedStep> rest; ///< behind the last cycle: none, one or two
    double seconds = 0.0; ///< of the whole test
    double record_seconds = 0.0; ///< between two rows, at most
    double record_volts = 0.0; ///< change that makes a row

    double charge(const TypedStep& step) const { return current * step.seconds / 3600.0; } ///< mAh
};

TypedCourse typed(const Exam& exam);

/// Shortest text of a number, without exponent: 0.0000001.
std::string plain(double number);
/// The same of `number` rounded to this many digits that count.
std::string plain(double number, int digits);

} // namespace percolith::runs::design

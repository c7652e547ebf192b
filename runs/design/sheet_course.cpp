#include "runs/design/sheet_course.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace percolith::runs::design
{
namespace
{

constexpr double milliamperes = 1e3;
constexpr double step_of_a_unit = 1e3; // testers show thousandths
constexpr double step_of_time = 1e3; // ... and milliseconds
/// Rounding may take this share of a number: half of what the charge of a half cycle may be off.
constexpr double rounding = 5e-4;
/// A step shorter than this share of a half cycle says nothing.
constexpr double too_short = 1e-3;

/// The number with five digits that count.
double five_digits(double number)
{
    std::array<char, 32> text{};
    const auto written =
        std::to_chars(text.begin(), text.end(), number, std::chars_format::scientific, 4);
    double read = 0.0;
    std::from_chars(text.begin(), written.ptr, read);
    return read;
}

/// `number` in whole steps of which `steps` make 1, where that is near enough; a short quotient
/// of whole numbers, so that its text is short as well.
double in_steps(double number, double steps)
{
    const double rounded = std::round(number * steps) / steps;
    return std::abs(rounded - number) <= rounding * number ? rounded : five_digits(number);
}

CurrentUnit unit_of(double current)
{
    constexpr std::array units{CurrentUnit{"mA", 1.0}, CurrentUnit{"uA", 1e3},
                               CurrentUnit{"nA", 1e6}, CurrentUnit{"pA", 1e9}};
    const auto fits = [&](const CurrentUnit& unit) {
        return current * unit.per_milliampere >= 1.0;
    };
    const auto found = std::find_if(units.begin(), units.end(), fits);
    return found != units.end() ? *found : units.back();
}

/// The largest of 1, 2, 5, 10, 20, ... that is not above `number`.
double round_below(double number)
{
    constexpr double above = 1.0 + 1e-9; // 1e-3 is not below 1e-3, whatever its logarithm
    const double decade = std::pow(10.0, std::floor(std::log10(number * above)));
    const double digit = number * above / decade;
    const double rounded = digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0;
    return decade < 1.0 ? rounded / std::round(1.0 / decade) : rounded * decade;
}

} // namespace

void check(const Exam& exam)
{
    const std::pair<double, const char*> above_zero[]{
        {exam.area.si, "area"},
        {exam.current.si, "current"},
        {exam.capacity.si, "capacity of a half cycle"},
        {exam.hours.si, "time to decide"},
        {exam.alarm.si, "alarm"},
        {exam.voltage_range.si, "voltage range"},
    };
    for (const auto& [number, name] : above_zero) {
        if (!(number > 0.0) || !std::isfinite(number)) {
            throw std::invalid_argument(std::string("a test whose ") + name + " is not above 0");
        }
    }
    for (const double lithium : {exam.foil.si, exam.foil_lithium.si}) {
        if (!(lithium >= 0.0) || !std::isfinite(lithium)) {
            throw std::invalid_argument("a test of less lithium than none");
        }
    }
    if (exam.cycles == 0 || exam.alarm > exam.voltage_range) {
        throw std::invalid_argument(exam.cycles == 0
                                        ? "a test without cycles"
                                        : "a test whose alarm lies above its voltage range");
    }
}

TypedCourse typed(const Exam& exam)
{
    check(exam);
    TypedCourse course;
    const double meant = exam.current.si * exam.area.si * milliamperes;
    course.unit = unit_of(meant);
    course.current = in_steps(meant, step_of_a_unit * course.unit.per_milliampere);

    // The time makes up for what rounding the current changed, so that the charge stays.
    const double charge = exam.capacity.si * exam.area.si * milliamperes; // mA s
    const double half = charge / course.current;
    const TypedStep step{.strips = exam.strips_first, .seconds = in_steps(half, step_of_time)};
    course.cycle = {step, {.strips = !step.strips, .seconds = step.seconds}};

    const double all = exam.hours.si / (2.0 * half);
    constexpr double whole = 1.0 + 1e-9; // 100 cycles are 100, whatever their quotient
    const double cycles = std::floor(all * whole);
    const bool by_cycles = cycles >= static_cast<double>(exam.cycles);
    course.cycles = by_cycles ? exam.cycles : static_cast<std::uint64_t>(cycles);
    double left = by_cycles ? 0.0 : exam.hours.si - cycles * 2.0 * half;
    for (const auto& full : course.cycle) {
        const double seconds = std::min(left, half);
        if (seconds > too_short * half) {
            course.rest.push_back({full.strips, in_steps(seconds, step_of_time)});
        }
        left -= seconds;
    }
    course.seconds = static_cast<double>(course.cycles) * 2.0 * step.seconds;
    for (const auto& last : course.rest) {
        course.seconds += last.seconds;
    }

    // Some hundred rows for a half cycle, and the way up to the alarm in steps that can be seen.
    constexpr double rows = 300.0;
    constexpr double longest_wait = 60.0; // s
    constexpr double rows_to_the_alarm = 200.0;
    constexpr double least_volts = 1e-3; // the finest that exports of testers' files write
    constexpr double most_volts = 1e-2;
    course.record_seconds = round_below(std::min(step.seconds / rows, longest_wait));
    course.record_volts =
        round_below(std::clamp(exam.alarm.si / rows_to_the_alarm, least_volts, most_volts));
    return course;
}

std::string plain(double number)
{
    std::array<char, 400> text{};
    const auto written = std::to_chars(text.begin(), text.end(), number, std::chars_format::fixed);
    return {text.begin(), written.ptr};
}

std::string plain(double number, int digits)
{
    std::array<char, 64> text{};
    const auto written =
        std::to_chars(text.begin(), text.end(), number, std::chars_format::scientific, digits - 1);
    double read = 0.0;
    std::from_chars(text.begin(), written.ptr, read);
    return plain(read);
}

} // namespace percolith::runs::design

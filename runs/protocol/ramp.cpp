#include "runs/protocol/observables.hpp"
#include "runs/protocol/quantities.hpp"
#include "runs/protocol/sentence_parts.hpp"

#include <cmath>

namespace percolith::runs::language
{
namespace
{

using kinetics::CurrentDensity;

/// Ends of a ramp and either its duration or its rate, as far as they were read.
struct RampClauses {
    std::optional<double> from, to, duration, rate;
    std::size_t rate_at = 0;
};

/// A ramp's bound: a magnitude, or a signed current where no electrode was named.
double read_bound(Line& line, kinetics::Area<> area, bool is_signed)
{
    const auto written = read_written(line, current_density_kind.example);
    const double value = value_of(written, current_density_kind, area);
    if (value < 0.0 && !is_signed) {
        throw Fault(written.at, "the current " + in_quotes(written.text) + " is negative",
                    "write \"Ramp current from ... to ...\" for a ramp through zero");
    }
    return value;
}

bool read_ramp_clause(Line& line, kinetics::Area<> area, bool is_signed, RampClauses& ramp)
{
    if (line.is_word({"from"})) {
        once(line, ramp.from.has_value(), "start of the ramp");
        line.take();
        ramp.from = read_bound(line, area, is_signed);
    } else if (line.is_word({"to"})) {
        once(line, ramp.to.has_value(), "end of the ramp");
        line.take();
        ramp.to = read_bound(line, area, is_signed);
    } else if (line.is_word({"over", "in", "within"})) {
        once(line, ramp.duration || ramp.rate, "pace of the ramp");
        line.take();
        ramp.duration = read_duration(line).si;
    } else if (line.is_word({"at", "by"})) {
        once(line, ramp.duration || ramp.rate, "pace of the ramp");
        line.take();
        ramp.rate_at = line.peek().at;
        ramp.rate = read_value(line, current_ramp_kind, area);
        if (*ramp.rate <= 0.0) {
            throw Fault(ramp.rate_at, "the rate of the ramp is not above 0",
                        "give its magnitude; \"from\" and \"to\" say its direction");
        }
    } else {
        return false;
    }
    return true;
}

CurrentRamp ramp_of(const Line& line, const RampClauses& ramp, double sign)
{
    const auto at = line.peek().at;
    if (!ramp.from || !ramp.to) {
        throw Fault(at, "a ramp needs two currents", "write from 0.1 mA/cm^2 to 2 mA/cm^2");
    }
    if (!ramp.duration && !ramp.rate) {
        throw Fault(at, "how fast the ramp runs is missing",
                    "add \"over 10 hours\" or \"at 0.1 mA/cm^2 per hour\"");
    }
    const double rise = *ramp.to - *ramp.from;
    const double rate = ramp.rate ? std::copysign(*ramp.rate, rise) : rise / *ramp.duration;
    if (rise == 0.0 || rate == 0.0 || !std::isfinite(rate)) {
        throw Fault(at, "the ramp changes nothing",
                    "give two different currents, or write strip or plate");
    }
    return {CurrentDensity<>{sign * *ramp.from}, CurrentDensity<>{sign * *ramp.to},
            kinetics::CurrentRamp<>{sign * rate}};
}

} // namespace

Step read_ramp(Line& line, kinetics::Area<> area)
{
    const auto begin = line.take().at;
    const bool plates = line.is_word({"plating", "plate"});
    const bool says_how = plates || line.is_word({"stripping", "strip"});
    if (says_how) {
        line.take();
    }
    const auto side = read_side(line);
    const bool is_signed = !says_how && !side && line.accept({"current"});
    if (!side && !is_signed) {
        line.unexpected(clause_words(),
                        "write \"Ramp working from\", \"Ramp plating working from\" or "
                        "\"Ramp current from\"");
    }
    const double sign = is_signed ? 1.0 : sign_of(!plates, *side);
    RampClauses ramp;
    EndingReader endings{line, Drive::ramp, area};
    while (!line.at_statement_end()) {
        skip_separators(line);
        if (!read_ramp_clause(line, area, is_signed, ramp) && !endings.read()) {
            line.unexpected(
                clause_words(),
                "go on with \"from\", \"to\", \"over\", \"at\", \"until\" or \"stop if\"");
        }
    }
    return finished(line, begin, ramp_of(line, ramp, sign), endings);
}

} // namespace percolith::runs::language

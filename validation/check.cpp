#include "validation/check.hpp"

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <utility>

namespace percolith::validation
{

namespace
{

constexpr double unbounded = std::numeric_limits<double>::infinity();

Check judged(Claim claim, double value, double lowest, double highest, const std::string& bounds,
             const std::string& why)
{
    Check check{.claim = std::move(claim),
                .value = value,
                .lowest = lowest,
                .highest = highest,
                .accepted = why.empty() ? bounds : bounds + ": " + why};
    const bool holds = value >= lowest && value <= highest; // false for NaN
    check.verdict = holds                               ? Verdict::pass
                    : check.claim.known_failure.empty() ? Verdict::fail
                                                        : Verdict::known_failure;
    return check;
}

} // namespace

const char* words(Kind kind)
{
    switch (kind) {
    case Kind::closed_form:
        return "closed form";
    case Kind::set_a_parameter:
        return "set a parameter";
    case Kind::tuned_to:
        return "tuned to";
    case Kind::consequence:
        return "consequence";
    case Kind::predicted:
        return "predicted";
    case Kind::conflict:
        break;
    }
    return "conflict";
}

const char* words(Verdict verdict)
{
    switch (verdict) {
    case Verdict::pass:
        return "pass";
    case Verdict::fail:
        return "FAIL";
    case Verdict::known_failure:
        break;
    }
    return "known failure";
}

std::string with_unit(double value, const std::string& unit, int digits)
{
    return fmt::format("{:.{}g}{}{}", value, digits, unit.empty() ? "" : " ", unit);
}

Check between(Claim claim, double value, double lowest, double highest, const std::string& why)
{
    const auto bounds =
        fmt::format("{} to {}", with_unit(lowest, ""), with_unit(highest, claim.unit));
    return judged(std::move(claim), value, lowest, highest, bounds, why);
}

Check at_least(Claim claim, double value, double lowest, const std::string& why)
{
    const auto bounds = "at least " + with_unit(lowest, claim.unit);
    return judged(std::move(claim), value, lowest, unbounded, bounds, why);
}

Check at_most(Claim claim, double value, double highest, const std::string& why)
{
    const auto bounds = "at most " + with_unit(highest, claim.unit);
    return judged(std::move(claim), value, -unbounded, highest, bounds, why);
}

Check close_to(Claim claim, double value, double expected, double share, const std::string& why)
{
    const double off = share * std::abs(expected);
    const auto bounds =
        fmt::format("within {:.3g} % of {}", 100.0 * share, with_unit(expected, claim.unit));
    return judged(std::move(claim), value, expected - off, expected + off, bounds, why);
}

} // namespace percolith::validation

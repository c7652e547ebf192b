#include "runs/fit/profile.hpp"

#include <fmt/format.h>

namespace percolith::runs::fit
{
namespace
{

/// Why an interval has no end on a side that is "below" or "above"; nothing where it has one.
std::string open_end(Limit limit, std::string_view side, const std::string& value)
{
    switch (limit) {
    case Limit::crossed:
        return "";
    case Limit::bound:
        return fmt::format("not bounded {} by the data: still good at its bound {}", side, value);
    case Limit::reach:
        return fmt::format("not bounded {} within the range looked at (to {})", side, value);
    case Limit::not_computable:
        return fmt::format("still good {} at {}, where the model can no longer be computed", side,
                           value);
    case Limit::interrupted:
        break;
    }
    return fmt::format("not followed {} beyond {}", side, value);
}

std::string bound_text(const Pressed& pressed, std::span<const Unknown> unknowns)
{
    const auto& unknown = unknowns[pressed.unknown];
    return fmt::format("{}, {:.4g}{}{}", unknown.name,
                       pressed.side == Side::low ? unknown.low : unknown.high,
                       unknown.unit.empty() ? "" : " ", unknown.unit);
}

} // namespace

std::string describe(const Profile& profile, const Unknown& unknown, double confidence)
{
    const auto value = [&](double theta) {
        return fmt::format("{:.4g}{}{}", unknown.value(theta), unknown.unit.empty() ? "" : " ",
                           unknown.unit);
    };
    const bool low = profile.at_low == Limit::crossed;
    const bool high = profile.at_high == Limit::crossed;
    auto text = unknown.name + ":";
    if (low && high) {
        text += fmt::format(" {:.4g} to {}", unknown.value(profile.low), value(profile.high));
    } else if (low) {
        text += " above " + value(profile.low);
    } else if (high) {
        text += " below " + value(profile.high);
    }
    if (low || high) {
        text += fmt::format(" ({:.4g} %)", 100.0 * confidence);
    }
    for (const auto& why : {open_end(profile.at_low, "below", value(profile.low)),
                            open_end(profile.at_high, "above", value(profile.high))}) {
        if (!why.empty()) {
            text += (text.back() == ':' ? " " : ", ") + why;
        }
    }
    return text;
}

std::vector<std::string> ends_set_by_bounds(const Profile& profile,
                                            std::span<const Unknown> unknowns)
{
    std::vector<std::string> sentences;
    const auto say = [&](const char* end, const std::vector<Pressed>& set_by) {
        if (set_by.empty()) {
            return;
        }
        std::string bounds;
        for (const auto& pressed : set_by) {
            bounds += (bounds.empty() ? "" : ", and of ") + bound_text(pressed, unknowns);
        }
        sentences.push_back(fmt::format("{}: the {} end is set by the bound of {}",
                                        unknowns[profile.unknown].name, end, bounds));
    };
    say("lower", profile.low_set_by);
    say("upper", profile.high_set_by);
    return sentences;
}

std::vector<std::string> unsure_ends(const Profile& profile, std::span<const Unknown> unknowns)
{
    std::vector<std::string> sentences;
    const auto say = [&](const char* end, bool unsure) {
        if (unsure) {
            sentences.push_back(fmt::format(
                "{}: the {} end may lie farther out: the fit of the others there did not converge",
                unknowns[profile.unknown].name, end));
        }
    };
    say("lower", profile.low_unsure);
    say("upper", profile.high_unsure);
    return sentences;
}

} // namespace percolith::runs::fit

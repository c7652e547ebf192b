#include "runs/record/names.hpp"
#include "runs/report/run_sections.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::runs::report
{
namespace
{

std::string in_percent(double share)
{
    return fmt::format("{:.3g} %", 100.0 * share);
}

std::string length(double metres)
{
    const auto scale = length_scale(metres);
    return fmt::format("{:.3g} {}", metres * scale.factor, scale.unit);
}

/// "after 79 h, in cycle 40".
std::string when(const RunView& one, const Scale& time)
{
    const auto whole = one.number("cycle_life");
    auto text = fmt::format("after {:.4g} {}", one.end() * time.factor, time.unit);
    if (std::isfinite(whole)) {
        text += fmt::format(", {:.0f} whole cycle{}", whole, whole == 1.0 ? "" : "s");
    }
    return text;
}

struct Headline {
    const char* tone;
    std::string text;
};

Headline headline(const RunView& one, const Scale& time)
{
    const auto by = one.word("ended_by");
    const auto on = one.word("ended_on");
    const auto at = when(one, time);
    const auto whose = on.empty() ? std::string("The cell") : "The " + on + " electrode";
    switch (one.run.status()) {
    case Outcome::Status::interrupted:
        return {"plain", "The computation was interrupted " + at + ": " + one.run.reason() + "."};
    case Outcome::Status::failed:
        return {"bad", "The solver gave up " + at + ": " + one.run.reason() + "."};
    case Outcome::Status::ended:
        break;
    }
    if (by == "protocol finished") {
        return {"good", "The cell outlived its protocol: it was still working " + at + "."};
    }
    if (by == "host exhausted") {
        return {"ended", whose + " ran out of lithium " + at + "."};
    }
    if (by == "user condition") {
        return {"ended",
                "A condition of the protocol was met " + at + ": " + one.word("condition") + "."};
    }
    return {"ended", whose + (on.empty() ? " ended with " : ": ") +
                         (by.empty() ? one.run.reason() : by) + " " + at + "."};
}

/// The law's threshold of one side, as the case or its default names it.
double threshold_of(const RunView& one, const std::string& side)
{
    for (const auto& entry : one.entries) {
        const auto& name = entry.name;
        const bool is_threshold = name.ends_with("electronic.threshold");
        const bool of_another = name.find("working") != std::string::npos && side != "working";
        const bool of_the_other = name.find("counter") != std::string::npos && side != "counter";
        if (is_threshold && !of_another && !of_the_other) {
            return one.parameter(name);
        }
    }
    return std::nan("");
}

/// Whether the interphase of one side conducts electrons throughout (MI-SEI), and what that rests
/// on.
std::string conducts(const RunView& one, const std::string& side)
{
    const double metal = one.number("metal_volume_fraction");
    const double threshold = threshold_of(one, side);
    const double conductivity = one.number(side + "_electronic_conductivity");
    const double error = one.number(side + "_electronic_conductivity_error");
    const double limit = one.number(side + "_limiting_thickness");
    std::string text = "Interphase on " + side + ": ";
    if (std::isfinite(threshold)) {
        const bool percolates = metal > threshold;
        text += fmt::format(
            "{}, since its metal, {}, lies {} the percolation threshold of {} that the case states",
            percolates ? "mixed-conducting (MI-SEI)" : "not mixed-conducting", in_percent(metal),
            percolates ? "above" : "below", in_percent(threshold));
    } else if (std::isfinite(limit)) {
        text += "not mixed-conducting in the end, since it limits itself near " + length(limit);
    } else {
        text += fmt::format(
            "nothing limits its growth, as of a mixed conductor (MI-SEI). That rests on its "
            "electronic conductivity of {:.3g} S/cm, an input without a threshold behind it",
            conductivity * 1e-2);
    }
    if (std::isfinite(error) && error > 0.0) {
        text += fmt::format(". The table it is read from knows the conductivity of {:.3g} S/cm "
                            "within {:.2g} % (one standard deviation)",
                            conductivity * 1e-2, 100.0 * error);
    }
    return text + fmt::format(". It grew to {} and was {} for most of the test.",
                              length(one.number(side + "_interphase_thickness")),
                              one.word(side + "_regime"));
}

} // namespace

void add_verdicts(Page& page, const RunsView& view)
{
    page.section("verdict", "Verdict");
    for (const auto& one : view.runs) {
        const auto head = headline(one, view.time);
        std::vector<std::string> lines;
        if (!view.alone()) {
            lines.push_back(one.mark + ": " + one.run.title());
        }
        if (!one.summary.empty()) {
            lines.push_back(conducts(one, names::working));
            lines.push_back(conducts(one, names::counter));
            lines.push_back(fmt::format(
                "Lithium of working: {} of what it began with is bound in the interphase, {} is "
                "still there.",
                in_percent(one.number("working_interphase_lithium") /
                           one.number("working_initial_lithium")),
                in_percent(
                    (one.number("working_metal_lithium") + one.number("working_host_lithium")) /
                    one.number("working_initial_lithium"))));
        }
        page.add(verdict(head.tone, head.text, lines));
    }
    add_measured_verdicts(page, view);
}

} // namespace percolith::runs::report

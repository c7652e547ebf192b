#include "runs/fit/fit_text.hpp"

#include "runs/fit/fit_record.hpp"
#include "runs/record/fit_json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::runs::fit
{

namespace
{

using nlohmann::json;

/// Residuals so many times their errors are of another model.
constexpr double misleading = 3.0;

std::string lines(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const auto& sentence : sentences) {
        text += "  " + sentence + "\n";
    }
    return text;
}

std::vector<Unknown> unknowns_of(const MechanismFit& fit)
{
    return {fit.parameters.begin(), fit.parameters.end()};
}

/// None where it was not asked for.
const Profile* profile_of(const MechanismFit& fit, std::size_t unknown)
{
    if (!fit.profiles) {
        return nullptr;
    }
    const auto& all = fit.profiles->profiles;
    const auto found = std::ranges::find(all, unknown, &Profile::unknown);
    return found == all.end() ? nullptr : &*found;
}

double value_of(const MechanismFit& fit, std::size_t k)
{
    return fit.parameters[k].value(fit.best.theta[k]);
}

std::string with_unit(double value, const std::string& unit)
{
    return unit.empty() ? fmt::format("{:.4g}", value) : fmt::format("{:.4g} {}", value, unit);
}

std::string interval_text(const BestInterval& best, const Parameter& p)
{
    const auto& interval = best.interval;
    const bool no_low = p.logarithmic ? !(interval.low > 0.0) : !std::isfinite(interval.low);
    const bool no_high = !std::isfinite(interval.high);
    if (std::isnan(interval.low) || std::isnan(interval.high)) {
        return "at its bound";
    }
    if ((no_low && no_high) || (!best.profiled && says_nothing(p, interval))) {
        return "not determined";
    }
    if (no_low) {
        return "below " + with_unit(interval.high, p.unit);
    }
    if (no_high) {
        return "above " + with_unit(interval.low, p.unit);
    }
    return fmt::format("{:.4g} .. {}", interval.low, with_unit(interval.high, p.unit));
}

/// Root mean square of the voltage residuals, in standard deviations.
double spread(const FitCase& given, const MechanismFit& fit, std::size_t cell)
{
    const auto samples = given.cells[cell].voltage.voltage.size();
    double sum = 0.0;
    for (std::size_t k = 0; k < samples; ++k) {
        sum += fit.cells[cell].residuals[k] * fit.cells[cell].residuals[k];
    }
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, samples)));
}

std::string cell_lines(const FitCase& given, const MechanismFit& fit)
{
    std::string text;
    for (std::size_t k = 0; k < fit.cells.size(); ++k) {
        const auto& data = given.cells[k];
        if (!data.voltage.voltage.empty()) {
            text += fmt::format("  {}: {} voltages, noise {:.3g} mV{}, residuals {:.3g} times it\n",
                                data.name, data.voltage.voltage.size(), 1e3 * fit.cells[k].noise,
                                fit.cells[k].noise_is_estimated ? " (estimated)" : "",
                                spread(given, fit, k));
        }
        for (const auto& sentence : data.said) {
            text += "    " + sentence + "\n";
        }
        text += lines(fit.cells[k].diagnostics);
        for (const auto& exponent : fit.cells[k].exponents) {
            text += "  " + data.name + ": " + describe(exponent, given.plan.confidence) + "\n";
        }
    }
    return text;
}

/// Root of the sum of squares over the degrees of freedom, in standard deviations; NaN where there
/// are none.
double misfit_of(const MechanismFit& fit)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (const auto& cell : fit.cells) {
        for (const double r : cell.residuals) {
            sum += r * r;
        }
        count += cell.residuals.size();
    }
    const auto unknowns = fit.parameters.size();
    return count > unknowns ? std::sqrt(sum / static_cast<double>(count - unknowns))
                            : std::numeric_limits<double>::quiet_NaN();
}

/// None where the curvature's interval was not tried, or holds what it promises.
const Bend* bent(const MechanismFit& fit, std::size_t unknown)
{
    const auto found = std::ranges::find(fit.bends, unknown, &Bend::unknown);
    return found != fit.bends.end() && found->bent ? &*found : nullptr;
}

/// Where an interval comes from, if not from a profile, and what is wrong with it.
std::string source_of(const MechanismFit& fit, std::size_t unknown)
{
    const auto* bend = bent(fit, unknown);
    return bend == nullptr ? " (from the curvature)"
                           : " (from the curvature; " + describe(*bend) + ", ask for profiles)";
}

std::string parameter_lines(const MechanismFit& fit, double confidence)
{
    std::size_t width = 9;
    for (const auto& p : fit.parameters) {
        width = std::max(width, p.name.size());
    }
    std::string text = fmt::format("  {:<{}}  {:<18} {:.3g} % interval\n", "parameter", width,
                                   "value", 100.0 * confidence);
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
        const auto& p = fit.parameters[k];
        const auto best = best_interval(fit, k);
        text += fmt::format("  {:<{}}  {:<18} {}{}\n", p.name, width,
                            with_unit(value_of(fit, k), p.unit), interval_text(best, p),
                            best.profiled ? "" : source_of(fit, k));
    }
    const auto unknowns = unknowns_of(fit);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        if (const auto* profile = profile_of(fit, k)) {
            text += lines(ends_set_by_bounds(*profile, unknowns)) +
                    lines(unsure_ends(*profile, unknowns));
        }
    }
    return text;
}

std::string mechanism_text(const FitCase& given, const MechanismFit& fit)
{
    const auto unknowns = unknowns_of(fit);
    std::string text;
    if (!fit.name.empty()) {
        text += fit.name + "\n";
    }
    text += "  " + describe(fit.best, unknowns) + "\n";
    text += lines(describe(fit.search, unknowns));
    if (!fit.best.computed()) {
        return text;
    }
    text += cell_lines(given, fit) + "\n" + parameter_lines(fit, given.plan.confidence);
    if (fit.sample) {
        text += lines(describe(*fit.sample, unknowns, given.plan.confidence));
    }
    text += "\n";
    return text + lines(findings_of(fit)) + lines(assumptions_of(fit));
}

json sample_json(const MechanismFit& fit, double confidence)
{
    const auto& sample = *fit.sample;
    json all{{"accepted", sample.accepted}, {"warnings", sample.warnings}};
    all["parameters"] = json::array();
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
        const auto ends = central_interval(sample, fit.parameters[k], k, confidence);
        all["parameters"].push_back({{"name", fit.parameters[k].name},
                                     {"low", ends.low},
                                     {"median", ends.median},
                                     {"high", ends.high},
                                     {"independent", sample.effective[k]},
                                     {"memory", sample.autocorrelation[k]}});
    }
    return all;
}

json mechanism_json(const FitCase& given, const MechanismFit& fit)
{
    json all{{"name", fit.name},
             {"converged", fit.best.converged()},
             {"data", fit.data},
             {"minus_two_log_likelihood", finite_or_null(fit.minus_two_log_likelihood)}};
    all["parameters"] = json::array();
    for (std::size_t k = 0; k < fit.parameters.size() && fit.best.computed(); ++k) {
        const auto& p = fit.parameters[k];
        const auto best = best_interval(fit, k);
        const auto set_by = interval_set_by(fit, k);
        const auto* profile = profile_of(fit, k);
        all["parameters"].push_back({{"name", p.name},
                                     {"key", p.key},
                                     {"unit", p.unit},
                                     {"value", value_of(fit, k)},
                                     {"low", finite_or_null(best.interval.low)},
                                     {"high", finite_or_null(best.interval.high)},
                                     {"low_set_by", set_by.low},
                                     {"high_set_by", set_by.high},
                                     {"low_unsure", profile != nullptr && profile->low_unsure},
                                     {"high_unsure", profile != nullptr && profile->high_unsure},
                                     {"interval", best.profiled ? "profile" : "curvature"},
                                     {"bent", bent(fit, k) != nullptr},
                                     {"logarithmic", p.logarithmic},
                                     {"error", finite_or_null(fit.trust.errors[k])}});
    }
    all["cells"] = json::array();
    for (std::size_t k = 0; k < fit.cells.size(); ++k) {
        all["cells"].push_back({{"name", given.cells[k].name},
                                {"voltages", given.cells[k].voltage.voltage.size()},
                                {"noise_V", fit.cells[k].noise},
                                {"noise_is_estimated", fit.cells[k].noise_is_estimated},
                                {"spread", spread(given, fit, k)},
                                {"diagnostics", fit.cells[k].diagnostics},
                                {"said", given.cells[k].said}});
    }
    all["findings"] = findings_of(fit);
    all["assumptions"] = assumptions_of(fit);
    if (fit.sample) {
        all["posterior"] = sample_json(fit, given.plan.confidence);
    }
    all["assumed"] = json::array();
    std::vector<std::string> names;
    names.reserve(fit.parameters.size());
    for (const auto& p : fit.parameters) {
        names.push_back(p.name);
    }
    for (const auto& number : fit.assumed) {
        all["assumed"].push_back(json_of(record_of(number), names));
    }
    return all;
}

std::string heading(const FitCase& given)
{
    return (given.title.empty() ? given.file : given.title) + "\n";
}

} // namespace

BestInterval best_interval(const MechanismFit& fit, std::size_t unknown)
{
    if (const auto* profile = profile_of(fit, unknown)) {
        return {interval_of(*profile, fit.parameters[unknown]), true};
    }
    return {fit.trust.intervals[unknown], false};
}

std::vector<std::string> findings_of(const MechanismFit& fit)
{
    auto said = describe(fit.identifiability, unknowns_of(fit),
                         fit.profiles ? bounded(*fit.profiles) : std::vector<std::size_t>{},
                         fit.best.theta);
    if (const double misfit = misfit_of(fit); misfit > misleading) {
        said.insert(said.begin(),
                    fmt::format("the best fit does not describe the data: residuals are {:.3g} "
                                "times as large as their errors, and what is said of parameters "
                                "holds for the model alone",
                                misfit));
    }
    return said;
}

std::vector<std::string> assumptions_of(const MechanismFit& fit)
{
    return describe(fit.assumed, unknowns_of(fit), products(fit.identifiability), fit.best.theta,
                    fit.trust.errors);
}

SetBy interval_set_by(const MechanismFit& fit, std::size_t unknown)
{
    const auto* profile = profile_of(fit, unknown);
    if (profile == nullptr) {
        return {};
    }
    const auto names = [&](const std::vector<Pressed>& set_by) {
        std::vector<std::string> all;
        all.reserve(set_by.size());
        for (const auto& pressed : set_by) {
            all.push_back(fit.parameters[pressed.unknown].name);
        }
        return all;
    };
    return {names(profile->low_set_by), names(profile->high_set_by)};
}

std::string as_text(const FitCase& given, const Fit& fit)
{
    auto text = heading(given);
    for (const auto& each : fit.mechanisms) {
        text += "\n" + mechanism_text(given, each);
    }
    if (fit.preference) {
        text += "\n";
        text += lines(describe(fit.preference->comparison, fit.preference->models));
    }
    return text;
}

std::string as_json(const FitCase& given, const Fit& fit)
{
    json all{{"title", given.title}, {"confidence", given.plan.confidence}};
    all["mechanisms"] = json::array();
    for (const auto& each : fit.mechanisms) {
        all["mechanisms"].push_back(mechanism_json(given, each));
    }
    if (fit.preference) {
        const auto& comparison = fit.preference->comparison;
        all["chosen"] =
            comparison.chosen ? json(fit.mechanisms[*comparison.chosen].name) : json("undecided");
        all["verdict"] = describe(comparison, fit.preference->models);
    }
    return all.dump(2) + "\n";
}

std::string as_text(const FitCase& given, const DesignCheck& check)
{
    auto text = heading(given);
    text += lines(describe(check.identifiability, check.unknowns));
    return text;
}

std::string as_json(const FitCase& given, const DesignCheck& check)
{
    json all{{"title", given.title}};
    all["findings"] = describe(check.identifiability, check.unknowns);
    all["relative_errors"] = json::object();
    for (std::size_t k = 0; k < check.unknowns.size(); ++k) {
        all["relative_errors"][check.unknowns[k].name] =
            finite_or_null(check.identifiability.errors[k]);
    }
    return all.dump(2) + "\n";
}

} // namespace percolith::runs::fit

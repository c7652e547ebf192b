#include "runs/fit/fit_record.hpp"

#include "runs/fit/fit_text.hpp"
#include "runs/fit/number_diagnostics.hpp"
#include "runs/record/provenance.hpp"
#include "runs/version.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::fit
{

namespace
{

constexpr const char* seen_words[]{"when", "not before", "not after"};

constexpr const char* kind_units[]{"ohm m2", "C m-2", "m"};

FitHeader header_of(const FitCase& given)
{
    FitHeader header{.title = given.title,
                     .fit_text = given.text,
                     .overrides = given.overrides,
                     .inputs = {},
                     .program_version = std::string(version()),
                     .commit = std::string(commit()),
                     .confidence = given.plan.confidence};
    for (const auto& input : given.inputs) {
        header.inputs.push_back(name_beside(input, given.folder));
    }
    return header;
}

/// The current that is replayed at each of the moments, A/m2.
std::vector<double> currents(const std::vector<CurrentPiece>& pieces,
                             const std::vector<Moment>& moments)
{
    std::vector<double> found;
    found.reserve(moments.size());
    std::size_t piece = 0;
    double begin = 0.0;
    for (const auto& moment : moments) {
        while (piece + 1 < pieces.size()) {
            const double end = begin + pieces[piece].duration;
            if (moment.closing ? moment.time <= end : moment.time < end) {
                break;
            }
            begin = end;
            ++piece;
        }
        const auto& now = pieces[piece];
        const double since = std::clamp(moment.time - begin, 0.0, now.duration);
        found.push_back(now.current + now.ramp * since);
    }
    return found;
}

MeasuredCell measured(const CellData& data)
{
    MeasuredCell cell{.name = data.name, .area = data.area, .said = data.said};
    for (const auto& moment : data.voltage.moments) {
        cell.time.push_back(moment.time);
    }
    cell.voltage = data.voltage.voltage;
    if (!cell.time.empty()) {
        cell.current = currents(data.pieces, data.voltage.moments);
    }
    for (auto& current : cell.current) {
        current *= data.area;
    }
    return cell;
}

MeasuredPoint measured(std::size_t cell, const PointData& point)
{
    const char* unit = kind_units[static_cast<std::size_t>(point.kind)];
    return {cell,       name_of(point.kind), name_of(point.part), unit,
            point.time, point.value,         point.error};
}

GrowthExponent growth(std::size_t cell, const FreeExponent& found)
{
    return {cell,           name_of(found.kind), name_of(found.part),
            found.exponent, found.interval.low,  found.interval.high,
            found.points};
}

MeasuredEvent measured(std::size_t cell, const EventData& event)
{
    const char* side = event.side == model::Side::working ? "working" : "counter";
    return {cell,
            event.kind ? std::string(model::name(*event.kind)) : "end",
            event.kind ? side : "",
            event.time,
            event.error,
            seen_words[static_cast<std::size_t>(event.seen)]};
}

FittedParameter parameter_of(const MechanismFit& fit, std::size_t k)
{
    const auto& p = fit.parameters[k];
    const Unknown unknown{p.name, p.unit, p.logarithmic, p.start, p.low, p.high};
    const auto best = best_interval(fit, k);
    auto set_by = interval_set_by(fit, k);
    const auto side = fit.best.at_bound.empty() ? Side::inside : fit.best.at_bound[k];
    std::vector<ParameterMark> marks;
    marks.reserve(p.marks.size());
    for (const auto& mark : p.marks) {
        marks.push_back({mark.value, mark.name});
    }
    return {.name = p.name,
            .key = p.key,
            .unit = p.unit.empty() ? "1" : p.unit,
            .logarithmic = p.logarithmic,
            .value = unknown.value(fit.best.theta[k]),
            .error = fit.trust.errors[k],
            .low = best.interval.low,
            .high = best.interval.high,
            .profiled = best.profiled,
            .low_set_by = std::move(set_by.low),
            .high_set_by = std::move(set_by.high),
            .at_bound = side == Side::low    ? -1
                        : side == Side::high ? 1
                                             : 0,
            .start = p.start,
            .lower_bound = p.low,
            .upper_bound = p.high,
            .marks = std::move(marks)};
}

void add_profiles(const MechanismFit& fit, FittedMechanism& out)
{
    if (!fit.profiles) {
        return;
    }
    out.threshold = fit.profiles->threshold;
    for (const auto& profile : fit.profiles->profiles) {
        FitProfile kept{.parameter = profile.unknown};
        for (const auto& point : profile.points) {
            kept.theta.push_back(point.theta);
            kept.value.push_back(fit.parameters[profile.unknown].logarithmic ? std::exp(point.theta)
                                                                             : point.theta);
            kept.rise.push_back(point.rise);
        }
        out.profiles.push_back(std::move(kept));
    }
}

void add_minima(const MechanismFit& fit, FittedMechanism& out)
{
    for (const auto& minimum : fit.search.minima) {
        FitMinimum kept{.misfit = minimum.best.cost, .reached = minimum.reached};
        for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
            const double theta = minimum.best.theta[k];
            kept.values.push_back(fit.parameters[k].logarithmic ? std::exp(theta) : theta);
        }
        out.minima.push_back(std::move(kept));
    }
}

/// Rows about an autocorrelation time apart: those between would say the same again.
void add_samples(const MechanismFit& fit, FittedMechanism& out)
{
    if (!fit.sample) {
        return;
    }
    const auto& chain = fit.sample->chain;
    double memory = 1.0;
    for (const double steps : fit.sample->autocorrelation) {
        memory = std::isfinite(steps) ? std::max(memory, steps) : memory;
    }
    for (auto step = fit.sample->dropped; step < chain.steps();
         step += static_cast<std::size_t>(memory)) {
        for (std::size_t walker = 0; walker < chain.walkers(); ++walker) {
            const auto theta = chain.theta(step, walker);
            for (std::size_t k = 0; k < theta.size(); ++k) {
                out.samples.push_back(fit.parameters[k].logarithmic ? std::exp(theta[k])
                                                                    : theta[k]);
            }
        }
    }
}

/// Residuals stand as voltages, points, events.
void add_cell(const CellData& data, const CellFit& fit, FittedMechanism& out)
{
    const auto samples = data.voltage.voltage.size();
    const auto begin = fit.residuals.begin();
    out.diagnostics.insert(out.diagnostics.end(), fit.diagnostics.begin(), fit.diagnostics.end());
    out.cells.push_back({fit.noise,
                         fit.noise_is_estimated,
                         fit.model.voltages,
                         {begin, begin + static_cast<std::ptrdiff_t>(samples)}});
    for (std::size_t k = 0; k < data.points.size(); ++k) {
        out.points.push_back({fit.model.points[k], fit.residuals[samples + k]});
    }
    for (std::size_t k = 0; k < data.events.size(); ++k) {
        out.events.push_back(
            {fit.model.events[k], fit.residuals[samples + data.points.size() + k]});
    }
}

FittedMechanism mechanism_of(const FitCase& given, const MechanismFit& fit)
{
    FittedMechanism out;
    std::vector<Unknown> unknowns;
    unknowns.reserve(fit.parameters.size());
    for (const auto& p : fit.parameters) {
        unknowns.push_back({p.name, p.unit, p.logarithmic, p.start, p.low, p.high});
    }
    out.name = fit.name;
    out.ending = describe(fit.best, unknowns);
    out.converged = fit.best.converged();
    out.minus_two_log_likelihood = fit.minus_two_log_likelihood;
    const auto n = fit.parameters.size();
    for (std::size_t k = 0; k < n; ++k) {
        out.parameters.push_back(parameter_of(fit, k));
    }
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column < n; ++column) {
            out.correlation.push_back(fit.trust.correlation(static_cast<Eigen::Index>(row),
                                                            static_cast<Eigen::Index>(column)));
        }
    }
    add_profiles(fit, out);
    add_minima(fit, out);
    add_samples(fit, out);
    out.findings = findings_of(fit);
    out.assumptions = assumptions_of(fit);
    for (const auto& number : fit.assumed) {
        out.assumed.push_back(record_of(number));
    }
    for (std::size_t k = 0; k < given.cells.size(); ++k) {
        add_cell(given.cells[k], fit.cells[k], out);
    }
    if (fit.sample) {
        for (const auto& sentence : describe(*fit.sample, unknowns, given.plan.confidence)) {
            out.diagnostics.push_back(sentence);
        }
    }
    return out;
}

} // namespace

AssumedNumber record_of(const Assumed& number)
{
    return {number.name,   number.key,    number.unit.empty() ? "1" : number.unit,
            number.value,  number.change, number.moves,
            number.noticed};
}

FitRecord record_of(const FitCase& given, const Fit& fit)
{
    FitRecord record{.header = header_of(given)};
    for (std::size_t cell = 0; cell < given.cells.size(); ++cell) {
        const auto& data = given.cells[cell];
        record.cells.push_back(measured(data));
        for (const auto& point : data.points) {
            record.points.push_back(measured(cell, point));
        }
        for (const auto& event : data.events) {
            record.events.push_back(measured(cell, event));
        }
    }
    for (const auto& mechanism : fit.mechanisms) {
        // A mechanism that cannot be computed at its start has nothing to keep.
        if (mechanism.best.computed()) {
            // They hang on the data alone: every mechanism has the same.
            if (record.mechanisms.empty()) {
                for (std::size_t cell = 0; cell < mechanism.cells.size(); ++cell) {
                    for (const auto& found : mechanism.cells[cell].exponents) {
                        record.exponents.push_back(growth(cell, found));
                    }
                }
            }
            record.data = mechanism.data;
            record.mechanisms.push_back(mechanism_of(given, mechanism));
        }
    }
    if (fit.preference) {
        record.comparison = describe(fit.preference->comparison, fit.preference->models);
    }
    return record;
}

} // namespace percolith::runs::fit

#include "runs/fit/fit_cells.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/fit/decompose.hpp"
#include "runs/fit/mechanism_cases.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace percolith::runs::fit
{

namespace
{

/// Noise is settled once it changes by less; a few rounds suffice, since it only weighs cells
/// against each other.
constexpr double settled_noise = 1e-3;
constexpr int most_rounds = 20;

/// One mechanism's cases, parameters and objective.
class Prepared
{
public:
    Prepared(const FitCase& given, const Mechanism& mechanism, const FitOptions& options)
        : given_(given), stop_(options.stop),
          // Starts share the cores first; where there is one, its cells do.
          threads_(given.plan.starts > 1 ? 1 : microstructure::thread_count(options.threads))
    {
        auto cases = mechanism_cases(given, mechanism);
        sources_ = std::move(cases.sources);
        parameters_ = std::move(cases.parameters);
        for (const auto& cell : given.cells) {
            noise_.push_back(cell.voltage.noise);
        }
        renew();
    }

    const CellsObjective& objective() const { return *objective_; }
    const std::vector<Parameter>& parameters() const { return parameters_; }
    std::span<const CellSource> sources() const { return sources_; }
    const std::vector<double>& noise() const { return noise_; }
    void set_noise(std::vector<double> noise)
    {
        noise_ = std::move(noise);
        renew();
    }

    bool estimates_noise() const
    {
        return std::any_of(given_.cells.begin(), given_.cells.end(), [](const CellData& cell) {
            return cell.voltage.noise_is_estimated && !cell.voltage.voltage.empty();
        });
    }

    /// Noise from what a solution leaves: n - k degrees of freedom, the k unknowns shared out by
    /// how many samples each cell has. Whether it had changed.
    bool estimate_noise(const Solution& solution)
    {
        const auto all = static_cast<double>(objective_->data());
        bool changed = false;
        for (std::size_t k = 0; k < given_.cells.size(); ++k) {
            const auto& voltage = given_.cells[k].voltage;
            if (!voltage.noise_is_estimated || voltage.voltage.empty()) {
                continue;
            }
            const auto n = static_cast<double>(voltage.voltage.size());
            const double free = n - static_cast<double>(parameters_.size()) * n / all;
            const auto* r = solution.r.data() + objective_->rows(k).first;
            const double squares = std::inner_product(r, r + voltage.voltage.size(), r, 0.0);
            const double factor = std::sqrt(squares / std::max(1.0, free));
            changed = changed || std::abs(factor - 1.0) > settled_noise;
            noise_[k] *= std::max(factor, 1e-6);
        }
        if (changed) {
            renew();
        }
        return changed;
    }

private:
    void renew()
    {
        objective_ = std::make_unique<CellsObjective>(sources_, given_.cells, parameters_, noise_,
                                                      threads_, stop_);
    }

    const FitCase& given_;
    const std::atomic<bool>* stop_;
    unsigned threads_;
    std::vector<CellSource> sources_;
    std::vector<Parameter> parameters_;
    std::vector<double> noise_;
    std::unique_ptr<CellsObjective> objective_;
};

class MechanismRun
{
public:
    MechanismRun(const FitCase& given, const Mechanism& mechanism, const FitOptions& options)
        : given_(given), options_(options), given_name_(mechanism.name),
          prepared_(given, mechanism, options)
    {
        out_.name = mechanism.name;
        out_.parameters = prepared_.parameters();
    }

    /// Nothing where it was interrupted.
    std::optional<MechanismFit> operator()()
    {
        out_.search = search_minima(prepared_.objective(), {.starts = given_.plan.starts,
                                                            .seed = given_.plan.seed,
                                                            .threads = options_.threads,
                                                            .each = solving("starts")});
        if (out_.search.interrupted) {
            return std::nullopt;
        }
        out_.best = out_.search.best();
        if (out_.best.computed() && prepared_.estimates_noise() && !settle_noise(out_.best)) {
            return std::nullopt;
        }
        const bool sound = out_.best.converged();
        if ((sound && given_.plan.profiles && !profile()) ||
            (sound && given_.plan.samples > 0 && !draw())) {
            return std::nullopt;
        }
        judge();
        if (sound && !out_.profiles) {
            out_.bends = bends(prepared_.objective(), out_.best, out_.trust,
                               {.confidence = given_.plan.confidence,
                                .threads = options_.threads,
                                .each = {.stop = options_.stop}});
        }
        if (raised()) {
            return std::nullopt;
        }
        return std::move(out_);
    }

    const std::vector<double>& noise() const { return prepared_.noise(); }
    const CellsObjective& objective() const { return prepared_.objective(); }

    /// The mechanism at its best in the noise of another, to be compared with it.
    FittedModel in_noise(const std::vector<double>& noise, const Solution& best)
    {
        const auto name = given_name_;
        auto there = best;
        if (noise != prepared_.noise()) {
            prepared_.set_noise(noise);
            there = solve(prepared_.objective(), best.theta, solving("noise"));
        }
        return fitted(name, prepared_.objective(), there);
    }

private:
    SolveOptions solving(const std::string& doing) const
    {
        SolveOptions each{.stop = options_.stop};
        if (options_.progress) {
            each.progress = [this, doing](const SolveProgress& now) {
                options_.progress({out_.name, doing, now.start, now.step, now.cost});
            };
        }
        return each;
    }

    /// Fits again with the noise that the fit left, until both agree. False where interrupted.
    bool settle_noise(Solution& best)
    {
        for (int round = 0; round < most_rounds && prepared_.estimate_noise(best); ++round) {
            best = solve(prepared_.objective(), best.theta, solving("noise"));
            if (best.ending == Ending::interrupted) {
                return false;
            }
            if (!best.computed()) {
                break;
            }
        }
        return true;
    }

    void judge()
    {
        const auto& objective = prepared_.objective();
        const auto& best = out_.best;
        out_.data = objective.data();
        out_.minus_two_log_likelihood = best.cost + objective.constant();
        out_.trust = trust(objective, best, given_.plan.confidence);
        if (!best.computed()) {
            return;
        }
        std::vector<double> r(objective.residuals());
        std::vector<double> jacobian(r.size() * objective.unknowns().size());
        if (objective.evaluate(best.theta, r, jacobian)) {
            out_.identifiability = identifiability(objective.unknowns(), best.theta, jacobian);
            believe_determined();
            assume(decompose_free(jacobian, objective.unknowns().size(), best.at_bound));
        }
        for (std::size_t k = 0; k < given_.cells.size(); ++k) {
            out_.cells.push_back(cell_fit(objective, given_.cells[k], k, best, prepared_.noise()[k],
                                          given_.plan.confidence));
        }
    }

    /// A direction that is not seen ends at bounds: unknowns that hardly move along it have an
    /// error, although the curvature alone gives them none.
    void believe_determined()
    {
        const auto unknowns = prepared_.objective().unknowns();
        const double quantile = normal_quantile(given_.plan.confidence);
        for (const auto k : out_.identifiability.determined) {
            if (std::isinf(out_.trust.errors[k])) {
                const double theta = out_.best.theta[k];
                const double error = out_.identifiability.errors[k] * size_of(unknowns[k], theta);
                out_.trust.errors[k] = error;
                out_.trust.intervals[k] = interval_around(unknowns[k], theta, quantile * error);
            }
        }
    }

    void assume(const Decomposition& jacobian)
    {
        const auto combinations = products(out_.identifiability);
        out_.assumed =
            assumed_numbers({.sources = prepared_.sources(),
                             .cells = given_.cells,
                             .parameters = out_.parameters,
                             .theta = out_.best.theta,
                             .noise = prepared_.noise(),
                             .jacobian = jacobian,
                             .combinations = combinations,
                             .errors = out_.trust.errors},
                            microstructure::thread_count(options_.threads), options_.stop);
    }

    /// Profiles from the minimum, and again from a lower one that they find. False where
    /// interrupted.
    bool profile()
    {
        constexpr int most_times = 4;
        for (int time = 0; time < most_times; ++time) {
            out_.profiles = profiles(prepared_.objective(), out_.best,
                                     {.confidence = given_.plan.confidence,
                                      .threads = options_.threads,
                                      .each = solving("profiles")});
            if (raised()) {
                return false;
            }
            if (!out_.profiles->lower || !out_.profiles->lower->converged()) {
                return true;
            }
            out_.best = *out_.profiles->lower;
        }
        return true;
    }

    bool draw()
    {
        const auto show = [this](const SampleProgress& now) {
            if (options_.progress) {
                options_.progress({out_.name, "samples", 0, static_cast<int>(now.step), 0.0});
            }
        };
        out_.sample = sample(prepared_.objective(), out_.best,
                             {.independent = static_cast<double>(given_.plan.samples),
                              .seed = given_.plan.seed,
                              .threads = options_.threads,
                              .stop = options_.stop,
                              .progress = show});
        return !out_.sample->interrupted;
    }

    bool raised() const
    {
        return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
    }

    const FitCase& given_;
    const FitOptions& options_;
    std::string given_name_;
    Prepared prepared_;
    MechanismFit out_;
};

} // namespace

namespace
{

/// All mechanisms in the noise of the one that fits best; nothing where one cannot be computed.
std::optional<Preference> preference(std::vector<MechanismRun>& runs,
                                     const std::vector<MechanismFit>& fits)
{
    const auto better = [](const MechanismFit& a, const MechanismFit& b) {
        return a.minus_two_log_likelihood < b.minus_two_log_likelihood;
    };
    const auto all_computed = std::all_of(
        fits.begin(), fits.end(), [](const MechanismFit& fit) { return fit.best.computed(); });
    if (fits.size() < 2 || !all_computed) {
        return std::nullopt;
    }
    const auto best = std::min_element(fits.begin(), fits.end(), better) - fits.begin();
    const auto noise = runs[static_cast<std::size_t>(best)].noise();
    Preference found;
    for (std::size_t k = 0; k < fits.size(); ++k) {
        found.models.push_back(runs[k].in_noise(noise, fits[k].best));
    }
    found.comparison = compare(found.models);
    return found;
}

std::vector<double> starts_of(const CellsObjective& objective)
{
    std::vector<double> theta;
    for (const auto& unknown : objective.unknowns()) {
        theta.push_back(unknown.theta(unknown.start));
    }
    return theta;
}

/// Nothing could be computed: for what a case says of the starts, if it says something.
[[noreturn]] void refuse_starts(const FitCase& given, const CellsObjective& objective)
{
    const auto reason = objective.refusal(starts_of(objective));
    const std::string wrong = "the cells cannot be computed at the starts";
    throw InputError({.file = given.file}, "parameter",
                     reason.empty() ? wrong : wrong + ": " + reason,
                     reason.empty() ? "move a start" : "");
}

} // namespace

Fit fit_cells(const FitCase& given, const FitOptions& options)
{
    Fit fit;
    std::vector<Mechanism> mechanisms = given.mechanisms;
    if (mechanisms.empty()) {
        mechanisms.push_back({});
    }
    std::vector<MechanismRun> runs;
    runs.reserve(mechanisms.size());
    for (const auto& mechanism : mechanisms) {
        runs.emplace_back(given, mechanism, options);
    }
    for (auto& run : runs) {
        auto done = run();
        if (!done) {
            fit.interrupted = true;
            return fit;
        }
        fit.mechanisms.push_back(std::move(*done));
    }
    if (std::ranges::none_of(fit.mechanisms,
                             [](const MechanismFit& each) { return each.best.computed(); })) {
        refuse_starts(given, runs.front().objective());
    }
    fit.preference = preference(runs, fit.mechanisms);
    return fit;
}

DesignCheck check_design(const FitCase& given, const FitOptions& options)
{
    const Prepared prepared(given, {}, options);
    const auto& objective = prepared.objective();
    const auto unknowns = objective.unknowns();
    const auto theta = starts_of(objective);
    std::vector<double> r(objective.residuals());
    std::vector<double> jacobian(r.size() * unknowns.size());
    if (!objective.evaluate(theta, r, jacobian)) {
        refuse_starts(given, objective);
    }
    return {{unknowns.begin(), unknowns.end()}, identifiability(unknowns, theta, jacobian)};
}

} // namespace percolith::runs::fit

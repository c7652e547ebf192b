#include "runs/fit/cells_objective.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/fit/decompose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs::fit
{

namespace
{

bool has_prior(const Parameter& p)
{
    return p.prior.has_value();
}

std::string what_of(const CourseEvent<double>& event)
{
    const std::string what = model::name(event.kind);
    return event.side ? fmt::format("{} ({})", what, model::name(*event.side)) : what;
}

/// Of two courses' events, at places so near to each other that times differ by leaps only.
std::string first_difference(const std::vector<CourseEvent<double>>& here,
                             const std::vector<CourseEvent<double>>& there)
{
    constexpr double hour = 3600.0;
    for (std::size_t k = 0; k < std::max(here.size(), there.size()); ++k) {
        const bool only_here = k >= there.size();
        const bool only_there = k >= here.size();
        if (!only_here && !only_there && here[k].kind == there[k].kind &&
            here[k].side == there[k].side) {
            if (std::abs(here[k].time - there[k].time) > 1.0) {
                return fmt::format("{} at {:.6g} h behind the wall, at {:.6g} h here",
                                   what_of(here[k]), there[k].time / hour, here[k].time / hour);
            }
            continue;
        }
        // Which of them the other lacks: the earlier one.
        return only_here || (!only_there && here[k].time < there[k].time)
                   ? fmt::format("{} at {:.6g} h here, not behind the wall", what_of(here[k]),
                                 here[k].time / hour)
                   : fmt::format("{} at {:.6g} h behind the wall, not here", what_of(there[k]),
                                 there[k].time / hour);
    }
    return {};
}

/// The factor on the measured current among a cell's unknowns.
template <class T>
T current_factor(std::span<const CellUnknown> unknowns, std::size_t first,
                 std::span<const double> theta)
{
    T factor(1.0);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        if (unknowns[k].key != current_factor_key) {
            continue;
        }
        const auto& own = unknowns[k].unknown;
        const double value = own.value(theta[unknowns[k].index]);
        factor = T(value);
        if constexpr (derivatives<T> > 0) {
            if (k >= first && k < first + derivatives<T>) {
                factor.v[static_cast<int>(k - first)] = own.logarithmic ? value : 1.0;
            }
        }
    }
    return factor;
}

} // namespace

CellsObjective::CellsObjective(std::span<const CellSource> sources, std::span<const CellData> cells,
                               std::span<const Parameter> parameters, std::vector<double> noise,
                               unsigned threads, const std::atomic<bool>* interrupted)
    : cells_(cells), parameters_(parameters.begin(), parameters.end()), noise_(std::move(noise)),
      threads_(threads), interrupted_(interrupted)
{
    std::vector<std::vector<CellUnknown>> own(cells.size());
    for (const auto& p : parameters_) {
        const Unknown& unknown = p;
        for (const auto cell : p.cells) {
            own[cell].push_back({unknowns_.size(), p.key, unknown});
        }
        unknowns_.push_back(unknown);
    }
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        own_.push_back(std::make_unique<DifferentiatedCell>(sources[cell], std::move(own[cell])));
    }
    for (const auto& cell : cells_) {
        parts_.emplace_back(cell);
        begin_.push_back(residuals_);
        residuals_ += parts_.back().size();
        data_ += parts_.back().size();
    }
    begin_.push_back(residuals_);
    residuals_ +=
        static_cast<std::size_t>(std::count_if(parameters_.begin(), parameters_.end(), has_prior));
}

CellsObjective::Rows CellsObjective::rows(std::size_t cell) const
{
    return {begin_[cell], begin_[cell + 1] - begin_[cell]};
}

double CellsObjective::constant() const
{
    double sum = 0.0;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
        sum += parts_[k].constant(noise_[k]);
    }
    return sum;
}

std::string CellsObjective::refusal(std::span<const double> theta) const
{
    const auto complaint = [&](std::size_t cell, std::size_t moved, double by) -> std::string {
        std::vector<double> there(theta.begin(), theta.end());
        if (by != 0.0) {
            there[moved] += by * size_of(unknowns_[moved], theta[moved]);
        }
        try {
            own_[cell]->at(there);
        } catch (const InputErrors& refused) {
            return cells_[cell].name + ": " + refused.lines().front();
        }
        return {};
    };
    constexpr double beside = 1e-4; // as far as derivatives look
    for (std::size_t cell = 0; cell < own_.size(); ++cell) {
        if (auto found = complaint(cell, 0, 0.0); !found.empty()) {
            return found;
        }
        for (const auto& own : own_[cell]->unknowns()) {
            auto found = complaint(cell, own.index, beside);
            if (!found.empty() && !complaint(cell, own.index, -beside).empty()) {
                return found;
            }
        }
    }
    return {};
}

template <int N>
bool CellsObjective::evaluate_cell_jets(std::size_t cell, std::size_t first,
                                        std::span<const double> theta, std::span<double> r,
                                        std::span<double> jacobian) const
{
    const auto own = own_[cell]->unknowns();
    auto jets = own_[cell]->with_derivatives<N>(first, theta);
    jets.current_factor = current_factor<Jet<N>>(own, first, theta);
    std::vector<Jet<N>> out(parts_[cell].size());
    if (!parts_[cell].template evaluate<Jet<N>>(jets, noise_[cell], out, interrupted_)) {
        return false;
    }
    const auto count = std::min(own.size(), first + static_cast<std::size_t>(N)) - first;
    bool sound = true;
    for (std::size_t row = 0; row < out.size(); ++row) {
        r[row] = out[row].a;
        for (std::size_t k = 0; k < count; ++k) {
            const double slope = out[row].v[static_cast<int>(k)];
            sound = sound && std::isfinite(slope);
            jacobian[row * unknowns_.size() + own[first + k].index] = slope;
        }
    }
    return sound;
}

bool CellsObjective::evaluate_cell(std::size_t cell, std::span<const double> theta,
                                   std::span<double> r, std::span<double> jacobian) const
{
    const auto own = own_[cell]->unknowns();
    try {
        if (jacobian.empty() || own.empty()) {
            return parts_[cell].evaluate<double>(plain_cell(cell, theta), noise_[cell], r,
                                                 interrupted_);
        }
        for (std::size_t first = 0; first < own.size(); first += 12) {
            const auto left = own.size() - first;
            const bool done = left <= 4   ? evaluate_cell_jets<4>(cell, first, theta, r, jacobian)
                              : left <= 8 ? evaluate_cell_jets<8>(cell, first, theta, r, jacobian)
                                          : evaluate_cell_jets<12>(cell, first, theta, r, jacobian);
            if (!done) {
                return false;
            }
        }
        return true;
    } catch (const InputError&) {
        return false; // the case refuses such a number
    } catch (const std::invalid_argument&) {
        return false; // or what follows from it
    }
}

bool CellsObjective::evaluate(std::span<const double> theta, std::span<double> r,
                              std::span<double> jacobian) const
{
    const auto columns = unknowns_.size();
    std::fill(jacobian.begin(), jacobian.end(), 0.0);
    std::vector<char> done(parts_.size(), 0);
    microstructure::run_parallel(parts_.size(), threads_, [&](std::size_t cell) {
        const auto own = rows(cell);
        const auto slopes = jacobian.empty()
                                ? jacobian
                                : jacobian.subspan(own.first * columns, own.count * columns);
        done[cell] = evaluate_cell(cell, theta, r.subspan(own.first, own.count), slopes) ? 1 : 0;
    });
    auto row = begin_.back();
    for (std::size_t k = 0; k < columns; ++k) {
        if (const auto& prior = parameters_[k].prior) {
            const auto& unknown = unknowns_[k];
            r[row] = (theta[k] - unknown.theta(prior->mean)) / prior->error;
            if (!jacobian.empty()) {
                jacobian[row * columns + k] = 1.0 / prior->error;
            }
            ++row;
        }
    }
    return std::all_of(done.begin(), done.end(), [](char d) { return d != 0; });
}

CourseCell<double> CellsObjective::plain_cell(std::size_t cell, std::span<const double> theta) const
{
    auto plain = own_[cell]->at(theta);
    plain.current_factor = current_factor<double>(own_[cell]->unknowns(), 0, theta);
    return plain;
}

CellModel CellsObjective::model(std::size_t cell, std::span<const double> theta) const
{
    return parts_[cell].model(plain_cell(cell, theta));
}

std::string CellsObjective::difference(std::span<const double> here,
                                       std::span<const double> there) const
{
    const auto events = [&](std::size_t cell, std::span<const double> theta) {
        return parts_[cell].events(plain_cell(cell, theta));
    };
    for (std::size_t cell = 0; cell < parts_.size(); ++cell) {
        try {
            const auto what = first_difference(events(cell, here), events(cell, there));
            if (!what.empty()) {
                return cells_[cell].name + ": " + what;
            }
        } catch (const std::exception& fault) {
            return cells_[cell].name + ": " + fault.what(); // that is the difference
        }
    }
    return {};
}

} // namespace percolith::runs::fit

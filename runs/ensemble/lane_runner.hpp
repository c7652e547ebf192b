#pragma once
/// Whole tests side by side in the lanes of a SIMD pack: where one has ended, the next takes its
/// lane. Lanes do not see each other: what comes of a test is the same to the last bit in whatever
/// lane, beside whatever tests, and with T = double.

#include "runs/ensemble/lane_tests.hpp"
#include "runs/integrate/half_cycle.hpp"

#include <array>
#include <optional>

namespace percolith::runs::ensemble
{

template <model::Physics physics, class T> class LaneRunner
{
public:
    LaneRunner(LaneWork& work, const Tolerances& tolerances) : work_(work), control_(tolerances) {}

    /// Until no test is left, or the work is stopped.
    void operator()()
    {
        if (!fill()) {
            return;
        }
        while (kinetics::any(busy_) && !work_.stopped()) {
            run_->round();
            serve();
        }
    }

private:
    static constexpr auto lanes = model::lane_count<T>;

    static double at(const T& x, std::size_t k) { return kinetics::lane(x, static_cast<int>(k)); }
    static void put(T& x, std::size_t k, double value)
    {
        kinetics::set_lane(x, static_cast<int>(k), value);
    }

    /// Lanes that are through with a half cycle get the next one.
    void serve()
    {
        auto waiting = busy_ && !run_->running();
        while (kinetics::any(waiting)) {
            for (std::size_t k = 0; k < lanes; ++k) {
                if (model::bit(waiting, k)) {
                    tell(k);
                    if (!tests_[k]) {
                        model::set_bit(busy_, k, take(k));
                    }
                    if (tests_[k]) {
                        ask(k);
                    }
                }
            }
            run_->begin(asked_, waiting && busy_);
            waiting = busy_ && !run_->running();
        }
    }

    /// The half cycle that a lane's test is at.
    void ask(std::size_t k)
    {
        put(asked_.current.si, k, tests_[k]->current());
        put(asked_.duration.si, k, tests_[k]->duration());
    }

    void tell(std::size_t k)
    {
        auto& test = *tests_[k];
        test.passed({.story = end_.lanes[k],
                     .elapsed = at(end_.elapsed, k),
                     .passed_charge = at(run_->state().back(), k),
                     .largest_voltage = at(end_.largest_voltage, k),
                     .end_voltage = at(end_.end_voltage, k)});
        if (test.over()) {
            work_.ended(test, model::lane_of<physics, T>(run_->state(), k), memory_.mode[k]);
            tests_[k].reset();
        }
    }

    /// The next test that has something to run, in lane k.
    bool take(std::size_t k)
    {
        if (!draw(k)) {
            return false;
        }
        cells_->set(k, tests_[k]->cell());
        memory_.steady.forget(static_cast<int>(k));
        start(k);
        return true;
    }

    bool draw(std::size_t k)
    {
        while (auto next = work_.next()) {
            if (next->over()) {
                work_.ended(*next, next->initial(), {});
                continue;
            }
            tests_[k] = std::move(next);
            return true;
        }
        return false;
    }

    /// A first test in every lane, as long as there are any. Lanes without compute along with
    /// another's cell.
    bool fill()
    {
        for (std::size_t k = 0; k < lanes; ++k) {
            model::set_bit(busy_, k, draw(k));
        }
        if (!tests_[0]) {
            return false;
        }
        std::array<model::CellParameters<>, lanes> cells;
        for (std::size_t k = 0; k < lanes; ++k) {
            cells[k] = tests_[tests_[k] ? k : 0]->cell();
        }
        cells_.emplace(cells);
        run_.emplace(*cells_, memory_, control_, end_);
        for (std::size_t k = 0; k < lanes; ++k) {
            model::set_lane<physics, T>(run_->state(), k, tests_[0]->initial());
            if (tests_[k]) {
                start(k);
                ask(k);
            }
        }
        run_->begin(asked_, busy_);
        serve();
        return true;
    }

    void start(std::size_t k)
    {
        const auto& test = *tests_[k];
        auto rested = test.initial();
        memory_.mode[k] = model::settle<physics>(test.cell(), rested, 0.0, 0.0, true).mode;
        memory_.course[k] = {};
        put(memory_.step.size, k, 0.0);
        model::set_lane<physics, T>(run_->state(), k, test.initial());
        put(asked_.limits.high, k, test.limits().high);
        put(asked_.limits.low, k, test.limits().low);
    }

    LaneWork& work_;
    HalfCycleControl<physics> control_;
    std::array<std::optional<LaneTest>, lanes> tests_;
    model::Mask<T> busy_{}; ///< lanes with a test
    std::optional<model::CellLanes<T>> cells_;
    HalfCycle<T> asked_;
    LaneMemory<T> memory_;
    HalfCycleEnd<T> end_;
    std::optional<detail::HalfCycleRun<physics, T>> run_;
};

} // namespace percolith::runs::ensemble

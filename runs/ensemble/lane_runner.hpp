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
        refill();
        while (busy_ > 0 && !work_.stopped()) {
            ask();
            const auto end = half_cycle<physics>(*cells_, state_, asked_, memory_, control_);
            bool free = false;
            for (std::size_t k = 0; k < lanes; ++k) {
                if (tests_[k]) {
                    tell(end, k);
                    free = free || !tests_[k];
                }
            }
            if (free) {
                refill();
            }
        }
    }

private:
    static constexpr auto lanes = model::lane_count<T>;

    static double at(const T& x, std::size_t k) { return kinetics::lane(x, static_cast<int>(k)); }
    static void put(T& x, std::size_t k, double value)
    {
        kinetics::set_lane(x, static_cast<int>(k), value);
    }

    /// The half cycle that each lane's test is at.
    void ask()
    {
        for (std::size_t k = 0; k < lanes; ++k) {
            if (tests_[k]) {
                put(asked_.current.si, k, tests_[k]->current());
                put(asked_.duration.si, k, tests_[k]->duration());
            }
        }
    }

    void tell(const HalfCycleEnd<T>& end, std::size_t k)
    {
        auto& test = *tests_[k];
        test.passed({.story = end.lanes[k],
                     .elapsed = at(end.elapsed, k),
                     .passed_charge = at(state_.passed_charge.si, k),
                     .largest_voltage = at(end.largest_voltage, k),
                     .end_voltage = at(end.end_voltage, k)});
        if (test.over()) {
            work_.ended(test, model::lane_of(state_, k), memory_.mode[k]);
            tests_[k].reset();
            --busy_;
        }
    }

    /// Gives every free lane a test, as long as there are any.
    void refill()
    {
        std::array<bool, lanes> fresh{};
        bool any = false;
        for (std::size_t k = 0; k < lanes; ++k) {
            fresh[k] = !tests_[k] && take(k);
            any = any || fresh[k];
        }
        if (!any) {
            return;
        }
        join();
        // Overpotentials of other cells: a memory belongs to one set of cells.
        memory_.steady = {};
        for (std::size_t k = 0; k < lanes; ++k) {
            if (fresh[k]) {
                start(k);
            }
        }
    }

    /// The next test that has something to run.
    bool take(std::size_t k)
    {
        while (auto next = work_.next()) {
            if (next->over()) {
                work_.ended(*next, next->initial(), {});
                continue;
            }
            cell_of_[k] = next->cell();
            tests_[k] = std::move(next);
            ++busy_;
            return true;
        }
        memory_.course[k].end = LaneEnd::host_exhausted; // nothing runs here any more
        return false;
    }

    /// Lanes that never had a test compute along with another's cell.
    void join()
    {
        if (!cells_) {
            std::size_t some = 0;
            while (!tests_[some]) {
                ++some;
            }
            for (std::size_t k = 0; k < lanes; ++k) {
                if (!tests_[k]) {
                    cell_of_[k] = cell_of_[some];
                    model::set_lane(state_, k, tests_[some]->initial());
                }
            }
        }
        cells_.emplace(cell_of_);
    }

    void start(std::size_t k)
    {
        const auto& test = *tests_[k];
        auto rested = test.initial();
        memory_.mode[k] = model::settle<physics>(test.cell(), rested, 0.0, 0.0, true).mode;
        memory_.course[k] = {};
        put(memory_.step.size, k, 0.0);
        model::set_lane(state_, k, test.initial());
        put(asked_.limits.high, k, test.limits().high);
        put(asked_.limits.low, k, test.limits().low);
    }

    LaneWork& work_;
    HalfCycleControl<physics> control_;
    std::array<std::optional<LaneTest>, lanes> tests_;
    std::array<model::CellParameters<>, lanes> cell_of_;
    std::optional<model::CellLanes<T>> cells_;
    model::CellState<T> state_;
    HalfCycle<T> asked_;
    LaneMemory<T> memory_;
    std::size_t busy_ = 0; ///< lanes with a test
};

} // namespace percolith::runs::ensemble

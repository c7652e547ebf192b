#include "runs/simulate/regime_clock.hpp"

namespace percolith::runs
{

void RegimeClock::end(double elapsed, const CellUnderTest& cell)
{
    if (!open_) {
        return;
    }
    const double lasted = elapsed - open_->start;
    const auto on = model::switches<double>(open_->mode);
    // The cell may already carry the current of what comes next; a held voltage does not jump.
    kinetics::CurrentDensity<> i{cell.current};
    if (const auto* given = std::get_if<model::Galvanostatic<>>(&open_->control)) {
        i = given->at_start + given->ramp * kinetics::Time<>{lasted};
    }
    const auto count = [&](std::size_t side, const auto& p, const auto& s, const auto& switches,
                           kinetics::CurrentDensity<> j) {
        const auto which = model::regime(model::flows(p, s, switches, j));
        times_[side][static_cast<std::size_t>(which)] += lasted;
    };
    count(0, cell_.working, cell.state.working, on.working, i);
    count(1, cell_.counter, cell.state.counter, on.counter, -i);
    open_.reset();
}

} // namespace percolith::runs

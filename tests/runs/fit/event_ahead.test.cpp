#include "runs/fit/event_ahead.hpp"

#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using model::EventKind;
using model::Side;

namespace
{

using J = runs::Jet<4>;

constexpr double hour = 3600.0;

/// A course of so many half cycles, and what it says of an event ahead.
template <class T> T ahead(const runs::CourseCell<T>& cell, int half_cycles, const EventData& event)
{
    const auto data = cycled(half_cycles);
    const runs::CourseSetup setup{.pieces = data.pieces, .moments = {}, .limits = data.limits};
    const auto end = runs::run_course<T>(cell, setup, {});
    REQUIRE(end.why == runs::CourseEnd<T>::Why::pieces_done);
    return time_ahead(event, cell, end, most_taken(data.pieces));
}

const EventData the_end{.kind = std::nullopt, .time = hour, .error = 1.0};

} // namespace

TEST_CASE("the most charge taken is that at the turning points", "[runs][fit]")
{
    const std::vector<runs::CurrentPiece> pieces{
        {100.0, 2.0, 0.0}, {300.0, -1.0, 0.0}, {100.0, 0.0, 0.1}};
    const auto most = most_taken(pieces);
    CHECK(most.working == Approx(400.0)); // 200 - 300 + 500
    CHECK(most.counter == Approx(100.0));
    CHECK(most_taken({}).working == 0.0);
}

TEST_CASE("an end ahead comes after what was followed, and nearer the further that was",
          "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "cell", cell_text(leaky));
    const auto cell = cell_at(source, {}, {});
    auto whole = cycled(200);
    show(cell, whole);
    REQUIRE_FALSE(whole.events.empty());
    const auto halves = static_cast<int>(whole.events.front().time / hour);
    double left = HUGE_VAL;
    for (int n = 2; n <= halves; n += 2) {
        const double time = ahead(cell, n, the_end);
        INFO(n << " of " << halves);
        CHECK(time >= n * hour);
        CHECK(time / (n * hour) < left);
        left = time / (n * hour);
    }
    CHECK(left < 1.3); // seen from an hour before it
    // Whose lithium it is matters.
    const EventData thin{
        .kind = EventKind::metal_depleted, .side = Side::working, .time = hour, .error = 1.0};
    const EventData thick{
        .kind = EventKind::metal_depleted, .side = Side::counter, .time = hour, .error = 1.0};
    CHECK(ahead(cell, 20, thin) == ahead(cell, 20, the_end));
    CHECK(ahead(cell, 20, thick) > ahead(cell, 20, thin));
}

TEST_CASE("an event ahead moves with the parameters as differences say", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source =
        written_case(folder, "cell",
                     cell_text(leaky, "[contact]\nrefill_share = 0.99\nvoid_depth = '100 um'\n"
                                      "[intrusion]\ncritical_current_density = '0.4 mA/cm^2'\n"
                                      "excess_gain = 0.01\n"));
    const auto unknowns = unknowns_of({{"interphase.electronic_conductivity", "S/m", 4.2e-11},
                                       {"cell.working.lithium", "um", 20.0},
                                       {"contact.refill_share", "", 0.99, false},
                                       {"intrusion.excess_gain", "", 0.01}});
    const auto theta = thetas_of(unknowns);
    const auto jets = cell_with_derivatives<4>(source, unknowns, 0, theta);
    const std::vector<EventData> events{
        the_end,
        {.kind = EventKind::host_exhausted, .side = Side::working, .time = hour, .error = 1.0},
        {.kind = EventKind::contact_lost, .side = Side::counter, .time = hour, .error = 1.0},
        {.kind = EventKind::short_circuit, .side = Side::working, .time = hour, .error = 1.0}};
    for (const auto& event : events) {
        const J found = ahead(jets, 10, event);
        bool leads = false;
        for (std::size_t k = 0; k < theta.size(); ++k) {
            const auto at = [&](double by) {
                auto there = theta;
                there[k] += by;
                return ahead(cell_at(source, unknowns, there), 10, event);
            };
            const double width = k == 2 ? 1e-5 : 1e-3;
            const double slope = (at(width) - at(-width)) / (2.0 * width);
            INFO(event.kind.has_value() << " " << unknowns[k].key);
            // width^2 times a third derivative of some units.
            CHECK(found.v[static_cast<int>(k)] ==
                  Approx(slope).epsilon(1e-4).margin(1e-6 * found.a));
            leads = leads || slope != 0.0;
        }
        CHECK(leads);
    }
}

TEST_CASE("where nothing leads to an event it lies far ahead, without a slope", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "cell", cell_text(leaky));
    const auto unknowns = unknowns_of({{"interphase.electronic_conductivity", "S/m", 4.2e-9}});
    const auto jets = cell_with_derivatives<4>(source, unknowns, 0, thetas_of(unknowns));
    const EventData never{
        .kind = EventKind::contact_lost, .side = Side::working, .time = hour, .error = 1.0};
    const J found = ahead(jets, 10, never); // a cell without the sub-model
    CHECK(found.a > 10 * 10 * hour);
    CHECK(found.v.isZero(0.0));
}

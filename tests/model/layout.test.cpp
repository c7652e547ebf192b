#include "model/layout.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace percolith;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

template <Physics physics> void check_round_trip(std::uint32_t seed)
{
    using View = std::span<const double, cell_size<physics>>;
    Draw draw(seed);
    StateVector<physics> y;
    for (auto& x : y) {
        x = draw.uniform(-1.0, 1.0);
    }
    StateVector<physics> again;
    pack<physics, double>(unpack<physics, double>(View(y)), again);
    CHECK(again == y);
}

template <Physics physics> void check_names()
{
    const auto& fields = layout(physics);
    CHECK(fields.size() == cell_size<physics>);
    std::set<std::string> names;
    for (const auto& field : fields) {
        names.insert(field.name);
        CHECK(field.scale > 0.0);
        CHECK_FALSE(field.unit.empty());
        CHECK_FALSE(field.long_name.empty());
    }
    CHECK(names.size() == fields.size());
}

} // namespace

TEST_CASE("a state survives the way to a vector and back", "[model]")
{
    check_round_trip<Physics::core>(271);
    check_round_trip<Physics::full>(272);
}

TEST_CASE("every unknown has a name of its own, a unit and a scale", "[model]")
{
    check_names<Physics::core>();
    check_names<Physics::full>();
}

TEST_CASE("the layout names what is where", "[model]")
{
    CellState<> s;
    s.working.lithium.si = 1.0;
    s.working.barrier_thickness.si = 2.0;
    s.counter.contact_fraction = 3.0;
    s.counter.pore_lithium.si = 4.0;
    s.passed_charge.si = 5.0;
    StateVector<Physics::full> y;
    pack<Physics::full, double>(s, y);
    const auto& fields = layout(Physics::full);
    const auto at = [&](const std::string& name) {
        for (std::size_t k = 0; k < fields.size(); ++k) {
            if (fields[k].name == name) {
                return y[k];
            }
        }
        return std::nan("");
    };
    CHECK(at("working_lithium") == 1.0);
    CHECK(at("working_barrier_thickness") == 2.0);
    CHECK(at("counter_contact_fraction") == 3.0);
    CHECK(at("counter_pore_lithium") == 4.0);
    CHECK(at("passed_charge") == 5.0);
}

TEST_CASE("what core physics does not carry comes back at rest", "[model]")
{
    StateVector<Physics::core> y{};
    const auto s =
        unpack<Physics::core, double>(std::span<const double, cell_size<Physics::core>>(y));
    CHECK(s.working.contact_fraction == 1.0);
    CHECK(s.working.dead_lithium.si == 0.0);
    CHECK(s.counter.pore_lithium.si == 0.0);
}

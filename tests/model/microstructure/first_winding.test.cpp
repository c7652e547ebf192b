#include "model/microstructure/first_winding.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace percolith::microstructure;

TEST_CASE("Along each axis the first cluster that winds is remembered, and no later one")
{
    FirstWinding winding;
    winding.note({false, false, false}, 3);
    winding.note({true, false, false}, 5);
    winding.note({true, true, false}, 8);
    CHECK(winding.counts() == std::array<std::uint64_t, 3>{5, 8, 0});
    CHECK_FALSE(winding.complete());
    const auto tenth = [](std::size_t axis) { return 0.1 * static_cast<double>(axis); };
    CHECK(winding.crossing(tenth).fraction ==
          std::array{0.0, 0.1, std::numeric_limits<double>::infinity()});
    winding.note({true, true, true}, 9);
    CHECK(winding.counts() == std::array<std::uint64_t, 3>{5, 8, 9});
    CHECK(winding.complete());
}

#include "model/microstructure/cell_grid.hpp"

#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

using namespace percolith::microstructure;

namespace
{

struct Item {
    Vector place{};
    std::size_t number = 0;
};

std::vector<Item> items_in(const Box& box, std::size_t count, std::uint32_t seed)
{
    percolith::tests::Draw draw(seed);
    std::vector<Item> items;
    for (std::size_t k = 0; k < count; ++k) {
        Item item{{}, k};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            // Now and then on the box's very edges, where rounding can put a particle.
            const double share = draw.uniform(-0.05, 1.05);
            item.place[axis] = std::min(std::max(share, 0.0), 1.0) * box.edge[axis];
        }
        items.push_back(item);
    }
    return items;
}

} // namespace

TEST_CASE("Whatever lies within reach is visited, across the box's faces too, and nothing twice")
{
    percolith::tests::Draw draw(1);
    std::size_t met = 0;
    std::size_t visited = 0;
    for (const Box& box : {Box{{10, 10, 10}}, Box{{1, 1, 50}}, Box{{0.3, 20, 4}}}) {
        const auto items = items_in(box, 400, 2);
        for (const double finest : {0.0, 0.7, 3.0, 1000.0}) {
            const CellGrid<Item> grid(box, items, finest);
            REQUIRE(grid.size() == items.size());
            for (int turn = 0; turn < 50; ++turn) {
                const Vector place{draw.uniform(0, box.edge[0]), draw.uniform(0, box.edge[1]),
                                   draw.uniform(0, box.edge[2])};
                const double reach = draw.logarithmic(0.01, 20.0);
                std::vector<int> visits(items.size(), 0);
                grid.near(place, reach, [&](const Item& item) {
                    ++visits[item.number];
                    REQUIRE(item.place == items[item.number].place);
                });
                for (const auto& item : items) {
                    const Vector apart = shortest_way(box, place, item.place).apart;
                    const bool within = dot(apart, apart) <= reach * reach;
                    REQUIRE(visits[item.number] <= 1);
                    REQUIRE((visits[item.number] == 1 || !within));
                    met += within ? 1 : 0;
                    visited += visits[item.number] == 1 ? 1 : 0;
                }
            }
        }
    }
    CHECK(met > 10000); // else nothing was tested
    CHECK(visited < 3 * 4 * 50 * 400); // and a search of everything would pass
}

TEST_CASE("A narrow search of fine cells leaves most items unvisited")
{
    const Box box{{20, 20, 20}};
    const auto items = items_in(box, 8000, 3);
    const CellGrid<Item> grid(box, items, 0.5);
    std::size_t visited = 0;
    grid.near({10, 10, 10}, 1.0, [&](const Item&) { ++visited; });
    // Cells of 2 items are 1.26 wide: at most 3 of them along each axis.
    CHECK(visited < 150);
    CHECK(visited > 10);
}

TEST_CASE("An empty grid visits nothing")
{
    const CellGrid<Item> grid(Box{{1, 1, 1}}, {}, 0.1);
    grid.near({0.5, 0.5, 0.5}, 3.0, [](const Item&) { FAIL("there is nothing"); });
    CHECK(grid.size() == 0);
}

TEST_CASE("Parts sorted by several threads come to lie as one sorted by one thread does")
{
    const Box box{{10, 12, 14}};
    const auto items = items_in(box, 20000, 4);
    std::vector<GivenItems<Item>> parts;
    for (std::size_t k = 0; k < items.size(); k += 3000) {
        parts.push_back(
            {std::span(items).subspan(k, std::min<std::size_t>(3000, items.size() - k))});
    }
    std::vector<std::size_t> settled(items.size());
    const CellGrid<Item> many(box, parts, 0.0, 2.0, 3, [&](Item& item, std::size_t position) {
        settled[item.number] = position;
    });
    const CellGrid<Item> one(box, items, 0.0);
    REQUIRE(many.slices() == one.slices());
    CHECK(many.slices() > 3);
    std::size_t position = 0;
    for (std::size_t k = 0; k < many.slices(); ++k) {
        REQUIRE(many.slice(k).size() == one.slice(k).size());
        for (std::size_t n = 0; n < many.slice(k).size(); ++n) {
            REQUIRE(many.slice(k)[n].number == one.slice(k)[n].number);
            REQUIRE(settled[many.slice(k)[n].number] == position++);
        }
    }
    CHECK(position == items.size());
}

TEST_CASE("A search for what comes before a place finds all of it, and leaves out much of the rest")
{
    const Box box{{9, 9, 9}};
    const auto items = items_in(box, 6000, 5);
    std::vector<std::size_t> position(items.size());
    const CellGrid<Item> grid(
        box, std::array{GivenItems<Item>{items}}, 0.0, 2.0, 1,
        [&](Item& item, std::size_t place) { position[item.number] = place; });
    std::size_t whole = 0;
    std::size_t part = 0;
    for (std::size_t k = 0; k < items.size(); k += 7) {
        std::vector<int> visits(items.size(), 0);
        grid.near_before(items[k].place, 1.0, [&](const Item& item) {
            ++visits[item.number];
            ++part;
        });
        grid.near(items[k].place, 1.0, [&](const Item& item) {
            ++whole;
            REQUIRE(visits[item.number] <= 1);
            REQUIRE((visits[item.number] == 1 || position[item.number] > position[k]));
        });
    }
    CHECK(static_cast<double>(part) < 0.7 * static_cast<double>(whole));
}

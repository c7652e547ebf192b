#include "model/microstructure/winding_forest.hpp"

#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <vector>

using namespace percolith::microstructure;

namespace
{

constexpr std::array<bool, 3> nowhere{false, false, false};

Winding minus(const Winding& a)
{
    return {static_cast<std::int16_t>(-a[0]), static_cast<std::int16_t>(-a[1]),
            static_cast<std::int16_t>(-a[2])};
}

/// The same by walking: every element knows its neighbours and the steps there.
struct Walked {
    struct Step {
        std::uint32_t to;
        Winding step;
    };
    std::vector<std::vector<Step>> ways;

    void join(std::uint32_t a, std::uint32_t b, const Winding& step)
    {
        ways[a].push_back({b, step});
        ways[b].push_back({a, minus(step)});
    }

    /// Elements reached from `a`, and the axes along which two ways to one element differ.
    struct Reach {
        std::size_t size;
        std::array<bool, 3> winds;
    };
    Reach reach(std::uint32_t a) const
    {
        std::vector<bool> seen(ways.size(), false);
        std::vector<Winding> at(ways.size());
        std::vector<std::uint32_t> waiting{a};
        seen[a] = true;
        Reach reach{1, nowhere};
        while (!waiting.empty()) {
            const auto here = waiting.back();
            waiting.pop_back();
            for (const auto& way : ways[here]) {
                Winding there{};
                for (std::size_t k = 0; k < 3; ++k) {
                    there[k] = static_cast<std::int16_t>(at[here][k] + way.step[k]);
                }
                if (!seen[way.to]) {
                    seen[way.to] = true;
                    at[way.to] = there;
                    waiting.push_back(way.to);
                    ++reach.size;
                }
                for (std::size_t k = 0; k < 3; ++k) {
                    reach.winds[k] = reach.winds[k] || there[k] != at[way.to][k];
                }
            }
        }
        return reach;
    }
};

} // namespace

TEST_CASE("Sums and differences of ways in one number are those along each axis")
{
    percolith::tests::Draw draw(3);
    const auto some = [&] { return static_cast<std::int16_t>(draw.uniform(-256.0, 256.0)); };
    for (int turn = 0; turn < 1000; ++turn) {
        const Winding a{some(), some(), some()};
        const Winding b{some(), some(), some()};
        const Winding sum = PackedWinding(a) + PackedWinding(b);
        const Winding difference = PackedWinding(a) - PackedWinding(b);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            REQUIRE(sum[axis] == a[axis] + b[axis]);
            REQUIRE(difference[axis] == a[axis] - b[axis]);
        }
        REQUIRE(Winding(-PackedWinding(a)) == minus(a));
        REQUIRE(Winding(PackedWinding(a)) == a);
    }
}

TEST_CASE("A ring around the box closes with its last link and not before")
{
    for (const std::size_t axis : {0U, 1U, 2U}) {
        WindingForest forest(5);
        for (std::uint32_t k = 0; k < 4; ++k) {
            CHECK(forest.join(k, k + 1, {0, 0, 0}) == nowhere);
        }
        Winding out{};
        out[axis] = 1;
        std::array<bool, 3> expected = nowhere;
        expected[axis] = true;
        CHECK(forest.join(4, 0, out) == expected);
    }
}

TEST_CASE("A ring that leaves the box and comes back does not close around it")
{
    WindingForest forest(4);
    CHECK(forest.join(0, 1, {1, 0, 0}) == nowhere);
    CHECK(forest.join(1, 2, {0, 0, 1}) == nowhere);
    CHECK(forest.join(2, 3, {-1, 0, 0}) == nowhere);
    CHECK(forest.join(3, 0, {0, 0, -1}) == nowhere);
    CHECK(forest.join(3, 0, {0, 1, -1}) == std::array<bool, 3>{false, true, false});
}

TEST_CASE("An element that touches its own image closes a cluster by itself")
{
    WindingForest forest(1);
    CHECK(forest.join(0, 0, {0, 0, 0}) == nowhere);
    CHECK(forest.join(0, 0, {0, -1, 1}) == std::array<bool, 3>{false, true, true});
}

TEST_CASE("The same link read backwards changes nothing")
{
    WindingForest forest(2);
    forest.join(0, 1, {1, -1, 0});
    CHECK(forest.join(1, 0, {-1, 1, 0}) == nowhere);
    CHECK(forest.join(0, 1, {1, -1, 0}) == nowhere);
    CHECK(forest.join(1, 0, {1, -1, 0}) == std::array<bool, 3>{true, true, false});
}

TEST_CASE("Clusters, their sizes and the instants they wind agree with a walk from element to "
          "element")
{
    percolith::tests::Draw draw(11);
    int wound = 0;
    int straight = 0;
    for (int turn = 0; turn < 100; ++turn) {
        constexpr std::size_t count = 40;
        WindingForest forest(count / 2);
        forest.grow(count);
        Walked walked{std::vector<std::vector<Walked::Step>>(count)};
        for (int link = 0; link < 60; ++link) {
            const auto one = [&] { return static_cast<std::uint32_t>(draw.uniform(0.0, count)); };
            const auto step = [&] {
                // Mostly steps within the box, as in a real one.
                return static_cast<std::int16_t>(draw.uniform(-1.1, 1.1));
            };
            const std::uint32_t a = one();
            const std::uint32_t b = one();
            const Winding out{step(), step(), step()};
            const auto before = walked.reach(a);
            const auto before_b = walked.reach(b);
            const auto closed = forest.join(a, b, out);
            walked.join(a, b, out);
            const auto after = walked.reach(a);
            CHECK(forest.find(a).root == forest.find(b).root);
            CHECK(forest.cluster_size(forest.find(a).root) == after.size);
            for (std::size_t k = 0; k < 3; ++k) {
                // What winds after this link and did not before has been wound by it.
                const bool fresh = after.winds[k] && !before.winds[k] && !before_b.winds[k];
                if (fresh) {
                    CHECK(closed[k]);
                }
                // What is reported winds.
                if (closed[k]) {
                    CHECK(after.winds[k]);
                }
                wound += fresh ? 1 : 0;
                straight += after.winds[k] ? 0 : 1;
            }
        }
    }
    CHECK(wound > 100); // both happened
    CHECK(straight > 1000);
}

TEST_CASE("A forest refuses more elements than it can number")
{
    WindingForest forest(1);
    CHECK_THROWS_AS(forest.grow(std::size_t{1} << 31U), std::invalid_argument);
    CHECK(forest.size() == 1);
}

TEST_CASE("A look finds the same place and leaves everything as it was")
{
    percolith::tests::Draw draw(9);
    WindingForest forest(200);
    for (int turn = 0; turn < 150; ++turn) {
        const auto some = [&] { return static_cast<std::uint32_t>(draw.uniform(0, 200)); };
        forest.join(some(), some(), {static_cast<std::int16_t>(draw.uniform(-1, 2)), 0, 1});
    }
    for (std::uint32_t k = 0; k < 200; ++k) {
        const WindingForest& looked_at = forest;
        const auto seen = looked_at.look(k);
        const auto again = looked_at.look(k);
        const auto found = forest.find(k);
        CHECK(seen.root == found.root);
        CHECK((seen.winding == found.winding));
        CHECK((again.winding == seen.winding));
    }
}

#include "model/microstructure/network.hpp"
#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

using namespace percolith::microstructure;

namespace
{

// One factorization with one refinement: rounding alone.
constexpr double rounding = 1e-12;
// The multigrid stops at an energy of the error of 1e-18 of the power.
constexpr double solved = 1e-9;

Network between_two(std::uint32_t nodes, std::vector<Edge> edges)
{
    return {.nodes = nodes, .edges = std::move(edges), .high = {0}, .low = {1}};
}

/// A square lattice of width x height nodes between two bars, each bond 1 or `other` by chance.
/// The nodes in rows; the bars are the last two. The dual lattice has one node less across each
/// bond: cutting lines that run from side to side instead of from bar to bar.
struct Square {
    Network network;
    Network dual;
};

Square random_square(std::uint32_t width, std::uint32_t rows, double other, std::uint64_t seed)
{
    // Nodes (i, j) with j = 0 .. rows - 1, bars below and above: rows + 1 vertical bonds in each
    // column. Dual nodes (i, j): faces between columns i and i + 1 and between rows j - 1 and j.
    Square made;
    const RandomSource random(seed, 0, 0);
    const auto draw = [&](std::uint64_t k) {
        return random.uniforms(Purpose::kind, k)[0] < 0.5 ? 1.0 : other;
    };
    const auto node = [&](std::uint32_t i, std::uint32_t j) { return j * width + i; };
    const std::uint32_t high = width * rows;
    made.network.nodes = high + 2;
    made.network.high = {high};
    made.network.low = {high + 1};
    const std::uint32_t faces = width - 1;
    const auto face = [&](std::uint32_t i, std::uint32_t j) { return j * faces + i; };
    const std::uint32_t left = faces * (rows + 1);
    made.dual.nodes = left + 2;
    made.dual.high = {left};
    made.dual.low = {left + 1};
    std::uint64_t drawn = 0;
    for (std::uint32_t j = 0; j <= rows; ++j) {
        for (std::uint32_t i = 0; i < width; ++i) {
            const double bond = draw(drawn++);
            made.network.edges.push_back({.a = j == 0 ? high : node(i, j - 1),
                                          .b = j == rows ? high + 1 : node(i, j),
                                          .conductance = bond});
            made.dual.edges.push_back({.a = i == 0 ? left : face(i - 1, j),
                                       .b = i == faces ? left + 1 : face(i, j),
                                       .conductance = 1.0 / bond});
        }
    }
    for (std::uint32_t j = 0; j < rows; ++j) {
        for (std::uint32_t i = 0; i < faces; ++i) {
            const double bond = draw(drawn++);
            made.network.edges.push_back(
                {.a = node(i, j), .b = node(i + 1, j), .conductance = bond});
            made.dual.edges.push_back(
                {.a = face(i, j), .b = face(i, j + 1), .conductance = 1.0 / bond});
        }
    }
    return made;
}

/// Bonds of a cubic lattice between two bars, periodic sideways.
Network random_cube(std::uint32_t length, std::uint64_t seed, double share, double other)
{
    const RandomSource random(seed, 1, 0);
    const auto node = [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
        return (k * length + j % length) * length + i % length;
    };
    const std::uint32_t high = length * length * length;
    Network made{.nodes = high + 2, .edges = {}, .high = {high}, .low = {high + 1}};
    for (std::uint32_t k = 0; k < length; ++k) {
        for (std::uint32_t j = 0; j < length; ++j) {
            for (std::uint32_t i = 0; i < length; ++i) {
                const std::uint32_t at = node(i, j, k);
                const auto u = random.uniforms(Purpose::kind, at);
                const std::array<std::uint32_t, 3> next{node(i + 1, j, k), node(i, j + 1, k),
                                                        k + 1 < length ? node(i, j, k + 1)
                                                                       : high + 1};
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    const double bond = u[axis] < share ? 1.0 : other;
                    if (bond > 0.0) {
                        made.edges.push_back({.a = at, .b = next[axis], .conductance = bond});
                    }
                }
                if (k == 0) {
                    made.edges.push_back({.a = high, .b = at, .conductance = 1.0});
                }
            }
        }
    }
    return made;
}

/// Conductance between nodes 0 and 1 by turning every other node from a star into a mesh. Only
/// positive numbers are added, so that no contrast costs a digit; dense, for small networks.
double by_star_and_mesh(const Network& network)
{
    std::vector<std::vector<double>> between(network.nodes,
                                             std::vector<double>(network.nodes, 0.0));
    for (const Edge& edge : network.edges) {
        between[edge.a][edge.b] += edge.conductance;
        between[edge.b][edge.a] += edge.conductance;
    }
    for (std::uint32_t star = network.nodes - 1; star >= 2; --star) {
        double sum = 0.0;
        for (std::uint32_t a = 0; a < star; ++a) {
            sum += between[star][a];
        }
        for (std::uint32_t a = 0; sum > 0.0 && a < star; ++a) {
            for (std::uint32_t b = 0; b < star; ++b) {
                if (a != b) {
                    between[a][b] += between[star][a] * (between[star][b] / sum);
                }
            }
        }
    }
    return between[0][1];
}

} // namespace

TEST_CASE("random networks conduct as turning stars into meshes says", "[microstructure]")
{
    // All sizes of contrast, with gaps and without, connected and not.
    int conducting = 0;
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
        RandomStream stream(RandomSource(seed, 2, 0), Purpose::other);
        const std::uint32_t nodes = 2 + stream.below(40);
        const double decades = 16.0 * stream.uniform();
        const bool gaps = stream.below(2) == 0;
        Network network = between_two(nodes, {});
        const std::uint32_t edges = 1 + stream.below(3 * nodes);
        for (std::uint32_t k = 0; k < edges; ++k) {
            const std::uint32_t a = stream.below(nodes);
            const std::uint32_t b = stream.below(nodes);
            const double step = gaps ? std::floor(3.0 * stream.uniform()) / 2.0 : stream.uniform();
            if (a != b) {
                network.edges.push_back(
                    {.a = a, .b = b, .conductance = std::pow(10.0, -decades * step)});
            }
        }
        const double exact = by_star_and_mesh(network);
        conducting += exact > 0.0 ? 1 : 0;
        for (const Method method : {Method::automatic, Method::multigrid}) {
            for (const bool prune : {true, false}) {
                INFO("seed " << seed << ", prune " << prune);
                CHECK(conduct(network, {.method = method, .prune = prune}).conductance ==
                      Approx(exact).epsilon(solved));
            }
        }
    }
    CHECK(conducting > 200);
    CHECK(conducting < 600);
}

TEST_CASE("resistors in series add, conductors in parallel add", "[microstructure]")
{
    CHECK(conduct(between_two(3, {{0, 2, 2.0}, {2, 1, 3.0}})).conductance ==
          Approx(1.2).epsilon(rounding));
    CHECK(conduct(between_two(2, {{0, 1, 2.0}, {1, 0, 3.0}})).conductance ==
          Approx(5.0).epsilon(rounding));
    // Bars of several nodes are one conductor.
    const Network bars{.nodes = 4,
                       .edges = {{0, 1, 9.0}, {0, 2, 1.0}, {1, 3, 2.0}, {2, 3, 9.0}},
                       .high = {0, 1},
                       .low = {2, 3}};
    CHECK(conduct(bars).conductance == Approx(3.0).epsilon(rounding));
}

TEST_CASE("an unbalanced Wheatstone bridge conducts as its closed form says", "[microstructure]")
{
    const double a = 1.0; // high - 2
    const double b = 2.0; // high - 3
    const double c = 3.0; // 2 - low
    const double d = 5.0; // 3 - low
    const double e = 0.7; // the bridge
    const auto bridge =
        conduct(between_two(4, {{0, 2, a}, {0, 3, b}, {2, 1, c}, {3, 1, d}, {2, 3, e}}),
                {.potentials = true});
    // Kirchhoff: spanning trees over those of the network with the electrodes joined.
    const double trees = a * b * c + a * b * d + a * c * d + b * c * d + e * (a + b) * (c + d);
    const double joined = (a + c) * (b + d) + e * (a + b + c + d);
    CHECK(bridge.conductance == Approx(trees / joined).epsilon(rounding));
    // Node 2: currents balance.
    const auto& v = bridge.potentials;
    CHECK(a * (v[2] - 1.0) + c * v[2] + e * (v[2] - v[3]) == Approx(0.0).margin(rounding));
    CHECK(v[0] == 1.0);
    CHECK(v[1] == 0.0);
}

TEST_CASE("a cube of equal resistors has 5/6, 3/4 and 7/12 of one between its corners",
          "[microstructure]")
{
    const auto cube = [](std::uint32_t to) {
        Network made{.nodes = 8, .edges = {}, .high = {0}, .low = {to}};
        for (std::uint32_t corner = 0; corner < 8; ++corner) {
            for (const std::uint32_t axis : {1U, 2U, 4U}) {
                if ((corner & axis) == 0) {
                    made.edges.push_back({.a = corner, .b = corner | axis, .conductance = 1.0});
                }
            }
        }
        return 1.0 / conduct(made).conductance;
    };
    CHECK(cube(7) == Approx(5.0 / 6.0).epsilon(rounding));
    CHECK(cube(3) == Approx(3.0 / 4.0).epsilon(rounding));
    CHECK(cube(1) == Approx(7.0 / 12.0).epsilon(rounding));
}

TEST_CASE("electrodes without a way between them conduct nothing", "[microstructure]")
{
    const std::vector<Edge> apart{{0, 2, 1.0}, {3, 1, 1.0}, {4, 5, 1.0}};
    for (const bool prune : {true, false}) {
        CHECK(conduct(between_two(6, apart), {.prune = prune}).conductance == 0.0);
    }
    CHECK(conduct(between_two(2, {})).conductance == 0.0);
    CHECK(conduct(between_two(3, {{2, 2, 1.0}})).conductance == 0.0);
}

TEST_CASE("dangling ends have the potential of where they hang", "[microstructure]")
{
    const auto found =
        conduct(between_two(7, {{0, 2, 1.0}, {2, 1, 1.0}, {2, 3, 1e-9}, {3, 4, 1.0}, {5, 6, 1.0}}),
                {.potentials = true});
    CHECK(found.conductance == Approx(0.5).epsilon(rounding));
    CHECK(found.potentials[3] == Approx(0.5).epsilon(rounding));
    CHECK(found.potentials[4] == Approx(0.5).epsilon(rounding));
    CHECK(std::isnan(found.potentials[5]));
}

TEST_CASE("a planar network and its dual have conductances of product one", "[microstructure]")
{
    // Exact for every network. The contrast shows that no digits are lost on the way.
    for (const double contrast : {10.0, 1e4, 1e8, 1e12, 1e16}) {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            const Square square = random_square(24, 20, 1.0 / contrast, seed);
            const double product =
                conduct(square.network).conductance * conduct(square.dual).conductance;
            INFO("contrast " << contrast << ", seed " << seed);
            CHECK(product == Approx(1.0).epsilon(solved));
        }
    }
}

TEST_CASE("the direct solver and the multigrid agree", "[microstructure]")
{
    for (const double contrast : {1.0, 1e2, 1e4, 1e7, 1e16}) {
        for (const double share : {0.2, 0.2488, 0.4}) {
            const Network network = random_cube(12, 3, share, 1.0 / contrast);
            const auto direct = conduct(network, {.method = Method::direct});
            const auto multigrid = conduct(network, {.method = Method::multigrid});
            INFO("contrast " << contrast << ", share " << share);
            REQUIRE(direct.levels.back().method == Method::direct);
            REQUIRE(multigrid.levels.front().method == Method::multigrid);
            CHECK(multigrid.conductance == Approx(direct.conductance).epsilon(solved));
        }
    }
}

TEST_CASE("levels of conductance are a matter of arithmetic, not of the answer", "[microstructure]")
{
    // One matrix, solved directly, is right to a few digits more than the contrast leaves of 16.
    for (const double contrast : {1e3, 1e4, 1e6, 1e8}) {
        for (const double share : {0.2, 0.2488, 0.3}) {
            const Network network = random_cube(14, 5, share, 1.0 / contrast);
            const double apart = conduct(network, {.widest_level = 10.0}).conductance;
            const auto together =
                conduct(network, {.method = Method::direct, .widest_level = 1e10});
            INFO("contrast " << contrast << ", share " << share);
            REQUIRE(together.levels.size() == 1);
            CHECK(apart == Approx(together.conductance).epsilon(1e-8));
        }
    }
}

TEST_CASE("conductances spread over sixteen decades without a gap are solved", "[microstructure]")
{
    Square square = random_square(16, 12, 0.5, 1);
    const RandomSource random(7, 0, 0);
    for (std::size_t k = 0; k < square.network.edges.size(); ++k) {
        const double bond = std::pow(10.0, -16.0 * random.uniforms(Purpose::other, k)[0]);
        square.network.edges[k].conductance = bond;
    }
    // The dual's edges were made in the same order.
    for (std::size_t k = 0; k < square.dual.edges.size(); ++k) {
        square.dual.edges[k].conductance = 1.0 / square.network.edges[k].conductance;
    }
    CHECK(conduct(square.network).conductance * conduct(square.dual).conductance ==
          Approx(1.0).epsilon(solved));
}

TEST_CASE("pruning changes no conductance", "[microstructure]")
{
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Network network = random_cube(14, seed, 0.3, 0.0);
        const auto pruned = conduct(network);
        const auto whole = conduct(network, {.prune = false});
        CHECK(pruned.conductance == Approx(whole.conductance).epsilon(solved));
        CHECK(pruned.nodes_that_carry < whole.nodes_that_carry);
    }
}

TEST_CASE("a conductance does not depend on how nodes and edges are numbered", "[microstructure]")
{
    const Network network = random_cube(10, 2, 0.3, 1e-6);
    Network other = network;
    RandomStream stream(RandomSource(11, 0, 0), Purpose::order);
    std::vector<std::uint32_t> name(network.nodes);
    for (std::uint32_t k = 0; k < network.nodes; ++k) {
        name[k] = k;
    }
    std::shuffle(name.begin(), name.end(), stream);
    std::shuffle(other.edges.begin(), other.edges.end(), stream);
    for (Edge& edge : other.edges) {
        edge = {.a = name[edge.b], .b = name[edge.a], .conductance = edge.conductance};
    }
    // Exchanging the electrodes changes nothing either.
    other.high = {name[network.low[0]]};
    other.low = {name[network.high[0]]};
    CHECK(conduct(other).conductance == Approx(conduct(network).conductance).epsilon(solved));
}

TEST_CASE("a conductance is better than its estimate of the error says", "[microstructure]")
{
    const Network network = random_cube(12, 4, 0.4, 1e-3);
    const double exact = conduct(network, {.method = Method::direct}).conductance;
    for (const double tolerance : {1e-1, 1e-2, 1e-3, 1e-5}) {
        const auto found = conduct(network, {.method = Method::multigrid, .tolerance = tolerance});
        const double off = std::abs(found.conductance / exact - 1.0);
        INFO("tolerance " << tolerance << ", estimate " << found.error << ", off by " << off);
        // Of second order in what the estimate is of first order in. A cycle of the multigrid is
        // trusted to tell the energy of the error within a factor of three.
        CHECK(off < 3.0 * tolerance * tolerance);
        CHECK(off < found.error);
        CHECK(found.error < 10.0 * tolerance);
    }
}

TEST_CASE("a chain of a million nodes and a comb of as many are pruned and solved",
          "[microstructure]")
{
    // Depth-first search by recursion would end the process here.
    constexpr std::uint32_t length = 1000000;
    Network chain{.nodes = 2 * length, .edges = {}, .high = {0}, .low = {length - 1}};
    for (std::uint32_t k = 0; k + 1 < length; ++k) {
        chain.edges.push_back({.a = k, .b = k + 1, .conductance = 1.0});
        chain.edges.push_back({.a = k, .b = k + length, .conductance = 1.0});
    }
    const auto found = conduct(std::move(chain));
    CHECK(found.nodes_that_carry == length);
    // Rounding grows with the length.
    CHECK(found.conductance * (length - 1) == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("networks that are none are refused", "[microstructure]")
{
    for (const double tolerance : {0.0, 1.0, std::nan("")}) {
        CHECK_THROWS_AS(conduct(between_two(2, {{0, 1, 1.0}}), {.tolerance = tolerance}),
                        std::invalid_argument);
    }
    constexpr double infinite = std::numeric_limits<double>::infinity();
    for (const double bad : {0.0, -1.0, infinite, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(conduct(between_two(2, {{0, 1, bad}})), std::invalid_argument);
    }
    CHECK_THROWS_AS(conduct(between_two(2, {{0, 2, 1.0}})), std::invalid_argument);
    CHECK_THROWS_AS(conduct({.nodes = 2, .edges = {{0, 1, 1.0}}, .high = {0}, .low = {}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(conduct({.nodes = 2, .edges = {{0, 1, 1.0}}, .high = {0}, .low = {2}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(conduct({.nodes = 2, .edges = {{0, 1, 1.0}}, .high = {0, 1}, .low = {1}}),
                    std::invalid_argument);
}

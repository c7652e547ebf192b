#include "runs/case/errors.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/map_figure.hpp"
#include "runs/plot/map_view.hpp"
#include "runs/plot/script.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith::runs;
using Catch::Matchers::Contains;
using percolith::tests::ScratchFolder;

namespace
{

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// 3 x 2 x 2: metal fraction, lithium (its values fall), renewal. Member k depletes at 1000 k s.
RecordedMap cube()
{
    RecordedMap map;
    map.header = {.title = "a cube",
                  .design = "grid",
                  .members = 12,
                  .axes = {{{"electrolyte.metal_volume_fraction", "1", ""}, {0.0, 0.05, 0.1}},
                           {{"cell.working.lithium", "m", ""}, {100e-6, 1e-6}},
                           {{"interphase.renewal", "m2 C-1", ""}, {1e-3, 2e-3}}},
                  .outputs = {{{"ended_by", "1", "ended by"},
                               {"not computed", "host exhausted", "protocol finished"}},
                              {{"end_time", "s", "end time"}},
                              {{"working_depletion_time", "s", "when"}}}};
    map.outputs.resize(3);
    for (std::size_t member = 0; member < 12; ++member) {
        map.outputs[0].push_back(member == 11 ? 0.0 : member == 0 ? 2.0 : 1.0);
        map.outputs[1].push_back(member == 11 ? none : 3.6e5);
        map.outputs[2].push_back(member == 0 || member == 11 ? none
                                                             : 3.6e6 * static_cast<double>(member));
    }
    map.refused = {{11, "no law"}};
    return map;
}

/// The same numbers as a list of members.
RecordedMap members()
{
    auto map = cube();
    map.header.design = "list";
    map.coordinates = {{0, 0, 0, 0, .05, .05, .05, .05, .1, .1, .1, .1},
                       {1e-4, 1e-4, 1e-6, 1e-6, 1e-4, 1e-4, 1e-6, 1e-6, 1e-4, 1e-4, 1e-6, 1e-6},
                       {1e-3, 2e-3, 1e-3, 2e-3, 1e-3, 2e-3, 1e-3, 2e-3, 1e-3, 2e-3, 1e-3, 2e-3}};
    return map;
}

MapView view(const RecordedMap& map, const MapRequest& request)
{
    return view_of(map, request, "map.h5");
}

std::string complaint(const RecordedMap& map, const MapRequest& request)
{
    try {
        view(map, request);
    } catch (const InputError& e) {
        return e.what();
    }
    return "";
}

const MapRequest slice{.fixed = {"interphase.renewal=2e-3 m^2/C"}};

/// Kinds of colour in a raster, those of the scale as one.
std::set<int> kinds_of_color(const Panel& panel)
{
    std::set<int> kinds;
    for (const auto color : panel.raster.value().color) {
        kinds.insert(color < area::steps ? 0 : color);
    }
    return kinds;
}

} // namespace

TEST_CASE("a slice of a map has its members at their places, axes rising", "[plot][map]")
{
    const auto seen = view(cube(), slice);
    REQUIRE(seen.axes.size() == 2);
    CHECK(seen.axes[0].quantity.label() == "Metal volume fraction (%)");
    CHECK(seen.axes[1].quantity.label() == "Lithium, working (µm)");
    CHECK(seen.axes[0].values[2] == Approx(10.0));
    CHECK(seen.axes[1].values[0] == Approx(1.0));
    CHECK(seen.axes[1].values[1] == Approx(100.0));
    CHECK(seen.held == std::vector<std::string>{"Renewal 0.002 m^2/C"});
    // Member 3 is (0, 1 um, 2e-3), 7 and 11 follow along x; 1, 5 and 9 are those of 100 um.
    const auto& hours = seen.outputs.at(0).values;
    REQUIRE(hours.size() == 6);
    CHECK(hours[0] == Approx(3000.0));
    CHECK(hours[1] == Approx(7000.0));
    CHECK(std::isnan(hours[2]));
    CHECK(hours[3] == Approx(1000.0));
    CHECK(hours[5] == Approx(9000.0));
    CHECK(seen.refused == std::vector<bool>{false, false, true, false, false, false});
}

TEST_CASE("a map shows the first depletion, life or end that it has numbers of", "[plot][map]")
{
    auto map = cube();
    CHECK(view(map, slice).outputs[0].quantity.label() == "Working depletion time (h)");
    map.outputs[2].assign(12, none);
    CHECK(view(map, slice).outputs[0].quantity.name == "End time");
}

TEST_CASE("what a map cannot show is said in one line with a mend", "[plot][map]")
{
    const auto map = cube();
    const std::vector<std::string> at = slice.fixed;
    CHECK(complaint(map, {.outputs = {"end_tim"}, .fixed = at}) ==
          "map.h5: --show: \"end_tim\" is no output of this map; did you mean \"end_time\"?");
    CHECK_THAT(complaint(map, {.axes = {"cell.working.lithum"}}),
               Contains("--axis: ") && Contains("did you mean \"cell.working.lithium\"?"));
    CHECK_THAT(complaint(map, {}),
               Contains("more axes than the figure") && Contains("--at interphase.renewal=VALUE"));
    CHECK_THAT(complaint(map, {.fixed = {"interphase.renewal"}}), Contains("no key=value"));
    CHECK_THAT(complaint(map, {.fixed = {"interphase.renewal=1 s"}}), Contains("--at: "));
    CHECK_THAT(complaint(map, {.fixed = {"interphase.renewal=1 m^2/C"}}),
               Contains("outside the map") && Contains("Renewal 0.001 m^2/C"));
    CHECK_THAT(complaint(map, {.fixed = {at[0], at[0]}}), Contains("twice"));
    CHECK_THAT(complaint(map, {.axes = {"interphase.renewal"}, .fixed = at}),
               Contains("held by --at"));
    CHECK_THAT(complaint(map, {.axes = {"interphase.renewal"}}), Contains("more axes"));
    CHECK_THAT(complaint(map, {.outputs = {"end_time", "ended_by"}, .fixed = at}),
               Contains("one output is drawn at a time"));
    CHECK_THAT(complaint(members(), slice), Contains("list") && Contains("--axis"));
    auto single = map;
    for (auto& axis : single.header.axes) {
        axis.values.resize(1);
    }
    CHECK_THAT(complaint(single, {}), Contains("nothing varies"));
    CHECK_THAT(complaint(single, {.axes = {"interphase.renewal"}}), Contains("does not vary"));
}

TEST_CASE("places without a number and places without a test are hatched unlike each other",
          "[plot][map]")
{
    auto map = cube();
    map.outputs[2][1] = none; // lived
    const auto figure = area_figure(view(map, slice));
    const auto& panel = figure.panels.at(0);
    CHECK(kinds_of_color(panel) == std::set<int>{0, area::paper, area::never, area::refused});
    CHECK(panel.logarithmic == false); // two values say nothing of a scale
    std::string all;
    for (const auto& text : figure.texts) {
        all += text.text + "; ";
    }
    CHECK_THAT(all, Contains("not depleted within the test") && Contains("could not be computed"));
    // Whole panels have no key.
    map.outputs[2].assign(12, 1.0);
    CHECK(kinds_of_color(area_figure(view(map, slice)).panels.at(0)) == std::set<int>{0});
}

TEST_CASE("the largest number has the lightest colour, the smallest the darkest", "[plot][map]")
{
    const auto scale = color_scale({1.0, 3.0, 9.0, none});
    CHECK(scale.at(1.0) == 0);
    CHECK(scale.at(9.0) == area::steps - 1);
    // Over a factor of nine and even in the logarithm: 3 lies in the middle of it.
    CHECK(scale.logarithmic);
    CHECK(std::abs(2 * scale.at(3.0) - static_cast<int>(area::steps - 1)) <= 1);
}

TEST_CASE("words have a colour each, in the order of the list, with a legend", "[plot][map]")
{
    const auto figure = area_figure(
        view(cube(), {.outputs = {"ended_by"}, .fixed = {"interphase.renewal=1e-3 m^2/C"}}));
    CHECK(kinds_of_color(figure.panels.at(0)) == std::set<int>{area::words, area::words + 1});
    const auto& texts = figure.texts;
    REQUIRE(texts.size() >= 2);
    CHECK(texts[texts.size() - 2].text == "host exhausted");
    CHECK(texts[texts.size() - 1].text == "protocol finished");
}

TEST_CASE("squares on uneven axes end half way between their numbers", "[plot][map]")
{
    auto map = cube();
    map.header.axes[0].values = {0.0, 0.02, 0.1};
    map.outputs[2].assign(12, 3600.0);
    for (const std::size_t member : {9U, 11U}) { // the places of the largest fraction
        map.outputs[2][member] = 7200.0;
    }
    map.refused.clear();
    const auto raster = area_figure(view(map, slice)).panels.at(0).raster.value();
    std::size_t light = 0;
    for (std::size_t column = 0; column < raster.columns; ++column) {
        light += raster.color[column] == area::steps - 1 ? 1U : 0U;
    }
    // Edges at -0.01, 0.01, 0.06 and 0.14: the last place has 8 of 15 parts.
    CHECK(static_cast<double>(light) / static_cast<double>(raster.columns) ==
          Approx(8.0 / 15.0).margin(2e-3)); // a square or two
}

TEST_CASE("along one axis every output has a curve, every unit a panel", "[plot][map]")
{
    const MapRequest request{
        .outputs = {"end_time", "working_depletion_time", "ended_by"},
        .fixed = {"interphase.renewal=1e-3 m^2/C", "cell.working.lithium=1 um"}};
    const auto figure = curve_figure(view(cube(), request));
    REQUIRE(figure.panels.size() == 2);
    CHECK(figure.panels[0].y_label == "Time (h)");
    CHECK(figure.panels[0].curves.at(0).name == "End time");
    CHECK(figure.panels[1].y_names.size() == 1); // host exhausted, all three
    CHECK(figure.panels[1].x_label == "Metal volume fraction (%)");
}

TEST_CASE("members of other designs are points, those without a number rings and crosses",
          "[plot][map]")
{
    const auto figure = point_figure(view(members(), {}));
    std::set<Stroke> strokes;
    std::size_t points = 0;
    for (const auto& curve : figure.panels.at(0).curves) {
        strokes.insert(curve.stroke);
        points += curve.points.x.size();
    }
    CHECK(strokes == std::set<Stroke>{Stroke::points, Stroke::rings, Stroke::crosses});
    CHECK(points == 12);
    const auto along = point_figure(view(members(), {.axes = {"interphase.renewal"}}));
    CHECK(along.panels.size() == 1);
    CHECK(along.panels[0].y_label == "Working depletion time (h)");
}

TEST_CASE("of very many members as many are drawn as can be told apart", "[plot][map]")
{
    auto map = members();
    constexpr std::size_t many = 50'001;
    map.header.members = many;
    map.refused.clear();
    for (auto* table : {&map.coordinates, &map.outputs}) {
        for (auto& numbers : *table) {
            const double last = numbers[10];
            numbers.resize(many, last);
        }
    }
    const auto some = view(map, {});
    CHECK(some.axes[0].values.size() == 16'667); // every third
    CHECK(some.outputs[0].values.size() == 16'667);
    CHECK(some.held == std::vector<std::string>{"16667 of 50001 members"});
}

TEST_CASE("a curve of very many places takes little ink, gaps included", "[plot][map]")
{
    RecordedMap map;
    constexpr std::size_t many = 200'000;
    map.header = {.title = "long",
                  .design = "grid",
                  .members = many,
                  .axes = {{{"interphase.renewal", "m2 C-1", ""}, {}}},
                  .outputs = {{{"end_time", "s", "end time"}}}};
    map.outputs.resize(1);
    for (std::size_t k = 0; k < many; ++k) {
        map.header.axes[0].values.push_back(1.0 + static_cast<double>(k));
        map.outputs[0].push_back(k < many / 2 ? none : 1.0 + static_cast<double>(k % 7));
    }
    const auto figure = curve_figure(view(map, {}));
    for (const auto& curve : figure.panels.at(0).curves) {
        CHECK(curve.points.x.size() <= 4 * 1501);
    }
    CHECK(figure.panels[0].curves.back().stroke == Stroke::rings);
}

TEST_CASE("a map is drawn as a picture with its axes, scale and title", "[plot][map]")
{
    const ScratchFolder folder;
    plot_map(cube(), slice, "map.h5", folder / "map.svg");
    std::ostringstream text;
    text << std::ifstream(folder / "map.svg").rdbuf();
    for (const char* word : {"a cube", "Lithium, working (µm)", "Metal volume fraction (%)",
                             "Working depletion time (h)", "could not be computed", "<image"}) {
        CHECK_THAT(text.str(), Contains(word));
    }
    CHECK_THROWS_WITH(plot_map(cube(), slice, "map.h5", folder / "map.gif"),
                      Contains(".svg, .png or .pdf"));
}

TEST_CASE("units stand as powers in labels, and temperatures in degrees", "[plot][map]")
{
    CHECK(unit_markup("mA/cm^2") == "mA cm^{-2}");
    CHECK(unit_markup("A m-2") == "A m^{-2}");
    CHECK(unit_markup("m^2/C") == "m^{2} C^{-1}");
    CHECK(unit_markup("Ohm cm^2") == "Ω cm^{2}");
    CHECK(unit_markup("um") == "µm");
    CHECK(unit_markup("%") == "%");
    const auto temperature = quantity_of_key({"cell.temperature", "K", ""});
    CHECK(temperature.shown(298.15) == Approx(25.0));
    CHECK(temperature.label() == "Temperature (°C)");
    CHECK(quantity_of_output({"working_metal_lithium", "C m-2", ""}, 3.6e4).shown(3.6e4) ==
          Approx(1.0)); // mAh/cm2
    CHECK(quantity_of_output({"cycle_life", "1", ""}, 5.0).label() == "Cycle life");
    CHECK(quantity_of_key({"of.another.version", "kg", ""}).label() == "Version (kg)");
}

TEST_CASE("an axis is logarithmic where its numbers are even so", "[plot][map]")
{
    CHECK(is_even_in_logarithm(std::vector{1.0, 3.0, 10.0, 30.0, 100.0}));
    CHECK(is_even_in_logarithm(std::vector{100.0, 1.0, 10.0}));
    CHECK_FALSE(is_even_in_logarithm(std::vector{1.0, 20.0, 40.0, 60.0, 80.0, 100.0}));
    CHECK_FALSE(is_even_in_logarithm(std::vector{0.0, 1.0, 10.0, 100.0}));
    CHECK_FALSE(is_even_in_logarithm(std::vector{1.0, 1.5, 2.0}));
}

TEST_CASE("a scale beside a panel has its numbers on its right alone", "[runs][plot]")
{
    Figure figure;
    Panel panel;
    panel.width = 50.0;
    panel.height = 40.0;
    figure.panels.push_back(color_bar({{1.0, 400.0}, true}, {"Time", "h"}, panel));
    const auto text = gnuplot_script(figure, Picture::svg, "out");
    CHECK_THAT(text, Contains("set y2range [1:400]") && Contains("set logscale y2") &&
                         Contains("unset xtics\n") && Contains("unset ytics\nset y2tics"));
}

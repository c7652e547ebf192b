#include "runs/plot/script.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace percolith;
using Catch::Matchers::Contains;
using runs::Curve;
using runs::Panel;

namespace
{

Panel panel()
{
    Panel panel;
    panel.left = 20.0;
    panel.bottom = 10.0;
    panel.width = 60.0;
    panel.height = 40.0;
    return panel;
}

std::string script(Panel panel)
{
    runs::Figure figure;
    figure.panels.push_back(std::move(panel));
    return runs::gnuplot_script(figure, runs::Picture::svg, "out");
}

} // namespace

TEST_CASE("points have bars of their errors, drawn beneath them", "[runs][plot]")
{
    auto with = panel();
    with.curves = {Curve{
        {{1.0, 2.0}, {3.0, std::nan("")}}, "", "#000000", runs::Stroke::points, 0.8, {0.5, 0.25}}};
    const auto text = script(with);
    CHECK_THAT(text, Contains("1 3 0.5\n2 NaN 0.25\n"));
    CHECK(text.find("($2-$3):(0):(2*$3) with vectors") < text.find("with points"));
}

TEST_CASE("squares of a raster lie in the middle of their places, in their colours", "[runs][plot]")
{
    auto with = panel();
    with.x = {0.0, 4.0};
    with.y = {0.0, 1.0};
    with.raster = runs::Raster{2, {0, 1}, {"#000000", "#ff8001"}};
    CHECK_THAT(script(with), Contains("1 0.5 0 0 0\n3 0.5 255 128 1\n"));
}

TEST_CASE("a named line is solid and has its name beside it, another is dashed", "[runs][plot]")
{
    auto with = panel();
    with.x = {0.0, 1.0};
    with.marks = {{0.25, "#000000"}, {0.5, "#009E73", "V_f of MII-2"}};
    const auto text = script(with);
    CHECK_THAT(text, Contains("from first 0.25,graph 0 to first 0.25,graph 1 nohead lw 0.5 dt"));
    CHECK_THAT(text, Contains("from first 0.5,graph 0 to first 0.5,graph 1 nohead lw 0.5 lc"));
    CHECK_THAT(text, Contains("'V\\_f of MII-2' at first 0.5,"));
}

TEST_CASE("each axis is logarithmic on its own", "[runs][plot]")
{
    auto with = panel();
    with.x = {1.0, 100.0};
    with.x_logarithmic = true;
    CHECK_THAT(script(with), Contains("set logscale x") && Contains("unset logscale y"));
    with.x_logarithmic = false;
    with.logarithmic = true;
    with.y = {1e-12, 1e3};
    CHECK_THAT(script(with), Contains("unset logscale x") && Contains("set logscale y") &&
                                 Contains("format '10^{%T}'"));
}

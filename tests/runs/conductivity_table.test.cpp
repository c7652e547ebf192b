#include "runs/case/conductivity_table.hpp"

#include "runs/case/errors.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace percolith;
using kinetics::Length;

namespace
{
const std::string table =
    "# two fractions, two films\n"
    "metal_fraction, film_thickness / nm, conductivity / S/cm, relative_error\n"
    "0.0, 10, 1e-12, 0.1\n"
    "0.1, 10, 1e-8, 0.2\n"
    "\n"
    "0.1, 100, 1e-10, 0.02\n"
    "0.0, 100, 1e-12, 0.01\n";

std::string refusal(const std::string& text)
{
    try {
        runs::parse_conductivity_table(text, "s.csv");
    } catch (const runs::InputErrors& e) {
        REQUIRE(e.lines().size() == 1);
        return e.lines().front();
    }
    return "";
}

std::string replaced(const std::string& old, const std::string& with)
{
    auto text = table;
    return text.replace(text.find(old), old.size(), with);
}
} // namespace

TEST_CASE("a conductivity table keeps its entries, its units and its errors", "[runs][table]")
{
    const auto law = runs::parse_conductivity_table(table, "s.csv");
    CHECK(law(0.1, Length<>{10e-9}).si == Approx(1e-6).epsilon(1e-12));
    CHECK(law(0.1, Length<>{100e-9}).si == Approx(1e-8).epsilon(1e-12));
    CHECK(law(0.0, Length<>{100e-9}).si == Approx(1e-10).epsilon(1e-12));
    CHECK(law.standard_error(0.1, Length<>{10e-9}).si == Approx(2e-7).epsilon(1e-12));
    CHECK(law.thinnest().si == Approx(10e-9));
    CHECK(law.domain().upper == 0.1);
}

TEST_CASE("thickness and error are optional, SI is assumed without units", "[runs][table]")
{
    const auto law =
        runs::parse_conductivity_table("\xef\xbb\xbf"
                                       "conductivity,metal_fraction\r\n1e-10,0\r\n1e-8,0.2\r\n",
                                       "s.csv");
    CHECK_FALSE(law.depends_on_thickness());
    CHECK(law(0.2).si == Approx(1e-8).epsilon(1e-12));
}

TEST_CASE("each slip in a table is one line with its place", "[runs][table]")
{
    CHECK(refusal("") == "s.csv: holds no header; begin with metal_fraction,conductivity / S/m");
    CHECK(refusal(replaced("film_thickness", "thickness")) ==
          "s.csv:2:1: thickness: unknown column; use one of metal_fraction, film_thickness, "
          "conductivity, relative_error");
    CHECK(refusal(replaced("/ nm", "/ s")) ==
          "s.csv:2:1: film_thickness: \"s\" is not its unit; use m");
    CHECK(refusal(replaced(", conductivity / S/cm", "")) ==
          "s.csv:2:1: conductivity: missing column; add it");
    CHECK(refusal(replaced("relative_error", "metal_fraction")) ==
          "s.csv:2:1: metal_fraction: column given twice; keep one");
    CHECK(refusal(replaced("1e-8, 0.2", "1e-8")) ==
          "s.csv:4:1: has 3 values where the header has 4; give one value per column");
    CHECK(refusal(replaced("1e-8", "1e-8x")) ==
          "s.csv:4:1: conductivity: \"1e-8x\" is not a finite number; write numbers with a point, "
          "units in the header");
    CHECK(refusal(replaced("1e-8", "nan")).find("is not a finite number") != std::string::npos);
    CHECK(refusal(replaced("1e-8", "0")) ==
          "s.csv:4:1: conductivity: 0 is out of range; give a number > 0");
    CHECK(refusal(replaced("0.1, 10,", "1.1, 10,")) ==
          "s.csv:4:1: metal_fraction: 1.1 is out of range; give a fraction 0 .. 1");
    CHECK(refusal(replaced("0.1, 100", "0.1, 10")) ==
          "s.csv:6:1: gives a metal fraction and thickness for the second time; keep one row");
    CHECK(refusal(replaced("0.1, 100", "0.2, 100")) ==
          "s.csv:7:1: lacks a row for one metal fraction and thickness; give every thickness at "
          "every metal fraction");
}

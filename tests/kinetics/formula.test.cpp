#include "kinetics/formula.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <stdexcept>
#include <string>

using namespace percolith::kinetics;
using Catch::Contains;

namespace
{

double grams(const char* formula)
{
    return molar_mass(parse_formula(formula)).si * 1e3;
}

std::string why_no_formula(const std::string& formula)
{
    try {
        parse_formula(formula);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("formulas hold decimals and nested brackets", "[kinetics][formula]")
{
    CHECK(parse_formula("Li6PS5Cl").count("S") == 5.0);
    CHECK(parse_formula("Li6PS5Cl").count("Ge") == 0.0);
    CHECK(parse_formula("Li5.4PS4.4Cl1.6").count("Cl") == 1.6);
    CHECK(parse_formula("Li6.5La3Zr1.5Ta0.5O12").count("Ta") == 0.5);
    CHECK(parse_formula("Li1.3Al0.3Ti1.7(PO4)3").count("O") == 12.0);
    CHECK(parse_formula("(Li2S)5(P2S5)").count("S") == 10.0);
    CHECK(parse_formula("[Li(PO3)2]0.5Li").count("O") == 3.0);
    CHECK(parse_formula("LiLi2").count("Li") == 3.0);
}

TEST_CASE("two ways to write a substance are the same substance", "[kinetics][formula]")
{
    CHECK(same_composition(parse_formula("(Li2S)5(P2S5)"), parse_formula("Li10P2S10")));
    CHECK_FALSE(same_composition(parse_formula("Li15Ge4"), parse_formula("Li17Ge4")));
    CHECK_FALSE(same_composition(parse_formula("Li2S"), parse_formula("Li2SO4")));
}

TEST_CASE("molar masses agree with published ones", "[kinetics][formula]")
{
    CHECK(grams("Li6PS5Cl") == Approx(268.4).margin(0.05));
    CHECK(grams("Li10GeP2S12") == Approx(588.7).margin(0.1));
    CHECK(grams("Li7La3Zr2O12") == Approx(839.7).margin(0.1));
    CHECK(grams("Li1.5Al0.5Ge1.5(PO4)3") == Approx(417.77).margin(0.05));
}

TEST_CASE("a formula that means nothing is refused with its place", "[kinetics][formula]")
{
    CHECK_THAT(why_no_formula("Li6PS5Xx"), Contains("\"Xx\" at character 7"));
    CHECK_THAT(why_no_formula("Li6(PS5"), Contains("closing )"));
    CHECK_THAT(why_no_formula("Li6(PS5]"), Contains("closing )"));
    CHECK_THAT(why_no_formula("Li6)PS5"), Contains("\")\" at character 4"));
    CHECK_THAT(why_no_formula("Li6()"), Contains("empty"));
    CHECK_THAT(why_no_formula(""), Contains("empty"));
    CHECK_THAT(why_no_formula("li"), Contains("character 1"));
    CHECK_THAT(why_no_formula("Li0"), Contains("above 0"));
    CHECK_THAT(why_no_formula("Li-1"), Contains("unexpected"));
    CHECK_THAT(why_no_formula("Li1e400"), Contains("unexpected"));
    CHECK_THAT(why_no_formula("Li99999"), Contains("at most 10000"));
    CHECK_THAT(why_no_formula("((Li9999)9999)9999"), Contains("out of range"));
    CHECK_THAT(why_no_formula("Li\xe2\x82\x82S"), Contains("not plain ASCII"));
    CHECK_THAT(why_no_formula("Tc2O7"), Contains("standard atomic weight"));
}

TEST_CASE("any formula survives being written and read", "[kinetics][formula]")
{
    std::mt19937 random{7};
    const char* symbols[]{"Li", "P", "S", "Cl", "Ge", "O", "La", "Zr", "N", "In"};
    std::uniform_int_distribution<int> tenths{1, 400};
    for (int trial = 0; trial < 200; ++trial) {
        std::string text;
        double oxygen = 0.0;
        for (int k = 0; k < 6; ++k) {
            const int count = tenths(random);
            const std::string symbol = symbols[random() % std::size(symbols)];
            text += symbol + std::to_string(count / 10) + "." + std::to_string(count % 10);
            oxygen += symbol == "O" ? count / 10.0 : 0.0;
        }
        INFO(text);
        const auto formula = parse_formula(text);
        CHECK(formula.count("O") == Approx(oxygen).epsilon(1e-12));
        // A bracket with a multiplier weighs its multiple.
        CHECK(molar_mass(parse_formula("(" + text + ")3")).si ==
              Approx(3.0 * molar_mass(formula).si).epsilon(1e-12));
    }
}

TEST_CASE("hostile text is no formula, and neither a crash nor a hang", "[kinetics][formula]")
{
    CHECK_THAT(why_no_formula(std::string(1'000'000, '(')), Contains("longer than"));
    CHECK_THAT(why_no_formula(std::string(100, '(') + "Li"), Contains("nest deeper"));
}

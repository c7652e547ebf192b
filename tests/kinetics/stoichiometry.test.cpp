#include "kinetics/stoichiometry.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <stdexcept>
#include <string>

using namespace percolith::kinetics;
using Catch::Contains;

namespace
{

std::string why_refused(const std::string& reaction)
{
    try {
        require_balanced(parse_reaction(reaction));
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("the reductions of the two sulfides balance", "[kinetics][stoichiometry]")
{
    CHECK(why_refused("Li6PS5Cl + 8 Li -> 5 Li2S + Li3P + LiCl") == "");
    CHECK(why_refused("Li10GeP2S12 + 23.75 Li -> 12 Li2S + 2 Li3P + 1/4 Li15Ge4") == "");
    CHECK(why_refused("Li10GeP2S12+23.75Li = 12Li2S+2Li3P+0.25Li15Ge4") == "");
    CHECK(why_refused("Li3PS4 + 8 Li \xe2\x86\x92 4 Li2S + Li3P") == "");
}

TEST_CASE("an unbalanced reaction is refused with the element and both counts",
          "[kinetics][stoichiometry]")
{
    const auto why = why_refused("Li6PS5Cl + 7 Li -> 5 Li2S + Li3P + LiCl");
    CHECK_THAT(why, Contains("Li 13 on the left and 14 on the right"));
    CHECK_THAT(why, !Contains("S 5"));
    CHECK_THAT(why_refused("Li2S -> 2 Li"), Contains("S 1 on the left and 0 on the right"));
}

TEST_CASE("rounding to six digits passes, to four it does not", "[kinetics][stoichiometry]")
{
    CHECK(imbalances(parse_reaction("LiCl -> 0.333333 Li3Cl3")).empty());
    CHECK(imbalances(parse_reaction("LiCl -> 0.3333 Li3Cl3")).size() == 2);
}

TEST_CASE("a reaction that means nothing is refused with the term", "[kinetics][stoichiometry]")
{
    CHECK_THAT(why_refused("Li6PS5Cl + 8 Li"), Contains("arrow"));
    CHECK_THAT(why_refused("Li -> Li -> Li"), Contains("more than one arrow"));
    CHECK_THAT(why_refused("Li+ + e -> Li"), Contains("substance is missing"));
    CHECK_THAT(why_refused("-> Li"), Contains("substance is missing"));
    CHECK_THAT(why_refused("1/0 Li -> Li"), Contains("coefficient of \"1/0 Li\""));
    CHECK_THAT(why_refused("0 Li -> Li"), Contains("coefficient"));
    CHECK_THAT(why_refused("5 -> Li"), Contains("formula"));
    CHECK_THAT(why_refused("1 Li S -> Li"), Contains("unexpected"));
}

TEST_CASE("a reduction is counted per formula unit of its phase", "[kinetics][stoichiometry]")
{
    const auto phase = parse_formula("Li6PS5Cl");
    const auto twice =
        reduction_of(phase, parse_reaction("2 Li6PS5Cl + 16 Li -> 10 Li2S + 2 Li3P + 2 LiCl"));
    CHECK(twice.lithium == 8.0);
    CHECK(twice.products.front().coefficient == 5.0);

    CHECK_THROWS_WITH(reduction_of(phase, parse_reaction("Li3PS4 + 8 Li -> 4 Li2S + Li3P")),
                      Contains("\"Li3PS4\" is neither"));
    CHECK_THROWS_WITH(reduction_of(phase, parse_reaction("Li6PS5Cl -> Li5PS4 + LiSCl")),
                      Contains("one of them is missing"));
}

TEST_CASE("hostile text ends in a refusal, not in a crash or a hang", "[kinetics][stoichiometry]")
{
    CHECK_THAT(why_refused(std::string(1'000'000, '+')), Contains("longer than"));
    CHECK_THAT(why_refused(std::string(1900, '+') + "->"), Contains("missing"));

    std::string many = "Li";
    for (int k = 0; k < 60; ++k) {
        many += "+Li";
    }
    CHECK_THAT(why_refused(many + "->Li"), Contains("more than 40"));

    std::mt19937 random{11};
    const std::string alphabet = "LiPSClGe0123456789.()[]+-/> =\xe2\x86\x92\n\x01\xff";
    for (int trial = 0; trial < 5000; ++trial) {
        std::string text;
        for (auto k = random() % 60; k > 0; --k) {
            text += alphabet[random() % alphabet.size()];
        }
        // Either outcome is right; nothing but std::invalid_argument may come out.
        const auto message = why_refused(text);
        CHECK(message.find('\n') == message.npos);
    }
}

#include "validation/validations.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace percolith::validation;

namespace
{

std::string read(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

const std::filesystem::path root = PERCOLITH_SOURCE;

} // namespace

TEST_CASE("every validation says what is known, from where, how, and what is accepted",
          "[validation]")
{
    for (const auto& validation : validations()) {
        const auto page = read(root / "validation" / validation.name / "README.md");
        INFO(validation.name);
        for (const auto* part :
             {"**What is known.**", "**Source.**", "**Method.**", "**Accepted difference.**"}) {
            CHECK_THAT(page, Catch::Contains(part));
        }
    }
}

TEST_CASE("the documentation names every validation", "[validation]")
{
    const auto page = read(root / "docs/concepts/validation.md");
    for (const auto& validation : validations()) {
        CHECK_THAT(page, Catch::Contains("`" + std::string(validation.name) + "`"));
    }
}

TEST_CASE("checks have names of their own and say what they claim", "[validation]")
{
    for (const auto run : {composition, threshold_window, conflicts, rest_and_cycling}) {
        std::set<std::string> names;
        for (const auto& check : run()) {
            INFO(check.claim.name);
            CHECK(names.insert(check.claim.name).second);
            CHECK_FALSE(check.claim.statement.empty());
            CHECK_FALSE(check.accepted.empty());
        }
    }
}

TEST_CASE("only numbers of an experiment count as predicted", "[validation]")
{
    // What is known beforehand, from a table of arrangements, a quoted figure or a criterion.
    for (const auto run : {composition, threshold_window, conflicts, alloy_reserve}) {
        for (const auto& check : run()) {
            INFO(check.claim.name);
            const bool article = check.claim.name == "compact_metal_explains_the_article";
            CHECK((check.claim.kind == Kind::predicted) == article);
        }
    }
}

TEST_CASE("the documentation names every known failure, and no other", "[validation]")
{
    const auto page = read(root / "docs/concepts/validation.md");
    for (const auto run : {rest_and_cycling, threshold_window}) {
        for (const auto& check : run()) {
            const bool named = page.find("`" + check.claim.name + "`") != std::string::npos;
            INFO(check.claim.name);
            CHECK(named == (check.verdict == Verdict::known_failure));
        }
    }
}

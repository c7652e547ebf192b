#include "runs/protocol/parse.hpp"
#include "runs/protocol/print.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace percolith;

namespace
{

/// The fenced blocks of this language in docs/files/protocol.md.
std::vector<std::string> blocks(const std::string& language)
{
    const std::ifstream page{std::string{PERCOLITH_DOCS} + "/files/protocol.md"};
    std::ostringstream all;
    all << page.rdbuf();
    const auto text = all.str();
    const auto fence = "```" + language + "\n";
    std::vector<std::string> found;
    for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
        at += fence.size();
        found.push_back(text.substr(at, text.find("```", at) - at));
    }
    return found;
}

runs::Protocol parsed(const std::string& text)
{
    return runs::parse_protocol(
        text, kinetics::Area<>{1e-4}, {{"case.toml", 12, 1}, "protocol.steps"},
        [](std::string_view name) {
            return runs::MeasuredCurrent{{0.0, 1.0}, {1.0, -1.0}, std::string{name}};
        });
}

} // namespace

TEST_CASE("every protocol that the documentation shows is read", "[runs][protocol]")
{
    const auto shown = blocks("protocol");
    CHECK(shown.size() >= 6);
    for (const auto& text : shown) {
        CAPTURE(text);
        CHECK_NOTHROW(parsed(text));
    }
}

TEST_CASE("a titration is the loop that the documentation says it stands for", "[runs][protocol]")
{
    const auto shown = blocks("protocol");
    const auto titration = std::find_if(
        shown.begin(), shown.end(), [](const auto& text) { return text.starts_with("Titrate"); });
    REQUIRE(titration != shown.end());
    REQUIRE(titration + 1 != shown.end());
    CHECK(runs::to_text(parsed(*titration)) == runs::to_text(parsed(titration[1])));
}

TEST_CASE("the messages that the documentation shows are those of the program", "[runs][protocol]")
{
    std::string message;
    try {
        parsed("Strip working at 0.5 for 1 h\nPlaet working at 1 mA for 1 h");
    } catch (const runs::InputError& error) {
        message = error.what();
    }
    bool found = false;
    for (const auto& text : blocks("text")) {
        found = found || text == message + "\n";
    }
    CAPTURE(message);
    CHECK(found);
}

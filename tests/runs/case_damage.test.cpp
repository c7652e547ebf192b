#include "tests/support/case_text.hpp"

#include <chrono>
#include <random>

using namespace percolith;
using namespace percolith::tests;

TEST_CASE("files that cannot be read are one line", "[runs][case]")
{
    const auto refusal = [](const std::filesystem::path& file) -> Lines {
        try {
            runs::read_case(file);
        } catch (const runs::InputErrors& e) {
            return e.lines();
        }
        return {};
    };
    CHECK(refusal("/dev/zero") ==
          one("/dev/zero: is no regular file; copy what it gives into one"));
    CHECK(refusal("nowhere.toml") == one("nowhere.toml: no such file; check the path"));
    CHECK(refusal(shipped_cases) ==
          one(shipped_cases.string() + ": is a folder; name a file in it"));

    const auto big = std::filesystem::temp_directory_path() / "percolith_big_case.toml";
    {
        std::ofstream out{big};
        for (int i = 0; i < 500'000; ++i) {
            out << "key" << i << " = '" << i << " um'\n";
        }
    }
    REQUIRE(std::filesystem::file_size(big) > 10'000'000);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(refusal(big) ==
          one(big.string() + ": is longer than 4 MB; let loops repeat steps, and follow "
                             "measured currents from a file of their own"));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
    std::filesystem::remove(big);
}

TEST_CASE("a case of 3 MB is read in seconds, whatever it holds", "[runs][case]")
{
    const auto begin = std::chrono::steady_clock::now();
    std::string keys = all();
    for (int i = 0; keys.size() < 3'000'000; ++i) {
        keys += "key" + std::to_string(i) + " = '" + std::to_string(i) + " um'\n";
    }
    CHECK(faults(keys).size() == 101);
    std::string steps = "steps = \"\"\"\n";
    while (steps.size() < 3'000'000) {
        steps += "Rest for 1 hour until |V| > 5 V\n";
    }
    CHECK(faults(with("steps", steps + "\"\"\"")).size() <= 21);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{60});
}

TEST_CASE("any damage to a case ends in a case or in faults, each on one line", "[runs][case]")
{
    const auto original = slurp(shipped_cases / "asymmetric_lpsc_lgps_4_1.toml");
    std::mt19937 random{20260922}; // the same damage in every run
    const auto below = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
    };
    const std::string interesting = "\"'[]{}=.,#\\\n\t -+eE0123456789nai\xc2\xb5\x00\xff";
    for (int round = 0; round < 400; ++round) {
        auto text = original;
        for (auto slips = 1 + below(6); slips > 0; --slips) {
            const auto at = below(text.size());
            switch (below(4)) {
            case 0:
                text[at] = interesting[below(interesting.size())];
                break;
            case 1:
                text.erase(at, 1 + below(20));
                break;
            case 2:
                text.insert(at, 1, static_cast<char>(below(256)));
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(60)));
            }
        }
        CAPTURE(text);
        try {
            runs::parse_case(text, "a.toml");
        } catch (const runs::InputErrors& e) {
            REQUIRE_FALSE(e.lines().empty());
            for (const auto& line : e.lines()) {
                REQUIRE(line.find('\n') == std::string::npos);
                REQUIRE(line.starts_with("a.toml"));
            }
        }
    }
}

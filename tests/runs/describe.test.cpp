#include "runs/case/describe.hpp"

#include "runs/case/units.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

using namespace percolith;

namespace
{
const runs::KeyEntry& key(const std::vector<runs::KeyEntry>& keys, const std::string& section,
                          const std::string& name, const std::string& when = {})
{
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& k) {
        return k.section == section && k.name == name && k.when == when;
    });
    REQUIRE(found != keys.end());
    return *found;
}
} // namespace

TEST_CASE("every key of a case is described once, with a meaning and a known unit",
          "[runs][describe]")
{
    const auto keys = runs::describe_case();
    CHECK(keys.size() > 80);
    std::set<std::string> seen;
    for (const auto& k : keys) {
        CAPTURE(k.section, k.name, k.when);
        CHECK(seen.insert(k.section + "." + k.name + "|" + k.when).second);
        CHECK_FALSE(k.meaning.empty());
        CHECK_FALSE(k.kind.empty());
        CHECK((k.required || !k.value.empty() || k.kind != "quantity" || k.unit.empty() ||
               !k.value.empty()));
        if (k.kind == "quantity") {
            std::istringstream units{k.unit};
            for (std::string unit; units >> unit;) {
                CHECK((unit == "or" || runs::measures(unit, unit) || unit == "Ohm" ||
                       unit == "cm^2"));
            }
        }
    }
}

TEST_CASE("the reference says what is required, usual and allowed", "[runs][describe]")
{
    const auto keys = runs::describe_case();
    CHECK(key(keys, "cell", "area").required);
    CHECK(key(keys, "cell", "area").unit == "cm^2");
    CHECK(key(keys, "cell", "kind").range == "symmetric | asymmetric | anode-free");
    CHECK(key(keys, "cell", "temperature").value == "25 degC");
    CHECK(key(keys, "interphase", "initial_thickness").value == "5 nm");
    CHECK(key(keys, "interphase", "exchange_current_density").value == "5 mA/cm^2");
    CHECK(key(keys, "interphase", "renewal").origin == "[phenomenological]");
    CHECK(key(keys, "contact", "void_depth").origin ==
          "[phenomenological] DOI 10.1016/j.xcrp.2022.101043");
    CHECK(key(keys, "interphase.electronic", "threshold", "law = \"power law\"").range ==
          "> 0, < 1");
    CHECK(key(keys, "interphase.electronic.among", "law").required);
    CHECK(key(keys, "electrolyte", "metal_volume_fraction").value ==
          "from the reduction reactions");
    CHECK(key(keys, "protocol", "at_limit").value == "stop");
}

TEST_CASE("the reference is printed in columns that fit a page", "[runs][describe]")
{
    const auto keys = runs::describe_case();
    std::istringstream text{runs::as_text(keys)};
    std::size_t lines = 0;
    for (std::string line; std::getline(text, line); ++lines) {
        CHECK(line.size() <= 120);
    }
    CHECK(lines > keys.size());
    const auto some = runs::as_text(keys, "contact");
    CHECK_THAT(some, Catch::StartsWith("[contact]\n") && Catch::Contains("healing_rate") &&
                         !Catch::Contains("[cell]"));
}

TEST_CASE("the reference is JSON with the same entries", "[runs][describe]")
{
    const auto keys = runs::describe_case();
    const auto json = nlohmann::json::parse(runs::as_json(keys));
    CHECK(json["format"] == "percolith-keys");
    REQUIRE(json["keys"].size() == keys.size());
    const auto& first = json["keys"][0];
    CHECK(first["key"] == "title");
    CHECK(first["unit"].is_null());
    for (const auto& entry : json["keys"]) {
        CHECK((entry["default"].is_null() || entry["default"].is_string()));
    }
}

TEST_CASE("the keys of a materials file are described too", "[runs][describe]")
{
    const auto keys = runs::describe_materials();
    CHECK(keys.size() > 10);
    CHECK(key(keys, "phases.NAME", "formula").required);
}

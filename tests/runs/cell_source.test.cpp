#include "runs/case/cell_source.hpp"

#include "runs/case/case_reader.hpp"
#include "runs/record/number_text.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/same_cell.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using Catch::Contains;
using runs::CellSource;
using runs::Setting;
using tests::numbers_of;

namespace
{

const auto first_cell = tests::shipped_cases / "first_cell.toml";

std::vector<double> all_numbers(const cells::CellDescription& cell)
{
    auto all = numbers_of(cells::assemble(cell));
    const auto start = numbers_of(cells::initial_state(cell));
    all.insert(all.end(), start.begin(), start.end());
    all.push_back(cell.area.si);
    return all;
}

/// The cell with settings laid over it, read alone.
cells::CellDescription with(const CellSource& source, const std::vector<Setting>& settings)
{
    std::vector<runs::Varied> keys;
    std::vector<double> values;
    for (const auto& setting : settings) {
        keys.push_back({setting.key, setting.unit});
        values.push_back(setting.value);
    }
    runs::CellReader reader(source, keys);
    return reader(values).given;
}

std::vector<std::filesystem::path> shipped()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(tests::shipped_cases)) {
        if (entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("a shipped case's cell read alone is the cell of the whole case", "[runs][case]")
{
    const auto files = shipped();
    REQUIRE(files.size() >= 10);
    for (const auto& file : files) {
        INFO(file.string());
        const CellSource source(file);
        CHECK(all_numbers(with(source, {})) == all_numbers(runs::read_case(file).cell));
    }
}

TEST_CASE("a cell with settings is that of a fresh reading with the same overrides", "[runs][case]")
{
    for (const auto& file : shipped()) {
        INFO(file.string());
        const CellSource source(file, {"separator.thickness=\"0.7 mm\""});
        const std::vector<Setting> settings{{"separator.ionic_conductivity", 1.0 / 3.0, "S/m"},
                                            {"cell.temperature", 41.7, "degC"},
                                            {"interphase.renewal", 3e-7, "m^2/C"},
                                            {"interphase.reachable_alloy_share", 0.1 / 3.0, ""}};
        const std::vector<std::string> overrides{
            "separator.thickness=\"0.7 mm\"",
            "separator.ionic_conductivity=\"0.3333333333333333 S/m\"",
            "cell.temperature=\"41.7 degC\"", "interphase.renewal=\"3e-07 m^2/C\"",
            "interphase.reachable_alloy_share=" + runs::number_text(0.1 / 3.0)};
        CHECK(all_numbers(with(source, settings)) ==
              all_numbers(runs::read_case(file, overrides).cell));
    }
}

TEST_CASE("a setting beats an override, and the last setting of a key the ones before",
          "[runs][case]")
{
    const CellSource source(first_cell, {"separator.thickness=\"0.7 mm\""});
    CHECK(with(source, {}).separator_thickness.si == Approx(7e-4));
    const std::vector<Setting> twice{{"separator.thickness", 0.5, "mm"},
                                     {"separator.thickness", 0.6, "mm"}};
    CHECK(with(source, twice).separator_thickness.si == Approx(6e-4));
    const std::vector<std::string> more{"separator.thickness=\"0.8 mm\""};
    CHECK(with(source.overlaid(more), {}).separator_thickness.si == Approx(8e-4));
    CHECK(source.as_written().cell.separator_thickness.si == Approx(7e-4));
}

TEST_CASE("a setting of one electrode leaves the other alone", "[runs][case]")
{
    const CellSource source(first_cell);
    const auto cell = with(source, {{"interphase.working.renewal", 5e-3, "m^2/C"},
                                    {"cell.counter.lithium", 50.0, "um"}});
    CHECK(cell.working.interphase.renewal.si == 5e-3);
    CHECK(cell.counter.interphase.renewal.si == Approx(2e-3));
    CHECK(cell.counter.lithium.si == Approx(2.5 * cell.working.lithium.si));
}

TEST_CASE("a setting that the case cannot have names its key", "[runs][case]")
{
    const CellSource source(first_cell);
    const auto with_one = [&](const Setting& setting) { return with(source, {setting}); };
    CHECK_THROWS_WITH(with_one({"separator.thickness", -1.0, "mm"}),
                      Contains("separator.thickness") && Contains("out of range"));
    CHECK_THROWS_WITH(with_one({"separator.thickness", 1.0, "V"}), Contains("separator.thickness"));
    CHECK_THROWS_WITH(with_one({"interphase.dead_lithium_share", 1.0, ""}),
                      Contains("dead_lithium_share"));
    CHECK_THROWS_WITH(with_one({"interphase.renewl", 1.0, "m^2/C"}), Contains("renewal"));
    // No number at all, as where a fit runs away.
    for (const double wild : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
        CHECK_THROWS_AS(with_one({"separator.thickness", wild, "mm"}), runs::InputErrors);
        CHECK_THROWS_AS(with_one({"interphase.reachable_alloy_share", wild, ""}),
                        runs::InputErrors);
    }
}

TEST_CASE("a source knows the numbers of its cell: given, default and of one electrode",
          "[runs][case]")
{
    const CellSource source(first_cell);
    CHECK(source.knows({"interphase.renewal", 1e-3, "m^2/C"})); // given
    CHECK(source.knows({"cell.temperature", 30.0, "degC"})); // default
    CHECK(source.knows({"interphase.working.renewal", 1e-3, "m^2/C"})); // of one electrode
    CHECK(source.knows({"cell.working.lithium", 20.0, "um"}));
    CHECK(source.knows({"interphase.host.potential_at_empty", 0.3, "V"}));
    CHECK(source.knows({"electrolyte.metal_volume_fraction", 0.1, ""}));
    CHECK(source.knows({"electrolyte.mixture.LGPS", 2.0, ""}));
}

TEST_CASE("a source does not know what is no number of its cell", "[runs][case]")
{
    const CellSource source(first_cell);
    const auto knows = [&](const Setting& setting) {
        try {
            return source.knows(setting);
        } catch (const runs::InputErrors&) {
            return false; // as good: the reader said why
        }
    };
    CHECK_FALSE(knows({"interphase.renewl", 1e-3, "m^2/C"}));
    CHECK_FALSE(knows({"protocol.voltage_limit", 5.0, "V"}));
    CHECK_FALSE(knows({"cell.kind", 1.0, ""}));
    CHECK_FALSE(knows({"interphase", 1.0, ""}));
    CHECK_FALSE(knows({"interphase.electronic.threshold", 0.2, ""})); // of a law it does not have
    const auto keys = source.number_keys();
    CHECK(std::find(keys.begin(), keys.end(), "interphase.renewal") != keys.end());
}

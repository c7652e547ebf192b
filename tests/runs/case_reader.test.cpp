#include "runs/case/case_reader.hpp"

#include "runs/record/number_text.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/same_cell.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <thread>

using namespace percolith;
using namespace tests;
using runs::CaseReader;
using runs::CellReader;
using runs::CellSource;
using runs::Varied;

namespace
{

std::vector<std::filesystem::path> shipped()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(shipped_cases)) {
        if (entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Whatever a run takes from a case, bit by bit; a fault by its words.
struct Everything {
    std::vector<std::uint64_t> numbers;
    std::vector<std::string> words;

    void add(double number) { numbers.push_back(std::bit_cast<std::uint64_t>(number)); }
    void add(const std::vector<double>& all)
    {
        for (const double number : all) {
            add(number);
        }
    }
    bool operator==(const Everything&) const = default;
};

void add_cell(Everything& all, const cells::CellDescription& cell,
              const model::CellParameters<>& parameters)
{
    all.add(numbers_of(parameters));
    all.add(numbers_of(cells::initial_state(cell)));
    all.add(cell.area.si);
    const auto& made = cell.electrolyte;
    all.words.push_back(made.name);
    all.words.insert(all.words.end(), made.notes.begin(), made.notes.end());
    all.words.insert(all.words.end(), made.sources.begin(), made.sources.end());
    all.add(made.composition.metal_volume_fraction);
    all.add(made.composition.reversible_fraction);
    for (const auto& part : made.parts) {
        all.add({part.molar_fraction, part.mass_fraction, part.volume_fraction});
    }
    for (const auto& grain : made.composition.grains) {
        all.add({grain.electrolyte_fraction, grain.interphase_fraction, grain.metal_fraction});
    }
}

void add_control(Everything& all, const runs::Control& control)
{
    if (const auto* constant = std::get_if<runs::ConstantCurrent>(&control)) {
        all.add(constant->current.si);
    } else if (const auto* hold = std::get_if<runs::Hold>(&control)) {
        all.add(hold->voltage.si);
    } else if (const auto* ramp = std::get_if<runs::CurrentRamp>(&control)) {
        all.add({ramp->from.si, ramp->to.si, ramp->rate.si});
    }
}

void add_rest(Everything& all, const runs::Case& given)
{
    for (const auto& step : given.protocol.steps) {
        all.words.push_back(step.text);
        add_control(all, step.control);
        for (const auto& ending : step.until) {
            all.add(ending.after ? ending.after->si : -1.0);
            all.add(ending.charge ? ending.charge->si : -1.0);
            all.add(ending.condition ? ending.condition->threshold : -1.0);
        }
    }
    for (const auto& loop : given.protocol.loops) {
        all.words.push_back(std::to_string(loop.repeats));
    }
    for (const auto& condition : given.stop_when) {
        all.words.push_back(condition.text);
        all.add(condition.condition.threshold);
    }
    all.add(given.instrument.voltage_limit.si);
    all.add(given.solver.relative_tolerance.value_or(0.0));
    for (const auto& entry : given.values) {
        all.words.push_back(entry.name + " [" + entry.unit + "] " + entry.origin);
        if (const auto* number = std::get_if<double>(&entry.value)) {
            all.add(*number);
        } else {
            all.words.push_back(std::get<std::string>(entry.value));
        }
    }
    all.words.insert(all.words.end(), given.overrides.begin(), given.overrides.end());
    all.words.push_back(given.text);
    all.words.push_back(given.title);
}

Everything everything(const runs::Assembled<runs::Case>& read)
{
    Everything all;
    add_cell(all, read.given.cell, read.cell);
    add_rest(all, read.given);
    return all;
}

/// The faults of what `read` refuses, else everything.
template <class Read> Everything everything_or_faults(const Read& read)
{
    try {
        return everything(read());
    } catch (const runs::InputErrors& faults) {
        return {.numbers = {}, .words = faults.lines()};
    }
}

/// A fresh reading of the text.
runs::Assembled<runs::Case> fresh(const CellSource& source, const std::vector<Varied>& keys,
                                  const std::vector<double>& values)
{
    const auto& given = source.as_written();
    auto overrides = given.overrides;
    for (std::size_t k = 0; k < keys.size(); ++k) {
        overrides.push_back(runs::as_override({keys[k].key, values[k], keys[k].unit}));
    }
    auto read = runs::parse_case(given.text, given.file, overrides, given.folder);
    auto cell = cells::assemble(read.cell);
    return {std::move(read), std::move(cell)};
}

/// A number of a case, and what it is there.
struct Known {
    Varied varied;
    double value = 0.0;
};

std::vector<Known> numbers_in(const CellSource& source)
{
    std::vector<Known> all;
    for (const auto& entry : source.as_written().values) {
        if (const auto* number = std::get_if<double>(&entry.value)) {
            all.push_back({{entry.name, entry.unit == "1" ? "" : entry.unit}, *number});
        }
    }
    return all;
}

/// Somewhere about a number; seldom where no case takes it.
double near(double value, std::mt19937_64& random)
{
    std::uniform_real_distribution<double> share(0.0, 1.0);
    const double at = share(random);
    if (at < 0.04) {
        return -1.0;
    }
    if (at < 0.08) {
        return 0.0;
    }
    const double factor = 0.8 + 0.4 * share(random);
    return value == 0.0 ? 0.1 * share(random) : value * factor;
}

/// Compares readings at random numbers under two keys, one of them `first`.
void check_pair(const CellSource& source, const std::vector<Known>& known, std::size_t first,
                std::mt19937_64& random)
{
    const auto& one = known[first];
    const auto& other = known[random() % known.size()];
    const std::vector<Varied> keys{one.varied, other.varied};
    CaseReader reader(source, keys);
    INFO(one.varied.key << " [" << one.varied.unit << "], " << other.varied.key << " ["
                        << other.varied.unit << "]");
    for (int k = 0; k < 4; ++k) {
        const std::vector<double> values{near(one.value, random), near(other.value, random)};
        INFO(runs::number_text(values[0]) << ", " << runs::number_text(values[1]));
        const auto again = everything_or_faults([&] { return reader(values); });
        const auto expected = everything_or_faults([&] { return fresh(source, keys, values); });
        CHECK(again.words == expected.words);
        CHECK(again.numbers == expected.numbers);
    }
}

} // namespace

TEST_CASE("a case read again is bit for bit, word for word what a fresh reading gives",
          "[runs][case]")
{
    std::mt19937_64 random(20);
    for (const auto& file : shipped()) {
        INFO(file.string());
        const CellSource source(file);
        const auto known = numbers_in(source);
        REQUIRE(known.size() > 20);
        for (std::size_t first = 0; first < known.size(); ++first) {
            check_pair(source, known, first, random);
        }
    }
}

TEST_CASE("a cell read again is that of the whole case, whatever its protocol makes of it",
          "[runs][case]")
{
    for (const auto& file : shipped()) {
        INFO(file.string());
        const CellSource source(file);
        const std::vector<Varied> keys{{"cell.temperature", "degC"},
                                       {"interphase.initial_thickness", "nm"}};
        CellReader cell(source, keys);
        CaseReader whole(source, keys);
        for (const double warmer : {0.0, 5.0, 5.0, 0.0}) {
            const std::vector<double> values{25.0 + warmer, 5.0 + warmer};
            CHECK(numbers_of(cell(values).cell) == numbers_of(whole(values).cell));
        }
    }
    const CellSource source(shipped_cases / "first_cell.toml");
    const std::vector<Varied> limit{{"protocol.voltage_limit", "V"}};
    CHECK_NOTHROW(CellReader(source, limit)(std::vector{-1.0}));
    CHECK_THROWS_AS(CaseReader(source, limit)(std::vector{-1.0}), runs::InputErrors);
}

TEST_CASE("numbers that text would not carry are read as text carries them", "[runs][case]")
{
    const CellSource source(shipped_cases / "first_cell.toml");
    const std::vector<Varied> keys{{"electrolyte.mixture.LPSC", ""},
                                   {"interphase.reachable_alloy_share", "%"},
                                   {"interphase.ionic_activation_energy", "kJ/mol"},
                                   {"interphase.electronic_activation_energy", "eV"}};
    CaseReader reader(source, keys);
    for (const std::vector<double>& values :
         std::vector<std::vector<double>>{{4.0, 10.0, 30.0, 0.3},
                                          {4.5, 12.5, 31.7, 0.29},
                                          {-0.0, -0.0, -0.0, -0.0},
                                          {123456789012345680.0, 0.1, 1e-320, 5e-324},
                                          {1e20, 1.0, 0.0, 0.0},
                                          {4.0, HUGE_VAL, 1.0, 0.1},
                                          {std::nan(""), 1.0, 1.0, 0.1},
                                          {1e300, 1e-300, 1e308, 1e10},
                                          {4.0, 10.0, 30.0, 0.3}}) {
        const auto again = everything_or_faults([&] { return reader(values); });
        const auto expected = everything_or_faults([&] { return fresh(source, keys, values); });
        CHECK(again.words == expected.words);
        CHECK(again.numbers == expected.numbers);
    }
}

TEST_CASE("a key that stands twice counts where it stands last", "[runs][case]")
{
    const CellSource source(shipped_cases / "first_cell.toml");
    CellReader reader(source, {{"separator.thickness", "mm"}, {"separator.thickness", "um"}});
    for (const double thickness : {500.0, 600.0}) {
        CHECK(reader(std::vector{1.0, thickness}).given.separator_thickness.si ==
              Approx(1e-6 * thickness));
    }
}

TEST_CASE("a reader goes on after numbers that the case refuses", "[runs][case]")
{
    const CellSource source(shipped_cases / "first_cell.toml");
    CellReader reader(source, {{"interphase.renewal", "m^2/C"}});
    CHECK_THROWS_AS(reader(std::vector{-1.0}), runs::InputErrors);
    CHECK(reader(std::vector{1e-3}).cell.working.renewal.si == 1e-3);
    CHECK_THROWS_WITH(reader(std::vector{-1.0}),
                      Catch::Contains("--set interphase.renewal") && Catch::Contains(">= 0"));
    CHECK(reader(std::vector{2e-3}).cell.working.renewal.si == 2e-3);
}

TEST_CASE("a cell may be read by several threads at once", "[runs][case]")
{
    const CellSource source(shipped_cases / "segregated.toml");
    runs::CellReaders readers(source, {{"separator.ionic_conductivity", "mS/cm"}});
    const auto at = [&](int k) {
        return readers.with([&](CellReader& reader) {
            return numbers_of(reader(std::vector{1.0 + 0.001 * k}).cell);
        });
    };
    constexpr int asked = 40;
    std::vector<std::vector<double>> found(2 * asked);
    {
        const auto ask = [&](int from) {
            for (int k = from; k < from + asked; ++k) {
                found[static_cast<std::size_t>(k)] = at(k);
            }
        };
        std::jthread one(ask, 0);
        std::jthread other(ask, asked);
    }
    for (int k = 0; k < 2 * asked; ++k) {
        CHECK(found[static_cast<std::size_t>(k)] == at(k));
    }
}

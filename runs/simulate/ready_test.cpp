#include "runs/simulate/ready_test.hpp"

#include "runs/simulate/columns.hpp"
#include "runs/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace percolith::runs
{

namespace
{

Tolerances tolerances(const SolverOptions& options)
{
    auto t = default_tolerances(options.engine);
    if (options.relative_tolerance) {
        t.relative = *options.relative_tolerance;
        t.absolute = *options.relative_tolerance;
    }
    return t;
}

const Entry* find(const std::vector<Entry>& values, std::string_view name)
{
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const Entry& value) { return value.name == name; });
    return found == values.end() ? nullptr : &*found;
}

/// The conversion, if some electrode was given as the thickness of a foil.
std::optional<FoilConversion> foil_conversion(const std::vector<Entry>& values)
{
    const auto is_foil = [&](std::string_view key) {
        const auto* lithium = find(values, key);
        return lithium != nullptr && lithium->unit == "m";
    };
    const auto* capacity = find(values, "cell.foil_capacity");
    if (capacity == nullptr ||
        (!is_foil("cell.working.lithium") && !is_foil("cell.counter.lithium"))) {
        return std::nullopt;
    }
    return FoilConversion{std::get<double>(capacity->value), capacity->origin != "default"};
}

/// Whether the case gives a key of [interphase], for both electrodes or for this one.
bool given(const std::vector<Entry>& values, const std::string& side, const std::string& key)
{
    return find(values, "interphase." + key) != nullptr ||
           find(values, "interphase." + side + "." + key) != nullptr;
}

/// What became of the case's numbers without the case saying so, one line each.
std::vector<std::string> silent_choices(const Case& given_case, const model::CellParameters<>& cell)
{
    std::vector<std::string> said;
    const auto say = [&said](const std::string& line) {
        if (std::find(said.begin(), said.end(), line) == said.end()) {
            said.push_back(line);
        }
    };
    const auto look = [&](const std::string& side, const cells::Electrode& asked,
                          const model::ElectrodeParameters<>& made) {
        if (!given(given_case.values, side, "ionic_conductivity") &&
            !given(given_case.values, side, "products_ionic_conductivity")) {
            say(fmt::format(
                "estimated, flattering: ionic conductivity of the interphase, {:.3g} S/cm, "
                "from its constituents",
                made.ionic.conductivity().si * 1e-2));
        }
        if (asked.interphase.renewal.si > 0.0 && made.renewal.si == 0.0) {
            say("left out: renewal, since the metal in the interphase lies below its threshold");
        }
        // Without metal nothing percolates, but only a law with a threshold would know.
        const auto& made_of = given_case.cell.electrolyte.composition;
        if (made.renewal.si > 0.0 && !(made_of.metal_volume_fraction > 0.0)) {
            say("kept: renewal as given, though the interphase holds no metal: its conductivity "
                "names no threshold");
        }
    };
    look("working", given_case.cell.working, cell.working);
    look("counter", given_case.cell.counter, cell.counter);
    return said;
}

/// What followed from the case, as the run used it: at its temperature, for its first films.
void add_derived(std::vector<Entry>& parameters, const kinetics::Composition<>& made,
                 const model::CellParameters<>& cell)
{
    const auto add = [&parameters](const std::string& name, double value, const char* unit) {
        parameters.push_back({"derived." + name, value, unit, "derived"});
    };
    add("metal_volume_fraction", made.metal_volume_fraction, "1");
    add("reversible_fraction", made.reversible_fraction, "1");
    add("interphase_per_charge", made.growth.si, "m3 C-1");
    add("separator_per_charge", made.separator_use.si, "m3 C-1");
    add("separator_conductivity", cell.separator_conductivity.si, "S m-1");
    for (const auto& [side, p] :
         {std::pair{"working.", &cell.working}, {"counter.", &cell.counter}}) {
        const std::string of = side;
        add(of + "reversible_share", p->reversible_share, "1");
        add(of + "electronic_conductivity", p->electronic(p->initial_thickness).si, "S m-1");
        add(of + "ionic_conductivity", p->ionic.conductivity().si, "S m-1");
        add(of + "front_resistance", p->front_resistance.si, "Ohm m2");
        add(of + "renewal", p->renewal.si, "m2 C-1");
        add(of + "reduction_potential", p->reduction_potential.si, "V");
        add(of + "exchange_current_density", p->exchange_current_density.si, "A m-2");
    }
}

} // namespace

ReadyTest::ReadyTest(const Case& given) : ReadyTest(given, cells::assemble(given.cell)) {}

ReadyTest::ReadyTest(const Case& given, model::CellParameters<> cell)
    : case_(given), cell_(std::move(cell)),
      setup_{.cell = cell_,
             .initial = cells::initial_state(given.cell),
             .protocol = given.protocol,
             .limits = {given.instrument.voltage_limit.si, -given.instrument.voltage_limit.si},
             .limit_stops = given.instrument.at_limit == AtLimit::stop,
             .stop_when = given.stop_when,
             .engine = given.solver.engine,
             .tolerances = tolerances(given.solver)}
{
}

CaseFacts ReadyTest::numbers() const
{
    const auto& made = case_.cell.electrolyte.composition;
    return {.title = case_.title,
            .metal_volume_fraction = made.metal_volume_fraction,
            .reversible_fraction = made.reversible_fraction,
            .imposed_metal = made.imposed_metal,
            .notes = {},
            .foil = foil_conversion(case_.values),
            .electronic = {case_.cell.working.interphase.electronic,
                           case_.cell.counter.interphase.electronic}};
}

CaseFacts ReadyTest::facts() const
{
    auto facts = numbers();
    facts.notes = case_.cell.electrolyte.notes;
    for (auto& choice : silent_choices(case_, cell_)) {
        facts.notes.push_back(std::move(choice));
    }
    return facts;
}

RecordHeader ReadyTest::header() const
{
    auto parameters = case_.values;
    add_derived(parameters, case_.cell.electrolyte.composition, cell_);
    for (const auto& override : case_.overrides) {
        parameters.push_back(
            {"--set " + override.substr(0, override.find('=')), override, "", "--set"});
    }
    return {.title = case_.title,
            .case_text = case_.text,
            .program_version = std::string(version()),
            .commit = std::string(commit()),
            .area = case_.cell.area,
            .parameters = std::move(parameters),
            .series = series_columns(physics_of(cell_)),
            .cycles = cycle_columns(),
            .keep_series = case_.record.shape == RecordShape::full};
}

} // namespace percolith::runs

#include "runs/protocol/observables.hpp"

#include <algorithm>
#include <array>

namespace percolith::runs::language
{
namespace
{

using model::Observable;

/// The words of the language, and what each means. The first name of an observable is the one
/// written.
constexpr std::array<ObservableName, 15> names{{
    {Observable::voltage, "V", voltage_kind, false},
    {Observable::voltage, "voltage", voltage_kind, false},
    {Observable::current_magnitude, "I", current_density_kind, false},
    {Observable::current_magnitude, "current", current_density_kind, false},
    {Observable::charge_magnitude, "charge", charge_kind, false},
    {Observable::charge_magnitude, "capacity", charge_kind, false},
    {Observable::interphase_thickness, "thickness", length_kind, true},
    {Observable::barrier_thickness, "barrier", length_kind, true},
    {Observable::interface_resistance, "resistance", resistance_kind, true},
    {Observable::cell_resistance, "resistance of cell", resistance_kind, false},
    {Observable::lithium, "lithium", charge_kind, true},
    {Observable::metal, "metal", charge_kind, true},
    {Observable::contact_fraction, "contact", number_kind, true},
    {Observable::intrusion_length, "intrusion", length_kind, true},
    {Observable::interphase_thickness, "interphase", length_kind, true},
}};

constexpr std::array<std::string_view, 20> known_words{
    "V",         "voltage",    "I",       "current", "charge",  "capacity",  "thickness",
    "barrier",   "resistance", "lithium", "metal",   "contact", "intrusion", "interphase",
    "step time", "time",       "either",  "cell",    "working", "counter",
};

const char* const example = "write a comparison such as |V| > 5 V or thickness of working > 1 um";

const ObservableName* find_name(const Token& token)
{
    if (token.kind != Token::Kind::word) {
        return nullptr;
    }
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& name) {
        return same_word(token.text, name.name);
    });
    return found == names.end() ? nullptr : &*found;
}

/// Words that may follow a name without changing it: "barrier thickness", "contact fraction".
void skip_nouns(Line& line)
{
    while (line.accept({"thickness", "fraction", "length", "depth", "electrode", "interphase",
                        "interface", "content", "inventory"})) {
    }
}

/// Both for "either electrode"; nothing where no electrode stands.
std::vector<model::Side> read_sides(Line& line)
{
    if (line.accept({"either", "any"})) {
        line.accept({"electrode", "side", "interphase", "interface"});
        return {model::Side::working, model::Side::counter};
    }
    if (const auto side = read_side(line)) {
        return {*side};
    }
    return {};
}

Watched read_magnitude(Line& line)
{
    Watched watched{.at = line.peek().at};
    line.take(); // |
    if (line.accept({"V", "voltage"})) {
        watched.what = Watched::What::magnitude_of_voltage;
        watched.kind = voltage_kind;
    } else if (line.accept({"I", "current"})) {
        watched.observable = Observable::current_magnitude;
        watched.kind = current_density_kind;
    } else {
        line.unexpected(known_words, "write |V| or |I|");
    }
    if (!line.accept_sign("|")) {
        line.unexpected({}, "close the bars as in |V|");
    }
    watched.sides = {model::Side::working};
    return watched;
}

void read_electrode(Line& line, const ObservableName& name, Watched& watched)
{
    skip_nouns(line);
    if (line.accept({"of", "at", "on", "in"})) {
        line.accept({"the"});
        if (name.observable == Observable::interface_resistance && line.accept({"cell"})) {
            watched.observable = Observable::cell_resistance;
            watched.sides = {model::Side::working};
            return;
        }
        watched.sides = read_sides(line);
        skip_nouns(line);
    }
    if (watched.sides.empty()) {
        const bool any_cell = name.observable == Observable::interface_resistance;
        throw Fault(line.peek().at, "of which electrode is not said",
                    "write " + std::string{name.name} + " of working" +
                        (any_cell ? ", of counter or of cell" : " or of counter"));
    }
}

bool is_step_time(const Line& line)
{
    return line.is_word({"step"}) && line.is_word({"time"}, 1);
}

} // namespace

std::span<const ObservableName> observable_names()
{
    return names;
}

std::optional<model::Side> read_side(Line& line)
{
    if (line.is_word({"the"}) && line.is_word({"working", "counter"}, 1)) {
        line.take();
    }
    std::optional<model::Side> side;
    if (line.accept({"working"})) {
        side = model::Side::working;
    } else if (line.accept({"counter"})) {
        side = model::Side::counter;
    }
    if (side) {
        line.accept({"electrode"});
    }
    return side;
}

bool at_watched(const Line& line)
{
    return line.is_sign("|") || find_name(line.peek()) != nullptr || is_step_time(line) ||
           line.is_word(
               {"time", "cell", "the", "working", "counter", "either", "any", "interface"});
}

Watched read_watched(Line& line)
{
    if (line.is_sign("|")) {
        return read_magnitude(line);
    }
    Watched watched{.at = line.peek().at};
    if (is_step_time(line)) {
        line.take();
        line.take();
        watched.what = Watched::What::step_time;
        watched.kind = time_kind;
        return watched;
    }
    if (line.accept({"time"})) {
        watched.what = Watched::What::time;
        watched.kind = time_kind;
        return watched;
    }
    line.accept({"the"});
    const bool of_cell = line.accept({"cell"});
    watched.sides = read_sides(line);
    if (line.is_word({"interphase", "interface"}) && find_name(line.peek(1)) != nullptr) {
        line.take(); // "interphase thickness", "interface resistance"
    }
    const auto* name = find_name(line.peek());
    if (name == nullptr) {
        line.unexpected(known_words, example);
    }
    line.take();
    watched.observable = name->observable;
    watched.kind = name->kind;
    if (name->observable == Observable::charge_magnitude) {
        watched.what = Watched::What::charge;
    }
    if (of_cell && name->observable == Observable::interface_resistance) {
        watched.observable = Observable::cell_resistance;
        watched.sides = {model::Side::working};
    } else if (name->of_electrode) {
        read_electrode(line, *name, watched);
    } else {
        watched.sides = {model::Side::working};
    }
    return watched;
}

} // namespace percolith::runs::language

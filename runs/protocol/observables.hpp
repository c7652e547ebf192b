#pragma once
/// What an ending may watch, by the words people use for it.

#include "model/condition.hpp"
#include "runs/protocol/quantities.hpp"

#include <span>

namespace percolith::runs::language
{

/// What stands left of a comparison.
struct Watched {
    enum class What { condition, magnitude_of_voltage, charge, step_time, time };
    What what = What::condition;
    model::Observable observable = model::Observable::voltage;
    std::vector<model::Side>
        sides{}; ///< one, or both for "either"; one to be ignored for V, I, cell
    QuantityKind kind = voltage_kind;
    std::size_t at = 0;
};

/// "V", "|V|", "thickness of the working interphase", "resistance of cell", ...
/// Throws `Fault` for an unknown name or a missing electrode.
Watched read_watched(Line& line);

/// Whether something to watch may begin here.
bool at_watched(const Line& line);

/// The electrode that stands next, if one does: working or counter, with or without "the",
/// "electrode".
std::optional<model::Side> read_side(Line& line);

/// Name and unit of an observable in the language, as `to_text` writes it.
struct ObservableName {
    model::Observable observable;
    std::string_view name;
    QuantityKind kind;
    bool of_electrode;
};
std::span<const ObservableName> observable_names();

} // namespace percolith::runs::language

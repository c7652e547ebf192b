#pragma once
/// What testers call their columns, and what the words of a step type mean.

#include "runs/cycler/raw_record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// Beside quantities a table may hold what kind of step a row belongs to.
struct Meaning {
    Quantity what = Quantity::other;
    bool is_kind = false;

    bool operator==(const Meaning&) const = default;
};

/// What a user calls it: "time", "voltage", "charge_in", "step_kind".
std::string name_of(Meaning meaning);
/// All those names.
std::vector<std::string> meaning_names();
std::optional<Meaning> meaning_named(std::string_view name);

/// The unit that a quantity is kept in, as UDUNITS writes it; empty for dates and kinds.
std::string_view unit_of(Quantity what);

/// A meaning that a plain name (heading.hpp) can have, and how surely: a higher rank is preferred.
struct NamedMeaning {
    Meaning meaning{};
    int rank = 0;
};
std::optional<NamedMeaning> named_meaning(std::string_view plain_name);

/// Whether this plain name is one that only Neware's text exports give to a column of numbers of
/// records.
bool is_record_number(std::string_view plain_name);

/// "CC Chg", "CCCV_DChg", "Rest", "恒流充电", "静置", ...
StepKind kind_of_step(std::string_view words);

} // namespace percolith::runs::cycler

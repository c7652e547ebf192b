#pragma once
/// The protocol language (docs/files/protocol.md) and the thresholds of a case's `stop_when`.

#include "runs/case/errors.hpp"
#include "runs/protocol/protocol.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Where a text stands, for messages: its first character and the key that holds it.
struct TextOrigin {
    Place start{"protocol", 1, 1};
    std::string key;
};

/// Finds the record that `Follow "file.csv"` names. Throws `InputError` where it cannot be read.
using RecordReader = std::function<MeasuredCurrent(std::string_view file)>;

/// Reads a protocol. Currents, charges and resistances of the whole electrode (A, Ah, Ohm) are
/// converted with `area`. Without `read_record` a text may not name records.
/// Throws `InputErrors` with one line for each fault (the first twenty), `std::invalid_argument`
/// for an area that is not above 0.
Protocol parse_protocol(std::string_view text, kinetics::Area<> area, const TextOrigin& origin = {},
                        const RecordReader& read_record = {});

/// Reads comparisons joined by "or", such as `|V| > 5 V or thickness of either > 10 um`; the first
/// one met counts. |V| and "either" give two conditions. Throws `InputError`.
std::vector<model::Condition> parse_condition(std::string_view text, kinetics::Area<> area,
                                              const TextOrigin& origin = {});

} // namespace percolith::runs

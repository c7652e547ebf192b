#pragma once
/// Overrides from the command line: --set dotted.key=value.

#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

struct DocumentState;

struct Override {
    std::string place; ///< "--set dotted.key", for messages
    std::vector<std::string> names; ///< of the tables, then of the key
    std::string value; ///< in TOML; empty where the key is to go
};

/// Any text as a string of TOML, its quotes included.
std::string as_toml_string(std::string_view value);

/// Reads "dotted.key=value". The value is TOML or else a plain string. Throws `InputErrors`.
Override read_override(std::string_view text);

/// Puts the value of "dotted.key=value" into the document's table before anything is read; an
/// empty one removes the key. Throws `InputErrors` for text without '=' or a key that leads through
/// something that is no table.
void apply_override(DocumentState& state, const std::string& text);

} // namespace percolith::runs

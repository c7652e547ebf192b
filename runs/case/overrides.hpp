#pragma once
/// Overrides from the command line: --set dotted.key=value.

#include <string>

namespace percolith::runs
{

struct DocumentState;

/// Puts the value of "dotted.key=value" into the document's table before anything is read. The
/// value is TOML or else a plain string; an empty one removes the key. Throws `InputErrors` for
/// text without
/// '=' or a key that leads through something that is no table.
void apply_override(DocumentState& state, const std::string& text);

} // namespace percolith::runs

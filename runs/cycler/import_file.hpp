#pragma once
/// A tester's file with what its user says of it: what `percolith import` does.

#include "runs/cycler/cycler_record.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// What a user says of a file, in the words of the program.
struct ImportWords {
    std::vector<std::string> columns{}; ///< "voltage=U [mV]", each (column_map.hpp)
    std::optional<std::string> area{}; ///< of the electrode, with its unit
    std::optional<std::string> sign{}; ///< what a positive current does
};

/// Words for `sign`.
std::vector<std::string> sign_words();

/// Reads the file and works out what its numbers mean. Throws `InputError`: under the name of the
/// program's option where these words are wrong, else as `read_file` and `interpret` do.
CyclerRecord import_file(const std::filesystem::path& file, const ImportWords& words);

} // namespace percolith::runs::cycler

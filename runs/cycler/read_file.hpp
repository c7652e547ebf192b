#pragma once
/// Files of testers, told apart by what is in them, not by their names.

#include "runs/cycler/raw_record.hpp"
#include "runs/cycler/text_reader.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

/// What the bytes of a file say. Throws `InputError`, one line, for a format that cannot be read,
/// with the export that can be, and as the reader of its format does.
RawRecord read_bytes(std::string_view bytes, const std::string& source, const TextOptions& options);

/// The same of a file.
RawRecord read_file(const std::filesystem::path& file, const TextOptions& options);

} // namespace percolith::runs::cycler

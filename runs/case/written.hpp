#pragma once
/// A file as the user wrote it, and what was laid over it: enough to read it again.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

class Document;

struct Written {
    std::string file; ///< where it came from; stands in messages
    std::string text; ///< of the file, byte for byte
    std::vector<std::string> overrides; ///< "dotted.key=value", as given beside the file
    std::filesystem::path folder; ///< where files that it names are found
};

/// The text of `file`, in whose folder the files that it names are found. Throws `InputErrors` for
/// a file that cannot be read or is too long; `advice` says what to do then.
Written read_written(const std::filesystem::path& file, std::span<const std::string> overrides,
                     std::string_view advice);

/// The same from a text; `name` stands in messages.
Written written(std::string_view text, const std::string& name,
                std::span<const std::string> overrides, const std::filesystem::path& folder);

/// Throws `InputErrors` as `Document::parse` does.
Document document_of(const Written& written);

} // namespace percolith::runs

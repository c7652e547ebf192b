#pragma once
/// Results as one page that people look at in a browser (docs/files/report.md).

#include <filesystem>
#include <span>

namespace percolith::runs
{

/// Writes one self-contained HTML page on one result, or on several runs and measured records side
/// by side; aside, then renamed. Throws `InputError` for a file that is no result, is damaged or of
/// a later version, and for several files of which one is something else, and for a name of
/// another ending; `OutputError` where `page` cannot be written.
void write_report(std::span<const std::filesystem::path> files, const std::filesystem::path& page);

} // namespace percolith::runs

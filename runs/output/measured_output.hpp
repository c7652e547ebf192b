#pragma once
/// Where a measured record goes, by the ending of its name.

#include "runs/cycler/cycler_record.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

/// HDF5 (.h5) or the Battery Data Format (.csv).
class MeasuredOutput
{
public:
    /// Throws `InputError` for another ending.
    explicit MeasuredOutput(std::filesystem::path path);

    /// What the format has no place for is left out, a sentence each. Throws `OutputError`, and
    /// `InputError` for a record of spectra alone that is to be a table.
    std::vector<std::string> write(const cycler::CyclerRecord& record) const;

private:
    std::filesystem::path path_;
};

} // namespace percolith::runs

#pragma once
/// Where results of the microstructure engine go, by the ending of their name.

#include "runs/case/structure.hpp"
#include "runs/record/part_file.hpp"
#include "runs/record/percolation.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace percolith::runs
{

/// An output that takes its name at once where it can, and is written at the end: HDF5 (.h5), a
/// table for cases (.csv, films only) or a figure (.svg, .png, .pdf).
class PercolationOutput
{
public:
    /// `tables`: whether it may be a table. Throws `InputError` for another ending, `OutputError`
    /// for a place that takes no file.
    PercolationOutput(const std::filesystem::path& path, bool tables);

    void write(const StructureCase& given, std::span<const ThresholdRecord> thresholds);
    void write(const StructureCase& given, const FilmRecord& films);

private:
    std::filesystem::path path_;
    std::unique_ptr<PercolationFile> file_;
    std::unique_ptr<TextFile> table_;
};

} // namespace percolith::runs

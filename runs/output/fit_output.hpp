#pragma once
/// Where a fit goes, by the ending of its name.

#include "runs/fit/fit_cells.hpp"
#include "runs/record/fit.hpp"

#include <filesystem>
#include <memory>

namespace percolith::runs
{

/// HDF5 (.h5), whose name is taken at once, or a figure (.svg, .png, .pdf).
class FitOutput
{
public:
    /// Throws `InputError` for another ending, `OutputError` for a place that takes no file.
    explicit FitOutput(const std::filesystem::path& path);

    /// Throws `InputError` where no mechanism could be computed: then there is nothing to keep.
    void write(const FitCase& given, const fit::Fit& fit);

private:
    std::filesystem::path path_;
    std::unique_ptr<FitFile> file_;
};

} // namespace percolith::runs

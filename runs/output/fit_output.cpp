#include "runs/output/fit_output.hpp"

#include "runs/case/errors.hpp"
#include "runs/fit/fit_record.hpp"
#include "runs/output/endings.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/part_file.hpp"

namespace percolith::runs
{

FitOutput::FitOutput(const std::filesystem::path& path) : path_(path)
{
    if (ending_of(path) == ".h5") {
        file_ = std::make_unique<FitFile>(path);
    } else if (is_picture(path)) {
        const PartFile takes_a_file(path); // said before the work, not after it
    } else {
        throw InputError({.file = path.string()}, "", "no kind of result ends so",
                         "end the name in .h5, or for a figure in .svg, .png or .pdf");
    }
}

void FitOutput::write(const FitCase& given, const fit::Fit& fit)
{
    const auto record = fit::record_of(given, fit);
    if (file_) {
        file_->write(record);
    } else {
        plot_fit(record, "", path_);
    }
}

} // namespace percolith::runs

#include "runs/output/percolation_output.hpp"

#include "runs/output/endings.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/plot/plot.hpp"

namespace percolith::runs
{
PercolationOutput::PercolationOutput(const std::filesystem::path& path, bool tables) : path_(path)
{
    const auto ending = ending_of(path);
    if (ending == ".h5") {
        file_ = std::make_unique<PercolationFile>(path);
    } else if (ending == ".csv" && tables) {
        table_ = std::make_unique<TextFile>(path);
    } else if (is_picture(path)) {
        const PartFile takes_a_file(path); // said before the work, not after it
    } else {
        throw InputError({.file = path.string()}, "", "no kind of result ends so",
                         std::string("end the name in .h5") + (tables ? ", .csv" : "") +
                             ", or for a figure in .svg, .png or .pdf");
    }
}

void PercolationOutput::write(const StructureCase& given,
                              std::span<const ThresholdRecord> thresholds)
{
    const auto header = header_of(given);
    if (file_) {
        file_->write(header, thresholds);
    } else {
        plot_percolation({header, {thresholds.begin(), thresholds.end()}, {}}, path_);
    }
}

void PercolationOutput::write(const StructureCase& given, const FilmRecord& films)
{
    const auto header = header_of(given);
    if (file_) {
        file_->write(header, films);
    } else if (table_) {
        table_->write(as_csv(given, films));
        table_->commit();
    } else {
        plot_percolation({header, {}, films}, path_);
    }
}

} // namespace percolith::runs

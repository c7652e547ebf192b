#include "runs/output/measured_output.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/write_bdf.hpp"
#include "runs/record/measured.hpp"

#include <utility>

namespace percolith::runs
{

namespace
{

bool is_measured_hdf5(const std::filesystem::path& path)
{
    return path.string().ends_with(".h5");
}

} // namespace

MeasuredOutput::MeasuredOutput(std::filesystem::path path) : path_(std::move(path))
{
    if (!is_measured_hdf5(path_) && !path_.string().ends_with(".csv")) {
        throw InputError({}, "--output", "\"" + path_.string() + "\" has no known ending",
                         "end the name in .bdf.csv or .h5");
    }
}

std::vector<std::string> MeasuredOutput::write(const cycler::CyclerRecord& record) const
{
    if (is_measured_hdf5(path_)) {
        write_measured(record, path_);
        return {};
    }
    cycler::write_bdf(record, path_);
    if (record.spectra.empty()) {
        return {};
    }
    return {"left out of the Battery Data Format, which has no columns for them: the impedance "
            "spectra; an .h5 file keeps them"};
}

} // namespace percolith::runs

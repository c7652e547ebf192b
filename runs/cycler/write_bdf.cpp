#include "runs/cycler/write_bdf.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/bdf.hpp"
#include "runs/record/number_text.hpp"
#include "runs/record/part_file.hpp"

#include <string>

namespace percolith::runs::cycler
{

void write_bdf(const CyclerRecord& record, const std::filesystem::path& file)
{
    if (record.time.empty()) {
        throw InputError({.file = record.source}, "--output",
                         "the file holds impedance alone, for which the Battery Data Format has no "
                         "columns",
                         "write HDF5: end the name in .h5");
    }
    TextFile out(file);
    out.write(bdf_header);
    std::string line;
    for (std::size_t row = 0; row < record.time.size(); ++row) {
        line.clear();
        for (const double number : {record.time[row], record.voltage[row], record.current[row]}) {
            append_number(line, number);
            line += ',';
        }
        line += std::to_string(record.cycle[row]) + "," + std::to_string(record.step[row]) + "\n";
        out.write(line);
    }
    out.commit();
}

} // namespace percolith::runs::cycler

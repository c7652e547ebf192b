// The writing side of fits.

#include "runs/record/fit_parts.hpp"

namespace percolith::runs
{
namespace
{

void write_root(SealedFile& file, const FitRecord& record)
{
    const auto& header = record.header;
    const hid_t root = file.id();
    TextWidths widths(root, file.dimensions());
    write_text(root, {"fit", "1", "fit file, as it was read"}, header.fit_text, widths);
    write_text(root, {"overrides", "1", "overrides given beside the file, one a line"},
               as_lines(header.overrides), widths);
    write_text(root, {"inputs", "1", "cases and records that were read, one a line"},
               as_lines(header.inputs), widths);
    write_text(root, {"comparison", "1", "which mechanism the data prefer, one finding a line"},
               as_lines(record.comparison), widths);
    write_number(root, {"confidence", "1", "of all intervals"}, header.confidence);
    write_number(root, {"data", "1", "number of measured numbers"},
                 static_cast<double>(record.data));
}

} // namespace

FitFile::FitFile(const std::filesystem::path& path) : file_(std::make_unique<SealedFile>(path)) {}

FitFile::~FitFile() = default;

void FitFile::write(const FitRecord& record)
{
    file_->guarded([&] {
        const hdf5::Session session;
        const auto& header = record.header;
        file_->create({FitFormat::name, FitFormat::version, header.title, header.program_version,
                       header.commit});
        write_root(*file_, record);
        write_mechanisms(*file_, record);
        write_measured(*file_, record);
        file_->close();
    });
    file_->commit();
}

} // namespace percolith::runs

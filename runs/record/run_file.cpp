#include "runs/record/run_file.hpp"

#include "runs/record/described.hpp"
#include "runs/record/record.hpp"

#include <chrono>
#include <ctime>

namespace percolith::runs
{
namespace
{

using hdf5::checked;

/// The date and time of day, UTC, as ISO 8601 writes it.
std::string now()
{
    const auto time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

const char* name_of(Outcome::Status status)
{
    switch (status) {
    case Outcome::Status::ended:
        return "ended";
    case Outcome::Status::interrupted:
        return "interrupted";
    default:
        return "failed";
    }
}

} // namespace

RunFile::RunFile(const std::filesystem::path& path, const RecordHeader& header) : file_(path)
{
    try {
        file_.guarded([&] { open(header); });
    } catch (...) {
        release();
        throw;
    }
}

void RunFile::open(const RecordHeader& header)
{
    const hdf5::Session session;
    file_.create({RecordFormat::name, RecordFormat::version, header.title, header.program_version,
                  header.commit});
    const hid_t root = file_.id();
    auto& dimensions = file_.dimensions();
    hdf5::write_attribute(root, "shape", std::string(header.keep_series ? "full" : "cycles"));
    hdf5::write_attribute(root, "created", now());
    TextWidths widths(root, dimensions);
    write_text(root, {"case", "1", "case file, as it was read"}, header.case_text, widths);
    write_number(root, {"electrode_area", "m2", "geometric electrode area"}, header.area.si);

    write_entries(root, "parameters", {"parameter", "1", "name of the parameter"},
                  header.parameters, dimensions);
    if (header.keep_series) {
        series_.emplace(root, "series", header.series, dimensions, Packing::small);
    }
    // The engines may take less time for a cycle than deflating its row does.
    cycles_.emplace(root, "cycles", header.cycles, dimensions, Packing::quick);
    events_.emplace(root, dimensions);
    checked(H5Fflush(root, H5F_SCOPE_GLOBAL));
}

RunFile::~RunFile()
{
    release();
}

void RunFile::release()
{
    const hdf5::Session session;
    series_.reset();
    cycles_.reset();
    events_.reset();
    file_.release();
}

void RunFile::append_series(const RowBuffer& rows)
{
    file_.guarded([&] { series_->append(rows); });
}

void RunFile::append_cycles(const RowBuffer& rows)
{
    file_.guarded([&] { cycles_->append(rows); });
}

void RunFile::append_events(std::span<const EventRecord> events)
{
    file_.guarded([&] {
        const hdf5::Session session;
        events_->append(events);
    });
}

void RunFile::close(const Outcome& outcome)
{
    file_.guarded([&] {
        const hdf5::Session session;
        write_entries(file_.id(), "summary", {"quantity", "1", "name of the quantity"},
                      outcome.summary, file_.dimensions());
        hdf5::write_attribute(file_.id(), "status", std::string(name_of(outcome.status)));
        hdf5::write_attribute(file_.id(), "reason", outcome.reason);
        hdf5::write_attribute(file_.id(), "closed", now());
        if (series_) {
            series_->close();
        }
        cycles_->close();
        events_->close();
        file_.close();
    });
    file_.commit();
}

} // namespace percolith::runs

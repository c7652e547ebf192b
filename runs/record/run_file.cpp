#include "runs/record/run_file.hpp"

#include "runs/record/output_error.hpp"
#include "runs/record/record.hpp"
#include "runs/record/seal.hpp"

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

hdf5::Properties ordered_file()
{
    hdf5::Properties creation(H5Pcreate(H5P_FILE_CREATE));
    checked(
        H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    checked(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED));
    // A run has few chunks per column: small index nodes spare a short one 100 kB of nothing.
    checked(H5Pset_istore_k(creation.id(), 4));
    return creation;
}

void describe(const hdf5::Dataset& dataset, const std::string& unit, const std::string& meaning)
{
    hdf5::write_attribute(dataset.id(), "units", unit);
    hdf5::write_attribute(dataset.id(), "long_name", meaning);
}

} // namespace

/// Runs HDF5 calls and turns every refusal, of the disk first, into an `OutputError`.
template <class Work> void RunFile::guarded(Work work)
{
    std::string complaint;
    try {
        work();
    } catch (const hdf5::Error& refused) {
        complaint = refused.what();
    }
    if (disk_.error() != 0) {
        part_.fail(disk_.error());
    }
    if (!complaint.empty()) {
        throw OutputError(part_.part(), "HDF5 refused to write: " + complaint,
                          "please report it with the case file");
    }
}

RunFile::RunFile(const std::filesystem::path& path, const RecordHeader& header)
    : part_(path), disk_(part_.descriptor())
{
    try {
        guarded([&] { open(header); });
    } catch (...) {
        release();
        throw;
    }
}

void RunFile::open(const RecordHeader& header)
{
    const hdf5::Session session;
    const auto access = disk_.access();
    checked(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18));
    file_ = hdf5::File(
        H5Fcreate(part_.part().c_str(), H5F_ACC_TRUNC, ordered_file().id(), access.id()));

    const hid_t root = file_.id();
    hdf5::write_attribute(root, "format", std::string(RecordFormat::name));
    hdf5::write_attribute(root, "format_version", RecordFormat::version);
    hdf5::write_attribute(root, "title", header.title);
    hdf5::write_attribute(root, "program", std::string("percolith"));
    hdf5::write_attribute(root, "program_version", header.program_version);
    hdf5::write_attribute(root, "commit", header.commit);
    hdf5::write_attribute(root, "shape", std::string(header.keep_series ? "full" : "cycles"));
    hdf5::write_attribute(root, "created", now());
    TextWidths widths(root, dimensions_);
    write_text(root, {"case", "1", "case file, as it was read"}, header.case_text, widths);
    describe(hdf5::write_scalar(root, "electrode_area", header.area.si), "m2",
             "geometric electrode area");

    write_entries(root, "parameters", {"parameter", "1", "name of the parameter"},
                  header.parameters, dimensions_);
    if (header.keep_series) {
        series_.emplace(root, "series", header.series, dimensions_, Packing::small);
    }
    // The engines may take less time for a cycle than deflating its row does.
    cycles_.emplace(root, "cycles", header.cycles, dimensions_, Packing::quick);
    events_.emplace(root, dimensions_);
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
    file_.close();
}

void RunFile::append_series(const RowBuffer& rows)
{
    guarded([&] { series_->append(rows); });
}

void RunFile::append_cycles(const RowBuffer& rows)
{
    guarded([&] { cycles_->append(rows); });
}

void RunFile::append_events(std::span<const EventRecord> events)
{
    guarded([&] {
        const hdf5::Session session;
        events_->append(events);
    });
}

void RunFile::close(const Outcome& outcome)
{
    guarded([&] {
        const hdf5::Session session;
        write_entries(file_.id(), "summary", {"quantity", "1", "name of the quantity"},
                      outcome.summary, dimensions_);
        hdf5::write_attribute(file_.id(), "status", std::string(name_of(outcome.status)));
        hdf5::write_attribute(file_.id(), "reason", outcome.reason);
        hdf5::write_attribute(file_.id(), "closed", now());
        if (series_) {
            series_->close();
        }
        cycles_->close();
        events_->close();
        checked(file_.close());
    });
    if (const int error = write_seal(part_.descriptor()); error != 0) {
        part_.fail(error);
    }
    part_.commit();
}

} // namespace percolith::runs

#pragma once
/// An HDF5 file in the making, aside as PATH.part; whole, under a seal and named at its end.
/// Included by the sources of this folder only.

#include "runs/record/disk.hpp"
#include "runs/record/hdf5.hpp"
#include "runs/record/part_file.hpp"
#include "runs/record/text_dataset.hpp"

#include <filesystem>
#include <string>

namespace percolith::runs
{

/// What a file says of itself before anything else.
struct FileIdentity {
    std::string format; ///< "percolith-run"
    int version = 1; ///< of the format
    std::string title;
    std::string program_version;
    std::string commit; ///< of the program
};

class SealedFile
{
public:
    /// Takes the name, so that nobody else writes it. Throws `OutputError`.
    explicit SealedFile(const std::filesystem::path& path) : part_(path), disk_(part_.descriptor())
    {
    }
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;
    ~SealedFile();

    /// Makes the file, empty but for its identity; its members keep the order in which they are
    /// made. Within `guarded` and a `hdf5::Session`.
    void create(const FileIdentity& identity);
    hid_t id() const { return file_.id(); }
    Dimensions& dimensions() { return dimensions_; }

    /// Runs HDF5 calls and turns every refusal, of the disk first, into an `OutputError`.
    template <class Work> void guarded(Work work)
    {
        std::string complaint;
        try {
            work();
        } catch (const hdf5::Error& refused) {
            complaint = refused.what();
        }
        settle(complaint);
    }

    /// Closes what HDF5 holds; harmless twice. Within a `hdf5::Session`.
    void close() { hdf5::checked(file_.close()); }
    /// The same, whatever HDF5 says.
    void release() { file_.close(); }
    /// Seals the closed file, flushes it to the disk and renames it. Throws `OutputError`.
    void commit();

private:
    void settle(const std::string& complaint) const;

    PartFile part_;
    Disk disk_;
    hdf5::File file_;
    Dimensions dimensions_;
};

} // namespace percolith::runs

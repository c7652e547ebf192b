#pragma once
/// Opens the HDF5 files that this program wrote: seal, format and version before anything else.
/// Included by the sources of this folder only.

#include "runs/case/errors.hpp"
#include "runs/record/hdf5.hpp"

#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>

namespace percolith::runs
{

/// A format, and how people call files of it.
struct ResultFormat {
    std::string name; ///< attribute `format` of the root
    int version = 1; ///< newest that can be read
    std::string thing; ///< "run file"
    std::string kind; ///< "a percolith run"
    std::string writer; ///< "percolith simulate"
    std::string again; ///< "simulate the case again"
};

/// Throws `InputError` for a file that is not of this format, is damaged or of a later version.
/// Within a `hdf5::Session`.
hdf5::File open_result(const std::filesystem::path& path, const ResultFormat& format);

/// Whether the file calls itself this format. What is damaged in it, or later than this program,
/// its reader says. Not within a `hdf5::Session`.
bool is_result(const std::filesystem::path& path, const ResultFormat& format);

bool has_link(hid_t group, const std::string& name);

/// Runs HDF5 calls on such a file, in a session of their own; what HDF5 refuses is damage.
template <class Work>
auto guarded_reading(const std::filesystem::path& path, const ResultFormat& format, Work work)
{
    const auto too_long = [&] {
        return InputError({.file = path.string()}, "",
                          "the " + format.thing + " claims more rows than memory holds",
                          format.again);
    };
    try {
        const hdf5::Session session;
        return work();
    } catch (const hdf5::Error& damaged) {
        throw InputError({.file = path.string()}, "",
                         "the " + format.thing + " is damaged: " + damaged.what(), format.again);
    } catch (const std::bad_alloc&) {
        throw too_long();
    } catch (const std::length_error&) {
        throw too_long();
    }
}

/// Opens such a file, gives its root to `work` and returns what that makes of it.
template <class Work>
auto read_result(const std::filesystem::path& path, const ResultFormat& format, Work work)
{
    return guarded_reading(path, format, [&] {
        const auto file = open_result(path, format);
        return work(file.id());
    });
}

} // namespace percolith::runs

#include "runs/record/result_file.hpp"

#include "runs/record/is_hdf5.hpp"
#include "runs/record/seal.hpp"
#include "runs/record/unopened.hpp"

#include <array>
#include <fstream>
#include <optional>
#include <utility>

namespace percolith::runs
{

namespace fs = std::filesystem;
using hdf5::checked;

namespace
{

/// A file, or why HDF5 does not open it.
struct Opened {
    std::optional<hdf5::File> file;
    std::string complaint;
};

Opened opened_for_reading(const fs::path& path)
{
    const hdf5::Properties access(H5Pcreate(H5P_FILE_ACCESS));
    // A finished file is never written again; some network disks know no locks.
    checked(H5Pset_file_locking(access.id(), 0, 1));
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id());
    if (file < 0) {
        // Now: closing `access` clears what HDF5 said, as every call does.
        return {std::nullopt, hdf5::last_complaint()};
    }
    return {std::optional<hdf5::File>(std::in_place, file), ""};
}

bool has_our_mark(hid_t file, const ResultFormat& format)
{
    try {
        return hdf5::has_attribute(file, "format_version") &&
               hdf5::read_text_attribute(file, "format") == format.name;
    } catch (const hdf5::Error&) {
        return false;
    }
}

void check_format(const fs::path& path, hid_t file, const ResultFormat& format)
{
    const Place place{.file = path.string()};
    if (!has_our_mark(file, format)) {
        throw InputError(place, "", "this HDF5 file is not " + format.kind,
                         "name a file that " + format.writer + " wrote");
    }
    const int version = hdf5::read_int_attribute(file, "format_version");
    if (version > format.version) {
        throw InputError(place, "",
                         "the " + format.thing + " has format version " + std::to_string(version) +
                             ", this program reads " + std::to_string(format.version),
                         "read it with a newer percolith");
    }
}

void require_regular(const fs::path& path, const std::string& writer)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        throw InputError({.file = path.string()}, "", "no such file",
                         "name a file that " + writer + " wrote");
    }
}

/// The file, open. `again` is how to make another one, or empty.
hdf5::File require_hdf5(const fs::path& path, const std::string& writer, const std::string& again)
{
    auto opened = opened_for_reading(path);
    if (!opened.file) {
        auto [wrong, mend] = why_unopened(path, opened.complaint);
        if (mend.empty()) {
            mend = "name a file that " + writer + " wrote";
        } else if (!again.empty() && is_hdf5(path)) {
            mend += ", or " + again;
        }
        throw InputError({.file = path.string()}, "", wrong, mend);
    }
    return std::move(*opened.file);
}

} // namespace

bool is_hdf5(const fs::path& file)
{
    constexpr std::array<char, 8> signature{'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
    std::array<char, 8> begin{};
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return false; // a pipe into which nobody writes would be waited for
    }
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), begin.size()) && begin == signature;
}

bool is_result(const fs::path& path, const ResultFormat& format)
{
    if (!is_hdf5(path)) {
        return false;
    }
    try {
        const hdf5::Session session;
        const auto file = opened_for_reading(path).file;
        return file && has_our_mark(file->id(), format);
    } catch (const hdf5::Error&) {
        return false;
    }
}

bool has_link(hid_t group, const std::string& name)
{
    return checked(H5Lexists(group, name.c_str(), H5P_DEFAULT)) > 0;
}

hdf5::File open_result(const fs::path& path, const ResultFormat& format)
{
    require_regular(path, format.writer);
    if (check_seal(path) == Seal::broken) {
        throw InputError({.file = path.string()}, "",
                         "the " + format.thing + " is damaged: its checksum does not fit its bytes",
                         "fetch it again, or " + format.again);
    }
    auto file = require_hdf5(path, format.writer, format.again);
    check_format(path, file.id(), format);
    return file;
}

void require_result(const fs::path& path)
{
    const std::string any = "percolith simulate, import, sweep, fit, predict or percolation";
    require_regular(path, any);
    bool ours = false;
    try {
        const hdf5::Session session;
        const auto file = require_hdf5(path, any, "");
        ours = hdf5::read_text_attribute(file.id(), "format").starts_with("percolith-");
    } catch (const hdf5::Error&) {
        ours = false; // no such attribute, or none that can be read
    }
    if (!ours) {
        throw InputError({.file = path.string()}, "", "this HDF5 file is no result of percolith",
                         "name a file that " + any + " wrote");
    }
}

} // namespace percolith::runs

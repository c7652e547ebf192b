#pragma once
/// HDF5 handles that close themselves, and the rules under which the library may be called.
/// Included by the sources of this folder only.

#include <hdf5.h>

#include <array>
#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace percolith::runs::hdf5
{

/// Debian's HDF5 is not thread-safe: every call in this process happens while one of these is
/// alive. HDF5 keeps quiet meanwhile; what it would print becomes the text of an `Error`.
class Session
{
public:
    Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

private:
    std::scoped_lock<std::mutex> alone_;
    H5E_auto2_t printer_ = nullptr;
    void* printer_data_ = nullptr;
};

/// HDF5 refused; what() is its innermost complaint.
class Error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The innermost complaint on HDF5's error stack.
std::string last_complaint();

/// Passes on what HDF5 returned, unless that is negative: then throws `Error`.
template <class Result> Result checked(Result result)
{
    if (result < 0) {
        throw Error(last_complaint());
    }
    return result;
}

/// Owns one HDF5 identifier; `Close` is its release function.
template <herr_t (*Close)(hid_t)> class Owned
{
public:
    Owned() = default;
    explicit Owned(hid_t id) : id_(checked(id)) {}
    Owned(Owned&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Owned& operator=(Owned&& other) noexcept
    {
        std::swap(id_, other.id_);
        return *this;
    }
    ~Owned() { close(); }

    hid_t id() const { return id_; }
    /// What the release function says; harmless twice.
    herr_t close()
    {
        const hid_t id = std::exchange(id_, H5I_INVALID_HID);
        return id >= 0 ? Close(id) : 0;
    }

private:
    hid_t id_ = H5I_INVALID_HID;
};

using File = Owned<H5Fclose>;
using Group = Owned<H5Gclose>;
using Dataset = Owned<H5Dclose>;
using Attribute = Owned<H5Aclose>;
using Space = Owned<H5Sclose>;
using Type = Owned<H5Tclose>;
using Properties = Owned<H5Pclose>;

/// UTF-8, as long as the text is: see text_dataset.hpp for why.
void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, int number);
void write_attribute(hid_t object, const std::string& name, const std::array<int, 2>& numbers);

bool has_attribute(hid_t object, const std::string& name);
std::string read_text_attribute(hid_t object, const std::string& name);
int read_int_attribute(hid_t object, const std::string& name);
/// The texts of a dataset of characters: one per row, or one alone for a dataset with one axis.
std::vector<std::string> read_texts(hid_t group, const std::string& name);
/// Elements of a dataset; one where it has no axes.
std::size_t length_of(hid_t dataset);

/// Rows [first, first + count) of a 1-D dataset; `type` is that of Value in memory.
template <class Value>
std::vector<Value> read_rows(hid_t group, const std::string& name, hid_t type, hsize_t first,
                             hsize_t count)
{
    const Dataset dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT));
    std::vector<Value> values(count);
    if (count > 0) {
        const Space file(H5Dget_space(dataset.id()));
        checked(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, &first, nullptr, &count, nullptr));
        const Space memory(H5Screate_simple(1, &count, nullptr));
        checked(H5Dread(dataset.id(), type, memory.id(), file.id(), H5P_DEFAULT, values.data()));
    }
    return values;
}

} // namespace percolith::runs::hdf5

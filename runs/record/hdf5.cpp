#include "runs/record/hdf5.hpp"

#include <algorithm>

namespace percolith::runs::hdf5
{
namespace
{

/// HDF5 is one state per process, so its lock is too.
std::mutex& library()
{
    static std::mutex mutex;
    // Everything is closed by its owner. At exit the library would only complain, on standard
    // error, of what it cannot close: pieces of a damaged file.
    static const herr_t quiet = H5dont_atexit();
    static_cast<void>(quiet);
    return mutex;
}

Space scalar()
{
    return Space(H5Screate(H5S_SCALAR));
}

/// Texts of variable length, and what else HDF5 keeps in its global heap, are not even touched.
void require_characters(hid_t type, const std::string& name)
{
    if (H5Tget_class(type) != H5T_STRING || checked(H5Tis_variable_str(type)) != 0) {
        throw Error(name + " is no text of fixed length");
    }
}

std::string without_padding(std::string text)
{
    text.resize(text.find_last_not_of('\0') + 1);
    return text;
}

} // namespace

Session::Session() : alone_(library())
{
    H5Eget_auto2(H5E_DEFAULT, &printer_, &printer_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Session::~Session()
{
    H5Eclear2(H5E_DEFAULT);
    H5Eset_auto2(H5E_DEFAULT, printer_, printer_data_);
}

std::string last_complaint()
{
    std::string text;
    const auto keep = [](unsigned, const H5E_error2_t* entry, void* into) -> herr_t {
        if (entry->desc != nullptr) {
            *static_cast<std::string*>(into) = entry->desc;
        }
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep, &text);
    return text.empty() ? "HDF5 refused without a reason" : text;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text)
{
    const Type type(H5Tcopy(H5T_C_S1));
    checked(H5Tset_size(type.id(), std::max<std::size_t>(text.size(), 1)));
    checked(H5Tset_strpad(type.id(), H5T_STR_NULLPAD));
    checked(H5Tset_cset(type.id(), H5T_CSET_UTF8));
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), type.id(), scalar().id(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.id(), type.id(), text.c_str()));
}

void write_attribute(hid_t object, const std::string& name, const std::array<int, 2>& numbers)
{
    const hsize_t count = numbers.size();
    const Space space(H5Screate_simple(1, &count, nullptr));
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), H5T_STD_I32LE, space.id(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.id(), H5T_NATIVE_INT, numbers.data()));
}

void write_attribute(hid_t object, const std::string& name, int number)
{
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), H5T_STD_I32LE, scalar().id(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.id(), H5T_NATIVE_INT, &number));
}

bool has_attribute(hid_t object, const std::string& name)
{
    return checked(H5Aexists(object, name.c_str())) > 0;
}

std::string read_text_attribute(hid_t object, const std::string& name)
{
    const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
    const Type stored(H5Aget_type(attribute.id()));
    const Space space(H5Aget_space(attribute.id()));
    require_characters(stored.id(), name);
    if (checked(H5Sget_simple_extent_npoints(space.id())) != 1) {
        throw Error(name + " is more than one text");
    }
    std::string characters(H5Tget_size(stored.id()), '\0');
    checked(H5Aread(attribute.id(), stored.id(), characters.data()));
    return without_padding(std::move(characters));
}

int read_int_attribute(hid_t object, const std::string& name)
{
    const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
    int number = 0;
    checked(H5Aread(attribute.id(), H5T_NATIVE_INT, &number));
    return number;
}

std::size_t length_of(hid_t dataset)
{
    const Space space(H5Dget_space(dataset));
    return static_cast<std::size_t>(checked(H5Sget_simple_extent_npoints(space.id())));
}

std::vector<std::string> read_texts(hid_t group, const std::string& name)
{
    const Dataset dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT));
    const Type stored(H5Dget_type(dataset.id()));
    require_characters(stored.id(), name);
    const Space space(H5Dget_space(dataset.id()));
    const int axes = checked(H5Sget_simple_extent_ndims(space.id()));
    if (axes < 1 || axes > 2 || H5Tget_size(stored.id()) != 1) {
        throw Error(name + " is no table of characters");
    }
    std::array<hsize_t, 2> extent{1, 1};
    checked(H5Sget_simple_extent_dims(space.id(), extent.data() + (2 - axes), nullptr));
    const auto [rows, width] = extent;
    std::string characters(length_of(dataset.id()), '\0');
    checked(H5Dread(dataset.id(), stored.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()));
    std::vector<std::string> texts;
    texts.reserve(rows);
    for (hsize_t row = 0; row < rows; ++row) {
        texts.push_back(without_padding(characters.substr(row * width, width)));
    }
    return texts;
}

} // namespace percolith::runs::hdf5

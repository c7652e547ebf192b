#include "runs/record/hdf5.hpp"

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

Type text_type()
{
    Type type(H5Tcopy(H5T_C_S1));
    checked(H5Tset_size(type.id(), H5T_VARIABLE));
    checked(H5Tset_cset(type.id(), H5T_CSET_UTF8));
    return type;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text)
{
    const auto type = text_type();
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), type.id(), scalar().id(), H5P_DEFAULT, H5P_DEFAULT));
    const char* const bytes = text.c_str();
    checked(H5Awrite(attribute.id(), type.id(), &bytes));
}

void write_attribute(hid_t object, const std::string& name, int number)
{
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), H5T_STD_I32LE, scalar().id(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.id(), H5T_NATIVE_INT, &number));
}

Dataset write_scalar(hid_t group, const std::string& name, const std::string& text)
{
    const auto type = text_type();
    Dataset dataset(H5Dcreate2(group, name.c_str(), type.id(), scalar().id(), H5P_DEFAULT,
                               H5P_DEFAULT, H5P_DEFAULT));
    const char* const bytes = text.c_str();
    checked(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &bytes));
    return dataset;
}

Dataset write_scalar(hid_t group, const std::string& name, double number)
{
    Dataset dataset(H5Dcreate2(group, name.c_str(), H5T_IEEE_F64LE, scalar().id(), H5P_DEFAULT,
                               H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &number));
    return dataset;
}

bool has_attribute(hid_t object, const std::string& name)
{
    return checked(H5Aexists(object, name.c_str())) > 0;
}

std::string read_text_attribute(hid_t object, const std::string& name)
{
    const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
    const Type stored(H5Aget_type(attribute.id()));
    if (checked(H5Tis_variable_str(stored.id())) == 0) {
        std::string text(H5Tget_size(stored.id()), '\0');
        checked(H5Aread(attribute.id(), stored.id(), text.data()));
        return text.c_str();
    }
    char* bytes = nullptr;
    checked(H5Aread(attribute.id(), text_type().id(), &bytes));
    std::string text = bytes == nullptr ? "" : bytes;
    checked(H5free_memory(bytes));
    return text;
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
    const auto type = text_type();
    const Dataset dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT));
    std::vector<char*> bytes(length_of(dataset.id()));
    if (bytes.empty()) {
        return {};
    }
    checked(H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()));
    std::vector<std::string> texts;
    texts.reserve(bytes.size());
    for (const char* text : bytes) {
        texts.emplace_back(text == nullptr ? "" : text);
    }
    const Space space(H5Dget_space(dataset.id()));
    checked(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, bytes.data()));
    return texts;
}

} // namespace percolith::runs::hdf5

#include "runs/record/hdf5.hpp"

namespace percolith::runs::hdf5
{
namespace
{

/// HDF5 is one state per process, so its lock is too.
std::mutex& library()
{
    static std::mutex mutex;
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

} // namespace percolith::runs::hdf5

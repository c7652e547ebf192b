#include "runs/record/described.hpp"

namespace percolith::runs
{

void describe(hid_t dataset, const Column& column)
{
    hdf5::write_attribute(dataset, "units", column.unit);
    hdf5::write_attribute(dataset, "long_name", column.long_name);
}

void write_number(hid_t group, const Column& column, double number)
{
    const hdf5::Space space(H5Screate(H5S_SCALAR));
    const hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), H5T_IEEE_F64LE, space.id(),
                                           H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    hdf5::checked(
        H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &number));
    describe(dataset.id(), column);
}

} // namespace percolith::runs

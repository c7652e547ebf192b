#include "runs/record/map_boxes.hpp"

#include <algorithm>

namespace percolith::runs
{
namespace
{

/// Elements within one step along each axis.
std::vector<std::uint64_t> strides_of(const std::vector<hsize_t>& extent)
{
    std::vector<std::uint64_t> strides(extent.size(), 1);
    for (auto k = extent.size(); k-- > 1;) {
        strides[k - 1] = strides[k] * extent[k];
    }
    return strides;
}

} // namespace

std::vector<ArrayBox> boxes_of(const std::vector<hsize_t>& extent, std::uint64_t first,
                               std::uint64_t count)
{
    const auto strides = strides_of(extent);
    std::vector<ArrayBox> boxes;
    while (count > 0) {
        // The outermost axis along which whole steps begin here.
        auto axis = extent.size() - 1;
        while (axis > 0 && first % strides[axis - 1] == 0 && count >= strides[axis - 1]) {
            --axis;
        }
        ArrayBox box{extent, extent, 0};
        for (std::size_t k = 0; k < extent.size(); ++k) {
            box.from[k] = first / strides[k] % extent[k];
            box.count[k] = k < axis ? 1 : extent[k];
        }
        box.count[axis] = std::min<hsize_t>(extent[axis] - box.from[axis], count / strides[axis]);
        box.elements = box.count[axis] * strides[axis];
        first += box.elements;
        count -= box.elements;
        boxes.push_back(std::move(box));
    }
    return boxes;
}

void write_boxes(hid_t dataset, const std::vector<ArrayBox>& boxes, std::span<const double> values)
{
    const hdf5::Space file(H5Dget_space(dataset));
    for (const auto& box : boxes) {
        const hsize_t length = box.elements;
        hdf5::checked(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, box.from.data(), nullptr,
                                          box.count.data(), nullptr));
        const hdf5::Space memory(H5Screate_simple(1, &length, nullptr));
        hdf5::checked(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory.id(), file.id(), H5P_DEFAULT,
                               values.data()));
        values = values.subspan(box.elements);
    }
}

} // namespace percolith::runs

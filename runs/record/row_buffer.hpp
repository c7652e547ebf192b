#pragma once
/// Rows of a table gathered in one block of memory, until the block is worth handing over.

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace percolith::runs
{

class RowBuffer
{
public:
    RowBuffer() = default;
    RowBuffer(std::size_t width, std::size_t rows) : values_(width * rows), width_(width) {}

    bool full() const { return used_ == values_.size(); }
    std::size_t width() const { return width_; }
    std::size_t rows() const { return width_ == 0 ? 0 : used_ / width_; }
    double operator()(std::size_t row, std::size_t column) const
    {
        return values_[row * width_ + column];
    }

    /// Throws `std::invalid_argument` unless `row` has the width of the table. Not to be called
    /// when full.
    void push(std::span<const double> row)
    {
        if (row.size() != width_) {
            throw std::invalid_argument("a row does not have the width of its table");
        }
        std::copy(row.begin(), row.end(), values_.begin() + static_cast<std::ptrdiff_t>(used_));
        used_ += width_;
    }
    void clear() { used_ = 0; }

private:
    std::vector<double> values_;
    std::size_t width_ = 0;
    std::size_t used_ = 0;
};

} // namespace percolith::runs

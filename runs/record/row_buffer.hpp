#pragma once
/// Rows of a table gathered in one block of memory, until the block is worth handing over.

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
    /// Memory is reserved and not touched: a short run pays for the rows it has.
    RowBuffer(std::size_t width, std::size_t rows) : width_(width), capacity_(width * rows)
    {
        values_.reserve(capacity_);
    }

    bool full() const { return values_.size() == capacity_; }
    std::size_t width() const { return width_; }
    std::size_t rows() const { return width_ == 0 ? 0 : values_.size() / width_; }
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
        values_.insert(values_.end(), row.begin(), row.end());
    }
    void clear() { values_.clear(); }

private:
    std::vector<double> values_;
    std::size_t width_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace percolith::runs

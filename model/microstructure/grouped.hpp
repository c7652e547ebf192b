#pragma once
/// Values that belong to numbered things, those of one thing side by side in memory.

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// The values of one thing stay in the order in which their entries came.
template <class Value> class Grouped
{
public:
    /// `thing(entry)` < `things` is what an entry belongs to, `value(entry)` what it says of it.
    template <class Entries, class Thing, class ValueOf>
    Grouped(std::size_t things, const Entries& entries, const Thing& thing, const ValueOf& value)
        : begin_(things + 1, 0), values_(entries.size())
    {
        for (const auto& entry : entries) {
            ++begin_[thing(entry) + std::size_t{1}];
        }
        std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
        std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
        for (const auto& entry : entries) {
            values_[next[thing(entry)]++] = value(entry);
        }
    }

    std::span<const Value> of(std::size_t thing) const
    {
        return std::span(values_).subspan(begin_[thing], begin_[thing + 1] - begin_[thing]);
    }

private:
    std::vector<std::uint32_t> begin_;
    std::vector<Value> values_;
};

} // namespace percolith::microstructure

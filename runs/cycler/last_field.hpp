#pragma once
/// A file that was cut within its last number: a whole row, and a number that was another.

#include "runs/cycler/text_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

/// Follows the last field of each row. The text of the table must outlive it.
class LastField
{
public:
    /// The line on which `table` stands.
    void note(const TextTable& table);

    /// The last field of the last row, where its line had no end and nothing shows that the field
    /// is whole: no separator or quote behind it, not the text of the row before, and less behind
    /// its point or colon than other rows have. Else nothing.
    std::string may_be_cut() const;

private:
    std::string_view now_, before_;
    std::size_t longest_tail_ = 0; ///< of the rows before
    bool closed_ = true;
};

} // namespace percolith::runs::cycler

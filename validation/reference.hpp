#pragma once
/// Reference tables: numbers from outside, as CSV with a header line. `#` begins a comment line.

#include <string>
#include <string_view>
#include <vector>

namespace percolith::validation
{

class Reference
{
public:
    /// Of an embedded file. Throws `std::logic_error` for a file that is missing or not a table.
    explicit Reference(std::string_view path);

    std::size_t rows() const { return rows_.size(); }
    /// The number in `column` of the row whose first cell is `row`. Throws `std::logic_error` where
    /// there is none.
    double number(std::string_view row, std::string_view column) const;
    /// The same cell as text.
    const std::string& text(std::string_view row, std::string_view column) const;
    /// First cells, in order.
    std::vector<std::string> names() const;

private:
    std::string path_;
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace percolith::validation

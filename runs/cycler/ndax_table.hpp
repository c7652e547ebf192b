#pragma once
/// A binary table of Neware's (.ndc): pages of 4096 bytes, the first of them a header. Each other
/// page holds a type, a count of its valid rows, a map of them (one bit a row), the rows, and a
/// checksum. Numbers are little-endian; a page that is all zero was never written.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

enum class NdcContent : std::uint8_t {
    records = 1,
    auxiliary = 5,
    steps = 7,
    run_information = 18,
};

class NdcTable
{
public:
    /// The one version whose rows are known.
    static constexpr int known_version = 17;

    /// Throws `InputError` that names the file, the table and the page where it is no such table,
    /// of another version, cut short, or where a page contradicts its own checksum or count.
    NdcTable(std::string bytes, NdcContent content, std::size_t row_bytes, std::string_view name,
             const std::string& source);

    /// Program that wrote it, as it calls itself; may be empty.
    std::string writer() const;

    /// Calls `visit(slot, row)` for each valid row. `slot` counts all places from 1, also those
    /// that hold no row: in a table of records it is the record's number.
    template <class Visit> void each(Visit&& visit) const
    {
        for (std::size_t page = 1; page < bytes_.size() / page_bytes; ++page) {
            const char* start = bytes_.data() + page * page_bytes;
            for (std::size_t row = 0; row < rows_per_page(); ++row) {
                if (is_valid(start, row)) {
                    visit(static_cast<long>((page - 1) * rows_per_page() + row + 1),
                          start + before_rows + row * row_bytes_);
                }
            }
        }
    }

    static constexpr std::size_t page_bytes = 4096;
    static constexpr std::size_t before_rows = 132; ///< type, count and map
    static constexpr std::size_t checksum_bytes = 4;

private:
    std::size_t rows_per_page() const
    {
        return (page_bytes - before_rows - checksum_bytes) / row_bytes_;
    }
    static bool is_valid(const char* page, std::size_t row)
    {
        return (static_cast<unsigned char>(page[4 + row / 8]) >> (row % 8) & 1U) != 0;
    }
    void check_page(std::size_t page, NdcContent content, std::string_view name,
                    const std::string& source) const;

    std::string bytes_;
    std::size_t row_bytes_;
};

/// A number at a place of a row.
template <class Number> Number number_at(const char* row, std::size_t offset)
{
    static_assert(std::endian::native == std::endian::little, "the tables are little-endian");
    Number number;
    std::memcpy(&number, row + offset, sizeof number);
    return number;
}

} // namespace percolith::runs::cycler

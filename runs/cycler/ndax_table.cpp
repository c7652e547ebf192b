#include "runs/cycler/ndax_table.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/ndax_archive.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#include <fmt/core.h>

namespace percolith::runs::cycler
{

namespace
{

constexpr std::size_t writer_at = 0xb6;
constexpr std::size_t writer_longest = 64;

std::uint32_t checksum_of(std::string_view bytes)
{
    boost::crc_32_type checksum;
    checksum.process_bytes(bytes.data(), bytes.size());
    return checksum.checksum();
}

} // namespace

NdcTable::NdcTable(std::string bytes, NdcContent content, std::size_t row_bytes,
                   std::string_view name, const std::string& source)
    : bytes_(std::move(bytes)), row_bytes_(row_bytes)
{
    if (bytes_.size() < 4) {
        throw InputError({source}, name, fmt::format("is cut short: {} bytes", bytes_.size()),
                         copy_again);
    }
    const int found = number_at<std::uint8_t>(bytes_.data(), 0);
    const int version = number_at<std::uint16_t>(bytes_.data(), 2);
    if (version != known_version || found != static_cast<int>(content)) {
        throw InputError({source}, name,
                         fmt::format("is an ndc table of version {} with content {}, where only "
                                     "version {} with content {} is known",
                                     version, found, known_version, static_cast<int>(content)),
                         "open the file in Neware's BTSDA, export its records as text (CSV), and "
                         "import that");
    }
    if (bytes_.size() % page_bytes != 0) {
        throw InputError(
            {source}, name,
            fmt::format("is cut short: {} bytes are not a whole number of pages", bytes_.size()),
            copy_again);
    }
    for (std::size_t page = 1; page < bytes_.size() / page_bytes; ++page) {
        check_page(page, content, name, source);
    }
}

void NdcTable::check_page(std::size_t page, NdcContent content, std::string_view name,
                          const std::string& source) const
{
    const char* const start = bytes_.data() + page * page_bytes;
    const std::string_view whole(start, page_bytes);
    const auto fail = [&](const std::string& wrong) {
        throw InputError({source}, name, fmt::format("page {}: {}", page, wrong), copy_again);
    };
    if (std::all_of(whole.begin(), whole.end(), [](char c) { return c == 0; })) {
        return;
    }
    if (number_at<std::uint16_t>(start, 0) != static_cast<int>(content) + 1) {
        fail(fmt::format("is of type {}, not {}", number_at<std::uint16_t>(start, 0),
                         static_cast<int>(content) + 1));
    }
    if (checksum_of(whole.substr(0, page_bytes - checksum_bytes)) !=
        number_at<std::uint32_t>(start, page_bytes - checksum_bytes)) {
        fail("its checksum does not fit its bytes");
    }
    std::size_t valid = 0;
    for (std::size_t bit = 0; bit < 8 * (before_rows - 4); ++bit) {
        const bool set = is_valid(start, bit);
        if (set && bit >= rows_per_page()) {
            fail(fmt::format("claims a row {}, but has room for {}", bit + 1, rows_per_page()));
        }
        valid += set ? 1 : 0;
    }
    const auto count = number_at<std::uint16_t>(start, 2);
    if (valid != count) {
        fail(fmt::format("says it has {} rows, but marks {}", count, valid));
    }
}

std::string NdcTable::writer() const
{
    const auto text = std::string_view(bytes_).substr(0, writer_at + writer_longest);
    if (text.size() <= writer_at) {
        return {};
    }
    const auto name = text.substr(writer_at);
    return one_line(name.substr(0, name.find('\0')));
}

} // namespace percolith::runs::cycler

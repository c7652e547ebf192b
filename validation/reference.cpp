#include "validation/reference.hpp"

#include "validation/files.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace percolith::validation
{

namespace
{

std::vector<std::string_view> parts(std::string_view text, char separator)
{
    std::vector<std::string_view> all;
    while (true) {
        const auto end = text.find(separator);
        all.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return all;
        }
        text.remove_prefix(end + 1);
    }
}

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    const auto last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string{}
                                           : std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> cells(std::string_view line)
{
    std::vector<std::string> all;
    for (const auto part : parts(line, ',')) {
        all.push_back(trimmed(part));
    }
    return all;
}

} // namespace

Reference::Reference(std::string_view path) : path_(path)
{
    for (const auto line : parts(file_text(path), '\n')) {
        if (trimmed(line).empty() || trimmed(line).front() == '#') {
            continue;
        }
        auto row = cells(line);
        if (header_.empty()) {
            header_ = std::move(row);
        } else if (row.size() != header_.size()) {
            throw std::logic_error("validation/" + path_ + ": row " + row.front() +
                                   " does not fit the header");
        } else {
            rows_.push_back(std::move(row));
        }
    }
    if (rows_.empty()) {
        throw std::logic_error("validation/" + path_ + " holds no rows");
    }
}

const std::string& Reference::text(std::string_view row, std::string_view column) const
{
    const auto at = std::find(header_.begin(), header_.end(), column);
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const auto& r) { return r.front() == row; });
    if (at == header_.end() || found == rows_.end()) {
        throw std::logic_error("validation/" + path_ + " has no " + std::string(column) + " of " +
                               std::string(row));
    }
    return (*found)[static_cast<std::size_t>(at - header_.begin())];
}

double Reference::number(std::string_view row, std::string_view column) const
{
    const auto& cell = text(row, column);
    double value = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size()) {
        throw std::logic_error("validation/" + path_ + ": \"" + cell + "\" is not a number");
    }
    return value;
}

std::vector<std::string> Reference::names() const
{
    std::vector<std::string> all;
    all.reserve(rows_.size());
    for (const auto& row : rows_) {
        all.push_back(row.front());
    }
    return all;
}

} // namespace percolith::validation

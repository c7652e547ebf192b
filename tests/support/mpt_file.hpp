#pragma once
// Small texts as EC-Lab exports them.

#include <string>

namespace percolith::tests
{

/// A header of so many further lines, its count, titles and rows. Give the titles without the tab
/// that EC-Lab ends them with.
inline std::string mpt_text(const std::string& titles, const std::string& rows,
                            const std::string& more_header = "")
{
    std::size_t more = 0;
    for (const char c : more_header) {
        more += c == '\n' ? 1 : 0;
    }
    return "EC-Lab ASCII FILE\nNb header lines : " + std::to_string(5 + more) +
           "                          \n\nChronopotentiometry\n" + more_header + titles + "\t\n" +
           rows;
}

} // namespace percolith::tests

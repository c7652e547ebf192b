#include "validation/files.hpp"

#include <stdexcept>

namespace percolith::validation
{

std::string_view file_text(std::string_view path)
{
    for (const auto& file : embedded_files()) {
        if (file.path == path) {
            return file.text;
        }
    }
    throw std::logic_error("validation/" + std::string(path) + " is not compiled in");
}

} // namespace percolith::validation

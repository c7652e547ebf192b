#include "runs/output/endings.hpp"

#include <algorithm>
#include <cctype>

namespace percolith::runs
{

std::string ending_of(const std::filesystem::path& path)
{
    auto ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

bool is_picture(const std::filesystem::path& path)
{
    const auto ending = ending_of(path);
    return ending == ".svg" || ending == ".png" || ending == ".pdf";
}

} // namespace percolith::runs

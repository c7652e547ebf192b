#include "runs/record/unopened.hpp"

#include "runs/record/is_hdf5.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace percolith::runs
{

namespace fs = std::filesystem;

namespace
{

/// Enough to tell text, and to find the format that an answer names first.
std::string beginning_of(const fs::path& file)
{
    std::array<char, 4096> bytes{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
}

bool is_text(std::string_view bytes)
{
    return std::ranges::none_of(bytes, [](char c) {
        return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t';
    });
}

/// A command whose answer in JSON can be shown, by the format that the answer names.
struct Shown {
    const char* format;
    const char* command;
};
constexpr std::array<Shown, 2> shown{
    {{"\"percolith-design\"", "design"}, {"\"percolith-prediction\"", "predict"}}};

} // namespace

Unopened why_unopened(const fs::path& file, const std::string& complaint)
{
    if (is_hdf5(file)) {
        const bool cut = complaint.find("truncated file") != std::string::npos;
        return {cut ? "the file is cut off after " + std::to_string(fs::file_size(file)) + " bytes"
                    : "the file is cut off or damaged (HDF5: " + complaint + ")",
                "copy it again whole"};
    }
    const auto bytes = beginning_of(file);
    if (bytes.empty()) {
        return {"the file is empty", ""};
    }
    if (!is_text(bytes)) {
        return {"this is no HDF5 file, by its first bytes", ""};
    }
    const auto first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || bytes[first] != '{') {
        return {"this is text, not HDF5", ""};
    }
    for (const auto& [format, command] : shown) {
        if (bytes.find(format) != std::string::npos) {
            const std::string name = "percolith " + std::string(command);
            return {"this is an answer of " + name + ", in JSON",
                    "percolith report shows it by itself, and --figure of " + name + " draws it"};
        }
    }
    return {"this is JSON, not HDF5", ""};
}

} // namespace percolith::runs

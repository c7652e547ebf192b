#include "runs/cli/inputs.hpp"

#include "runs/case/errors.hpp"

#include <system_error>

namespace percolith::runs
{

std::vector<std::filesystem::path> inputs_of(const Case& given)
{
    const std::filesystem::path file(given.file);
    std::vector<std::filesystem::path> files{file};
    for (const auto& value : given.values) {
        const auto* name = std::get_if<std::string>(&value.value);
        const bool is_file = value.name == "electrolyte.materials" ||
                             value.name == "protocol.record" ||
                             value.name.ends_with("electronic.file");
        if (is_file && name != nullptr && !name->empty()) {
            files.push_back(file.parent_path() / *name);
        }
    }
    return files;
}

void keep_apart(const std::filesystem::path& output,
                const std::vector<std::filesystem::path>& inputs)
{
    for (const auto& input : inputs) {
        std::error_code none;
        if (std::filesystem::equivalent(output, input, none)) {
            throw InputError({}, "--output", "\"" + output.string() + "\" is what is read",
                             "name another file");
        }
    }
}

} // namespace percolith::runs

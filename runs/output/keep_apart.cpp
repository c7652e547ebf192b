#include "runs/output/keep_apart.hpp"

#include "runs/case/errors.hpp"

#include <system_error>

namespace percolith::runs
{

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

#include "runs/record/provenance_json.hpp"

#include "runs/version.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace percolith::runs
{

std::string name_beside(const std::filesystem::path& file, const std::filesystem::path& folder)
{
    const auto name = file.lexically_relative(folder).generic_string();
    return name.empty() ? file.generic_string() : name;
}

Provenance provenance_of(const Written& asked, const std::vector<std::filesystem::path>& inputs)
{
    Provenance out{.program_version = std::string(version()),
                   .commit = std::string(commit()),
                   .input = asked.text,
                   .overrides = asked.overrides};
    for (const auto& file : inputs) {
        auto name = name_beside(file, asked.folder);
        if (std::ranges::find(out.inputs, name) == out.inputs.end()) {
            out.inputs.push_back(std::move(name));
        }
    }
    return out;
}

nlohmann::ordered_json json_of(const Provenance& provenance)
{
    return {{"program_version", provenance.program_version},
            {"commit", provenance.commit},
            {"input", provenance.input},
            {"overrides", provenance.overrides},
            {"inputs", provenance.inputs}};
}

std::string answer_text(const nlohmann::ordered_json& answer)
{
    return answer.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace percolith::runs

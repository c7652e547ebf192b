#include "runs/case/reference.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/design.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/fit.hpp"
#include "runs/case/prediction.hpp"
#include "runs/case/structure.hpp"
#include "runs/case/suggest.hpp"
#include "runs/case/sweep.hpp"

#include <array>
#include <string>

namespace percolith::runs
{

namespace
{

constexpr std::array<KeyReference, 7> all_references{{
    {"case", "the keys of a case", describe_case},
    {"materials", "the keys of a materials file", describe_materials},
    {"structure", "the keys of a structure file", describe_structure},
    {"fit", "the keys of a fit file", describe_fit},
    {"sweep", "the keys of a sweep file", describe_sweep},
    {"prediction", "the keys of a prediction file", describe_prediction},
    {"design", "the keys of a design file", describe_design},
}};

std::string name_with_section(const KeyEntry& key)
{
    return key.section.empty() ? key.name : key.section + "." + key.name;
}

} // namespace

std::span<const KeyReference> key_references()
{
    return all_references;
}

std::vector<KeyEntry> keys_with(std::string_view word, const std::vector<KeyEntry>& all)
{
    std::vector<KeyEntry> found;
    std::vector<std::string> names;
    for (const auto& key : all) {
        names.push_back(key.name);
        if (name_with_section(key).find(word) != std::string::npos) {
            found.push_back(key);
        }
    }
    if (found.empty()) {
        const auto near = nearest_name(word, names);
        throw InputError({}, "describe", "no key contains \"" + std::string(word) + "\"",
                         near ? "did you mean \"" + *near + "\"?" : "leave it out to see all keys");
    }
    return found;
}

} // namespace percolith::runs

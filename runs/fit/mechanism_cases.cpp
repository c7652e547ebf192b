#include "runs/fit/mechanism_cases.hpp"

#include "runs/case/suggest.hpp"

#include <algorithm>

namespace percolith::runs::fit
{

namespace
{

std::string key_of_override(const std::string& override)
{
    return override.substr(0, override.find('='));
}

} // namespace

MechanismCases mechanism_cases(const FitCase& given, const Mechanism& mechanism)
{
    MechanismCases all;
    for (const auto& source : given.sources) {
        all.sources.push_back(mechanism.overrides.empty() ? source
                                                          : source.overlaid(mechanism.overrides));
    }
    for (const auto& p : given.parameters) {
        const bool fixed = std::any_of(
            mechanism.overrides.begin(), mechanism.overrides.end(),
            [&](const std::string& override) { return key_of_override(override) == p.key; });
        if (!fixed) {
            all.parameters.push_back(p);
        }
    }
    if (all.parameters.empty()) {
        throw InputError({.file = given.file}, "mechanism",
                         '"' + mechanism.name + "\" leaves nothing free",
                         "set fewer keys, or free another parameter");
    }
    return all;
}

Mechanism mechanism_named(const FitCase& given, const std::string& name)
{
    if (name.empty()) {
        return {};
    }
    const auto found = std::find_if(given.mechanisms.begin(), given.mechanisms.end(),
                                    [&](const Mechanism& m) { return m.name == name; });
    if (found == given.mechanisms.end()) {
        std::vector<std::string> names;
        names.reserve(given.mechanisms.size());
        for (const auto& mechanism : given.mechanisms) {
            names.push_back(mechanism.name);
        }
        throw InputError({.file = given.file}, "mechanism", "there is none called \"" + name + '"',
                         names.empty() ? "this fit has no mechanisms" : suggest(name, names));
    }
    return *found;
}

} // namespace percolith::runs::fit

#include "runs/case/cell_source.hpp"

#include "runs/case/readers.hpp"
#include "runs/case/suggest.hpp"
#include "runs/record/number_text.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{

std::string as_override(const Setting& setting)
{
    const auto number = number_text(setting.value);
    return setting.key + "=" +
           (setting.unit.empty() ? number : '"' + number + ' ' + setting.unit + '"');
}

CellSource::CellSource(const std::filesystem::path& file, std::vector<std::string> overrides)
    : case_(read_case(file, overrides))
{
}

CellSource::CellSource(Case as_written) : case_(std::move(as_written)) {}

CellSource CellSource::overlaid(std::span<const std::string> more) const
{
    auto overrides = case_.overrides;
    overrides.insert(overrides.end(), more.begin(), more.end());
    return CellSource(parse_case(case_.text, case_.file, overrides, case_.folder));
}

Case CellSource::whole_with(const Setting& setting) const
{
    auto overrides = case_.overrides;
    overrides.push_back(as_override(setting));
    return parse_case(case_.text, case_.file, overrides, case_.folder);
}

bool CellSource::knows(const Setting& setting) const
{
    const Written& written = case_;
    auto changed = written;
    changed.overrides.push_back(as_override(setting));
    auto document = document_of(changed);
    cells::CellDescription cell;
    read_cell_alone(document.root(), changed.folder, cell);
    document.finish();
    const auto& values = document.values();
    return std::any_of(values.begin(), values.end(), [&](const Entry& entry) {
        return entry.name == setting.key && std::holds_alternative<double>(entry.value);
    });
}

std::vector<std::string> CellSource::number_keys() const
{
    std::vector<std::string> keys;
    for (const auto& entry : case_.values) {
        if (std::holds_alternative<double>(entry.value)) {
            keys.push_back(entry.name);
        }
    }
    return keys;
}

std::optional<std::string> CellSource::meant(const std::string& key,
                                             const std::string& complaint) const
{
    if (complaint.find("unknown key") == std::string::npos &&
        complaint.find("unknown table") == std::string::npos) {
        return std::nullopt;
    }
    const auto known = number_keys();
    return std::find(known.begin(), known.end(), key) == known.end() ? nearest_name(key, known)
                                                                     : std::nullopt;
}

} // namespace percolith::runs

#include "runs/cycler/import_file.hpp"

#include "runs/case/quantity_option.hpp"
#include "runs/case/suggest.hpp"
#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs::cycler
{
namespace
{

std::optional<double> stated_area(const std::optional<std::string>& written)
{
    if (!written) {
        return std::nullopt;
    }
    const double area = quantity_option("--area", *written, "m^2", "cm^2");
    if (!(area > 0.0)) {
        throw InputError({}, "--area", "\"" + *written + "\" is out of range",
                         "give an area > 0, as in \"0.785 cm^2\"");
    }
    return area;
}

std::vector<ColumnChoice> stated_columns(const std::vector<std::string>& written)
{
    try {
        return parse_columns(written);
    } catch (const ColumnMapError& error) {
        throw InputError({}, "--column", error.wrong(), error.mend());
    }
}

std::optional<FileSign> stated_sign(const std::optional<std::string>& written)
{
    if (!written) {
        return std::nullopt;
    }
    const auto* const known = std::ranges::find(known_signs, *written, &SignWord::name);
    if (known == std::end(known_signs)) {
        throw InputError({}, "--sign", "unknown sign \"" + *written + "\"",
                         suggest(*written, sign_words()));
    }
    return known->value;
}

} // namespace

std::vector<std::string> sign_words()
{
    std::vector<std::string> words;
    words.reserve(std::size(known_signs));
    for (const auto& sign : known_signs) {
        words.emplace_back(sign.name);
    }
    return words;
}

CyclerRecord import_file(const std::filesystem::path& file, const ImportWords& words)
{
    const auto area = stated_area(words.area);
    const auto sign = stated_sign(words.sign);
    return interpret(read_file(file, {stated_columns(words.columns), area}), {area, sign});
}

} // namespace percolith::runs::cycler

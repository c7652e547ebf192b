#include "runs/fit/compare.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace percolith::runs::fit
{
namespace
{

std::string pair_text(const Pair& pair, std::span<const FittedModel> models)
{
    const bool forward = pair.difference >= 0.0;
    const auto& better = models[forward ? pair.one : pair.other].name;
    const auto& worse = models[forward ? pair.other : pair.one].name;
    auto text = fmt::format("{} fits better than {} by {:.3g} in ln L", better, worse,
                            std::abs(pair.difference));
    if (pair.better) {
        return text + ": decisive";
    }
    if (pair.separation <= pair.needed) {
        return text + fmt::format(": undecided, their curves are too close to tell apart (squared "
                                  "distance {:.3g}, {:.3g} needed)",
                                  pair.separation, pair.needed);
    }
    return text +
           fmt::format(": undecided, {:.2g} after what more unknowns gain by chance, 2 needed",
                       std::abs(pair.corrected));
}

} // namespace

std::vector<std::string> describe(const Comparison& comparison, std::span<const FittedModel> models)
{
    std::vector<std::string> sentences;
    if (models.size() < 2) {
        return sentences;
    }
    if (comparison.chosen) {
        sentences.push_back("the data choose " + models[*comparison.chosen].name);
    } else {
        std::vector<std::string> names;
        names.reserve(comparison.remaining.size());
        for (const auto k : comparison.remaining) {
            names.push_back(models[k].name);
        }
        sentences.push_back(fmt::format("undecided between {} and {}",
                                        fmt::join(names.begin(), names.end() - 1, ", "),
                                        names.back()));
    }
    for (const auto& pair : comparison.pairs) {
        sentences.push_back(pair_text(pair, models));
    }
    return sentences;
}

} // namespace percolith::runs::fit

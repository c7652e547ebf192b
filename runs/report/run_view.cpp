#include "runs/report/run_view.hpp"

#include "runs/record/run_columns.hpp"
#include "runs/report/thinned.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace percolith::runs::report
{
namespace
{

/// Numbers of one chart: with it, a page of a million instants stays below 30 MB.
constexpr std::size_t most_numbers = 3'000'000;

const Entry* find(const std::vector<Entry>& entries, const std::string& name)
{
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const Entry& entry) { return entry.name == name; });
    return at == entries.end() ? nullptr : &*at;
}

double number_of(const Entry* entry)
{
    const auto* number = entry == nullptr ? nullptr : std::get_if<double>(&entry->value);
    return number == nullptr ? std::numeric_limits<double>::quiet_NaN() : *number;
}

} // namespace

RunView::RunView(const std::filesystem::path& file, std::string told_apart)
    : run(file), mark(std::move(told_apart)), events(run.events()), entries(run.parameters()),
      summary(run.summary())
{
}

double RunView::parameter(const std::string& name) const
{
    return number_of(find(entries, name));
}

double RunView::number(const std::string& name) const
{
    return number_of(find(summary, name));
}

std::string RunView::word(const std::string& name) const
{
    const auto* entry = find(summary, name);
    const auto* word = entry == nullptr ? nullptr : std::get_if<std::string>(&entry->value);
    return word == nullptr ? "" : *word;
}

double RunView::end() const
{
    return last_instant(run).value_or(0.0);
}

std::string with_mark(const std::string& curve, const std::string& mark)
{
    return mark.empty() ? curve : curve + ", " + mark;
}

Curves curves(Page& page, const std::vector<double>& time,
              const std::vector<std::vector<double>>& columns, const Scale& scale, double share)
{
    Curves made;
    const auto all = time.size();
    const auto most = std::max<std::size_t>(most_numbers / (columns.size() + 1), 1000);
    const auto found = thinned(time, columns, share, most);
    made.x = page.numbers(scaled(at_rows(time, found.rows), scale.factor), Exactness::instant);
    for (const auto& column : columns) {
        made.values.push_back(page.numbers(at_rows(column, found.rows)));
    }
    if (std::isinf(found.share)) {
        made.caption = fmt::format("Of {} recorded instants, this shows {}: the first, the lowest, "
                                   "the highest and the last of neighbouring ones.",
                                   all, found.rows.size());
    } else if (found.share > std::max(share, unseen)) {
        made.caption = fmt::format("Of {} recorded instants, this shows {}; the curves are off by "
                                   "no more than {:.2g} % of their range.",
                                   all, found.rows.size(), 100.0 * found.share);
    }
    return made;
}

std::string plain(const std::string& unit)
{
    auto text = unit;
    for (const auto& [markup, letters] :
         {std::pair{"^{-2}", "⁻²"}, {"^{2}", "²"}, {"^{-1}", "⁻¹"}}) {
        const std::string from(markup);
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, from.size(), letters);
        }
    }
    return text;
}

} // namespace percolith::runs::report

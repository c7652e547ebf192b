#pragma once
/// A chart of runs over time, put together column by column.

#include "runs/record/run_columns.hpp"
#include "runs/report/run_sections.hpp"
#include "runs/report/seen.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::report
{

using Table = RecordedRun::Table;
using Values = std::vector<double>;

/// SI numbers as a laboratory reads them.
Scale resistance_scale(); ///< ohm m2 to Ω cm²

/// A curve of one run before it is drawn.
struct Curve {
    std::string name;
    Values values; ///< SI
    const char* role = role::cell;
    const char* style = "line";
};

/// One chart, curves of all runs in it. What a run did not keep is left out; a chart without curves
/// is not added.
class TimeChart
{
public:
    TimeChart(Page& page, const RunsView& view, std::string title, std::string description);

    /// Curves of the n-th run over the rows of its table.
    void add(std::size_t run, Table table, std::vector<Curve> curves);
    /// Curves over instants (s) of the file with this mark.
    void add(const std::string& mark, Values time, std::vector<Curve> curves);
    /// What of y (SI) is looked at first, where curves go far beyond; and words on what does.
    void look_at(Interval y, std::string about_the_rest);
    /// Marks the end and the first event of each kind. `scale_of` chooses the unit by a size that
    /// `values` seldom pass. Curves follow the record within `share` of what they span.
    void finish(const std::string& quantity, const std::function<Scale(double)>& scale_of,
                bool logarithmic = false, double share = unseen);

private:
    struct Group {
        std::string mark;
        Values time; ///< s
        std::vector<Curve> curves;
    };

    Page& page_;
    const RunsView& view_;
    Chart chart_;
    std::vector<Group> groups_;
    std::optional<Interval> looked_at_;
    std::string about_the_rest_;
};

} // namespace percolith::runs::report

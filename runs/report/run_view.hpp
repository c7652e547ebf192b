#pragma once
/// One run as the sections of its report look at it.

#include "runs/cycler/cycler_record.hpp"
#include "runs/plot/axis.hpp"
#include "runs/record/read.hpp"
#include "runs/report/blocks.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace percolith::runs::report
{

/// One electrode, as columns and people call it.
struct Side {
    const char* name; ///< "working"
    const char* role;
};
inline constexpr std::array<Side, 2> sides{
    {{"working", role::working}, {"counter", role::counter}}};

/// "working, second.h5"; a curve of the only file has no mark.
std::string with_mark(const std::string& curve, const std::string& mark);

struct RunView {
    /// `mark` tells the run from others in names of curves; empty where it is alone.
    RunView(const std::filesystem::path& file, std::string mark);

    RecordedRun run;
    std::string mark;
    std::vector<EventRecord> events;
    std::vector<Entry> entries; ///< parameters
    std::vector<Entry> summary;

    /// A number of the parameters or of the summary, in SI; NaN where there is none.
    double parameter(const std::string& name) const;
    double number(const std::string& name) const;
    /// A word of the summary; empty where there is none.
    std::string word(const std::string& name) const;
    /// s, of the last recorded row.
    double end() const;
    std::string named(const std::string& curve) const { return with_mark(curve, mark); }
};

/// What a tester recorded, as a page looks at it.
struct MeasuredView {
    std::filesystem::path file;
    cycler::CyclerRecord record;
    std::string mark;

    std::string named(const std::string& curve) const { return with_mark(curve, mark); }
};

/// Several runs and measured records under one window of time.
struct RunsView {
    std::vector<RunView> runs;
    std::vector<MeasuredView> measured;
    Scale time; ///< of the longest

    bool alone() const { return runs.size() + measured.size() == 1; }
};

/// Curves over time, thinned together.
struct Curves {
    Json x;
    std::vector<Json> values;
    std::string caption; ///< what was left out; empty where nothing was
};

/// Columns of equal length, already as they are shown, over `time` (s), which is shown in `scale`.
/// Straight lines between what is kept pass the rest within `share` of a column's range.
inline constexpr double unseen = 1e-4;
Curves curves(Page& page, const std::vector<double>& time,
              const std::vector<std::vector<double>>& columns, const Scale& scale,
              double share = unseen);

/// "mAh cm^{-2}" as text: "mAh cm⁻²".
std::string plain(const std::string& unit);

} // namespace percolith::runs::report

#include "validation/twelve_cells/figure.hpp"

#include "runs/plot/plot.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/recorder.hpp"
#include "validation/twelve_cells/cells.hpp"

#include <fmt/core.h>

#include <random>

namespace percolith::validation
{

namespace
{

/// A folder of its own for as long as it lives.
class ScratchFolder
{
public:
    ScratchFolder()
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("percolith-{:08x}", std::random_device{}()))
    {
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void record(Interphase interphase, int foil, const std::filesystem::path& output)
{
    const auto given = load(file(interphase), with_foil(foil));
    const runs::ReadyTest test(given);
    runs::RunRecord run(output, test.header());
    const auto sink = runs::make_recorder(test.setup(), run);
    const auto end = runs::simulate(test.setup(), *sink);
    const auto summary = summarize(test.setup(), end, test.facts());
    run.finish({.status = runs::Outcome::Status::ended,
                .reason = summary.ended_by,
                .summary = as_entries(summary)});
}

} // namespace

void draw_twelve_cells(const std::filesystem::path& output)
{
    const ScratchFolder scratch;
    std::vector<std::filesystem::path> files;
    for (const auto interphase : interphases) {
        for (const int foil : foils) {
            files.push_back(scratch.path() / fmt::format("{}_{}.h5", name(interphase), foil));
            record(interphase, foil, files.back());
        }
    }
    runs::plot_grid(files,
                    {.across = 3,
                     .columns = {"100 um | 100 um", "50 um | 100 um", "20 um | 100 um"},
                     .rows = {"MII-1 (LGPS)", "MII-2 (4:1)", "MII-3 (16:1)", "SEI (LPSC)"}},
                    output);
}

} // namespace percolith::validation

#include "runs/plot/plot.hpp"

#include "runs/case/errors.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/column.hpp"
#include "runs/plot/key.hpp"
#include "runs/plot/script.hpp"
#include "runs/record/names.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/record.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using runs::plot_grid;
using runs::plot_run;
namespace names = runs::names;

namespace
{

std::string slurp(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// A cell whose working electrode is used up by a growing interphase, made up.
void write_cell(const std::filesystem::path& file, std::size_t half_cycles,
                const std::string& title = "Asymmetric cell", bool keep_series = true)
{
    runs::RecordHeader header;
    header.title = title;
    header.keep_series = keep_series;
    const auto both = [](const char* name) {
        return std::array{names::of(names::working, name), names::of(names::counter, name)};
    };
    header.series = {{names::time, "s", ""}, {names::voltage, "V", ""}};
    for (const char* name : {names::thickness, names::lithium, names::host_capacity}) {
        for (const auto& column : both(name)) {
            header.series.push_back({column, "", ""});
        }
    }
    header.cycles = {{names::cycle, "1", ""},
                     {names::time, "s", ""},
                     {names::peak_voltage, "V", ""},
                     {names::end_voltage, "V", ""}};
    for (const char* name : {names::thickness, names::metal, names::host}) {
        for (const auto& column : both(name)) {
            header.cycles.push_back({column, "", ""});
        }
    }
    runs::RunRecord record(file, header);
    for (std::size_t n = 0; n < half_cycles; ++n) {
        const double sign = n % 2 == 0 ? 1.0 : -1.0;
        for (const double part : {0.0, 0.3, 0.7, 1.0}) {
            const double t = 3600.0 * (static_cast<double>(n) + part);
            const double l = 1e-9 * std::sqrt(t);
            record.sample(std::array{t, sign * (0.013 + 1e4 * l), l, 0.9 * l,
                                     1.4e5 - 1e9 * l - sign * 1.8e4 * part, 7e5 - 1e9 * l, 1e8 * l,
                                     1e8 * l});
        }
        if (n % 2 == 1) {
            const double t = 3600.0 * static_cast<double>(n + 1);
            const double l = 1e-9 * std::sqrt(t);
            record.cycle(std::array{0.5 * static_cast<double>(n + 1), t, 0.013 + 1e4 * l,
                                    -0.012 - 1e4 * l, l, 0.9 * l, 1.4e5 - 1e9 * l, 7e5 - 1e9 * l,
                                    1e8 * l, 1e8 * l});
        }
    }
    record.event({1800.0, "metal depleted", "working", 1, 1, false, "the metal is gone"});
    record.event(
        {3600.0 * static_cast<double>(half_cycles), "protocol finished", "", 0, 0, true, ""});
    record.finish(ended());
}

/// PATH of this process while one of these is alive.
class SearchPath
{
public:
    explicit SearchPath(const std::string& folders) : before_(std::getenv("PATH"))
    {
        ::setenv("PATH", folders.c_str(), 1);
    }
    SearchPath(const SearchPath&) = delete;
    SearchPath& operator=(const SearchPath&) = delete;
    ~SearchPath() { ::setenv("PATH", before_.c_str(), 1); }

private:
    std::string before_;
};

} // namespace

TEST_CASE("labels are as short as tells them apart", "[runs][plot]")
{
    using Labels = std::vector<std::string>;
    CHECK(runs::spoken_apart({"interphase.renewal", "cell.working.lithium"}) ==
          Labels{"Renewal", "Lithium"});
    CHECK(runs::spoken_apart(
              {"cell.working.lithium", "interphase.renewal", "cell.counter.lithium"}) ==
          Labels{"Lithium, working", "Renewal", "Lithium, counter"});
    CHECK(runs::spoken_apart({"thin: cell.working.lithium", "thick: cell.working.lithium"}) ==
          Labels{"Lithium, thin: cell working", "Lithium, thick: cell working"});
    CHECK(runs::spoken_apart({"renewal", "thin: renewal"}) == Labels{"Renewal", "Thin: renewal"});
    CHECK(runs::spoken_apart({}).empty());
}

TEST_CASE("a run is drawn as SVG, PNG and PDF", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 20);
    plot_run(folder / "run.h5", folder / "run.svg");
    plot_run(folder / "run.h5", folder / "run.png");
    plot_run(folder / "run.h5", folder / "run.PDF");
    CHECK_THAT(slurp(folder / "run.png"), StartsWith("\x89PNG"));
    CHECK_THAT(slurp(folder / "run.PDF"), StartsWith("%PDF"));
    const auto svg = slurp(folder / "run.svg");
    for (const char* text : {"Asymmetric cell", "Voltage (mV)", "Polarization (mV)",
                             "Interphase (nm)", "Time (h)", "metal depleted, W", "working, host"}) {
        CHECK_THAT(svg, Contains(text));
    }
    CHECK_FALSE(std::filesystem::exists(folder / "run.svg.part"));
}

TEST_CASE("a run that kept its per-cycle table alone is drawn from it", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 20, "Cycles", false);
    plot_run(folder / "run.h5", folder / "run.svg");
    const auto svg = slurp(folder / "run.svg");
    CHECK_THAT(svg, Contains("Interphase (nm)"));
    CHECK_THAT(svg, Contains("working, host"));
    CHECK_THAT(svg, !Contains("Voltage (mV)"));
}

TEST_CASE("words of a run are drawn, not obeyed", "[plot]")
{
    const ScratchFolder folder;
    const std::string nasty = "'; system('touch obeyed'); x = '\n`touch obeyed` {/:Bold a}_b @c~d";
    write_cell(folder / "run.h5", 4, nasty);
    plot_run(folder / "run.h5", folder / "it's.svg");
    CHECK_THAT(slurp(folder / "it's.svg"), Contains("'; system('touch obeyed'); x = ' `touch "));
    CHECK_FALSE(std::filesystem::exists("obeyed"));
}

TEST_CASE("a million points take as little ink as a thousand", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 250'000);
    plot_run(folder / "run.h5", folder / "run.svg");
    CHECK(std::filesystem::file_size(folder / "run.svg") < 1'000'000);
}

TEST_CASE("what cannot be drawn is said in one line and leaves nothing", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 4);
    const auto complaint = [&](const std::filesystem::path& run, const std::filesystem::path& out) {
        try {
            plot_run(run, out);
        } catch (const std::runtime_error& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    CHECK_THAT(complaint(folder / "run.h5", folder / "run.gif"), Contains(".svg, .png or .pdf"));
    CHECK_THAT(complaint(folder / "none.h5", folder / "run.svg"), Contains("no such file"));
    CHECK_THAT(complaint(folder / "run.h5", folder / "run.h5/a.svg"), Contains("Not a directory"));
    {
        const SearchPath nowhere(folder.path().string());
        CHECK_THAT(complaint(folder / "run.h5", folder / "run.svg"),
                   Contains("gnuplot cannot be started; install it"));
    }
    CHECK_FALSE(std::filesystem::exists(folder / "run.svg"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.svg.part"));

    runs::RunRecord(folder / "empty.h5", small_header()).finish(ended());
    CHECK_THAT(complaint(folder / "empty.h5", folder / "run.svg"), Contains("no instant to draw"));
}

TEST_CASE("a disk that fills up under gnuplot leaves no picture", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 4);
    auto* const before = std::signal(SIGXFSZ, SIG_DFL); // whatever started this test
    {
        const FullDisk full(30'000);
        CHECK_THROWS_WITH(plot_run(folder / "run.h5", folder / "run.png"),
                          Contains("gnuplot could not write the whole picture; free some space"));
    }
    std::signal(SIGXFSZ, before);
    CHECK_FALSE(std::filesystem::exists(folder / "run.png"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.png.part"));
}

TEST_CASE("a grid has a titled panel for each run", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "a.h5", 6);
    write_cell(folder / "b.h5", 600);
    const std::vector<std::filesystem::path> runs{folder / "a.h5", folder / "b.h5", folder / "b.h5",
                                                  folder / "a.h5"};
    const runs::GridLayout layout{
        .across = 2, .columns = {"100 µm | 100 µm", "100 µm | 20 µm"}, .rows = {"LGPS", "LPSC"}};
    plot_grid(runs, layout, folder / "grid.svg");
    const auto svg = slurp(folder / "grid.svg");
    for (const char* text : {"LGPS", "LPSC", "100 µm | 20 µm", "protocol finished", ">d<"}) {
        CHECK_THAT(svg, Contains(text));
    }
    CHECK_THROWS_AS(plot_grid({folder / "a.h5"}, layout, folder / "x.svg"), std::invalid_argument);
}

TEST_CASE("a grid without titles has those of its runs, as far as there is room", "[plot]")
{
    const ScratchFolder folder;
    const std::string long_title = "a cell of which there is very much to say, far more than fits";
    write_cell(folder / "a.h5", 6, "short");
    write_cell(folder / "b.h5", 6, long_title);
    plot_grid({folder / "a.h5", folder / "b.h5"}, {.across = 2}, folder / "grid.svg");
    const auto svg = slurp(folder / "grid.svg");
    CHECK_THAT(svg, Contains("short"));
    CHECK_THAT(svg, Contains("a cell of which there is"));
    CHECK_THAT(svg, !Contains(long_title));
}

TEST_CASE("a figure is as wide as a column, its letters as large as before", "[plot]")
{
    const ScratchFolder folder;
    write_cell(folder / "run.h5", 60);
    plot_run(folder / "run.h5", folder / "usual.svg");
    plot_run(folder / "run.h5", {folder / "column.svg", runs::single_column});
    const auto usual = slurp(folder / "usual.svg");
    const auto column = slurp(folder / "column.svg");
    CHECK_THAT(usual, Contains("width=\"397\"")); // 140 mm in points
    CHECK_THAT(column, Contains("width=\"232\""));
    const std::string size = "font-size=\"8.00\"";
    CHECK_THAT(usual, Contains(size));
    CHECK_THAT(column, Contains(size));
    CHECK_THAT(usual, Contains("Asymmetric cell"));
    CHECK_THAT(column, !Contains("Asymmetric cell"));
    CHECK_THROWS_WITH(plot_run(folder / "run.h5", {folder / "x.svg", 20.0}),
                      Contains("too small to read") && Contains("give at least"));
    CHECK_FALSE(std::filesystem::exists(folder / "x.svg"));
}

TEST_CASE("frames take what margins and scales leave of a column, keys the rows they need",
          "[runs][plot]")
{
    runs::Figure figure{.width = 100.0, .height = 60.0};
    const auto panel = [](double left, double bottom, double width) {
        runs::Panel of;
        of.left = left;
        of.bottom = bottom;
        of.width = width;
        of.height = 20.0;
        return of;
    };
    figure.panels = {panel(10.0, 10.0, 30.0), panel(50.0, 10.0, 30.0), panel(85.0, 10.0, 5.0),
                     panel(10.0, 35.0, 70.0)};
    figure.panels[2].beside = true;
    figure.texts = {{.left = 10.0, .bottom = 58.0, .text = "title"},
                    {.left = 95.0, .bottom = 20.0, .text = "beside"}};
    for (const char* name : {"a long name of a curve", "another one, longer still"}) {
        figure.panels[0].curves.push_back({.points = {{0.0, 1.0}, {0.0, 1.0}}, .name = name});
    }
    // One frame spans two and the gap between them: all of 10..80 is stretched.
    CHECK(runs::least_width(figure) == Approx(30.0 + 70.0 * 22.0 / 30.0));
    const auto narrow = runs::in_a_column(figure, 86.0);
    CHECK(narrow.width == 86.0);
    CHECK(narrow.panels[0].width == Approx(24.0));
    CHECK(narrow.panels[1].left == Approx(42.0));
    CHECK(narrow.panels[3].width == Approx(56.0));
    CHECK(narrow.panels[2].width == 5.0);
    CHECK(narrow.panels[2].left == Approx(71.0));
    REQUIRE(narrow.texts.size() == 1);
    CHECK(narrow.texts[0].left == Approx(81.0));
    // The key has two rows now, and what lies above makes room.
    CHECK(runs::key_rows(narrow.panels[0]) == 2);
    CHECK(narrow.panels[0].bottom == 10.0);
    CHECK(narrow.panels[3].bottom == Approx(35.0 + runs::key::row_height));
}

TEST_CASE("a sample of a legend keeps its width and its name", "[runs][plot]")
{
    runs::Figure figure{.width = 100.0, .height = 60.0};
    runs::Panel frame;
    frame.left = 20.0;
    frame.bottom = 10.0;
    frame.width = 70.0;
    frame.height = 30.0;
    runs::Panel sample = frame;
    sample.bottom = 42.0;
    sample.left = 55.0;
    sample.width = 4.0;
    sample.height = 2.5;
    figure.panels = {frame, sample};
    figure.texts = {{.left = 60.5, .bottom = 42.3, .text = "not depleted"}};
    const auto narrow = runs::in_a_column(figure, 65.0);
    CHECK(narrow.panels[0].width == Approx(35.0));
    CHECK(narrow.panels[1].left == Approx(37.5));
    CHECK(narrow.panels[1].width == 4.0);
    CHECK(narrow.texts.at(0).left == Approx(43.0));
}

#include "runs/report/answer_sections.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::runs::report
{
namespace
{

std::string cycles(const Json& value)
{
    return value.is_null() ? "not within the tests" : fmt::format("{}", value.get<long>());
}

std::string percent(double share)
{
    return fmt::format("{:.3g}", 100.0 * share);
}

/// The curve begins with all of them alive.
void add_survival(Page& page, const Json& steps, const char* title, const char* about)
{
    if (steps.empty()) {
        page.add(text({"No such end came within the tests: there is no curve to draw."}));
        return;
    }
    const auto with_start = [](double start, std::vector<double> values) {
        values.insert(values.begin(), start);
        return values;
    };
    const auto shares = [&](const char* name) {
        return page.numbers(with_start(1.0, numbers_of(steps, name)));
    };
    Chart chart;
    chart.title = title;
    chart.description = about;
    chart.x = {.label = "Whole cycles"};
    chart.x_values = page.numbers(with_start(0.0, numbers_of(steps, "cycles")), Exactness::whole);
    chart.y = {.label = "Share of tests"};
    chart.series.push_back({.name = "still alive",
                            .values = shares("alive"),
                            .role = role::working,
                            .style = "steps"});
    chart.bands.push_back({.name = "interval",
                           .lower = shares("low"),
                           .upper = shares("high"),
                           .role = role::working});
    page.add(block(chart));
}

void add_quantiles(Page& page, const Json& quantiles)
{
    TableBlock table{.columns = {{.title = "tests that have ended", .unit = "%"},
                                 {.title = "cycles"},
                                 {.title = "from"},
                                 {.title = "to"}},
                     .rows = {}};
    for (const auto& one : quantiles) {
        table.rows.push_back({percent(one.at("share").get<double>()), cycles(one.at("cycles")),
                              cycles(one.at("low")), cycles(one.at("high"))});
    }
    page.add(block(table));
}

} // namespace

Page page_of_prediction(const Json& answer, const std::filesystem::path& file)
{
    const auto title = answer.at("title").get<std::string>();
    Page page(title.empty() ? "Prediction" : title, {file.filename().string()});
    page.section("verdict", "Verdict");
    const auto& quantiles = answer.at("quantiles");
    std::string headline = fmt::format("{} tests", answer.at("tests").get<long>());
    for (const auto& one : quantiles) {
        if (std::abs(one.at("share").get<double>() - 0.5) < 1e-9) {
            headline =
                one.at("cycles").is_null()
                    ? "More than half of such tests outlive the protocol"
                    : "Half of such tests end within " + cycles(one.at("cycles")) + " cycles";
        }
    }
    std::vector<std::string> lines;
    for (const auto& way : answer.at("ends")) {
        lines.push_back(fmt::format(
            "{} % end by: {}, {} ({} to {} %).", percent(way.at("share").get<double>()),
            way.at("event").get<std::string>(), way.at("electrode").get<std::string>(),
            percent(way.at("low").get<double>()), percent(way.at("high").get<double>())));
    }
    if (const auto refused = answer.at("refused").get<long>(); refused > 0) {
        lines.push_back(fmt::format("{} more could not be computed; the first: {}", refused,
                                    answer.at("first_refusal").get<std::string>()));
    }
    page.add(verdict("plain", headline + ".", lines));
    page.section("survival", "Cycles before the end");
    add_survival(page, answer.at("survival"), "Tests still alive",
                 "Share of tests that are still alive after so many whole cycles, with its "
                 "interval (Kaplan and Meier, Greenwood).");
    add_quantiles(page, quantiles);
    page.section("inputs", "What the cycle life hangs on");
    TableBlock table{.columns = {{.title = "input", .number = false},
                                 {.title = "alone", .unit = "%"},
                                 {.title = "±"},
                                 {.title = "with all it does", .unit = "%"},
                                 {.title = "±"}},
                     .rows = {},
                     .caption = "Shares of the variance of the cycle life (Sobol), with one "
                                "standard error."};
    for (const auto& one : answer.at("sobol_indices")) {
        std::vector<std::string> row{one.at("input").get<std::string>()};
        for (const char* name : {"first", "first_error", "total", "total_error"}) {
            row.push_back(percent(number_of(one.at(name))));
        }
        table.rows.push_back(std::move(row));
    }
    if (!table.rows.empty()) {
        page.add(block(table));
    }
    if (answer.contains("full_cell")) {
        const auto& full = answer.at("full_cell");
        page.section("full-cell", "The full cell it is meant for");
        add_survival(page, full.at("survival"), "Working electrodes with metal left",
                     "Share of tests whose working electrode still has metal after so many whole "
                     "cycles.");
        add_quantiles(page, full.at("quantiles"));
    }
    add_provenance(page, answer, file, "The prediction");
    return page;
}

} // namespace percolith::runs::report

#include "runs/report/answer_sections.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs::report
{
namespace
{

constexpr double hour = 3600.0;
constexpr double micrometre = 1e-6;
constexpr double mah_per_cm2 = 3.6e4; // C/m2
constexpr double ma_per_cm2 = 10.0; // A/m2

std::string shown(double value)
{
    return std::isfinite(value) ? fmt::format("{:.4g}", value) : "–";
}

std::string percent(const Json& share)
{
    return share.is_null() ? "–" : fmt::format("{:.3g}", 100.0 * number_of(share.at("share")));
}

void add_foils(Page& page, const Json& foils)
{
    TableBlock table{.columns = {{.title = "foil", .unit = "µm"},
                                 {.title = "decides after", .unit = "h"},
                                 {.title = "from"},
                                 {.title = "to"},
                                 {.title = "current", .unit = "mA cm⁻²"},
                                 {.title = "capacity", .unit = "mAh cm⁻²"},
                                 {.title = "missed", .unit = "%"},
                                 {.title = "false alarms", .unit = "%"},
                                 {.title = "", .number = false}},
                     .rows = {}};
    std::vector<double> thickness, hours, low, high;
    for (const auto& foil : foils) {
        const bool decides = foil.at("decides").get<bool>();
        const auto& best = decides ? foil.at("best") : foil.at("nearest");
        std::vector<std::string> row{shown(number_of(foil.at("thickness")) / micrometre)};
        const auto add = [&](const char* name, double unit) {
            row.push_back(best.is_null() ? "–" : shown(number_of(best.at(name)) / unit));
        };
        add("decision_time", hour);
        add("decision_time_low", hour);
        add("decision_time_high", hour);
        add("current_density", ma_per_cm2);
        add("capacity", mah_per_cm2);
        for (const char* name : {"miss", "false_alarm"}) {
            row.push_back(best.is_null() ? "–" : percent(best.at(name)));
        }
        row.push_back(decides ? "" : "does not decide: " + foil.at("limit").get<std::string>());
        table.rows.push_back(std::move(row));
        if (decides) {
            thickness.push_back(number_of(foil.at("thickness")) / micrometre);
            hours.push_back(number_of(best.at("decision_time")) / hour);
            low.push_back(number_of(best.at("decision_time_low")) / hour);
            high.push_back(number_of(best.at("decision_time_high")) / hour);
        }
    }
    if (thickness.size() > 1) {
        Chart chart;
        chart.title = "Hours to a decision";
        chart.description = "Hours until the test decides, over the thickness of the foil.";
        chart.x = {.label = "Foil", .unit = "µm"};
        chart.x_values = page.numbers(thickness, Exactness::whole);
        chart.y = {.label = "Decision", .unit = "h"};
        chart.series.push_back(
            {.name = "hours", .values = page.numbers(hours), .role = role::working});
        chart.bands.push_back({.name = "interval",
                               .lower = page.numbers(low),
                               .upper = page.numbers(high),
                               .role = role::working});
        page.add(block(chart));
    }
    page.add(block(table));
}

/// Share of each candidate's cells that have raised the alarm by then.
void add_alarms(Page& page, const Json& curves)
{
    Chart chart;
    chart.title = "Alarms over time";
    chart.description = "Share of each candidate's cells that have raised the alarm, on cells that "
                        "had no part in the choice.";
    chart.x = {.label = "Time", .unit = "h"};
    chart.y = {.label = "Share that raised the alarm"};
    for (const auto& curve : curves) {
        const auto tests = curve.at("tests").get<double>();
        std::vector<double> time{0.0};
        std::vector<double> share{0.0};
        for (const auto& alarm : curve.at("alarm_times")) {
            time.push_back(number_of(alarm) / hour);
            share.push_back(share.back() + 1.0 / tests);
        }
        time.push_back(std::max(time.back(), number_of(curve.at("until")) / hour));
        share.push_back(share.back());
        const bool fails = curve.at("verdict").get<std::string>() == "fail";
        chart.series.push_back({.name = curve.at("candidate").get<std::string>() +
                                        (fails ? ", should fail" : ", should pass"),
                                .values = page.numbers(share),
                                .role = fails ? role::counter : role::working,
                                .style = "steps",
                                .x = page.numbers(time, Exactness::whole)});
    }
    if (!chart.series.empty()) {
        chart.x_values = chart.series.front().x;
        page.add(block(chart));
    }
}

void add_symmetric(Page& page, const Json& symmetric)
{
    const auto& looks = symmetric.at("looks");
    if (looks.size() < 2) {
        return;
    }
    std::vector<double> time;
    for (const auto& look : looks) {
        time.push_back(number_of(look.at("time")) / hour);
    }
    Chart chart;
    chart.title = "How often a failing symmetric cell is missed";
    chart.description =
        "Share of symmetric cells that should fail and are not told from the others "
        "by their voltage, by what it changed by, or by its range, over time.";
    chart.x = {.label = "Time", .unit = "h"};
    chart.x_values = page.numbers(time, Exactness::whole);
    chart.y = {.label = "Share missed"};
    const auto add = [&](const char* name, const char* column, const char* role) {
        chart.series.push_back(
            {.name = name, .values = page.numbers(numbers_of(looks, column)), .role = role});
    };
    add("by voltage", "miss_by_voltage", role::working);
    add("by its change", "miss_by_its_change", role::counter);
    add("by range", "miss_by_range", role::cell);
    page.add(block(chart));
}

} // namespace

Page page_of_design(const Json& answer, const std::filesystem::path& file)
{
    const auto title = answer.at("title").get<std::string>();
    Page page(title.empty() ? "Design of a test" : title, {file.filename().string()});
    page.section("verdict", "Verdict");
    const auto& foils = answer.at("foils");
    const auto& chosen = answer.at("chosen");
    if (chosen.is_null()) {
        std::vector<std::string> lines{answer.at("binding_limit").get<std::string>()};
        if (answer.contains("mend")) {
            lines.push_back(answer.at("mend").get<std::string>());
        }
        page.add(verdict("bad", "No test within the limits decides.", lines));
    } else {
        const auto& foil = foils.at(chosen.get<std::size_t>());
        const auto& best = foil.at("best");
        std::vector<std::string> lines{fmt::format(
            "Cycled at {:.3g} mA cm⁻² with {:.3g} mAh cm⁻² each way. On the cells that it was "
            "chosen by, {} % of failing cells are missed, {} % of passing ones falsely alarmed "
            "(asked for: {:.3g} and {:.3g} %).",
            number_of(best.at("current_density")) / ma_per_cm2,
            number_of(best.at("capacity")) / mah_per_cm2, percent(best.at("miss")),
            percent(best.at("false_alarm")), 100.0 * number_of(answer.at("miss")),
            100.0 * number_of(answer.at("false_alarm")))};
        if (answer.contains("in_words")) {
            const auto said = answer.at("in_words").get<std::vector<std::string>>();
            lines.insert(lines.end(), said.begin(), said.end());
        }
        page.add(verdict("good",
                         fmt::format("{:.4g} µm of lithium decides within {:.3g} h",
                                     number_of(foil.at("thickness")) / micrometre,
                                     number_of(best.at("decision_time")) / hour),
                         lines));
    }
    page.section("foils", "Foil by foil");
    add_foils(page, foils);
    if (!chosen.is_null()) {
        page.section("alarms", "On other cells");
        add_alarms(page, answer.at("on_other_cells"));
        page.section("symmetric", "What a symmetric cell would have said");
        add_symmetric(page, answer.at("symmetric"));
    }
    add_provenance(page, answer, file, "The design");
    return page;
}

} // namespace percolith::runs::report

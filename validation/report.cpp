#include "validation/report.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::validation
{

namespace
{

constexpr std::array<Kind, 6> all_kinds{Kind::closed_form, Kind::set_a_parameter, Kind::tuned_to,
                                        Kind::consequence, Kind::predicted,       Kind::conflict};
constexpr std::size_t page_width = 100;

/// Words folded to the page, each line behind `margin`.
std::string folded(const std::string& text, const std::string& margin)
{
    std::string page;
    std::string line = margin;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (line.size() > margin.size() && line.size() + 1 + word.size() > page_width) {
            page += line + "\n";
            line = margin;
        }
        line += (line.size() > margin.size() ? " " : "") + word;
        at = end + 1;
    }
    return page + line + "\n";
}

std::string as_text(const Check& check)
{
    const auto& claim = check.claim;
    auto text = fmt::format("  {:<13} {} = {}  [{}]\n", words(check.verdict), claim.name,
                            with_unit(check.value, claim.unit), words(claim.kind));
    const std::string margin(16, ' ');
    text += folded(claim.statement, margin);
    text += folded("accepted: " + check.accepted, margin);
    if (!claim.note.empty()) {
        text += folded("note: " + claim.note, margin);
    }
    if (check.verdict == Verdict::known_failure) {
        text += folded("why it fails: " + claim.known_failure, margin);
    }
    return text;
}

/// JSON has no infinity: open bounds and events that never came are null.
nlohmann::ordered_json number(double x)
{
    return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json as_json(const Check& check)
{
    const auto& claim = check.claim;
    nlohmann::ordered_json out;
    out["name"] = claim.name;
    out["statement"] = claim.statement;
    out["value"] = number(check.value);
    out["unit"] = claim.unit;
    out["lowest"] = number(check.lowest);
    out["highest"] = number(check.highest);
    out["accepted"] = check.accepted;
    out["verdict"] = check.verdict == Verdict::fail ? "fail" : words(check.verdict);
    out["kind"] = words(claim.kind);
    out["note"] = claim.note;
    out["known_failure"] = claim.known_failure;
    return out;
}

struct Count {
    int all = 0;
    int passed = 0;
    int failed = 0;
    int known = 0;
};

void add(Count& count, Verdict verdict)
{
    ++count.all;
    count.passed += verdict == Verdict::pass;
    count.failed += verdict == Verdict::fail;
    count.known += verdict == Verdict::known_failure;
}

} // namespace

std::string as_text(const Report& report)
{
    auto text = fmt::format("{}: {} ({:.1f} s)\n", report.validation.name, report.validation.about,
                            report.seconds);
    for (const auto& check : report.checks) {
        text += as_text(check);
    }
    return text;
}

std::string totals_as_text(const std::vector<Report>& reports)
{
    std::array<Count, all_kinds.size()> by_kind{};
    Count whole;
    std::string outside;
    for (const auto& report : reports) {
        for (const auto& check : report.checks) {
            const auto kind = std::find(all_kinds.begin(), all_kinds.end(), check.claim.kind);
            add(by_kind.at(static_cast<std::size_t>(kind - all_kinds.begin())), check.verdict);
            add(whole, check.verdict);
            if (check.verdict != Verdict::pass) {
                outside += fmt::format("  {:<13} {}/{}\n", words(check.verdict),
                                       report.validation.name, check.claim.name);
            }
        }
    }
    std::string text =
        fmt::format("{:<16}{:>7}{:>7}{:>7}{:>15}\n", "", "checks", "pass", "FAIL", "known failure");
    const auto line = [&text](const char* name, const Count& count) {
        text += fmt::format("{:<16}{:>7}{:>7}{:>7}{:>15}\n", name, count.all, count.passed,
                            count.failed, count.known);
    };
    for (std::size_t k = 0; k < all_kinds.size(); ++k) {
        line(words(all_kinds.at(k)), by_kind.at(k));
    }
    line("all", whole);
    return text + outside;
}

std::string as_json(const std::vector<Report>& reports)
{
    nlohmann::ordered_json out;
    out["format"] = "percolith-validation";
    out["version"] = 1;
    out["passed"] = !any_failure(reports);
    out["validations"] = nlohmann::ordered_json::array();
    for (const auto& report : reports) {
        nlohmann::ordered_json one;
        one["name"] = report.validation.name;
        one["about"] = report.validation.about;
        one["seconds"] = report.seconds;
        one["checks"] = nlohmann::ordered_json::array();
        for (const auto& check : report.checks) {
            one["checks"].push_back(as_json(check));
        }
        out["validations"].push_back(one);
    }
    return out.dump(2) + "\n";
}

bool any_failure(const std::vector<Report>& reports)
{
    return std::any_of(reports.begin(), reports.end(), [](const Report& report) {
        return std::any_of(report.checks.begin(), report.checks.end(),
                           [](const Check& check) { return check.verdict == Verdict::fail; });
    });
}

} // namespace percolith::validation

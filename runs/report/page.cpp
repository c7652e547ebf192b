#include "runs/report/page.hpp"

#include "runs/report/page_parts.hpp"
#include "runs/version.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <string_view>
#include <utility>

namespace percolith::runs::report
{
namespace
{

/// JSON that cannot end the element it stands in. What is no UTF-8 is shown as such.
std::string within_script(const Json& contents)
{
    const auto text = contents.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string safe;
    safe.reserve(text.size());
    for (const char letter : text) {
        if (letter == '<') {
            safe += "\\u003c";
        } else {
            safe += letter;
        }
    }
    return safe;
}

/// The skeleton with what belongs in its places, {{style}} and so on. What is put there is not read
/// for places again.
std::string filled(std::string_view skeleton,
                   const std::vector<std::pair<std::string_view, std::string_view>>& parts)
{
    std::string page;
    for (const auto& [place, text] : parts) {
        const auto at = skeleton.find(place);
        page += skeleton.substr(0, at);
        page += text;
        skeleton.remove_prefix(at + place.size());
    }
    page += skeleton;
    return page;
}

} // namespace

Page::Page(const std::string& title, const std::vector<std::string>& files)
{
    contents_["percolith_report"] = 1;
    contents_["title"] = title;
    contents_["files"] = files;
    contents_["program"] = "percolith " + std::string(version());
    contents_["created"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    contents_["sections"] = Json::array();
}

Json Page::numbers(std::span<const double> values, Exactness exactness)
{
    arrays_.push_back(packed(values, exactness));
    return {{"array", arrays_.size() - 1},
            {"length", values.size()},
            {"type", exactness == Exactness::shown ? "f32" : "f64"},
            {"coding", exactness == Exactness::instant ? "delta" : "raw"}};
}

void Page::section(const std::string& id, const std::string& title)
{
    contents_["sections"].push_back({{"id", id}, {"title", title}, {"blocks", Json::array()}});
}

void Page::add(Json block)
{
    contents_["sections"].back()["blocks"].push_back(std::move(block));
}

std::string Page::html() const
{
    auto contents = contents_;
    contents["sections"] = Json::array();
    for (const auto& section : contents_["sections"]) {
        if (!section["blocks"].empty()) {
            contents["sections"].push_back(section);
        }
    }
    std::string arrays;
    for (std::size_t n = 0; n < arrays_.size(); ++n) {
        arrays += fmt::format("<script type=\"application/octet-stream\" class=\"array\" "
                              "id=\"array-{}\">{}</script>\n",
                              n, arrays_[n]);
    }
    const auto report =
        "<script type=\"application/json\" id=\"report\">" + within_script(contents) + "</script>";
    const auto scripts = "<script>" + std::string(page_parts::scripts) + "</script>";
    return filled(page_parts::skeleton, {{"{{style}}", page_parts::style},
                                         {"{{report}}", report},
                                         {"{{scripts}}", scripts},
                                         {"{{arrays}}", arrays}});
}

} // namespace percolith::runs::report

#include "runs/cycler/ndax_about.hpp"

#include "runs/case/errors.hpp"

#include <chrono>
#include <cstdio>
#include <pugixml.hpp>

namespace percolith::runs::cycler
{

namespace
{

constexpr const char* test_info = "TestInfo.xml";

/// "2026-02-27 11:17:33"; nothing where it is no date.
std::optional<double> seconds_of(const char* text)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (std::sscanf(text, "%4d-%2u-%2u %2d:%2d:%2d", &year, &month, &day, &hour, &minute,
                    &second) != 6) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (!date.ok() || year < 1970) {
        return std::nullopt;
    }
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    return static_cast<double>(days) * 86400.0 + hour * 3600.0 + minute * 60.0 + second;
}

} // namespace

NdaxAbout read_about(const Archive& archive)
{
    NdaxAbout about;
    if (!archive.holds(test_info)) {
        return about;
    }
    const auto text = archive.unpack(test_info);
    pugi::xml_document document;
    // It is written in GB2312; all that is read here is ASCII, so its bytes are taken as they are.
    const auto result =
        document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_latin1);
    if (!result) {
        throw InputError({archive.source()}, test_info,
                         std::string("is not XML: ") + result.description(),
                         "copy the file again from where it was exported");
    }
    const auto info = document.child("root").child("config").child("TestInfo");
    about.start = seconds_of(info.attribute("StartTime").value());
    for (const auto& node : info.children()) {
        if (std::string_view(node.name()).starts_with("Aux")) {
            about.channels.push_back({.channel = node.attribute("RealChlID").as_int(),
                                      .type = node.attribute("ChlType").as_int(),
                                      .number = node.attribute("AuxID").as_int()});
        }
    }
    return about;
}

} // namespace percolith::runs::cycler

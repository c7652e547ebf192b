// The test as a protocol of aurora-unicycler: the names are those of its CyclingProtocol.

#include "runs/case/errors.hpp"
#include "runs/design/sheet_course.hpp"

#include <nlohmann/json.hpp>

namespace percolith::runs::design
{
namespace
{

using Json = nlohmann::ordered_json;

constexpr const char* written_for = "0.4.6"; ///< the version whose schema this is

/// Its files for testers are in a code page of one byte; a name needs no more than ASCII.
std::string plain_name(const std::string& title)
{
    std::string name;
    for (const char c : one_line(title)) {
        name += static_cast<unsigned char>(c) < 0x80 ? c : '_';
    }
    return name.empty() ? "percolith" : name;
}

Json step_json(const TypedStep& step, const TypedCourse& course, const std::string& id)
{
    return {{"id", id + (step.strips ? "strip" : "plate")},
            {"step", "constant_current"},
            {"current_mA", step.strips ? course.current : -course.current},
            {"until_time_s", step.seconds}};
}

} // namespace

std::string unicycler_json(const Exam& exam)
{
    const auto course = typed(exam);
    constexpr double C_per_mAh = 3.6;
    Json all;
    all["unicycler"] = {{"version", written_for}};
    all["sample"] = {{"name", plain_name(exam.title)}};
    if (exam.foil_lithium.si > 0.0) {
        all["sample"]["capacity_mAh"] = exam.foil_lithium.si * exam.area.si / C_per_mAh;
    }
    all["record"] = {{"time_s", course.record_seconds}, {"voltage_V", course.record_volts}};
    // Limits of the whole test end it; a step's own would only begin the next step.
    all["safety"] = {{"max_voltage_V", exam.alarm.si}, {"min_voltage_V", -exam.alarm.si}};
    auto& method = all["method"] = Json::array();
    if (course.cycles > 0) {
        method.push_back({{"step", "tag"}, {"tag", "cycle"}});
        for (const auto& step : course.cycle) {
            method.push_back(step_json(step, course, ""));
        }
        method.push_back({{"step", "loop"}, {"loop_to", "cycle"}, {"cycle_count", course.cycles}});
    }
    for (const auto& step : course.rest) {
        method.push_back(step_json(step, course, "last_"));
    }
    return all.dump(4) + "\n";
}

} // namespace percolith::runs::design

// An answer for programs.

#include "runs/design/answer.hpp"
#include "runs/record/provenance_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace percolith::runs::design
{
namespace
{

using Json = nlohmann::ordered_json;

/// JSON has no infinity.
Json number(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json json_of(const Share& share)
{
    return {{"share", share.value}, {"low", share.low}, {"high", share.high}};
}

Json json_of(const Answer& a, const Standing& s)
{
    const auto& choice = a.choice(s);
    return {{"current_density", choice.current.si},
            {"capacity", choice.capacity.si},
            {"tests", s.tests},
            {"decision_time", number(s.decided.time)},
            {"decision_time_low", number(s.decided.low)},
            {"decision_time_high", number(s.decided.high)},
            {"miss", json_of(s.miss)},
            {"false_alarm", s.false_alarm ? json_of(*s.false_alarm) : Json(nullptr)},
            {"lost_of_failing", s.lost_failing},
            {"lost_of_passing", s.false_alarm ? Json(s.lost_passing) : Json(nullptr)}};
}

Json json_of(const Answer& a, const FoilAnswer& foil)
{
    constexpr const char* limits[]{"capacity", "hours", "false alarms"};
    Json out{{"thickness", foil.foil.thickness.si},
             {"lithium", foil.foil.lithium.si},
             {"settings_tried", foil.standings.size()},
             {"decides", foil.best.has_value()}};
    if (foil.best) {
        out["best"] = json_of(a, foil.standings[*foil.best]);
    } else {
        out["limit"] = limits[static_cast<int>(foil.limit)];
        out["nearest"] = foil.nearest ? json_of(a, foil.standings[*foil.nearest]) : Json(nullptr);
    }
    return out;
}

const char* word(Verdict verdict)
{
    return verdict == Verdict::pass ? "pass" : "fail";
}

Json symmetric_json(const Answer& a)
{
    const auto& course = *a.symmetric;
    Json looks = Json::array();
    for (std::size_t t = 0; t < course.times.size(); ++t) {
        Json hidden = Json::array();
        for (const auto& h : course.hidden[t]) {
            hidden.push_back({{"candidate", a.names[a.groups[h.group].candidate]},
                              {"lithium_lost", number(h.lithium_lost)},
                              {"voltage", number(h.voltage)},
                              {"voltage_change", number(h.voltage_change)},
                              {"index", number(h.index)}});
        }
        looks.push_back({{"time", course.times[t]},
                         {"miss_by_range", course.separation(Look::range)[t].miss},
                         {"miss_by_voltage", course.separation(Look::voltage)[t].miss},
                         {"miss_by_its_change", course.separation(Look::change)[t].miss},
                         {"hidden", std::move(hidden)}});
    }
    const auto when = [&](Look look) {
        const auto at = course.decided[static_cast<std::size_t>(look)];
        return at ? Json(course.times[*at]) : Json(nullptr);
    };
    return {{"decision_time_by_range", when(Look::range)},
            {"decision_time_by_voltage", when(Look::voltage)},
            {"decision_time_by_its_change", when(Look::change)},
            {"looks", std::move(looks)}};
}

Json anode_free_json(const Answer& a)
{
    const auto& cycle = *a.anode_free;
    Json efficiency = Json::array();
    for (std::size_t g = 0; g < a.groups.size(); ++g) {
        efficiency.push_back({{"candidate", a.names[a.groups[g].candidate]},
                              {"verdict", word(a.groups[g].verdict)},
                              {"median", number(cycle.efficiency[g])}});
    }
    return {{"time", cycle.time},
            {"passing_cells_run_out", json_of(cycle.runs_out)},
            {"first_efficiency", std::move(efficiency)},
            {"miss_by_efficiency", cycle.by_efficiency.miss}};
}

} // namespace

std::string as_json(const Answer& a)
{
    Json out{{"format", "percolith-design"},
             {"version", 1},
             {"title", a.title},
             {"confidence", a.confidence},
             {"miss", a.miss},
             {"false_alarm", a.false_alarm},
             {"hours", a.hours},
             {"foils", Json::array()}};
    for (const auto& foil : a.foils) {
        out["foils"].push_back(json_of(a, foil));
    }
    out["chosen"] = a.chosen ? Json(*a.chosen) : Json(nullptr);
    if (a.chosen) {
        out["in_words"] = in_words(a);
        out["on_other_cells"] = Json::array();
        for (const auto& curve : a.curves) {
            out["on_other_cells"].push_back({{"candidate", curve.name},
                                             {"verdict", word(curve.verdict)},
                                             {"tests", curve.tests},
                                             {"wrong", json_of(curve.wrong)},
                                             {"until", curve.until},
                                             {"alarm_times", curve.times}});
        }
        out["symmetric"] = symmetric_json(a);
        out["anode_free"] = anode_free_json(a);
    } else {
        out["binding_limit"] = binding_limit(a);
        out["mend"] = mend_for(a);
        out["hours_needed"] = a.hours_needed ? Json(*a.hours_needed) : Json(nullptr);
    }
    out["refused_draws"] = a.refused;
    out["first_refusal"] = a.first_refusal;
    out["unclassified_draws"] = a.unclassified;
    out["tests_run"] = a.tests_run;
    out["provenance"] = json_of(a.provenance);
    return answer_text(out);
}

} // namespace percolith::runs::design

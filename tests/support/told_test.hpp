#pragma once

#include "runs/design/sheet.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/// The test that a step list or a protocol tells a tester, read as its user would.
namespace percolith::tests
{

inline constexpr double hour = 3600.0;

inline double current_of(const runs::design::Exam& exam)
{
    return exam.current.si * exam.area.si * 1e3;
}
inline double charge_of(const runs::design::Exam& exam)
{
    return exam.capacity.si * exam.area.si / 3.6;
}
/// How long a tester is to run, s.
inline double length_of(const runs::design::Exam& exam)
{
    const double half = exam.capacity.si / exam.current.si;
    return std::min(2.0 * half * static_cast<double>(exam.cycles), exam.hours.si);
}

/// What a step list or a protocol says, in mA, s and V.
struct Told {
    struct Step {
        double current;
        double seconds;
    };
    std::vector<Step> cycle;
    double cycles = 0;
    std::vector<Step> rest;
    double upper = 0.0;
    double lower = 0.0;

    std::vector<Step> all() const
    {
        auto steps = cycle;
        steps.insert(steps.end(), rest.begin(), rest.end());
        return steps;
    }
    double seconds() const
    {
        double sum = 0.0;
        for (const auto& step : cycle) {
            sum += cycles * step.seconds;
        }
        for (const auto& step : rest) {
            sum += step.seconds;
        }
        return sum;
    }
};

/// The test that is told is the exam's. Currents may be off by half of the 0.1 % that charges may:
/// testers show thousandths of mA, uA or nA.
inline void check_told(const Told& told, const runs::design::Exam& exam)
{
    const double meant = current_of(exam);
    bool strips = exam.strips_first;
    REQUIRE(!told.all().empty());
    for (const auto& step : told.all()) {
        CHECK(step.current == Approx(strips ? meant : -meant).epsilon(5.1e-4));
        strips = !strips;
    }
    for (const auto& step : told.cycle) {
        CHECK(std::abs(step.current) * step.seconds / hour ==
              Approx(charge_of(exam)).epsilon(1e-3));
    }
    CHECK(told.cycles <= static_cast<double>(exam.cycles));
    // What is left over may be a thousandth of a half cycle; times are off as charges are.
    const double half = exam.capacity.si / exam.current.si;
    CHECK(told.seconds() == Approx(length_of(exam)).epsilon(1e-3).margin(2e-3 * half));
    CHECK(told.upper == exam.alarm.si);
    CHECK(told.lower == -exam.alarm.si);
}

inline double seconds_of(const std::string& clock)
{
    double hours = 0.0, minutes = 0.0, seconds = 0.0;
    REQUIRE(std::sscanf(clock.c_str(), "%lf:%lf:%lf", &hours, &minutes, &seconds) == 3);
    CHECK(minutes < 60.0);
    CHECK(seconds < 60.0);
    return hours * 3600.0 + minutes * 60.0 + seconds;
}

inline std::string part_of(const std::string& text, const std::string& from, const std::string& to)
{
    const auto start = text.find(from);
    REQUIRE(start != std::string::npos);
    return text.substr(start, text.find(to, start) - start);
}

inline Told neware_in(const std::string& sheet)
{
    const auto part = part_of(sheet, "NEWARE", "\n\n");
    Told told;
    const std::regex step(R"(CC (D?)Chg +current ([0-9.]+) mA, cut-off: time ([0-9:.]+) )");
    const auto loop = part.find("Cycle ");
    for (std::sregex_iterator at(part.begin(), part.end(), step), end; at != end; ++at) {
        const double sign = (*at)[1].length() == 0 ? 1.0 : -1.0;
        const Told::Step read{sign * std::stod((*at)[2]), seconds_of((*at)[3])};
        const bool in_loop =
            loop != std::string::npos && at->position() < static_cast<std::ptrdiff_t>(loop);
        (in_loop ? told.cycle : told.rest).push_back(read);
    }
    std::smatch found;
    if (std::regex_search(part, found, std::regex(R"(start step 1, cycles ([0-9]+))"))) {
        told.cycles = std::stod(found[1]);
    }
    REQUIRE(std::regex_search(
        part, found, std::regex(R"(upper voltage ([0-9.]+) V, lower voltage (-[0-9.]+) V)")));
    told.upper = std::stod(found[1]);
    told.lower = std::stod(found[2]);
    return told;
}

inline std::vector<std::string> row_of(const std::string& part, const std::string& name)
{
    std::istringstream line(part_of(part, "  " + name + " ", "\n").substr(2 + name.size()));
    std::vector<std::string> fields;
    for (std::string field; line >> field;) {
        fields.push_back(field);
    }
    return fields;
}

inline Told biologic_in(const std::string& sheet)
{
    const auto part = part_of(sheet, "BIOLOGIC", "\n\n");
    const std::map<std::string, double> units{
        {"mA", 1.0}, {"uA", 1e-3}, {"nA", 1e-6}, {"pA", 1e-9}};
    const auto currents = row_of(part, "Is");
    const auto names = row_of(part, "unit Is");
    const auto times = row_of(part, "ts (h:m:s)");
    const auto back = row_of(part, "goto Ns'");
    const auto times_back = row_of(part, "nc cycles");
    Told told;
    for (std::size_t i = 0; i < currents.size(); ++i) {
        told.rest.push_back(
            {std::stod(currents[i]) * units.at(names.at(i)), seconds_of(times.at(i))});
        if (times_back.at(i) != "0" || (i == 1 && currents.size() > 2)) {
            CHECK(back.at(i) == "0");
            CHECK(i == 1);
            told.cycle = std::move(told.rest);
            told.cycles = std::stod(times_back.at(i)) + 1.0;
            told.rest.clear();
        }
    }
    std::smatch found;
    REQUIRE(std::regex_search(part, found,
                              std::regex(R"(Ewe max = ([0-9.]+) V, Ewe min = (-[0-9.]+) V)")));
    told.upper = std::stod(found[1]);
    told.lower = std::stod(found[2]);
    return told;
}

inline Told unicycler_in(const std::string& text)
{
    const auto read = nlohmann::json::parse(text);
    Told told;
    for (const auto& step : read.at("method")) {
        const auto kind = step.at("step").get<std::string>();
        if (kind == "constant_current") {
            CHECK(step.size() == 4);
            told.rest.push_back({step.at("current_mA"), step.at("until_time_s")});
        } else if (kind == "tag") {
            CHECK(told.rest.empty());
            CHECK(step.at("tag") == "cycle");
        } else {
            REQUIRE(kind == "loop");
            CHECK(step.at("loop_to") == "cycle");
            told.cycles = step.at("cycle_count").get<double>();
            told.cycle = std::move(told.rest);
            told.rest.clear();
        }
    }
    told.upper = read.at("safety").at("max_voltage_V");
    told.lower = read.at("safety").at("min_voltage_V");
    return told;
}

} // namespace percolith::tests

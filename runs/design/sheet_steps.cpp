// The test as a list of steps for people: wiring, Neware's BTS, BioLogic's EC-Lab, reading.

#include "runs/case/errors.hpp"
#include "runs/design/sheet_course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs::design
{
namespace
{

/// 36000 s as 10:00:00.000.
std::string clock(double seconds)
{
    const double thousandths = std::round(seconds * 1e3);
    const double whole = std::floor(thousandths / 1e3);
    const double hours = std::floor(whole / 3600.0);
    return fmt::format("{:.0f}:{:02.0f}:{:02.0f}.{:03.0f}", hours,
                       std::floor((whole - 3600.0 * hours) / 60.0), std::fmod(whole, 60.0),
                       thousandths - 1e3 * whole);
}

constexpr double C_m2_per_mAh_cm2 = 3.6e4;
constexpr double cm2_per_m2 = 1e4;

const char* doing(const TypedStep& step)
{
    return step.strips ? "strips working" : "plates working";
}

std::string steps_heading(const Exam& exam, const TypedCourse& course)
{
    const double per_area = course.current / (exam.area.si * cm2_per_m2);
    const auto title = one_line(exam.title);
    auto text = (title.empty() ? std::string("Test of an interphase") : title) + "\n\n";
    text += "THE TEST\n";
    text += fmt::format("  working   {}\n",
                        exam.foil.si > 0.0
                            ? fmt::format("lithium foil of {} um, {} mAh/cm2 (nominal): the "
                                          "electrode under test",
                                          plain(exam.foil.si * 1e6, 6),
                                          plain(exam.foil_lithium.si / C_m2_per_mAh_cm2, 6))
                            : "bare current collector, no lithium: the electrode under test");
    text += fmt::format("  area      {} cm2\n", plain(exam.area.si * cm2_per_m2, 6));
    text +=
        fmt::format("  current   {} mA   ({} mA/cm2)\n", plain(course.current), plain(per_area, 6));
    const double charge = course.charge(course.cycle.front());
    text += fmt::format("  charge    {} mAh a half cycle   ({} mAh/cm2), in {}\n", plain(charge, 6),
                        plain(charge / (exam.area.si * cm2_per_m2), 6),
                        clock(course.cycle.front().seconds));
    text += fmt::format("  length    {} whole cycles{}, {} h in all\n", course.cycles,
                        course.rest.empty() ? "" : " and a part of one",
                        plain(course.seconds / 3600.0, 6));
    text += fmt::format("  alarm     |V| above {} V\n", plain(exam.alarm.si));
    return text;
}

std::string wiring(const Exam& exam, const TypedCourse& course)
{
    std::string text = "\nLEADS AND SIGNS\n";
    text += "  working (the thin foil)  positive leads: Neware I+ and V+, BioLogic WE with its "
            "sense\n";
    text += "  counter (the thick one)  negative leads: Neware I- and V-, BioLogic CE and RE "
            "together\n";
    text += "  A positive current (charge, oxidation of working) STRIPS working, a negative one "
            "(discharge)\n";
    text += fmt::format("  PLATES it. The first step {}.\n", doing(course.cycle.front()));
    // A cell of lithium against lithium answers a current of either sign with a voltage of that
    // sign, whichever way round it lies.
    text += "  Mark the thin side before the cell is closed: swapped leads do not show. V has the "
            "sign of the\n";
    text += "  current either way, but the thick electrode would be stripped where the foil "
            "should be. If V has\n";
    text += "  the other sign, the voltage leads are swapped against the current leads.\n";
    text += fmt::format("  The channel must drive and measure voltages of both signs, -{0} V to "
                        "{0} V.\n",
                        plain(exam.voltage_range.si));
    return text;
}

std::string neware(const Exam& exam, const TypedCourse& course)
{
    std::string text = "\nNEWARE BTS, step by step\n";
    int number = 0;
    const auto step_line = [&](const TypedStep& step) {
        text += fmt::format("  {}  {:8}  current {} mA, cut-off: time {}   ({}, {} mAh)\n",
                            ++number, step.strips ? "CC Chg" : "CC DChg", plain(course.current),
                            clock(step.seconds), doing(step), plain(course.charge(step), 6));
    };
    if (course.cycles > 0) {
        std::for_each(course.cycle.begin(), course.cycle.end(), step_line);
        text +=
            fmt::format("  {}  {:8}  start step 1, cycles {}\n", ++number, "Cycle", course.cycles);
    }
    std::for_each(course.rest.begin(), course.rest.end(), step_line);
    text += fmt::format("  {}  End\n", ++number);
    text += fmt::format("  Protection, whole test: upper voltage {0} V, lower voltage -{0} V. No "
                        "cut-off voltage in the steps.\n",
                        plain(exam.alarm.si));
    text += fmt::format("  Record: every {} s, and every {} V\n", plain(course.record_seconds),
                        plain(course.record_volts));
    return text;
}

/// Columns of EC-Lab's table, one for each step.
class Columns
{
public:
    template <class Field> void row(const char* name, const Field& field)
    {
        text_ += fmt::format("  {:<13}", name);
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            text_ += fmt::format("{:>18}", field(i));
        }
        text_ += '\n';
    }
    explicit Columns(const TypedCourse& course)
    {
        if (course.cycles > 0) {
            steps_ = course.cycle;
        }
        steps_.insert(steps_.end(), course.rest.begin(), course.rest.end());
    }
    const std::vector<TypedStep>& steps() const { return steps_; }
    const std::string& text() const { return text_; }

private:
    std::vector<TypedStep> steps_;
    std::string text_;
};

/// The smallest of EC-Lab's ranges that holds the current.
std::string current_range(double current)
{
    constexpr std::pair<double, const char*> ranges[]{{0.01, "10 uA"},   {0.1, "100 uA"},
                                                      {1.0, "1 mA"},     {10.0, "10 mA"},
                                                      {100.0, "100 mA"}, {1000.0, "1 A"}};
    for (const auto& [largest, name] : ranges) {
        if (current <= largest) {
            return name;
        }
    }
    return "one that holds it";
}

std::string biologic(const Exam& exam, const TypedCourse& course)
{
    Columns table(course);
    const auto& steps = table.steps();
    const auto current = plain(course.current * course.unit.per_milliampere, 10);
    const auto same = [](const std::string& value) {
        return [value](std::size_t) { return value; };
    };
    // The second half cycle goes back to the first; "nc cycles" counts how often.
    const auto repeats = [&](std::size_t i) {
        return fmt::format("{}", i == 1 && course.cycles > 0 ? course.cycles - 1 : 0);
    };
    table.row("Ns", [](std::size_t i) { return fmt::format("{}", i); });
    table.row("Is", [&](std::size_t i) { return (steps[i].strips ? "" : "-") + current; });
    table.row("unit Is", same(course.unit.name));
    table.row("vs.", same("<None>"));
    table.row("ts (h:m:s)", [&](std::size_t i) { return clock(steps[i].seconds); });
    table.row("EM (V)", same("pass"));
    table.row("record", same("Ewe"));
    table.row("dEs (mV)", same(plain(course.record_volts * 1e3, 6)));
    table.row("dts (s)", same(plain(course.record_seconds)));
    table.row("I Range", same(current_range(course.current)));
    table.row("goto Ns'", same("0"));
    table.row("nc cycles", repeats);
    std::string text = "\nBIOLOGIC EC-Lab, technique Chronopotentiometry (CP), its table of "
                       "sequences\n";
    text += table.text();
    text += fmt::format("  Safety Limits: Ewe max = {0} V, Ewe min = -{0} V. E range: -{1} V to "
                        "{1} V.\n",
                        plain(exam.alarm.si), plain(exam.voltage_range.si));
    text += fmt::format("  dQM, where EC-Lab shows it, is {} mAh for a whole half cycle. nc cycles "
                        "counts the ways back:\n",
                        plain(course.charge(course.cycle.front()), 6));
    text += "  one less than the cycles.\n";
    return text;
}

std::string reading(const Exam& exam, const TypedCourse& course)
{
    const auto alarm = plain(exam.alarm.si);
    std::string text = "\nHOW TO READ IT\n";
    text += fmt::format("  FAIL  |V| passes {} V before {} h: the limit ends the test there.\n",
                        alarm, plain(course.seconds / 3600.0, 6));
    text += "  PASS  the test reaches its end and it never does.\n";
    text += fmt::format("  Above +{0} V, while working is stripped: working has run out of "
                        "lithium or lost its contact.\n",
                        alarm);
    text += fmt::format("  Below -{0} V, while working is plated: the electrode on the negative "
                        "leads has. It is the thick\n",
                        alarm);
    text += "  one, so look whether the leads were swapped before blaming the interphase of "
            "working.\n";
    text += "  A voltage that falls to next to nothing and stays there is a short circuit: it, and "
            "a test stopped\n";
    text += "  for any other reason, says nothing about the interphase.\n";
    return text;
}

std::string loading(const Exam& exam, const TypedCourse& course)
{
    std::string text = "\nLOADING IT INSTEAD\n";
    text += "  protocol.json is a protocol of aurora-unicycler (Python), which writes files for "
            "both programs:\n";
    text += "    from aurora_unicycler import CyclingProtocol\n";
    text += "    protocol = CyclingProtocol.from_json(\"protocol.json\")\n";
    text += "    protocol.to_neware_xml(\"protocol.xml\")\n";
    text += fmt::format("    protocol.to_biologic_mps(\"protocol.mps\", range_V=(-{0}, {0}))   # "
                        "without range_V: 0 to 5 V\n",
                        plain(exam.voltage_range.si));
    constexpr double exported = 1e3 * 1e3; // what those files write, per mA
    const double written = std::round(course.current * exported) / exported;
    constexpr double allowed = 5e-4;
    if (std::abs(written - course.current) > allowed * course.current) {
        text += "  Those files hold currents in steps of 1 nA, too coarse for this one: type it by "
                "hand.\n";
    }
    return text;
}

} // namespace

std::string step_list(const Exam& exam)
{
    const auto course = typed(exam);
    return steps_heading(exam, course) + wiring(exam, course) + neware(exam, course) +
           biologic(exam, course) + reading(exam, course) + loading(exam, course);
}

} // namespace percolith::runs::design

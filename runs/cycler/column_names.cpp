#include "runs/cycler/column_names.hpp"

#include "runs/cycler/heading.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace percolith::runs::cycler
{
namespace
{

using Words = std::span<const std::string_view>;

// Each list rises in preference: the total time of a test is surer than "time". Sources: exports
// and the readers of cellpy, BEEP, PyProBE and of the Battery Data Format.
constexpr std::string_view test_time_names[]{
    "t",      "时间",     "time",       "elapsed time",    "测试时间",
    "总时间", "累计时间", "total time", "cumulative time", "test time"};
constexpr std::string_view step_times[]{"record time",   "记录时间",      "相对时间",
                                        "步时间",        "工步时间",      "单步时间",
                                        "relative time", "step duration", "step time"};
constexpr std::string_view dates[]{"日期",     "real time", "realtime",      "date time",
                                   "datetime", "timestamp", "absolute time", "系统时间",
                                   "绝对时间", "实时时间",  "date",          "unix time"};
constexpr std::string_view voltages[]{
    "u", "v", "ecell", "<ewe>", "ewe", "potential", "cell voltage", "volt", "电压", "voltage"};
constexpr std::string_view currents[]{"j", "current density", "i", "<i>", "cur", "电流", "current"};
constexpr std::string_view step_charges[]{"step capacity", "容量", "capacity", "cap"};
constexpr std::string_view charges_in[]{"capacitance chg", "q charge",        "chg cap",
                                        "充电容量",        "charge capacity", "charging capacity"};
constexpr std::string_view charges_out[]{"capacitance dchg",   "q discharge",
                                         "dchg cap",           "放电容量",
                                         "discharge capacity", "discharging capacity"};
constexpr std::string_view net_charges[]{"net capacity"};
constexpr std::string_view powers[]{"p", "功率", "power"};
constexpr std::string_view cycles[]{"循环",     "循环号",      "循环序号",     "cycle",
                                    "cycle id", "cycle index", "cycle number", "cycle count"};
constexpr std::string_view steps[]{"工步", "工步号",  "工步序号",    "ns",         "steps",
                                   "step", "step id", "step number", "step index", "step count"};
constexpr std::string_view kinds[]{"状态",     "status",    "state",     "工步名称",
                                   "工步类型", "step name", "work mode", "step type"};
constexpr std::string_view frequencies[]{"freq", "frequency"};
constexpr std::string_view reals[]{"re(z)", "z real", "real impedance", "impedance real"};
constexpr std::string_view imaginaries[]{"im(z)", "z imaginary", "imaginary impedance",
                                         "impedance imaginary"};
constexpr std::string_view records[]{"datapoint",     "data point",   "record id",
                                     "record number", "record index", "record serial number",
                                     "数据序号",      "记录号",       "记录序号"};

struct Known {
    Meaning meaning;
    std::string_view name;
    std::string_view unit;
    Words words;
};
constexpr std::array<Known, 16> all_known{{
    {{Quantity::test_time}, "time", "s", test_time_names},
    {{Quantity::step_time}, "step_time", "s", step_times},
    {{Quantity::date}, "date", "", dates},
    {{Quantity::voltage}, "voltage", "V", voltages},
    {{Quantity::current}, "current", "A", currents},
    {{Quantity::step_charge}, "step_charge", "C", step_charges},
    {{Quantity::charge_in}, "charge_in", "C", charges_in},
    {{Quantity::charge_out}, "charge_out", "C", charges_out},
    {{Quantity::net_charge}, "net_charge", "C", net_charges},
    {{Quantity::power}, "power", "W", powers},
    {{Quantity::cycle}, "cycle", "1", cycles},
    {{Quantity::step}, "step", "1", steps},
    {{Quantity::other, true}, "step_kind", "", kinds},
    {{Quantity::frequency}, "frequency", "Hz", frequencies},
    {{Quantity::impedance_real}, "impedance_real", "Ohm", reals},
    {{Quantity::impedance_imaginary}, "impedance_imaginary", "Ohm", imaginaries},
}};

bool has_any(std::string_view text, Words words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

} // namespace

std::string name_of(Meaning meaning)
{
    for (const auto& known : all_known) {
        if (known.meaning == meaning) {
            return std::string{known.name};
        }
    }
    return "other";
}

std::vector<std::string> meaning_names()
{
    std::vector<std::string> names;
    names.reserve(all_known.size());
    for (const auto& known : all_known) {
        names.emplace_back(known.name);
    }
    return names;
}

std::optional<Meaning> meaning_named(std::string_view name)
{
    for (const auto& known : all_known) {
        if (known.name == name) {
            return known.meaning;
        }
    }
    return std::nullopt;
}

std::string_view unit_of(Quantity what)
{
    for (const auto& known : all_known) {
        if (known.meaning == Meaning{what}) {
            return known.unit;
        }
    }
    return "";
}

std::optional<NamedMeaning> named_meaning(std::string_view plain_name)
{
    for (const auto& known : all_known) {
        const auto found = std::find(known.words.begin(), known.words.end(), plain_name);
        if (found != known.words.end()) {
            return NamedMeaning{known.meaning, 1 + static_cast<int>(found - known.words.begin())};
        }
    }
    return std::nullopt;
}

bool is_record_number(std::string_view plain_name)
{
    const Words words{records};
    return std::find(words.begin(), words.end(), plain_name) != words.end();
}

StepKind kind_of_step(std::string_view words)
{
    // The order matters: "discharge" holds "charge", and "pulse discharge" is a pulse.
    static constexpr std::string_view rest[]{"rest", "ocv", "pause", "静置", "搁置", "休眠"};
    static constexpr std::string_view impedance[]{"impedance", "eis", "acim", "阻抗"};
    static constexpr std::string_view pulse[]{"pulse", "sim", "脉冲"};
    static constexpr std::string_view out[]{"dchg", "disch", "dch", "放电"};
    static constexpr std::string_view in[]{"chg", "charge", "cha", "充电"};
    static constexpr std::string_view hold[]{"hold", "cv", "恒压"};
    const auto plain = plain_name(words);
    if (has_any(plain, rest) || plain == "r") {
        return StepKind::rest;
    }
    if (has_any(plain, impedance)) {
        return StepKind::impedance;
    }
    if (has_any(plain, pulse)) {
        return StepKind::pulse;
    }
    if (has_any(plain, out) || plain == "d") {
        return StepKind::discharge;
    }
    if (has_any(plain, in) || plain == "c") {
        return StepKind::charge;
    }
    return has_any(plain, hold) ? StepKind::hold : StepKind::unknown;
}

} // namespace percolith::runs::cycler

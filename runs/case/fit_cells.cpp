// [[cell]]: a case, the record of its test, and what else was measured on it.

#include "runs/case/fit_readers.hpp"
#include "runs/fit/measured.hpp"
#include "runs/fit/protocol_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::runs
{
namespace
{

using fit::CellData;
using fit::Part;
using kinetics::Time;
using kinetics::Voltage;

constexpr Named<Part> parts[]{
    {"cell", Part::cell}, {"working", Part::working}, {"counter", Part::counter}};
constexpr Named<model::Side> sides[]{{"working", model::Side::working},
                                     {"counter", model::Side::counter}};
constexpr Named<fit::Loss> losses[]{
    {"none", fit::Loss::none}, {"huber", fit::Loss::huber}, {"cauchy", fit::Loss::cauchy}};
/// Nothing for the end of the cell, whatever ended it.
using Happening = std::optional<model::EventKind>;
constexpr Named<Happening> events[]{
    {"end", std::nullopt},
    {"metal depleted", model::EventKind::metal_depleted},
    {"host exhausted", model::EventKind::host_exhausted},
    {"contact lost", model::EventKind::contact_lost},
    {"short circuit", model::EventKind::short_circuit},
};

/// [cell.voltage]: what a voltage sample is worth, and which samples count.
void read_voltage(Section& cell, CellData& data, fit::VoltageWindow& window)
{
    auto s = cell.table("voltage");
    const auto noise =
        s.quantity_if_given<Voltage<>>({.name = "noise",
                                        .unit = "mV",
                                        .range = positive,
                                        .meaning = "standard deviation of one sample",
                                        .absent = "estimated from what the fit leaves"});
    auto& voltage = data.voltage;
    voltage.noise_is_estimated = !noise;
    voltage.noise = noise.value_or(Voltage<>{voltage.noise}).si;
    voltage.relative_noise = s.number({.name = "relative_noise",
                                       .range = {.low = 0.0, .high = 1.0},
                                       .meaning = "of |V|, added in squares"},
                                      0.0);
    voltage.loss = s.choice<fit::Loss>(
        {.name = "loss", .meaning = "how much less than its square a large residual counts"},
        losses, fit::Loss::none);
    voltage.loss_width =
        s.number({.name = "loss_width",
                  .range = positive,
                  .meaning = "standard deviations beyond which the loss differs from squares"},
                 voltage.loss_width);
    window.use = s.flag({.name = "use",
                         .meaning = "false: the current alone is taken from the "
                                    "record"},
                        true);
    window.from = s.quantity<Time<>>({.name = "from",
                                      .unit = "h",
                                      .range = non_negative,
                                      .meaning = "samples before are left out"},
                                     Time<>{0.0})
                      .si;
    const auto to = s.quantity_if_given<Time<>>({.name = "to",
                                                 .unit = "h",
                                                 .range = positive,
                                                 .meaning = "samples after are left out",
                                                 .absent = "all count"});
    window.to = to ? to->si : window.to;
    const auto below = s.quantity_if_given<Voltage<>>(
        {.name = "below",
         .unit = "V",
         .range = positive,
         .meaning = "samples of a larger |V| are left out: a cell that runs away tells when, not "
                    "how; at the record's end they are its end, as an event",
         .absent = "half the instrument's limit"});
    window.below = below ? below->si : window.below;
    window.after_switch =
        s.quantity<Time<>>({.name = "after_switch",
                            .unit = "s",
                            .range = non_negative,
                            .meaning = "samples this soon after a change of the current are left "
                                       "out: double layers and diffusion are not modelled"},
                           Time<>{0.0})
            .si;
}

Part read_part(Section& s, std::string_view meaning)
{
    return s.choice<Part>({.name = "of", .meaning = meaning}, parts, Part::cell);
}

/// One [[cell.resistance]], [[cell.consumed_charge]] or [[cell.thickness]].
template <class Q>
void read_points(Section& cell, std::string_view name, fit::PointKind kind, std::string_view unit,
                 std::string_view meaning, CellData& data)
{
    for (auto& s : cell.list(name)) {
        fit::PointData point;
        point.kind = kind;
        point.part = read_part(s, kind == fit::PointKind::thickness
                                      ? "whose interphase: \"working\" or \"counter\""
                                      : "one electrode, or the whole cell");
        if (kind == fit::PointKind::thickness && point.part == Part::cell && !s.documenting()) {
            s.fault("of", "says no electrode", "write of = \"working\" or \"counter\"");
        }
        point.time = s.quantity<Time<>>({.name = "time",
                                         .unit = "h",
                                         .range = non_negative,
                                         .meaning = "since the test began"})
                         .si;
        point.value =
            s.quantity<Q>({.name = "value", .unit = unit, .range = positive, .meaning = meaning})
                .si;
        point.error = s.quantity<Q>({.name = "error",
                                     .unit = unit,
                                     .range = positive,
                                     .meaning = "its standard deviation"})
                          .si;
        data.points.push_back(point);
    }
}

void read_events(Section& cell, CellData& data)
{
    for (auto& s : cell.list("event")) {
        fit::EventData event;
        event.kind = s.choice<Happening>(
            {.name = "what", .meaning = "what happened, or had not yet"}, events, Happening{});
        event.side = s.choice<model::Side>({.name = "electrode", .meaning = "where"}, sides,
                                           model::Side::working);
        const auto at = s.quantity_if_given<Time<>>({.name = "time",
                                                     .unit = "h",
                                                     .range = positive,
                                                     .meaning = "when it happened",
                                                     .absent = "see not_before"});
        const auto not_before =
            s.quantity_if_given<Time<>>({.name = "not_before",
                                         .unit = "h",
                                         .range = positive,
                                         .meaning = "it had not happened by then",
                                         .absent = "see time"});
        const auto not_after = s.quantity_if_given<Time<>>({.name = "not_after",
                                                            .unit = "h",
                                                            .range = positive,
                                                            .meaning = "it had happened by then",
                                                            .absent = "see time"});
        event.error = s.quantity<Time<>>({.name = "error",
                                          .unit = "h",
                                          .range = positive,
                                          .meaning = "standard deviation of the time: reading it, "
                                                     "and how cells of one kind differ"})
                          .si;
        if (int{at.has_value()} + int{not_before.has_value()} + int{not_after.has_value()} != 1 &&
            !s.documenting()) {
            s.fault("", "needs one of time, not_before and not_after", "give one");
        }
        event.seen = not_before  ? fit::Seen::not_yet
                     : not_after ? fit::Seen::already
                                 : fit::Seen::when;
        event.time = at.value_or(not_before.value_or(not_after.value_or(Time<>{0.0}))).si;
        data.events.push_back(event);
    }
}

/// The current of the case's own protocol, where nothing but time ends its steps.
std::vector<CurrentPiece> own_pieces(const Case& written)
{
    if (!written.stop_when.empty()) {
        throw std::invalid_argument("its protocol.stop_when may end the test at a time not known "
                                    "beforehand; give the measured record with data = \"FILE\"");
    }
    if (written.instrument.at_limit != AtLimit::stop) {
        throw std::invalid_argument("its protocol.at_limit changes the current at a time not known "
                                    "beforehand; give the measured record with data = \"FILE\"");
    }
    return fit::pieces_of(written.protocol);
}

/// Where the course of the current comes from: a record, or the case's own protocol.
struct CourseSource {
    std::optional<std::string> file;
    fit::RecordReading how;
};

/// Columns and sign are of a tester's file.
void check_of_data(Section& s, const CourseSource& course, bool columns)
{
    const bool imported = course.file && course.file->ends_with(".h5");
    for (const auto& [key, given] :
         {std::pair{"columns", columns}, {"sign", course.how.sign.has_value()}}) {
        if (given && !course.file) {
            s.fault(key, "is of no data", "give data = \"FILE\", or leave it out");
        } else if (given && imported) {
            s.fault(key, "was settled when this record was imported",
                    "leave it out, or give the tester's file as data");
        }
    }
}

CourseSource read_course(Section& s, const fit::VoltageWindow& window)
{
    CourseSource course;
    course.file =
        s.text_if_given({.name = "data",
                         .meaning = "the tester's file, of any kind that import reads, or what "
                                    "import made of it (.h5), relative to this file",
                         .absent = "the case's own protocol is followed, whose steps must end at "
                                   "known times"});
    course.how.window = window;
    const auto columns = s.texts(
        {.name = "columns",
         .meaning = "which column of data is which quantity, \"QUANTITY=HEADING [UNIT]\" as "
                    "--column of import takes them"});
    try {
        course.how.columns = cycler::parse_columns(columns);
    } catch (const cycler::ColumnMapError& error) {
        s.fault("columns", error.wrong(), error.mend());
    }
    static const std::vector<Named<cycler::FileSign>> signs = [] {
        std::vector<Named<cycler::FileSign>> words;
        words.reserve(std::size(cycler::known_signs));
        for (const auto& sign : cycler::known_signs) {
            words.push_back({sign.name, sign.value});
        }
        return words;
    }();
    course.how.sign = s.choice_if_given<cycler::FileSign>(
        {.name = "sign",
         .meaning = "what a positive current of data does; magnitude where it has no sign",
         .absent = "found, as import does"},
        signs);
    check_of_data(s, course, !columns.empty());
    course.how.scatter.relative = s.number(
        {.name = "current_scatter",
         .range = {.low = 0.0, .high = 0.5},
         .meaning = "readings of a current held constant lie within this share of it: they are "
                    "replayed as the constant whose charge is theirs"},
        course.how.scatter.relative);
    return course;
}

/// Where something was measured after the current is known: what is taken for it then
/// (runs/fit/going_on.hpp).
void say_what_follows(CellData& data)
{
    const double known = length_of(data.pieces);
    double last = 0.0;
    for (const auto& point : data.points) {
        last = std::max(last, point.time);
    }
    for (const auto& event : data.events) {
        last = std::max(last, event.time);
    }
    constexpr double hour = 3600.0;
    if (last > known) {
        data.said.push_back(fmt::format("something is given for {:.6g} h, after the known current "
                                        "ends at {:.6g} h: the cell is "
                                        "taken to be cycled on as before",
                                        last / hour, known / hour));
    }
}

/// Takes the course, and with a record its voltages.
void take_course(Section& s, const std::filesystem::path& folder, const CourseSource& course,
                 const Case& written, CellData& data, FitCase& all)
{
    try {
        if (course.file) {
            all.inputs.push_back(folder / *course.file);
            fit::read_measured(folder / *course.file, course.how, data);
        } else {
            data.pieces = own_pieces(written);
        }
    } catch (const InputError& error) {
        s.take_faults(error);
    } catch (const std::invalid_argument& error) {
        s.fault(course.file ? "data" : "case", error.what());
    }
}

void read_cell(Section& s, const std::filesystem::path& folder, FitCase& all)
{
    CellData data;
    data.name = s.text({.name = "name", .meaning = "in results and messages"});
    const auto file =
        s.text({.name = "case", .meaning = "case file of this cell, relative to this file"});
    auto overrides = s.texts({.name = "set", .meaning = "\"key=value\", laid over the case"});
    fit::VoltageWindow window;
    read_voltage(s, data, window);
    read_points<kinetics::ArealResistance<>>(s, "resistance", fit::PointKind::resistance,
                                             "Ohm cm^2", "of a low-frequency impedance, per area",
                                             data);
    read_points<kinetics::ArealCharge<>>(
        s, "consumed_charge", fit::PointKind::consumed_charge, "uAh/cm^2",
        "what a coulometric titration counts: lithium bound in "
        "the interphase or held by its alloy, without dead lithium",
        data);
    read_points<kinetics::Length<>>(s, "thickness", fit::PointKind::thickness, "nm",
                                    "of the interphase", data);
    read_events(s, data);
    auto course = read_course(s, window);
    if (s.documenting()) {
        return;
    }
    const auto same = [&](const CellData& other) { return other.name == data.name; };
    if (std::any_of(all.cells.begin(), all.cells.end(), same)) {
        s.fault("name", '"' + data.name + "\" names two cells", "give each a name of its own");
    }
    if (file.empty()) {
        return;
    }
    try {
        all.inputs.push_back(folder / file);
        const CellSource source(folder / file, std::move(overrides));
        const auto& written = source.as_written();
        data.area = written.cell.area.si;
        const double limit = written.instrument.voltage_limit.si;
        if (written.instrument.at_limit == AtLimit::stop) {
            data.limits = {limit, -limit};
        } // else what the instrument did at a limit is in the current it recorded
        course.how.area = data.area;
        course.how.window.below = std::min(window.below, 0.5 * limit);
        take_course(s, folder, course, written, data, all);
        say_what_follows(data);
        all.sources.push_back(source);
        all.cells.push_back(std::move(data));
    } catch (const InputErrors& faults) {
        s.take_faults(faults);
    }
}

} // namespace

void read_fit_cells(Section& root, const std::filesystem::path& folder, FitCase& all)
{
    const auto cells = root.list("cell");
    for (auto s : cells) {
        read_cell(s, folder, all);
    }
    if (cells.empty()) {
        root.fault("cell", "nothing was measured", "add a [[cell]] with its case and its data");
    }
}

} // namespace percolith::runs

// [protocol]: what is done to the cell, what the instrument allows, when the user wants to stop.

#include "runs/case/readers.hpp"
#include "runs/protocol/check.hpp"
#include "runs/protocol/parse.hpp"
#include "runs/protocol/record.hpp"

namespace percolith::runs
{
namespace
{

constexpr Named<AtLimit> at_limit_words[]{
    {"stop", AtLimit::stop},
    {"next step", AtLimit::next_step},
};

constexpr Named<CurrentSign> signs[]{
    {"strips working", CurrentSign::strips_working},
    {"charge positive", CurrentSign::charge_positive},
    {"discharge positive", CurrentSign::discharge_positive},
};

RecordOptions read_record_options(Section& section, kinetics::Area<> area)
{
    RecordOptions options;
    options.area = area;
    const auto sign = section.choice_if_given<CurrentSign>(
        {.name = "record_sign",
         .meaning = "what a positive current of a record means",
         .absent = "charge positive under Battery Data Format headers, else strips working"},
        signs);
    options.sign = sign;
    options.longest_gap = section.quantity_if_given<kinetics::Time<>>(
        {.name = "record_longest_gap",
         .unit = "s",
         .range = positive,
         .meaning = "a longer time between two rows of a record is a fault",
         .absent = "a gap 1000 times the usual step across which the current changes"});
    return options;
}

/// Runs a reader of text inside the case: its faults carry their own places.
template <class Read> void note_faults(Section& section, Read read)
{
    try {
        read();
    } catch (const InputError& e) {
        section.take_faults(e);
    }
}

/// The area of the case, or any where that is at fault: the sentences can be judged all the same.
kinetics::Area<> some_area(const Case& all)
{
    return all.cell.area.si > 0.0 ? all.cell.area : kinetics::Area<>{1e-4};
}

/// `steps` or `record`, whichever is given.
void read_course(Section& section, const std::filesystem::path& folder, Case& all)
{
    const auto area = some_area(all);
    const auto options = read_record_options(section, area);
    const auto given = section.either("steps", "record");
    const auto steps = section.text_if_given(
        {.name = "steps", .meaning = "sentences of the protocol language", .absent = "see record"});
    const auto record = section.text_if_given(
        {.name = "record",
         .meaning = "measured current (CSV, Battery Data Format) to follow instead of steps, path "
                    "relative to the case",
         .absent = "see steps"});
    if (section.documenting()) {
        return;
    }
    const auto reader = [&](std::string_view file) { return read_record(folder / file, options); };
    if (given == "record" && record) {
        note_faults(section, [&] {
            Step step;
            step.control = reader(*record);
            step.text = "Follow \"" + *record + '"';
            all.protocol.steps.push_back(std::move(step));
        });
    } else if (given == "steps" && steps) {
        note_faults(section, [&] {
            all.protocol = parse_protocol(*steps, area, protocol_origin(section), reader);
        });
    } else if (!given) {
        section.fault("steps", "missing",
                      "add steps = \"...\" or record = \"FILE.csv\" to [protocol]");
    }
}

void read_stop_conditions(Section& section, Case& all)
{
    const auto texts = section.texts(
        {.name = "stop_when",
         .meaning = "conditions that end the test, as in \"thickness of working > 10 um\""});
    for (const auto& text : texts) {
        note_faults(section, [&] {
            const TextOrigin origin{section.place("stop_when"), section.path("stop_when")};
            for (const auto& condition : parse_condition(text, some_area(all), origin)) {
                all.stop_when.push_back({condition, text});
            }
        });
    }
}

} // namespace

TextOrigin protocol_origin(const Section& section)
{
    return {section.text_place("steps"), section.path("steps")};
}

void read_protocol(Section& section, const std::filesystem::path& folder, Case& all)
{
    all.instrument.voltage_limit = section.quantity<kinetics::Voltage<>>(
        {.name = "voltage_limit",
         .unit = "V",
         .range = positive,
         .meaning = "of the instrument, on |V|; each sign is an event of its own",
         .mark = Mark::stated},
        kinetics::Voltage<>{5.0});
    all.instrument.at_limit = section.choice<AtLimit>(
        {.name = "at_limit", .meaning = "what happens at the instrument's limit"}, at_limit_words,
        AtLimit::stop);
    // Sentences may give currents, which the area turns into current densities.
    section.once_for(some_area(all).si, [&] {
        all.protocol = {};
        all.stop_when.clear();
        read_course(section, folder, all);
        read_stop_conditions(section, all);
    });
}

void check_start(Section& protocol, const Case& all)
{
    note_faults(protocol, [&] {
        check_protocol(all.protocol, {cells::initial_state(all.cell), all.instrument.voltage_limit},
                       protocol.has("record")
                           ? TextOrigin{protocol.place("record"), protocol.path("record")}
                           : protocol_origin(protocol));
    });
}

} // namespace percolith::runs

// What was measured on the cells of a fit, and what its mechanisms say in its place.

#include "runs/record/fit_parts.hpp"

namespace percolith::runs
{
namespace
{

void write_cell(SealedFile& file, const FitRecord& record, std::size_t which)
{
    const auto& cell = record.cells[which];
    DataGroup group(file.id(), numbered("cell", which), file.dimensions());
    hdf5::write_attribute(group.id(), "name", cell.name);
    group.number({"area", "m2", "of the electrodes"}, cell.area);
    group.text({"said", "1", "how the record was read, one finding a line"}, as_lines(cell.said));
    if (cell.time.empty()) {
        return;
    }
    using Mechanism = FittedMechanism;
    const auto& mechanism = mechanism_axis(group, record);
    const auto& time = group.axis(
        {"time", "s", "time from the record's start; two rows of one time are a jump"}, cell.time);
    group.numbers({"voltage", "V", "measured, working against counter electrode"}, cell.voltage,
                  {&time});
    group.numbers({"current", "A", "of the whole electrode, > 0 strips working, as replayed"},
                  cell.current, {&time});
    group.numbers({"model_voltage", "V", "of the model at the best fit, NaN after its end"},
                  joined(record, [&](const Mechanism& m) { return m.cells[which].voltage; }),
                  {&mechanism, &time});
    group.numbers({"residual", "1", "model minus measurement, in standard deviations"},
                  joined(record, [&](const Mechanism& m) { return m.cells[which].residual; }),
                  {&mechanism, &time});
    group.numbers({"noise", "V", "standard deviation of one sample"},
                  each(record.mechanisms, [&](const Mechanism& m) { return m.cells[which].noise; }),
                  {&mechanism});
    group.numbers({"noise_is_estimated", "1", "1 if taken from what the fit leaves"},
                  each(record.mechanisms,
                       [&](const Mechanism& m) { return m.cells[which].noise_is_estimated; }),
                  {&mechanism});
}

/// Whose each row is.
template <class Row>
void write_cells(DataGroup& group, const FitRecord& record, const std::vector<Row>& rows,
                 const Axis& axis)
{
    group.words({"cell", "1", "name of the cell"},
                words_of(rows, [&](const Row& row) { return record.cells[row.cell].name; }), axis);
    group.numbers({"cell_number", "1", "number of the cell, from 1 as in /cell1"},
                  each(rows, [](const Row& row) { return row.cell + 1; }), {&axis});
}

/// What the mechanisms say of points or events.
template <class Of>
void write_answers(DataGroup& group, const FitRecord& record, const Column& value, const Axis& axis,
                   const Axis& mechanism, Of of)
{
    const auto number = [](const FittedNumber& n) { return n.value; };
    const auto residual = [](const FittedNumber& n) { return n.residual; };
    group.numbers(value, joined(record, [&](const auto& m) { return each(of(m), number); }),
                  {&mechanism, &axis});
    group.numbers({"residual", "1", "model minus measurement, in standard deviations"},
                  joined(record, [&](const auto& m) { return each(of(m), residual); }),
                  {&mechanism, &axis});
}

void write_points(SealedFile& file, const FitRecord& record)
{
    using Point = MeasuredPoint;
    const auto& all = record.points;
    if (all.empty()) {
        return;
    }
    DataGroup group(file.id(), "points", file.dimensions());
    const auto& mechanism = mechanism_axis(group, record);
    const auto& point = group.counted({"point", "1", "number of the row, from 0"}, all.size());
    write_cells(group, record, all, point);
    group.words({"kind", "1", "resistance, consumed charge or thickness"},
                words_of(all, [](const Point& p) { return p.kind; }), point);
    group.words({"part", "1", "cell, working or counter"},
                words_of(all, [](const Point& p) { return p.part; }), point);
    group.words({"unit", "1", "of value, error and model_value"},
                words_of(all, [](const Point& p) { return p.unit; }), point);
    group.numbers({"time", "s", "since the test began"},
                  each(all, [](const Point& p) { return p.time; }), {&point});
    group.numbers({"value", "mixed", "measured, in the unit that unit names"},
                  each(all, [](const Point& p) { return p.value; }), {&point});
    group.numbers({"error", "mixed", "its standard deviation"},
                  each(all, [](const Point& p) { return p.error; }), {&point});
    write_answers(group, record, {"model_value", "mixed", "of the model at the best fit"}, point,
                  mechanism, [](const auto& m) { return m.points; });
}

void write_events(SealedFile& file, const FitRecord& record)
{
    using Event = MeasuredEvent;
    const auto& all = record.events;
    if (all.empty()) {
        return;
    }
    DataGroup group(file.id(), "events", file.dimensions());
    const auto& mechanism = mechanism_axis(group, record);
    const auto& event = group.counted({"event", "1", "number of the row, from 0"}, all.size());
    write_cells(group, record, all, event);
    group.words({"what", "1", "kind of event; end is that of the cell, whatever ended it"},
                words_of(all, [](const Event& e) { return e.what; }), event);
    group.words({"electrode", "1", "working, counter, or empty for the cell"},
                words_of(all, [](const Event& e) { return e.electrode; }), event);
    group.words({"seen", "1", "what time says of it: when, not before or not after"},
                words_of(all, [](const Event& e) { return e.seen; }), event);
    group.numbers({"time", "s", "when it happened, or before or after which it did not"},
                  each(all, [](const Event& e) { return e.time; }), {&event});
    group.numbers({"error", "s", "standard deviation of the time"},
                  each(all, [](const Event& e) { return e.error; }), {&event});
    write_answers(group, record,
                  {"model_time", "s",
                   "when it happens at the best fit; an estimate where it has "
                   "not come by the end of what was simulated"},
                  event, mechanism, [](const auto& m) { return m.events; });
}

void write_exponents(SealedFile& file, const FitRecord& record)
{
    using Exponent = GrowthExponent;
    const auto& all = record.exponents;
    if (all.empty()) {
        return;
    }
    DataGroup group(file.id(), "exponents", file.dimensions());
    const auto& row = group.counted({"row", "1", "number of the row, from 0"}, all.size());
    write_cells(group, record, all, row);
    group.words({"quantity", "1", "resistance, consumed charge or thickness"},
                words_of(all, [](const Exponent& e) { return e.quantity; }), row);
    group.words({"part", "1", "cell, working or counter"},
                words_of(all, [](const Exponent& e) { return e.part; }), row);
    group.numbers({"exponent", "1", "power of time that the quantity grows with, without a model"},
                  each(all, [](const Exponent& e) { return e.exponent; }), {&row});
    group.numbers({"low", "1", "lower end of its interval, minus infinity where there is none"},
                  each(all, [](const Exponent& e) { return e.low; }), {&row});
    group.numbers({"high", "1", "upper end of its interval, infinite where there is none"},
                  each(all, [](const Exponent& e) { return e.high; }), {&row});
    group.numbers({"points", "1", "how many points it stands on"},
                  each(all, [](const Exponent& e) { return e.points; }), {&row});
}

} // namespace

void write_measured(SealedFile& file, const FitRecord& record)
{
    for (std::size_t k = 0; k < record.cells.size(); ++k) {
        write_cell(file, record, k);
    }
    write_points(file, record);
    write_events(file, record);
    write_exponents(file, record);
}

} // namespace percolith::runs

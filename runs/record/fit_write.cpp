// The writing side of fits.

#include "runs/record/data_group.hpp"
#include "runs/record/described.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/sealed_file.hpp"

namespace percolith::runs
{
namespace
{

/// One number of each of several things.
template <class Thing, class Of> std::vector<double> each(const std::vector<Thing>& things, Of of)
{
    std::vector<double> values;
    values.reserve(things.size());
    for (const auto& thing : things) {
        values.push_back(static_cast<double>(of(thing)));
    }
    return values;
}

template <class Thing, class Of>
std::vector<std::string> words_of(const std::vector<Thing>& things, Of of)
{
    std::vector<std::string> words;
    words.reserve(things.size());
    for (const auto& thing : things) {
        words.push_back(of(thing));
    }
    return words;
}

/// A list of every mechanism, one after the other.
template <class Of> std::vector<double> joined(const FitRecord& record, Of of)
{
    std::vector<double> all;
    for (const auto& mechanism : record.mechanisms) {
        const std::vector<double> own = of(mechanism);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

const Axis& mechanism_axis(DataGroup& group, const FitRecord& record)
{
    return group.axis({"mechanism", "1", "name of the mechanism, empty for the cases as they are"},
                      words_of(record.mechanisms, [](const auto& m) { return m.name; }));
}

void write_root(SealedFile& file, const FitRecord& record)
{
    const auto& header = record.header;
    const hid_t root = file.id();
    TextWidths widths(root, file.dimensions());
    write_text(root, {"fit", "1", "fit file, as it was read"}, header.fit_text, widths);
    write_text(root, {"overrides", "1", "overrides given beside the file, one a line"},
               as_lines(header.overrides), widths);
    write_text(root, {"inputs", "1", "cases and records that were read, one a line"},
               as_lines(header.inputs), widths);
    write_text(root, {"comparison", "1", "which mechanism the data prefer, one finding a line"},
               as_lines(record.comparison), widths);
    write_number(root, {"confidence", "1", "of all intervals"}, header.confidence);
    write_number(root, {"data", "1", "number of measured numbers"},
                 static_cast<double>(record.data));
}

void write_mechanisms(SealedFile& file, const FitRecord& record)
{
    using Mechanism = FittedMechanism;
    DataGroup group(file.id(), "mechanisms", file.dimensions());
    const auto& mechanism = mechanism_axis(group, record);
    const auto& all = record.mechanisms;
    group.numbers({"converged", "1", "1 if the best fit is a minimum"},
                  each(all, [](const Mechanism& m) { return m.converged; }), {&mechanism});
    group.numbers({"free_parameters", "1", "number of parameters free in it"},
                  each(all, [](const Mechanism& m) { return m.parameters.size(); }), {&mechanism});
    group.numbers({"minus_two_log_likelihood", "1", "-2 ln of likelihood times priors"},
                  each(all, [](const Mechanism& m) { return m.minus_two_log_likelihood; }),
                  {&mechanism});
    group.words({"ending", "1", "how the best fit was found"},
                words_of(all, [](const Mechanism& m) { return m.ending; }), mechanism);
}

const Axis& parameter_axis(DataGroup& group, const FittedMechanism& mechanism)
{
    return group.axis({"parameter", "1", "name of the parameter"},
                      words_of(mechanism.parameters, [](const auto& p) { return p.name; }));
}

void write_parameters(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    using Parameter = FittedParameter;
    const auto& all = mechanism.parameters;
    DataGroup group(file.id(), place + "/parameters", file.dimensions());
    const auto& parameter = parameter_axis(group, mechanism);
    const auto& other = group.axis({"other_parameter", "1", "second axis of the correlation"},
                                   words_of(all, [](const Parameter& p) { return p.name; }));
    const auto number = [&](const Column& column, auto of) {
        group.numbers(column, each(all, of), {&parameter});
    };
    group.words({"key", "1", "of the case files"},
                words_of(all, [](const Parameter& p) { return p.key; }), parameter);
    group.words({"unit", "1", "of the values"},
                words_of(all, [](const Parameter& p) { return p.unit; }), parameter);
    number({"value", "mixed", "best fit, in the unit that unit names"},
           [](const Parameter& p) { return p.value; });
    number({"error", "mixed",
            "standard error from the curvature: relative on a logarithmic scale, "
            "infinite where not determined, NaN at a bound"},
           [](const Parameter& p) { return p.error; });
    number({"low", "mixed", "lower end of the interval; 0 or infinite where there is none"},
           [](const Parameter& p) { return p.low; });
    number({"high", "mixed", "upper end of the interval; infinite where there is none"},
           [](const Parameter& p) { return p.high; });
    number({"profiled", "1", "1 if the interval is that of the profile, 0 of the curvature"},
           [](const Parameter& p) { return p.profiled; });
    group.words({"low_set_by", "1", "parameters whose bounds set the lower end, one a line"},
                words_of(all, [](const Parameter& p) { return as_lines(p.low_set_by); }),
                parameter);
    group.words({"high_set_by", "1", "parameters whose bounds set the upper end, one a line"},
                words_of(all, [](const Parameter& p) { return as_lines(p.high_set_by); }),
                parameter);
    number({"at_bound", "1", "-1 or 1 if pressed against its lower or upper bound, else 0"},
           [](const Parameter& p) { return p.at_bound; });
    number({"logarithmic", "1", "1 if fitted on a logarithmic scale"},
           [](const Parameter& p) { return p.logarithmic; });
    number({"start", "mixed", "where the first search began"},
           [](const Parameter& p) { return p.start; });
    number({"lower_bound", "mixed", "least value allowed"},
           [](const Parameter& p) { return p.lower_bound; });
    number({"upper_bound", "mixed", "largest value allowed"},
           [](const Parameter& p) { return p.upper_bound; });
    group.numbers({"correlation", "1", "of the parameters, NaN where not determined"},
                  mechanism.correlation, {&parameter, &other});
}

void write_marks(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    std::vector<double> which, value;
    std::vector<std::string> names;
    for (std::size_t k = 0; k < mechanism.parameters.size(); ++k) {
        for (const auto& mark : mechanism.parameters[k].marks) {
            which.push_back(static_cast<double>(k));
            value.push_back(mark.value);
            names.push_back(mark.name);
        }
    }
    if (which.empty()) {
        return;
    }
    DataGroup group(file.id(), place + "/marks", file.dimensions());
    const auto& mark = group.counted({"mark", "1", "number of the row, from 0"}, which.size());
    group.numbers({"parameter_number", "1", "which parameter it is to be compared with, from 0"},
                  which, {&mark});
    group.numbers({"value", "mixed", "stated in the fit file, in the parameter's unit"}, value,
                  {&mark});
    group.words({"name", "1", "beside its line in a figure"}, names, mark);
}

void write_profiles(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    if (mechanism.profiles.empty()) {
        return;
    }
    std::vector<double> which, theta, value, rise;
    for (const auto& profile : mechanism.profiles) {
        which.insert(which.end(), profile.theta.size(), static_cast<double>(profile.parameter));
        theta.insert(theta.end(), profile.theta.begin(), profile.theta.end());
        value.insert(value.end(), profile.value.begin(), profile.value.end());
        rise.insert(rise.end(), profile.rise.begin(), profile.rise.end());
    }
    DataGroup group(file.id(), place + "/profiles", file.dimensions());
    const auto& point = group.counted({"point", "1", "number of the row, from 0"}, which.size());
    group.numbers({"parameter_number", "1", "which parameter is profiled, from 0"}, which,
                  {&point});
    group.numbers({"theta", "1", "value, or its natural logarithm on a logarithmic scale"}, theta,
                  {&point});
    group.numbers({"value", "mixed", "of the parameter, in its unit"}, value, {&point});
    group.numbers({"rise", "1", "of -2 ln L over its minimum, all other parameters fitted"}, rise,
                  {&point});
    group.number({"threshold", "1", "rise at which an interval ends"}, mechanism.threshold);
}

void write_minima(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    if (mechanism.minima.empty()) {
        return;
    }
    std::vector<double> values;
    for (const auto& minimum : mechanism.minima) {
        values.insert(values.end(), minimum.values.begin(), minimum.values.end());
    }
    DataGroup group(file.id(), place + "/minima", file.dimensions());
    const auto& minimum = group.counted({"minimum", "1", "number of the minimum, the best is 0"},
                                        mechanism.minima.size());
    const auto& parameter = parameter_axis(group, mechanism);
    group.numbers({"misfit", "1", "sum of squares of the residuals, before noise was estimated"},
                  each(mechanism.minima, [](const FitMinimum& m) { return m.misfit; }), {&minimum});
    group.numbers({"reached", "1", "by how many starts"},
                  each(mechanism.minima, [](const FitMinimum& m) { return m.reached; }),
                  {&minimum});
    group.numbers({"value", "mixed", "of each parameter, in its unit"}, values,
                  {&minimum, &parameter});
}

void write_samples(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    if (mechanism.samples.empty()) {
        return;
    }
    DataGroup group(file.id(), place + "/samples", file.dimensions());
    const auto& sample = group.counted({"sample", "1", "number of the sample, from 0"},
                                       mechanism.samples.size() / mechanism.parameters.size());
    const auto& parameter = parameter_axis(group, mechanism);
    group.numbers({"value", "mixed", "drawn from the posterior, in the parameter's unit"},
                  mechanism.samples, {&sample, &parameter});
}

void write_mechanism(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    {
        DataGroup group(file.id(), place, file.dimensions());
        hdf5::write_attribute(group.id(), "name", mechanism.name);
        group.text({"findings", "1", "what the data determine, one finding a line"},
                   as_lines(mechanism.findings));
        group.text({"diagnostics", "1", "where the model fails, one finding a line"},
                   as_lines(mechanism.diagnostics));
    }
    write_parameters(file, place, mechanism);
    write_marks(file, place, mechanism);
    write_profiles(file, place, mechanism);
    write_minima(file, place, mechanism);
    write_samples(file, place, mechanism);
}

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

FitFile::FitFile(const std::filesystem::path& path) : file_(std::make_unique<SealedFile>(path)) {}

FitFile::~FitFile() = default;

void FitFile::write(const FitRecord& record)
{
    file_->guarded([&] {
        const hdf5::Session session;
        const auto& header = record.header;
        file_->create({FitFormat::name, FitFormat::version, header.title, header.program_version,
                       header.commit});
        write_root(*file_, record);
        write_mechanisms(*file_, record);
        for (std::size_t k = 0; k < record.mechanisms.size(); ++k) {
            write_mechanism(*file_, numbered("mechanism", k), record.mechanisms[k]);
        }
        for (std::size_t k = 0; k < record.cells.size(); ++k) {
            write_cell(*file_, record, k);
        }
        write_points(*file_, record);
        write_events(*file_, record);
        write_exponents(*file_, record);
        file_->close();
    });
    file_->commit();
}

} // namespace percolith::runs

// What each mechanism of a fit found.

#include "runs/record/fit_parts.hpp"

namespace percolith::runs
{
namespace
{

void write_overview(SealedFile& file, const FitRecord& record)
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

void write_assumed(SealedFile& file, const std::string& place, const FittedMechanism& mechanism)
{
    using Number = AssumedNumber;
    const auto& all = mechanism.assumed;
    if (all.empty()) {
        return;
    }
    std::vector<double> moves;
    for (const auto& number : all) {
        moves.insert(moves.end(), number.moves.begin(), number.moves.end());
    }
    DataGroup group(file.id(), place + "/assumed", file.dimensions());
    const auto& number = group.axis({"number", "1", "name of a number that is not free"},
                                    words_of(all, [](const Number& n) { return n.name; }));
    const auto& parameter = parameter_axis(group, mechanism);
    group.words({"key", "1", "of the case files"},
                words_of(all, [](const Number& n) { return n.key; }), number);
    group.words({"unit", "1", "of the values"},
                words_of(all, [](const Number& n) { return n.unit; }), number);
    group.numbers({"value", "mixed", "in the unit that unit names"},
                  each(all, [](const Number& n) { return n.value; }), {&number});
    group.numbers({"change", "1", "relative change of which the sentences speak"},
                  each(all, [](const Number& n) { return n.change; }), {&number});
    group.numbers({"move", "mixed",
                   "change of a parameter per relative change of the number: relative on a "
                   "logarithmic scale, NaN where not determined"},
                  moves, {&number, &parameter});
    group.numbers({"noticed", "1",
                   "relative change of the number that raises -2 ln L by 1, all parameters "
                   "following; infinite where the data cannot tell"},
                  each(all, [](const Number& n) { return n.noticed; }), {&number});
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
        group.text({"assumptions", "1", "what the answer owes to numbers not free, one a line"},
                   as_lines(mechanism.assumptions));
        group.text({"diagnostics", "1", "where the model fails, one finding a line"},
                   as_lines(mechanism.diagnostics));
    }
    write_parameters(file, place, mechanism);
    write_marks(file, place, mechanism);
    write_profiles(file, place, mechanism);
    write_minima(file, place, mechanism);
    write_assumed(file, place, mechanism);
    write_samples(file, place, mechanism);
}

} // namespace

void write_mechanisms(SealedFile& file, const FitRecord& record)
{
    write_overview(file, record);
    for (std::size_t k = 0; k < record.mechanisms.size(); ++k) {
        write_mechanism(file, numbered("mechanism", k), record.mechanisms[k]);
    }
}

} // namespace percolith::runs

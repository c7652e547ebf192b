// The reading side of fits.

#include "runs/record/data_group.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/result_file.hpp"

#include <algorithm>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

const ResultFormat& fit_format()
{
    static const ResultFormat format{FitFormat::name, FitFormat::version, "fit",
                                     "a fit",         "percolith fit",    "fit again"};
    return format;
}

FitHeader read_fit_header(hid_t file, const GroupReader& root)
{
    FitHeader header;
    header.title = hdf5::read_text_attribute(file, "title");
    header.program_version = hdf5::read_text_attribute(file, "program_version");
    header.commit = hdf5::read_text_attribute(file, "commit");
    header.fit_text = root.words("fit", 1).front();
    header.overrides = lines_of(root.words("overrides", 1).front());
    header.inputs = lines_of(root.words("inputs", 1).front());
    header.confidence = root.number("confidence");
    return header;
}

/// `number` of a file as an index below `end`.
std::size_t index_of(double number, std::size_t end, const char* what)
{
    if (!(number >= 0.0 && number < static_cast<double>(end))) {
        throw hdf5::Error(std::string(what) + " names what is not there");
    }
    return static_cast<std::size_t>(number);
}

/// One mechanism's share of a dataset (mechanism, n).
std::vector<double> slice(const std::vector<double>& all, std::size_t mechanism, std::size_t n)
{
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(mechanism * n);
    return {begin, begin + static_cast<std::ptrdiff_t>(n)};
}

void read_parameters(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place + "/parameters");
    const auto names = group.words("parameter");
    const auto n = names.size();
    const auto key = group.words("key", n), unit = group.words("unit", n),
               low_set_by = group.words("low_set_by", n),
               high_set_by = group.words("high_set_by", n);
    const auto logarithmic = group.numbers("logarithmic", n), value = group.numbers("value", n),
               error = group.numbers("error", n), low = group.numbers("low", n),
               high = group.numbers("high", n), profiled = group.numbers("profiled", n),
               at_bound = group.numbers("at_bound", n), start = group.numbers("start", n),
               lower = group.numbers("lower_bound", n), upper = group.numbers("upper_bound", n);
    for (std::size_t k = 0; k < n; ++k) {
        mechanism.parameters.push_back({names[k],
                                        key[k],
                                        unit[k],
                                        logarithmic[k] != 0.0,
                                        value[k],
                                        error[k],
                                        low[k],
                                        high[k],
                                        profiled[k] != 0.0,
                                        lines_of(low_set_by[k]),
                                        lines_of(high_set_by[k]),
                                        at_bound[k] < 0.0   ? -1
                                        : at_bound[k] > 0.0 ? 1
                                                            : 0,
                                        start[k],
                                        lower[k],
                                        upper[k],
                                        {}});
    }
    mechanism.correlation = group.numbers("correlation", n * n);
}

void read_marks(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place + "/marks");
    const auto which = group.numbers("parameter_number");
    const auto value = group.numbers("value", which.size());
    const auto name = group.words("name", which.size());
    for (std::size_t k = 0; k < which.size(); ++k) {
        const auto parameter = index_of(which[k], mechanism.parameters.size(), "a mark");
        mechanism.parameters[parameter].marks.push_back({value[k], name[k]});
    }
}

void read_profiles(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place + "/profiles");
    const auto which = group.numbers("parameter_number");
    const auto n = which.size();
    const auto theta = group.numbers("theta", n), value = group.numbers("value", n),
               rise = group.numbers("rise", n);
    mechanism.threshold = group.number("threshold");
    for (std::size_t k = 0; k < n; ++k) {
        const auto parameter =
            index_of(which[k], mechanism.parameters.size(), "a row of the profiles");
        if (k == 0 || which[k] != which[k - 1]) {
            mechanism.profiles.push_back({.parameter = parameter});
        }
        auto& profile = mechanism.profiles.back();
        profile.theta.push_back(theta[k]);
        profile.value.push_back(value[k]);
        profile.rise.push_back(rise[k]);
    }
}

void read_minima(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place + "/minima");
    const auto misfit = group.numbers("misfit");
    const auto reached = group.numbers("reached", misfit.size());
    const auto n = mechanism.parameters.size();
    const auto values = group.numbers("value", misfit.size() * n);
    for (std::size_t k = 0; k < misfit.size(); ++k) {
        mechanism.minima.push_back(
            {misfit[k], static_cast<std::size_t>(std::max(reached[k], 0.0)), slice(values, k, n)});
    }
}

void read_assumed(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place + "/assumed");
    const auto names = group.words("number");
    const auto n = names.size(), parameters = mechanism.parameters.size();
    const auto key = group.words("key", n), unit = group.words("unit", n);
    const auto value = group.numbers("value", n), move = group.numbers("move", n * parameters),
               noticed = group.numbers("noticed", n), change = group.numbers("change", n);
    for (std::size_t k = 0; k < n; ++k) {
        mechanism.assumed.push_back({names[k], key[k], unit[k], value[k], change[k],
                                     slice(move, k, parameters), noticed[k]});
    }
}

void read_mechanism(hid_t file, const std::string& place, FittedMechanism& mechanism)
{
    const GroupReader group(file, place);
    mechanism.findings = lines_of(group.words("findings", 1).front());
    mechanism.diagnostics = lines_of(group.words("diagnostics", 1).front());
    read_parameters(file, place, mechanism);
    if (group.has("assumptions")) { // younger than the format
        mechanism.assumptions = lines_of(group.words("assumptions", 1).front());
    }
    if (group.has("assumed")) {
        read_assumed(file, place, mechanism);
    }
    if (group.has("marks")) {
        read_marks(file, place, mechanism);
    }
    if (group.has("profiles")) {
        read_profiles(file, place, mechanism);
    }
    if (group.has("minima")) {
        read_minima(file, place, mechanism);
    }
    if (group.has("samples")) {
        mechanism.samples = GroupReader(file, place + "/samples").numbers("value");
        if (mechanism.samples.size() % std::max<std::size_t>(mechanism.parameters.size(), 1) != 0) {
            throw hdf5::Error("the samples do not fit the parameters");
        }
    }
}

void read_mechanisms(hid_t file, FitRecord& record)
{
    const GroupReader group(file, "mechanisms");
    const auto names = group.words("mechanism");
    const auto n = names.size();
    const auto converged = group.numbers("converged", n),
               likelihood = group.numbers("minus_two_log_likelihood", n);
    const auto ending = group.words("ending", n);
    for (std::size_t k = 0; k < n; ++k) {
        FittedMechanism mechanism;
        mechanism.name = names[k];
        mechanism.ending = ending[k];
        mechanism.converged = converged[k] != 0.0;
        mechanism.minus_two_log_likelihood = likelihood[k];
        read_mechanism(file, numbered("mechanism", k), mechanism);
        record.mechanisms.push_back(std::move(mechanism));
    }
    if (record.mechanisms.empty()) {
        throw hdf5::Error("/mechanisms is empty");
    }
}

void read_cell(hid_t file, std::size_t which, FitRecord& record)
{
    const GroupReader group(file, numbered("cell", which));
    MeasuredCell cell;
    cell.name = hdf5::read_text_attribute(group.id(), "name");
    cell.area = group.number("area");
    cell.said = lines_of(group.words("said", 1).front());
    for (auto& mechanism : record.mechanisms) {
        mechanism.cells.emplace_back();
    }
    if (group.has("time")) {
        const auto m = record.mechanisms.size();
        cell.time = group.numbers("time");
        const auto n = cell.time.size();
        cell.voltage = group.numbers("voltage", n);
        cell.current = group.numbers("current", n);
        const auto model = group.numbers("model_voltage", m * n),
                   residual = group.numbers("residual", m * n), noise = group.numbers("noise", m),
                   estimated = group.numbers("noise_is_estimated", m);
        for (std::size_t k = 0; k < m; ++k) {
            record.mechanisms[k].cells.back() = {noise[k], estimated[k] != 0.0, slice(model, k, n),
                                                 slice(residual, k, n)};
        }
    }
    record.cells.push_back(std::move(cell));
}

void read_answers(const GroupReader& group, const char* value, std::size_t n, FitRecord& record,
                  std::vector<FittedNumber> FittedMechanism::* list)
{
    const auto m = record.mechanisms.size();
    const auto values = group.numbers(value, m * n), residuals = group.numbers("residual", m * n);
    for (std::size_t k = 0; k < m * n; ++k) {
        (record.mechanisms[k / n].*list).push_back({values[k], residuals[k]});
    }
}

void read_points(hid_t file, FitRecord& record)
{
    const GroupReader group(file, "points");
    const auto kind = group.words("kind");
    const auto n = kind.size();
    const auto part = group.words("part", n), unit = group.words("unit", n);
    const auto cell = group.numbers("cell_number", n), time = group.numbers("time", n),
               value = group.numbers("value", n), error = group.numbers("error", n);
    for (std::size_t k = 0; k < n; ++k) {
        record.points.push_back({index_of(cell[k] - 1.0, record.cells.size(), "a row of /points"),
                                 kind[k], part[k], unit[k], time[k], value[k], error[k]});
    }
    read_answers(group, "model_value", n, record, &FittedMechanism::points);
}

void read_events(hid_t file, FitRecord& record)
{
    const GroupReader group(file, "events");
    const auto what = group.words("what");
    const auto n = what.size();
    const auto electrode = group.words("electrode", n), seen = group.words("seen", n);
    const auto cell = group.numbers("cell_number", n), time = group.numbers("time", n),
               error = group.numbers("error", n);
    for (std::size_t k = 0; k < n; ++k) {
        record.events.push_back({index_of(cell[k] - 1.0, record.cells.size(), "a row of /events"),
                                 what[k], electrode[k], time[k], error[k], seen[k]});
    }
    read_answers(group, "model_time", n, record, &FittedMechanism::events);
}

void read_exponents(hid_t file, FitRecord& record)
{
    const GroupReader group(file, "exponents");
    const auto quantity = group.words("quantity");
    const auto n = quantity.size();
    const auto part = group.words("part", n);
    const auto cell = group.numbers("cell_number", n), exponent = group.numbers("exponent", n),
               low = group.numbers("low", n), high = group.numbers("high", n),
               points = group.numbers("points", n);
    for (std::size_t k = 0; k < n; ++k) {
        record.exponents.push_back(
            {index_of(cell[k] - 1.0, record.cells.size(), "a row of /exponents"), quantity[k],
             part[k], exponent[k], low[k], high[k],
             static_cast<std::size_t>(std::max(points[k], 0.0))});
    }
}

} // namespace

const FittedMechanism& best_mechanism(const FitRecord& fit)
{
    const auto aic = [](const FittedMechanism& m) {
        return m.minus_two_log_likelihood + 2.0 * static_cast<double>(m.parameters.size());
    };
    return *std::min_element(fit.mechanisms.begin(), fit.mechanisms.end(),
                             [&](const auto& a, const auto& b) { return aic(a) < aic(b); });
}

FitRecord read_fit_file(const fs::path& path)
{
    return read_result(path, fit_format(), [](hid_t file) {
        const GroupReader root(file, "/");
        FitRecord record;
        record.header = read_fit_header(file, root);
        record.data = static_cast<std::size_t>(std::max(root.number("data"), 0.0));
        record.comparison = lines_of(root.words("comparison", 1).front());
        read_mechanisms(file, record);
        for (std::size_t k = 0; root.has(numbered("cell", k)); ++k) {
            read_cell(file, k, record);
        }
        if (root.has("points")) {
            read_points(file, record);
        }
        if (root.has("events")) {
            read_events(file, record);
        }
        if (root.has("exponents")) {
            read_exponents(file, record);
        }
        return record;
    });
}

bool is_fit(const fs::path& path)
{
    return is_result(path, fit_format());
}

} // namespace percolith::runs

#include "runs/record/measured.hpp"

#include "runs/record/column_table.hpp"
#include "runs/record/data_group.hpp"
#include "runs/record/described.hpp"
#include "runs/record/result_file.hpp"
#include "runs/record/sealed_file.hpp"
#include "runs/version.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace percolith::runs
{
namespace
{

using cycler::CyclerRecord;

const ResultFormat& measured_format()
{
    static const ResultFormat format{
        MeasuredFormat::name, MeasuredFormat::version, "record",
        "a measured record",  "percolith import",      "import the tester's file again"};
    return format;
}

void write_measured_header(SealedFile& file, const CyclerRecord& record)
{
    const hdf5::Session session;
    file.create({MeasuredFormat::name, MeasuredFormat::version, record.source,
                 std::string(version()), std::string(commit())});
    const hid_t root = file.id();
    hdf5::write_attribute(root, "source", record.source);
    hdf5::write_attribute(root, "source_format", record.format);
    write_number(root, {"electrode_area", "m2", "geometric area of the electrode, 0 if not known"},
                 record.area);
    write_number(root, {"file_rows", "1", "rows of the tester's file"},
                 static_cast<double>(record.file_rows));
    std::string left_out;
    for (const long line : record.left_out) {
        left_out += std::to_string(line) + "\n";
    }
    TextWidths widths(root, file.dimensions());
    write_text(root, {"said", "1", "what was found, assumed and left out, one a line"},
               as_lines(record.said), widths);
    write_text(root, {"left_out", "1", "lines of rows that lack a value, one a line"}, left_out,
               widths);
}

void write_series(SealedFile& file, const CyclerRecord& record)
{
    write_table(file, "series", measured_columns().series, record.time.size(),
                [&](std::size_t k) -> std::vector<double> {
                    return {record.time[k],
                            record.voltage[k],
                            record.current[k],
                            static_cast<double>(record.cycle[k]),
                            static_cast<double>(record.step[k]),
                            static_cast<double>(record.line[k])};
                });
}

void write_half_cycles(SealedFile& file, const CyclerRecord& record)
{
    write_table(file, "half_cycles", measured_columns().half_cycles, record.half_cycles.size(),
                [&](std::size_t k) -> std::vector<double> {
                    const auto& half = record.half_cycles[k];
                    return {static_cast<double>(k), static_cast<double>(half.first),
                            static_cast<double>(half.last), static_cast<double>(half.direction),
                            half.charge};
                });
}

/// Which spectrum and which point of it a row is.
struct PointPlace {
    std::size_t spectrum;
    std::size_t point;
};

void write_spectra(SealedFile& file, const CyclerRecord& record)
{
    std::vector<PointPlace> places;
    for (std::size_t k = 0; k < record.spectra.size(); ++k) {
        for (std::size_t point = 0; point < record.spectra[k].frequency.size(); ++point) {
            places.push_back({k, point});
        }
    }
    write_table(file, "spectra", measured_columns().spectra, places.size(),
                [&](std::size_t k) -> std::vector<double> {
                    const auto& spectrum = record.spectra[places[k].spectrum];
                    const auto point = places[k].point;
                    return {static_cast<double>(k), static_cast<double>(places[k].spectrum),
                            spectrum.time,          spectrum.frequency[point],
                            spectrum.real[point],   spectrum.imaginary[point]};
                });
}

template <class Number> std::vector<Number> whole_numbers(const std::vector<double>& values)
{
    std::vector<Number> numbers;
    numbers.reserve(values.size());
    for (const double value : values) {
        constexpr double most = 2e9; // rows, lines and cycles that no file has
        if (!(value >= 0.0 && value < most && value == std::floor(value))) {
            throw hdf5::Error("a count is no whole number");
        }
        numbers.push_back(static_cast<Number>(value));
    }
    return numbers;
}

void read_series(hid_t file, CyclerRecord& record)
{
    const GroupReader group(file, "series");
    record.time = group.numbers("time");
    const auto n = record.time.size();
    record.voltage = group.numbers("voltage", n);
    record.current = group.numbers("current", n);
    record.cycle = whole_numbers<int>(group.numbers("cycle", n));
    record.step = whole_numbers<int>(group.numbers("step", n));
    record.line = whole_numbers<long>(group.numbers("line", n));
    for (std::size_t k = 0; k < n; ++k) {
        if (!std::isfinite(record.time[k]) || !std::isfinite(record.voltage[k]) ||
            !std::isfinite(record.current[k])) {
            throw hdf5::Error("row " + std::to_string(k) + " of /series lacks a number");
        }
        if (k > 0 && record.time[k] < record.time[k - 1]) {
            throw hdf5::Error("/series/time falls at row " + std::to_string(k));
        }
    }
}

void read_half_cycles(hid_t file, CyclerRecord& record)
{
    const GroupReader group(file, "half_cycles");
    const auto first = group.numbers("first");
    const auto n = first.size();
    const auto last = group.numbers("last", n), direction = group.numbers("direction", n),
               charge = group.numbers("charge", n);
    for (std::size_t k = 0; k < n; ++k) {
        if (!(first[k] >= 0.0 && first[k] <= last[k] &&
              last[k] < static_cast<double>(record.time.size()))) {
            throw hdf5::Error("/half_cycles names rows that are not there");
        }
        if (!(std::abs(direction[k]) == 1.0 || direction[k] == 0.0) || !std::isfinite(charge[k])) {
            throw hdf5::Error("/half_cycles has a direction or a charge that is none");
        }
        record.half_cycles.push_back({static_cast<std::size_t>(first[k]),
                                      static_cast<std::size_t>(last[k]),
                                      static_cast<int>(direction[k]), charge[k]});
    }
}

void read_spectra(hid_t file, CyclerRecord& record)
{
    const GroupReader group(file, "spectra");
    const auto number = group.numbers("spectrum");
    const auto n = number.size();
    const auto time = group.numbers("time", n), frequency = group.numbers("frequency", n),
               real = group.numbers("real", n), imaginary = group.numbers("imaginary", n);
    for (std::size_t k = 0; k < n; ++k) {
        if (k == 0 || number[k] != number[k - 1]) {
            record.spectra.push_back({time[k], {}, {}, {}});
        }
        auto& spectrum = record.spectra.back();
        spectrum.frequency.push_back(frequency[k]);
        spectrum.real.push_back(real[k]);
        spectrum.imaginary.push_back(imaginary[k]);
    }
}

} // namespace

const MeasuredColumns& measured_columns()
{
    static const MeasuredColumns columns{
        {{"time", "s", "time from the first row; two rows of one time are a jump"},
         {"voltage", "V", "working against counter electrode"},
         {"current", "A", "current of the whole electrode, > 0 strips working"},
         {"cycle", "1", "cycle, counted from 1"},
         {"step", "1", "step of the test, counted from 1"},
         {"line", "1", "line, or number of the record, in the tester's file"}},
        {{"half_cycle", "1", "number of the half cycle, from 0"},
         {"first", "1", "its first row"},
         {"last", "1", "its last row"},
         {"direction", "1", "1 strips working, -1 plates it, 0 rests"},
         {"charge", "C", "integral of the current from its first row to its last"}},
        {{"point", "1", "number of the row, from 0"},
         {"spectrum", "1", "number of the spectrum, from 0"},
         {"time", "s", "time of the spectrum's first point"},
         {"frequency", "Hz", "frequency"},
         {"real", "ohm", "real part of the impedance of the whole electrode"},
         {"imaginary", "ohm", "imaginary part, < 0 for a capacitance"}}};
    return columns;
}

void write_measured(const CyclerRecord& record, const std::filesystem::path& path)
{
    SealedFile file(path);
    file.guarded([&] {
        write_measured_header(file, record);
        write_series(file, record);
        write_half_cycles(file, record);
        if (!record.spectra.empty()) {
            write_spectra(file, record);
        }
        const hdf5::Session session;
        file.close();
    });
    file.commit();
}

CyclerRecord read_measured(const std::filesystem::path& path)
{
    return read_result(path, measured_format(), [](hid_t file) {
        const GroupReader root(file, "/");
        CyclerRecord record;
        record.source = hdf5::read_text_attribute(file, "source");
        record.format = hdf5::read_text_attribute(file, "source_format");
        record.area = root.number("electrode_area");
        if (!(record.area >= 0.0 && std::isfinite(record.area))) {
            throw hdf5::Error("/electrode_area is no area");
        }
        record.file_rows = whole_numbers<std::size_t>({root.number("file_rows")}).front();
        record.said = lines_of(root.words("said", 1).front());
        for (const auto& line : lines_of(root.words("left_out", 1).front())) {
            long number = 0;
            std::from_chars(line.data(), line.data() + line.size(), number);
            record.left_out.push_back(number);
        }
        read_series(file, record);
        read_half_cycles(file, record);
        if (root.has("spectra")) {
            read_spectra(file, record);
        }
        return record;
    });
}

bool is_measured(const std::filesystem::path& path)
{
    return is_result(path, measured_format());
}

} // namespace percolith::runs

#pragma once
/// What a run file holds, as data: named columns with units, named entries, events, the outcome.

#include "kinetics/quantity.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace percolith::runs
{

/// One column of a table, as the file, the plots and every reader see it.
struct Column {
    std::string name{}; ///< of the dataset, snake_case: "working_interphase_thickness"
    std::string
        unit; ///< of the numbers stored, coherent SI as UDUNITS writes it: "m", "A m-2", "1"
    std::string long_name{}; ///< what a person reads: "interphase thickness, working electrode"
};

/// A named value with its unit: a parameter of the run, or a line of its summary.
struct Entry {
    std::string name{};
    std::variant<double, std::string> value{}; ///< a number in `unit`, or words
    std::string unit{}; ///< "1" for a pure number, empty for words
    std::string origin{}; ///< where the value comes from: "case", "default", "derived", a source
};

/// Something that happened at an instant.
struct EventRecord {
    double time = 0.0; ///< s
    std::string name{}; ///< "metal depleted"
    std::string electrode{}; ///< "working", "counter" or empty for the cell
    std::int64_t cycle = 0;
    std::int64_t step = 0;
    bool terminal = false; ///< it ended the test
    std::string text{}; ///< one sentence for a person
};

/// How a run closed. `interrupted` files are whole and readable; only the test is not.
struct Outcome {
    enum class Status { ended, interrupted, failed };
    Status status = Status::ended;
    std::string reason{}; ///< the terminal event, the signal, or what the solver said
    std::vector<Entry> summary{};
};

/// What is kept with every result: enough to say what it is and to run it again.
struct RecordHeader {
    std::string title{};
    std::string case_text{}; ///< the case file, byte for byte
    std::string program_version{}; ///< "0.1.0"
    std::string commit{}; ///< of the build
    kinetics::Area<> area{}; ///< of the electrodes, so that A and A/m2 are both known
    std::vector<Entry> parameters{};
    std::vector<Column> series{}; ///< the first is `time` in s and never falls
    std::vector<Column> cycles{}; ///< the first is `cycle`
    bool keep_series = true; ///< false: the per-cycle table and the events alone
};

} // namespace percolith::runs

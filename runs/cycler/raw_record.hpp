#pragma once
/// What a tester's file says, before anything is concluded from it: columns in SI units with the
/// file's own signs, resets and gaps. Each reader makes one; `interpret` turns it into a
/// CyclerRecord.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// What a column holds. Units are those of its values, whatever the file's were.
enum class Quantity {
    test_time, ///< s since the test began, over all steps
    step_time, ///< s since the step began
    date, ///< s since 1970-01-01, by the tester's clock, without time zone
    voltage, ///< V
    current, ///< A; the file's sign
    step_charge, ///< C, passed in this step; resets, usually without sign
    charge_in, ///< C, charged: since whichever reset the file uses
    charge_out, ///< C, discharged: the same
    net_charge, ///< C, signed, over the whole test
    cycle,
    step, ///< number of the step in the program or in the test
    frequency, ///< Hz
    impedance_real, ///< Ohm
    impedance_imaginary, ///< Ohm; Im(Z) itself, so below 0 for capacitive behaviour
    other, ///< understood by nobody here, kept by its heading
    power, ///< W; a witness of current and voltage, usually without sign
};

struct Column {
    Quantity what = Quantity::other;
    std::string heading; ///< as in the file
    std::string unit; ///< as in the file; empty without one
    std::vector<double> values; ///< one a row; NaN where the field is empty
    bool is_stated = false; ///< the user stated the unit: it is not questioned
    double last_digit = 0.0; ///< what the last digit written is worth; 0 where nobody knows
    /// Of times that are read as minutes and seconds and may be hours and minutes: the first one,
    /// as in the file. Empty where the column tells.
    std::string open_time{};
};

/// What the tester called a step.
enum class StepKind { rest, charge, discharge, hold, pulse, impedance, unknown };

/// What a positive number in the current column means, where the file itself says so.
enum class FileSign {
    charge_positive,
    discharge_positive,
    magnitude, ///< no sign at all: the step's kind says which way
};

/// The words that users have for it.
struct SignWord {
    std::string_view name;
    FileSign value;
};
inline constexpr SignWord known_signs[]{{"charge-positive", FileSign::charge_positive},
                                        {"discharge-positive", FileSign::discharge_positive},
                                        {"magnitude", FileSign::magnitude}};

struct RawRecord {
    std::string source; ///< the file, for messages
    std::string format; ///< "Neware text, Chinese headers, GB18030"
    std::vector<Column> columns; ///< of equal length
    std::vector<StepKind> kind; ///< one a row, or none at all
    std::vector<long> line; ///< one a row: the line (from 1) of a text, the record's number else
    std::optional<double> area; ///< m2, as the file declares it
    std::optional<FileSign> sign; ///< where the format or the file fixes it
    bool units_are_fixed = false; ///< by the tester's program, not by headings that people mend
    std::vector<std::string> said; ///< what the reader assumed or left out, a sentence each

    std::size_t rows() const { return columns.empty() ? 0 : columns.front().values.size(); }
    const Column* find(Quantity what) const
    {
        for (const auto& column : columns) {
            if (column.what == what) {
                return &column;
            }
        }
        return nullptr;
    }
};

/// A reader: a RawRecord from the bytes of a file. Throws `InputError`, one line that names the
/// line or record, for what is empty, cut short or contradicts its own format.
using Reader = RawRecord (*)(std::string_view bytes, const std::string& source);

} // namespace percolith::runs::cycler

#pragma once
/// Rows of a table, read by plan into columns.

#include "runs/cycler/clock_text.hpp"
#include "runs/cycler/last_field.hpp"
#include "runs/cycler/raw_record.hpp"
#include "runs/cycler/table_plan.hpp"
#include "runs/cycler/text_table.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// Gathers rows one by one. The text of the table must outlive it.
class TableRows
{
public:
    explicit TableRows(TablePlan plan);

    /// The line on which `table` stands. Throws `InputError` at the field for a row of another
    /// width than the header, for what is no number, date or duration, and for decimal points and
    /// commas in one table.
    void add(const TextTable& table);

    /// What the rows say, as columns in SI units. Throws `InputError` for dates of no known layout.
    RawRecord finish(const std::string& source, std::string format);

    std::size_t count() const { return lines_.size(); }

private:
    void check_width(const TextTable& table) const;
    double read(const TextTable& table, std::size_t planned);
    double read_number(const TextTable& table, const Field& field, const PlannedColumn& column);
    double read_time(const TextTable& table, std::size_t planned);
    double read_clock(const TextTable& table, std::size_t planned);
    std::string settle_parts(std::size_t planned, std::vector<std::string>& said) const;
    void settle_decimal(const TextTable& table, const Field& field);
    void add_dates(RawRecord& record, const PlannedColumn& column) const;
    void note_last_place(std::string_view number, std::size_t planned);
    bool reads_last_field() const;
    void say_unknown_kinds(RawRecord& record) const;

    /// How the times of a column are written.
    struct ClockTexts {
        std::size_t of_two_parts = 0, of_three_parts = 0; ///< rows
        bool has_decimals = false; ///< in a row of two parts
        std::string first; ///< of two parts
    };

    TablePlan plan_;
    char decimal_ = '\0'; ///< not known before the first number with decimals
    long decimal_line_ = 0;
    std::vector<std::vector<double>> values_; ///< by planned column
    std::vector<int> last_place_; ///< the lowest power of 10 written in it
    std::vector<ClockTexts> clocks_; ///< by planned column
    LastField last_field_;
    std::vector<std::string_view> dates_;
    std::vector<StepKind> kinds_;
    std::map<std::string, std::size_t, std::less<>> unknown_kinds_;
    std::vector<long> lines_;
};

} // namespace percolith::runs::cycler

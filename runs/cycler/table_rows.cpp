#include "runs/cycler/table_rows.hpp"

#include "runs/case/errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace percolith::runs::cycler
{
namespace
{

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// What testers write where they have no number.
bool is_placeholder(std::string_view text)
{
    constexpr std::array<std::string_view, 9> placeholders{"",    "-",   "--",   "---", "nan",
                                                           "NaN", "N/A", "null", "NULL"};
    return std::find(placeholders.begin(), placeholders.end(), text) != placeholders.end();
}

bool is_date(const PlannedColumn& column)
{
    return column.meaning == Meaning{Quantity::date} && column.unit.empty();
}

std::string called(const PlannedColumn& column)
{
    return "the " + name_of(column.meaning);
}

/// The power of 10 of the last digit of a number: -3 for 1.250, 2 for 1.25e4. Texts that are no
/// numbers give anything.
int last_place_of(std::string_view text)
{
    const auto exponent_at = text.find_first_of("eE");
    int exponent = 0;
    if (exponent_at != std::string_view::npos) {
        const auto digits =
            text.substr(exponent_at + (text.substr(exponent_at + 1, 1) == "+" ? 2 : 1));
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    }
    const auto mantissa = text.substr(0, exponent_at);
    const auto mark = mantissa.find_first_of(".,");
    const auto decimals = mark == std::string_view::npos ? 0 : mantissa.size() - mark - 1;
    constexpr int lowest = -300, highest = 300;
    return std::clamp(exponent, lowest, highest) -
           static_cast<int>(std::min<std::size_t>(decimals, 300));
}

constexpr int no_place = 1000;

} // namespace

TableRows::TableRows(TablePlan plan)
    : plan_(std::move(plan)), values_(plan_.columns.size()),
      last_place_(plan_.columns.size(), no_place), clocks_(plan_.columns.size())
{
}

/// Only a charge is compared with a sum, whose error its last digit bounds.
void TableRows::note_last_place(std::string_view number, std::size_t planned)
{
    const auto what = plan_.columns[planned].meaning.what;
    if (what == Quantity::step_charge || what == Quantity::charge_in ||
        what == Quantity::charge_out || what == Quantity::net_charge) {
        last_place_[planned] = std::min(last_place_[planned], last_place_of(number));
    }
}

void TableRows::check_width(const TextTable& table) const
{
    const auto& fields = table.fields();
    if (fields.size() < plan_.width) {
        table.fail(table.length(),
                   "the row has " + std::to_string(fields.size()) + " of " +
                       std::to_string(plan_.width) + " fields",
                   table.ended()
                       ? "fill the gap or remove the row"
                       : "the file was cut short: remove the row or fetch the file again");
    }
    for (std::size_t k = plan_.width; k < fields.size(); ++k) {
        if (!fields[k].text.empty()) {
            table.fail(fields[k].at,
                       "the row has " + std::to_string(fields.size()) + " fields, the header " +
                           std::to_string(plan_.width),
                       "put quotes around fields that hold the separator");
        }
    }
}

void TableRows::add(const TextTable& table)
{
    check_width(table);
    for (std::size_t k = 0; k < plan_.columns.size(); ++k) {
        const auto& column = plan_.columns[k];
        const auto text = table.fields()[column.index].text;
        if (column.meaning.is_kind) {
            const auto kind = kind_of_step(text);
            kinds_.push_back(kind);
            if (kind == StepKind::unknown && !text.empty()) {
                ++unknown_kinds_[std::string{text}];
            }
        } else if (is_date(column)) {
            dates_.push_back(is_placeholder(text) ? std::string_view{} : text);
        } else {
            values_[k].push_back(read(table, k));
        }
    }
    lines_.push_back(table.line());
    last_field_.note(table);
}

double TableRows::read(const TextTable& table, std::size_t planned)
{
    const auto& column = plan_.columns[planned];
    const auto& field = table.fields()[column.index];
    if (is_placeholder(field.text)) {
        return nothing;
    }
    const auto what = column.meaning.what;
    const bool is_time = what == Quantity::test_time || what == Quantity::step_time;
    note_last_place(field.text, planned);
    return is_time ? read_time(table, planned) : read_number(table, field, column);
}

/// "1,5" and "1.5" in one table: one of them is a thousand.
void TableRows::settle_decimal(const TextTable& table, const Field& field)
{
    const bool point = field.text.find('.') != std::string_view::npos;
    const bool comma = field.text.find(',') != std::string_view::npos;
    if (!point && !comma) {
        return;
    }
    const char mark = comma ? ',' : '.';
    if (decimal_ == '\0') {
        decimal_ = mark;
        decimal_line_ = table.line();
    }
    if (decimal_ != mark || (point && comma)) {
        table.fail(field.at,
                   "\"" + std::string{field.text} + "\" has a decimal " +
                       (mark == ',' ? "comma" : "point") + ", line " +
                       std::to_string(decimal_line_) + " a decimal " +
                       (decimal_ == ',' ? "comma" : "point"),
                   "write all numbers alike, without thousands separators");
    }
}

double TableRows::read_number(const TextTable& table, const Field& field,
                              const PlannedColumn& column)
{
    settle_decimal(table, field);
    const auto number = number_of(field.text, decimal_ == ',' ? ',' : '.');
    if (!number.fault) {
        const double value = number.value * column.factor;
        if (value - value != 0.0) {
            table.fail(field.at, called(column) + " is too large",
                       "mend the row or the unit in the header");
        }
        return value;
    }
    if (*number.fault == NotNumber::not_finite) {
        table.fail(field.at, called(column) + " is not finite", "remove the row or mend it");
    }
    table.fail(field.at, called(column) + " \"" + std::string{field.text} + "\" is no number",
               *number.fault == NotNumber::clock ? "mend it, or name another column with --column"
                                                 : "write it as in 0.5 or 5e-1");
}

double TableRows::read_time(const TextTable& table, std::size_t planned)
{
    const auto& column = plan_.columns[planned];
    const auto& field = table.fields()[column.index];
    if (field.text.find(':') != std::string_view::npos) {
        return read_clock(table, planned);
    }
    if (is_clock_unit(column.unit)) {
        table.fail(field.at,
                   called(column) + " \"" + std::string{field.text} + "\" is not " +
                       (has_two_parts(column.unit) ? column.unit : "h:m:s") + ", as \"" +
                       column.heading + "\" announces",
                   "mend the row");
    }
    if (column.unit.empty()) {
        table.fail(field.at,
                   called(column) + " \"" + std::string{field.text} +
                       "\" has no unit, and is not h:m:s",
                   "state the unit, as in --column \"" + name_of(column.meaning) + "=" +
                       column.heading + " [s]\"");
    }
    return read_number(table, field, column);
}

double TableRows::read_clock(const TextTable& table, std::size_t planned)
{
    const auto& column = plan_.columns[planned];
    const auto& field = table.fields()[column.index];
    settle_decimal(table, field);
    const auto seconds = duration_of(field.text, decimal_ == ',' ? ',' : '.');
    if (!seconds) {
        table.fail(field.at, called(column) + " \"" + std::string{field.text} + "\" is no duration",
                   "write it as in 144:02:18 or 1-02:03:04");
    }
    auto& clock = clocks_[planned];
    if (!has_two_parts(field.text)) {
        ++clock.of_three_parts;
        return *seconds;
    }
    const bool has_decimals = field.text.find_first_of(".,") != std::string_view::npos;
    if (clock.of_two_parts++ == 0) {
        clock.first = field.text;
    }
    clock.has_decimals = clock.has_decimals || has_decimals;
    if (announced_parts(column.unit) != TwoParts::hours_minutes) {
        return *seconds;
    }
    if (has_decimals) {
        table.fail(field.at,
                   called(column) + " \"" + std::string{field.text} +
                       "\" has parts of a second, and \"" + column.unit + "\" has no seconds",
                   "state the unit as in --column \"" + name_of(column.meaning) + "=" +
                       column.heading + " [min:s]\"");
    }
    return 60.0 * *seconds;
}

/// The first time of two parts where nothing in the column tells what they are; else nothing, and
/// what was taken is said.
std::string TableRows::settle_parts(std::size_t planned, std::vector<std::string>& said) const
{
    const auto& clock = clocks_[planned];
    const auto& column = plan_.columns[planned];
    if (clock.of_two_parts == 0 || announced_parts(column.unit)) {
        return "";
    }
    if (!clock.has_decimals && clock.of_three_parts == 0) {
        return clock.first;
    }
    said.push_back("times of two parts in \"" + column.heading + "\", such as " + clock.first +
                   ", are read as minutes and seconds: " +
                   (clock.has_decimals ? "they have parts of a second" : "other rows have hours"));
    return "";
}

void TableRows::add_dates(RawRecord& record, const PlannedColumn& column) const
{
    const auto layout = order_of(dates_);
    if (!layout) {
        for (std::size_t row = 0; row < dates_.size(); ++row) {
            const auto text = dates_[row];
            const bool fits = text.empty() || date_of(text, DateOrder::year_month_day) ||
                              date_of(text, DateOrder::day_month_year) ||
                              date_of(text, DateOrder::month_day_year);
            if (!fits || row + 1 == dates_.size()) {
                throw InputError({record.source, static_cast<int>(lines_[row]), 1}, "",
                                 fits ? "no order of day, month and year fits all dates"
                                      : "the date \"" + std::string{text} +
                                            "\" is of no known layout",
                                 "leave the column out with --column date=none");
            }
        }
    }
    Column dates{Quantity::date, column.heading, "", {}};
    dates.values.reserve(dates_.size());
    for (const auto text : dates_) {
        dates.values.push_back(
            text.empty() || !layout ? nothing : date_of(text, layout->order).value_or(nothing));
    }
    if (layout && layout->assumed) {
        record.said.push_back(
            std::string{"dates are read as "} +
            (layout->order == DateOrder::month_day_year ? "month before day" : "day before month") +
            "; no row tells");
    }
    record.columns.push_back(std::move(dates));
}

bool TableRows::reads_last_field() const
{
    return std::any_of(plan_.columns.begin(), plan_.columns.end(),
                       [&](const auto& column) { return column.index + 1 == plan_.width; });
}

void TableRows::say_unknown_kinds(RawRecord& record) const
{
    for (const auto& [words, rows] : unknown_kinds_) {
        record.said.push_back("the step type \"" + words + "\" of " + std::to_string(rows) +
                              " rows is not known; the current alone tells what they are");
    }
}

RawRecord TableRows::finish(const std::string& source, std::string format)
{
    RawRecord record;
    record.source = source;
    record.format = std::move(format);
    if (decimal_ == ',') {
        record.format += ", decimal commas";
    }
    record.line = lines_;
    for (std::size_t k = 0; k < plan_.columns.size(); ++k) {
        const auto& column = plan_.columns[k];
        if (column.meaning.is_kind) {
            continue;
        }
        if (is_date(column)) {
            add_dates(record, column);
            continue;
        }
        record.columns.push_back(
            {column.meaning.what, column.heading, column.unit, std::move(values_[k]),
             column.is_stated,
             last_place_[k] == no_place ? 0.0 : column.factor * std::pow(10.0, last_place_[k]),
             settle_parts(k, record.said)});
    }
    record.kind = std::move(kinds_);
    say_unknown_kinds(record);
    if (const auto cut = last_field_.may_be_cut(); !cut.empty() && reads_last_field()) {
        record.said.push_back("the last line has no line end: its last field, \"" + cut +
                              "\", may have been cut short");
    }
    if (!plan_.unused.empty()) {
        std::string names;
        for (const auto& heading : plan_.unused) {
            names += (names.empty() ? "" : ", ") + heading;
        }
        record.said.push_back("columns not read: " + names);
    }
    return record;
}

} // namespace percolith::runs::cycler

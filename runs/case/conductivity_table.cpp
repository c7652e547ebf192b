#include "runs/case/conductivity_table.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/file_text.hpp"
#include "runs/case/suggest.hpp"
#include "runs/case/units.hpp"
#include "runs/record/is_hdf5.hpp"
#include "runs/record/percolation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace percolith::runs
{
namespace
{

constexpr std::size_t longest_table = 64'000'000; // bytes

/// What a column may be called and the SI unit it is kept in.
struct KnownColumn {
    std::string_view name;
    const char* unit;
    bool required;
};
constexpr std::array<KnownColumn, 4> known_columns{{
    {"metal_fraction", "1", true},
    {"film_thickness", "m", false},
    {"conductivity", "S/m", true},
    {"relative_error", "1", false},
}};

constexpr std::size_t error_column = 3;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (true) {
        const auto comma = line.find(',');
        fields.push_back(trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) {
            return fields;
        }
        line.remove_prefix(comma + 1);
    }
}

/// Reads one table, line by line.
class TableReader
{
public:
    explicit TableReader(std::string name) : name_(std::move(name)) {}

    kinetics::Tabulated<> read(std::string_view text)
    {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            ++line_;
            take(trimmed(text.substr(0, end)));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (columns_.empty()) {
            refuse("", "holds no header", "begin with metal_fraction,conductivity / S/m");
        }
        return table();
    }

private:
    struct Column {
        std::size_t which = 0; ///< in `known_columns`
        double to_si = 1.0;
    };
    struct Entry {
        double conductivity = 0.0;
        double relative_error = 0.0;
    };

    [[noreturn]] void refuse(std::string_view column, std::string_view wrong,
                             std::string_view mend) const
    {
        throw InputErrors({name_, line_, 1}, column, wrong, mend);
    }

    void take(std::string_view line)
    {
        if (line.starts_with("\xef\xbb\xbf")) {
            line.remove_prefix(3); // byte order mark
        }
        if (line.empty() || line.front() == '#') {
            return;
        }
        if (columns_.empty()) {
            take_header(line);
        } else {
            take_row(line);
        }
    }

    void take_header(std::string_view line)
    {
        std::vector<std::string> names;
        names.reserve(known_columns.size());
        for (const auto& known : known_columns) {
            names.emplace_back(known.name);
        }
        std::set<std::size_t> seen;
        for (const auto field : split(line)) {
            const auto slash = field.find(" / ");
            const auto name = trimmed(field.substr(0, slash));
            const auto known = std::find(names.begin(), names.end(), name);
            if (known == names.end()) {
                refuse(name, "unknown column", suggest(name, names));
            }
            const auto which = static_cast<std::size_t>(known - names.begin());
            const auto* si = known_columns.at(which).unit;
            const auto unit =
                slash == std::string_view::npos ? si : trimmed(field.substr(slash + 3));
            if (!measures(unit, si)) {
                refuse(name, "\"" + one_line(unit, 40) + "\" is not its unit",
                       "use " + std::string{si});
            }
            if (!seen.insert(which).second) {
                refuse(name, "column given twice", "keep one");
            }
            columns_.push_back({which, convert(1.0, unit, si)});
        }
        for (std::size_t which = 0; which < known_columns.size(); ++which) {
            if (known_columns.at(which).required && !seen.contains(which)) {
                refuse(known_columns.at(which).name, "missing column", "add it");
            }
        }
    }

    void take_row(std::string_view line)
    {
        const auto fields = split(line);
        if (fields.size() != columns_.size()) {
            refuse("",
                   "has " + std::to_string(fields.size()) + " values where the header has " +
                       std::to_string(columns_.size()),
                   "give one value per column");
        }
        constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
        std::array<double, 4> row{0.0, 1.0, 0.0, not_known};
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto which = columns_[i].which;
            if (which == error_column && fields[i].empty()) {
                continue;
            }
            const auto value = number(fields[i], known_columns.at(which).name) * columns_[i].to_si;
            check(which, value, fields[i]);
            row.at(which) = value;
        }
        if (!entries_.insert({{row[0], row[1]}, {row[2], row[3]}}).second) {
            refuse("", "gives a metal fraction and thickness for the second time", "keep one row");
        }
    }

    double number(std::string_view field, std::string_view column) const
    {
        double value = 0.0;
        const auto [end, fault] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (fault != std::errc{} || end != field.data() + field.size() || !std::isfinite(value)) {
            refuse(column, "\"" + one_line(field, 40) + "\" is not a finite number",
                   "write numbers with a point, units in the header");
        }
        return value;
    }

    void check(std::size_t which, double value, std::string_view written) const
    {
        const bool share = which == 0;
        const bool may_be_zero = share || which == error_column;
        const bool right = (may_be_zero ? value >= 0.0 : value > 0.0) && (!share || value <= 1.0);
        if (!right) {
            refuse(known_columns.at(which).name, std::string{written} + " is out of range",
                   share         ? "give a fraction 0 .. 1"
                   : may_be_zero ? "give a number >= 0"
                                 : "give a number > 0");
        }
    }

    kinetics::Tabulated<> table()
    {
        std::set<double> fractions;
        std::set<double> thicknesses;
        for (const auto& [at, entry] : entries_) {
            fractions.insert(at.first);
            thicknesses.insert(at.second);
        }
        if (fractions.size() < 2) {
            refuse("", "holds fewer than two metal fractions", "add rows");
        }
        std::vector<double> conductivities;
        std::vector<double> errors;
        for (const double fraction : fractions) {
            for (const double thickness : thicknesses) {
                const auto entry = entries_.find({fraction, thickness});
                if (entry == entries_.end()) {
                    refuse("", "lacks a row for one metal fraction and thickness",
                           "give every thickness at every metal fraction");
                }
                conductivities.push_back(entry->second.conductivity);
                errors.push_back(entry->second.relative_error * entry->second.conductivity);
            }
        }
        return {{fractions.begin(), fractions.end()},
                {thicknesses.begin(), thicknesses.end()},
                conductivities,
                errors};
    }

    std::string name_;
    int line_ = 0;
    std::vector<Column> columns_;
    std::map<std::pair<double, double>, Entry> entries_; ///< by metal fraction and thickness
};

} // namespace

kinetics::Tabulated<> parse_conductivity_table(std::string_view text, const std::string& name)
{
    return TableReader{name}.read(text);
}

namespace
{

kinetics::Tabulated<> table_of(const FilmRecord& films)
{
    std::vector<double> thicknesses;
    thicknesses.reserve(films.thicknesses.size());
    for (const auto& thickness : films.thicknesses) {
        thicknesses.push_back(thickness.si);
    }
    std::vector<double> conductivities;
    std::vector<double> errors;
    conductivities.reserve(films.entries.size());
    errors.reserve(films.entries.size());
    for (const auto& entry : films.entries) {
        conductivities.push_back(entry.conductivity);
        errors.push_back(entry.standard_error);
    }
    return {films.metal_fractions, thicknesses, conductivities, errors};
}

/// The same entries in HDF5, as `percolith percolation` writes them.
kinetics::Tabulated<> read_hdf5_table(const std::filesystem::path& file)
{
    const auto refuse = [&](std::string_view wrong, std::string_view mend) -> InputErrors {
        return InputErrors({.file = file.string()}, "", wrong, mend);
    };
    try {
        const auto films = read_percolation(file).films;
        if (films.entries.empty()) {
            throw refuse("holds thresholds, not conductivities",
                         "name a file that percolith percolation table wrote");
        }
        if (films.metal_fractions.size() < 2) {
            throw refuse("holds fewer than two metal fractions", "compute more of them");
        }
        return table_of(films);
    } catch (const std::invalid_argument& e) {
        throw refuse(e.what(), "compute it again");
    } catch (const InputErrors&) {
        throw;
    } catch (const InputError& e) {
        throw InputErrors{e.faults()};
    }
}

} // namespace

kinetics::Tabulated<> read_conductivity_table(const std::filesystem::path& file)
{
    if (is_hdf5(file)) {
        return read_hdf5_table(file);
    }
    return parse_conductivity_table(
        read_text_file(file, longest_table, "use fewer metal fractions and thicknesses"),
        file.string());
}

} // namespace percolith::runs

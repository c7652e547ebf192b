#include "runs/case/units.hpp"

#include "kinetics/constants.hpp"
#include "runs/case/errors.hpp"
#include "runs/record/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <udunits2.h>

namespace percolith::runs
{
namespace
{

struct FreeSystem {
    void operator()(ut_system* system) const { ut_free_system(system); }
};
struct FreeUnit {
    void operator()(ut_unit* unit) const { ut_free(unit); }
};
struct FreeConverter {
    void operator()(cv_converter* converter) const
    {
        if (converter != nullptr) {
            cv_free(converter);
        }
    }
};
using System = std::unique_ptr<ut_system, FreeSystem>;
using Unit = std::unique_ptr<ut_unit, FreeUnit>;
using Converter = std::shared_ptr<const cv_converter>;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Signs that people type or paste, as UDUNITS-2 spells them in ASCII.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> signs{{
    {"\u00b5", "u"},        {"\u03bc", "u"},    {"\u03a9", "Ohm"}, {"\u2126", "Ohm"},
    {"\u00b0C", "degC"},    {"\u2103", "degC"}, {"\u00b0", "deg"}, {"\u00c5", "angstrom"},
    {"\u212b", "angstrom"}, {"\u00b7", "."},    {"\u22c5", "."},   {"\u2212", "-"},
    {"\u207b", "-"},        {"\u207a", "+"},    {"\u00b9", "1"},   {"\u00b2", "2"},
    {"\u00b3", "3"},        {"\u2074", "4"},    {"\u2075", "5"},   {"\u2076", "6"},
    {"\u2009", " "},        {"\u202f", " "},    {"\u00a0", " "},   {"\u00d7", "*"},
}};

std::string in_ascii(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        // Most characters are none of them: all begin with a byte beyond ASCII.
        const bool is_ascii = static_cast<unsigned char>(text.front()) < 0x80;
        const auto* found =
            is_ascii ? signs.end() : std::find_if(signs.begin(), signs.end(), [&](const auto& s) {
                return text.starts_with(s.first);
            });
        if (found != signs.end()) {
            plain += found->second;
            text.remove_prefix(found->first.size());
        } else {
            plain += text.front();
            text.remove_prefix(1);
        }
    }
    return plain;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Units only: names with one-digit exponents, products and quotients. UDUNITS-2 would also read
/// numbers ("um 2"), origins ("s since 2000") and logarithms, which nobody means here.
bool looks_like_unit(std::string_view unit)
{
    if (unit.starts_with("1/")) {
        unit.remove_prefix(2);
    }
    if (unit.empty() || unit.size() > 80 || unit.find("since") != std::string_view::npos) {
        return false;
    }
    char before = ' ';
    for (const char c : unit) {
        if (is_digit(c)) {
            const bool exponent =
                is_letter(before) || before == '^' || before == '-' || before == '+';
            if (!exponent) {
                return false;
            }
        } else if (c == '-' || c == '+') {
            if (!is_letter(before) && before != '^') {
                return false;
            }
        } else if (!is_letter(c) &&
                   std::string_view{" */.^()%"}.find(c) == std::string_view::npos) {
            return false;
        }
        before = c;
    }
    return true;
}

/// The one unit system of the program. UDUNITS-2 keeps its parser's state in globals, so that even
/// separate systems may not be used at once: everything passes one lock.
class Units
{
public:
    static Units& shared()
    {
        static Units units;
        return units;
    }

    /// Converter from unit to unit, null where one is unknown or the dimensions differ.
    /// Both in ASCII; call with `lock` held.
    Converter converter(const std::string& from, const std::string& to)
    {
        if (converters_.size() > most_kept) {
            converters_.clear();
        }
        const auto [entry, is_new] = converters_.try_emplace({from, to});
        if (is_new) {
            const Unit source = parse(from);
            const Unit target = parse(to);
            if (source && target) {
                entry->second =
                    Converter{ut_get_converter(source.get(), target.get()), FreeConverter{}};
            }
        }
        return entry->second;
    }

    bool known(const std::string& unit) { return parse(unit) != nullptr; }

    std::mutex lock;

private:
    Units()
    {
        ut_set_error_message_handler(ut_ignore);
        system_.reset(ut_read_xml(nullptr));
        if (!system_) {
            throw std::runtime_error("cannot read the unit definitions of UDUNITS-2; install the "
                                     "package libudunits2-data or set UDUNITS2_XML_PATH");
        }
        define({"Ah", "ampere_hour"}, Unit{ut_scale(3600.0, parse("coulomb").get())});
        for (const char* stale : {"eV", "electronvolt", "electron_volt"}) {
            ut_unmap_symbol_to_unit(system_.get(), stale, UT_ASCII);
            ut_unmap_name_to_unit(system_.get(), stale, UT_ASCII);
        }
        constexpr double elementary_charge = 1.602176634e-19; // C, exact since the 2019 SI
        define({"eV", "electronvolt"}, Unit{ut_scale(elementary_charge, parse("joule").get())});
        define({"mins"}, parse("minute"));
        define({"hrs"}, parse("hour"));
    }

    void define(std::initializer_list<const char*> spellings, const Unit& unit)
    {
        for (const char* spelling : spellings) {
            // Prefixes are names before names ("milli") and symbols before symbols ("m"): map both.
            ut_map_name_to_unit(spelling, UT_ASCII, unit.get());
            ut_map_symbol_to_unit(spelling, UT_ASCII, unit.get());
        }
    }

    Unit parse(const std::string& unit)
    {
        if (unit != "1" && !looks_like_unit(unit)) {
            return nullptr;
        }
        return Unit{ut_parse(system_.get(), unit.c_str(), UT_ASCII)};
    }

    static constexpr std::size_t most_kept = 10000;
    System system_;
    std::map<std::pair<std::string, std::string>, Converter> converters_;
};

/// From one unit to another: by one converter, or by two between an energy per particle and a molar
/// one, where the number of particles in a mole stands between. Neither knows a lock: converting is
/// a pure function.
struct Path {
    enum class Between { nothing, particles_to_moles, moles_to_particles };
    Converter first; ///< null: there is no way
    Between between = Between::nothing;
    Converter second;

    double operator()(double number) const
    {
        if (!first) {
            return std::nan("");
        }
        const double there = cv_convert_double(first.get(), number);
        switch (between) {
        case Between::particles_to_moles:
            return cv_convert_double(second.get(), there * kinetics::faraday.si);
        case Between::moles_to_particles:
            return cv_convert_double(second.get(), there / kinetics::faraday.si);
        default:
            return there;
        }
    }
};

Path path(const std::string& from, const std::string& to)
{
    auto& units = Units::shared();
    const std::lock_guard hold{units.lock};
    if (auto way = units.converter(from, to)) {
        return {.first = std::move(way), .second = {}};
    }
    if (auto molar = units.converter("J/mol", to)) {
        if (auto per_particle = units.converter(from, "eV")) {
            return {std::move(per_particle), Path::Between::particles_to_moles, std::move(molar)};
        }
    }
    if (auto per_particle = units.converter("eV", to)) {
        if (auto molar = units.converter(from, "J/mol")) {
            return {std::move(molar), Path::Between::moles_to_particles, std::move(per_particle)};
        }
    }
    return {};
}

/// `number` of `from` in `to`, or NaN where there is no way.
double converted(double number, const std::string& from, const std::string& to)
{
    return path(from, to)(number);
}

bool is_known(const std::string& unit)
{
    auto& units = Units::shared();
    const std::lock_guard hold{units.lock};
    return units.known(unit);
}

std::string in_quotes(std::string_view text)
{
    return '"' + one_line(trimmed(text), 60) + '"';
}

std::string write_with_unit(std::string_view example)
{
    return "give a number with its unit, such as " + std::string{example};
}

UnitError no_way(std::string_view from, std::string_view to)
{
    return {"cannot convert " + in_quotes(from) + " to " + in_quotes(to), "use units of one kind"};
}

} // namespace

WrittenQuantity split_quantity(std::string_view text)
{
    const std::string plain = in_ascii(text);
    auto rest = trimmed(plain);
    if (rest.starts_with('+')) {
        rest.remove_prefix(1);
    }
    WrittenQuantity written;
    const auto [end, fault] =
        std::from_chars(rest.data(), rest.data() + rest.size(), written.number);
    if (fault == std::errc::invalid_argument) {
        throw UnitError(in_quotes(text) + " does not start with a number",
                        "write the number, then its unit");
    }
    if (fault != std::errc{} || !std::isfinite(written.number)) {
        throw UnitError(in_quotes(text) + " is not a finite number", "give a finite one");
    }
    const auto unit = rest.substr(static_cast<std::size_t>(end - rest.data()));
    if (unit.starts_with(',')) {
        throw UnitError(in_quotes(text) + " holds a comma", "write decimals with a point");
    }
    written.unit = trimmed(unit);
    return written;
}

double parse_quantity(std::string_view text, std::string_view unit, std::string_view example)
{
    const auto written = split_quantity(text);
    const auto proposed = example.empty() ? unit : example;
    if (written.unit.empty()) {
        if (unit == "1") {
            return written.number;
        }
        throw UnitError(in_quotes(text) + " is a bare number", write_with_unit(proposed));
    }
    const std::string from = in_ascii(written.unit);
    const double value = converted(written.number, from, in_ascii(unit));
    if (std::isfinite(value)) {
        return value;
    }
    if (!is_known(from)) {
        throw UnitError("unknown unit " + in_quotes(from) + " in " + in_quotes(text),
                        write_with_unit(proposed));
    }
    if (measures(from, unit)) {
        throw UnitError(in_quotes(text) + " is too large", "give a finite quantity");
    }
    if (unit == "1") {
        throw UnitError(in_quotes(text) + " is not a plain number", "give it without a unit");
    }
    throw UnitError(in_quotes(text) + " is not a quantity in " + std::string{proposed},
                    write_with_unit(proposed));
}

double convert(double number, std::string_view from, std::string_view to)
{
    const double value = converted(number, in_ascii(from), in_ascii(to));
    if (std::isnan(value)) {
        throw no_way(from, to);
    }
    return value;
}

std::string exact_quantity(double si, std::initializer_list<const char*> units, const char* si_unit)
{
    constexpr double digits = 1e12; // what a person would write has fewer
    constexpr std::size_t short_enough = 8;
    std::string best;
    std::size_t fewest = short_enough + 1;
    for (const char* unit : units) {
        const double value = convert(si, si_unit, unit);
        const double rounded = std::round(value * digits) / digits;
        const auto text = number_text(std::isfinite(rounded) ? rounded : value);
        double read = 0.0;
        std::from_chars(text.data(), text.data() + text.size(), read);
        if (text.size() < fewest && convert(read, unit, si_unit) == si) {
            fewest = text.size();
            best = text + ' ' + unit;
        }
    }
    return best.empty() ? number_text(si) + ' ' + si_unit : best;
}

struct Conversion::Way : Path {
};

Conversion::Conversion(std::string_view from, std::string_view to)
{
    auto found = path(in_ascii(from), in_ascii(to));
    if (!found.first) {
        throw no_way(from, to);
    }
    way_ = std::make_shared<const Way>(Way{std::move(found)});
}

double Conversion::operator()(double number) const
{
    return (*way_)(number);
}

bool measures(std::string_view unit, std::string_view like)
{
    return !std::isnan(converted(1.0, in_ascii(unit), in_ascii(like)));
}

} // namespace percolith::runs

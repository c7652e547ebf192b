#include "runs/protocol/sentence.hpp"

#include "runs/protocol/endings.hpp"
#include "runs/protocol/observables.hpp"
#include "runs/protocol/quantities.hpp"

#include <array>

namespace percolith::runs::language
{
namespace
{

using kinetics::CurrentDensity;

constexpr std::array<std::string_view, 14> statement_words{
    "strip",  "plate",   "charge", "discharge", "rest", "hold", "ramp",
    "follow", "titrate", "repeat", "begin",     "end",  "stop", "times",
};
Drive drive_of(double sign)
{
    return sign > 0.0 ? Drive::strip_working : Drive::plate_working;
}

/// Strip working at 0.5 mA/cm^2 for 1 hour; Discharge at 1 mA until 0.5 mAh/cm^2.
Step read_constant_current(Line& line, kinetics::Area<> area)
{
    const auto begin = line.take().at;
    const bool strips =
        same_word(line.text_since(begin), "strip") || same_word(line.text_since(begin), "charge");
    const bool of_cell = same_word(line.text_since(begin), "charge") ||
                         same_word(line.text_since(begin), "discharge");
    const auto side_at = line.peek().at;
    const auto side = read_side(line);
    if (of_cell && side) {
        throw Fault(side_at, "a cell is charged, an electrode is not",
                    "write strip working (charge) or plate working (discharge)");
    }
    const double sign = sign_of(strips, side.value_or(model::Side::working));
    std::optional<CurrentDensity<>> current;
    EndingReader endings{line, drive_of(sign), area};
    while (!line.at_statement_end()) {
        skip_separators(line);
        if (line.is_word({"at", "with"})) {
            once(line, current.has_value(), "current");
            line.take();
            current = positive_current(read_written(line, current_density_kind.example), area);
        } else if (!endings.read()) {
            line.unexpected(clause_words(), "go on with \"at\", \"for\", \"until\" or \"stop if\"");
        }
    }
    if (!current) {
        throw Fault(line.peek().at, "the current is missing", "add \"at 0.5 mA/cm^2\"");
    }
    return finished(line, begin, ConstantCurrent{sign * *current}, endings);
}

Step read_rest(Line& line, kinetics::Area<> area)
{
    const auto begin = line.take().at;
    EndingReader endings{line, Drive::rest, area};
    if (at_quantity(line)) {
        endings.read_item_without_word();
    }
    while (!line.at_statement_end()) {
        skip_separators(line);
        if (!endings.read()) {
            line.unexpected(clause_words(), "go on with \"for\", \"until\" or \"stop if\"");
        }
    }
    return finished(line, begin, Rest{}, endings);
}

Step read_hold(Line& line, kinetics::Area<> area)
{
    const auto begin = line.take().at;
    line.accept({"the"});
    line.accept({"cell"});
    line.accept({"voltage"});
    std::optional<double> voltage;
    EndingReader endings{line, Drive::hold, area};
    while (!line.at_statement_end()) {
        skip_separators(line);
        if (line.is_word({"at"})) {
            once(line, voltage.has_value(), "voltage");
            line.take();
            voltage = read_value(line, voltage_kind, area);
        } else if (!endings.read()) {
            line.unexpected(clause_words(),
                            "go on with \"at\", \"for\", \"until\" or \"stop if\"; the "
                            "voltage held is that of working against counter");
        }
    }
    if (!voltage) {
        throw Fault(line.peek().at, "the voltage is missing", "add \"at 0.05 V\"");
    }
    return finished(line, begin, Hold{kinetics::Voltage<>{*voltage}}, endings);
}

/// Follow "file.csv" until |V| > 5 V.
Step read_follow(Line& line, kinetics::Area<> area, const RecordReader& read_record)
{
    const auto begin = line.take().at;
    line.accept({"the"});
    line.accept({"measured"});
    line.accept({"current"});
    line.accept({"record"});
    if (line.peek().kind != Token::Kind::quoted) {
        line.unexpected({}, "name the record in quotes, as in Follow \"current.csv\"");
    }
    const auto& file = line.take();
    EndingReader endings{line, Drive::record, area};
    while (!line.at_statement_end()) {
        skip_separators(line);
        if (!endings.read()) {
            line.unexpected(clause_words(), "go on with \"for\", \"until\" or \"stop if\"");
        }
    }
    if (!read_record) {
        throw Fault(file.at, "no record can be read here", "name it in a case file");
    }
    return finished(line, begin, read_record(file.text), endings);
}

} // namespace

std::span<const std::string_view> first_words()
{
    return statement_words;
}

Sentence read_sentence(Line& line, kinetics::Area<> area, const RecordReader& read_record)
{
    const auto single = [](Step step) {
        Sentence sentence;
        sentence.steps.push_back(std::move(step));
        return sentence;
    };
    if (line.is_word({"strip", "plate", "charge", "discharge"})) {
        return single(read_constant_current(line, area));
    }
    if (line.is_word({"rest"})) {
        return single(read_rest(line, area));
    }
    if (line.is_word({"hold"})) {
        return single(read_hold(line, area));
    }
    if (line.is_word({"ramp"})) {
        return single(read_ramp(line, area));
    }
    if (line.is_word({"follow"})) {
        return single(read_follow(line, area, read_record));
    }
    if (line.is_word({"titrate"})) {
        return read_titration(line, area);
    }
    line.unexpected(statement_words,
                    "begin with strip, plate, rest, hold, ramp, titrate, follow, repeat or stop");
}

} // namespace percolith::runs::language

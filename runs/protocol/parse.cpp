#include "runs/protocol/parse.hpp"

#include "runs/protocol/endings.hpp"
#include "runs/protocol/quantities.hpp"
#include "runs/protocol/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

using language::Drive;
using language::EndingReader;
using language::Fault;
using language::first_words;
using language::has_same_kind;
using language::in_quotes;
using language::Line;
using language::read_duration;
using language::read_repetition;
using language::read_sentence;
using language::Repetition;
using language::senseless;
using language::skip_separators;
using language::Token;

constexpr std::size_t most_faults = 20;
constexpr std::size_t deepest = 64;
constexpr std::size_t most_steps = 100000; ///< written ones; repeats cost nothing

/// Characters, not bytes, before byte `at`: continuation bytes of UTF-8 do not count.
int column_of(std::string_view line, std::size_t at)
{
    const auto before = line.substr(0, at);
    return 1 + static_cast<int>(std::count_if(before.begin(), before.end(), [](char c) {
               return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
           }));
}

InputFault fault_in(const TextOrigin& origin, int line_number, std::string_view line,
                    const Fault& fault)
{
    Place place = origin.start;
    const int column = column_of(line, fault.at);
    place.column = line_number == 1 ? std::max(place.column, 1) + column - 1 : column;
    place.line = std::max(place.line, 1) + line_number - 1;
    return fault_at(place, origin.key, fault.what(), fault.mend);
}

/// A block that is open: what stands before it decides what may follow its end.
struct Level {
    std::size_t first = 0; ///< step its next postfix repeat begins with
    std::size_t begin = 0; ///< step the block begins with
    std::optional<Repetition> headed{}; ///< "repeat ... {": nothing follows its end
    int line = 0;
    std::size_t at = 0;
    std::string_view text{};
};

class ProtocolReader
{
public:
    ProtocolReader(kinetics::Area<> area, const TextOrigin& origin, const RecordReader& read_record)
        : area_(area), origin_(origin), read_record_(read_record)
    {
    }

    Protocol read(std::string_view text)
    {
        std::size_t from = 0;
        while (from <= text.size() && faults_.size() < most_faults) {
            const auto end = std::min(text.find('\n', from), text.size());
            ++line_number_;
            read_line(text.substr(from, end - from));
            from = end + 1;
        }
        if (faults_.empty()) {
            finish();
        }
        if (faults_.size() >= most_faults) {
            faults_.push_back(fault_at(origin_.start, origin_.key, "more faults may follow", ""));
        }
        if (!faults_.empty()) {
            throw InputErrors{std::move(faults_)};
        }
        return std::move(protocol_);
    }

private:
    void note(const Fault& fault, int line_number, std::string_view line)
    {
        faults_.push_back(fault_in(origin_, line_number, line, fault));
    }

    void read_line(std::string_view text)
    {
        std::optional<Line> line;
        try {
            line.emplace(text);
            while (!line->done()) {
                if (!line->accept_sign(";")) {
                    read_statement(*line);
                }
            }
        } catch (const Fault& fault) {
            note(fault, line_number_, text);
            if (line) {
                follow_blocks(*line);
            }
        } catch (const InputError& error) { // of a record
            faults_.insert(faults_.end(), error.faults().begin(), error.faults().end());
        }
    }

    /// Behind a fault only blocks are followed, lest one slip is reported as many.
    void follow_blocks(Line& line)
    {
        while (!line.done()) {
            const auto& token = line.take();
            if (token.kind == Token::Kind::sign && token.text == "{") {
                const auto next = protocol_.steps.size();
                levels_.push_back({.first = next, .begin = next, .headed = Repetition{}});
            } else if (token.kind == Token::Kind::sign && token.text == "}" && levels_.size() > 1) {
                levels_.pop_back();
            }
        }
    }

    void read_statement(Line& line)
    {
        const auto start = line.peek();
        bool goes_on = false; // the next statement may stand on the same line
        if (line.accept({"repeat"})) {
            goes_on = read_repeat(line, start);
        } else if (line.accept({"begin"}) || line.accept_sign("{")) {
            open(line, start, std::nullopt);
            goes_on = true;
        } else if (line.accept({"end"}) || line.accept_sign("}")) {
            goes_on = close(line, start);
        } else if (line.is_word({"stop"})) {
            read_stop(line);
        } else {
            read_step(line, start);
        }
        if (!goes_on && !line.done() && !line.is_sign(";") && !line.is_sign("}")) {
            throw Fault(line.peek().at,
                        "unexpected " + in_quotes(line.peek().text) + " after a sentence",
                        "begin the next one on a new line or after ;");
        }
    }

    void read_step(Line& line, const Token& start)
    {
        if (protocol_.steps.size() >= most_steps) {
            throw Fault(start.at, "more than 100000 steps", "use \"repeat\", or follow a record");
        }
        auto sentence = read_sentence(line, area_, read_record_);
        const auto first = protocol_.steps.size();
        for (auto& step : sentence.steps) {
            step.line = line_number_;
            protocol_.steps.push_back(std::move(step));
        }
        if (sentence.around) {
            add_loop(first, *sentence.around, start.at);
        }
    }

    /// Whether it opened a block.
    bool read_repeat(Line& line, const Token& start)
    {
        const auto repetition = read_repetition(line);
        if (line.accept_sign("{") || line.accept({"begin"})) {
            open(line, start, repetition);
            return true;
        }
        if (line.is_sign(":")) {
            throw Fault(line.peek().at, "a block begins with {",
                        "write \"repeat ... {\" and end it with }");
        }
        add_loop(levels_.back().first, repetition, start.at);
        levels_.back().first = protocol_.steps.size();
        return false;
    }

    void open(Line& line, const Token& start, std::optional<Repetition> headed)
    {
        if (levels_.size() > deepest) {
            throw Fault(start.at, "blocks are nested more than 64 deep", "nest fewer");
        }
        const auto next = protocol_.steps.size();
        levels_.push_back({next, next, headed, line_number_, start.at, line.text()});
    }

    /// Whether the next statement may follow at once: behind a block that said first how often it
    /// runs.
    bool close(Line& line, const Token& start)
    {
        if (levels_.size() == 1) {
            throw Fault(start.at, "no block is open here", "remove it or begin one with {");
        }
        const auto level = levels_.back();
        levels_.pop_back();
        if (level.headed) {
            add_loop(level.begin, *level.headed, start.at);
            return true;
        }
        const bool comma = line.accept_sign(",");
        line.accept({"and"});
        if (!line.accept({"repeat"})) {
            if (comma || !line.at_statement_end()) {
                line.unexpected(first_words(), "write \"end, repeat 200 times\"");
            }
            throw Fault(start.at, "how often the block runs is missing",
                        "write \"end, repeat 200 times\"");
        }
        add_loop(level.begin, read_repetition(line), start.at);
        return false;
    }

    void add_loop(std::size_t first, const Repetition& repetition, std::size_t at)
    {
        const auto next = protocol_.steps.size();
        if (first < next) {
            protocol_.loops.push_back({first, next - 1, repetition.repeats, repetition.duration});
        } else if (faults_.empty()) {
            throw Fault(at, "nothing to repeat",
                        "put steps before it; a repeat of repeats stands in a block { ... }");
        }
    }

    /// "stop if ..." and "stop after ..." on lines of their own hold for the whole test.
    void read_stop(Line& line)
    {
        const auto start = line.peek();
        if (line.is_word({"after"}, 1)) {
            if (stop_after_) {
                throw Fault(start.at, "a second \"stop after\"", "keep one");
            }
            line.take();
            line.take();
            stop_after_ = read_duration(line);
            return;
        }
        EndingReader endings{line, Drive::any, area_};
        while (!line.at_statement_end()) {
            skip_separators(line);
            if (!endings.read()) {
                line.unexpected(first_words(),
                                "write as in stop if |V| > 5 V or stop after 400 hours");
            }
        }
        for (auto& ending : endings.take()) {
            if (!ending.stops_test || ending.after || ending.charge) {
                throw Fault(
                    start.at, in_quotes(ending.text) + " belongs to a step",
                    "put it behind one; a line of its own takes \"stop if\" with a threshold, or "
                    "\"stop after 400 hours\"");
            }
            if (has_same_kind(stops_, ending)) {
                throw Fault(start.at, in_quotes(ending.text) + " is limited twice",
                            "keep one limit");
            }
            stops_.push_back(std::move(ending));
        }
    }

    void finish()
    {
        if (levels_.size() > 1) {
            const auto& open = levels_.back();
            note(Fault(open.at, "the block is not closed", "close it with } or end"), open.line,
                 open.text);
        } else if (protocol_.steps.empty()) {
            note(Fault(0, "the protocol has no steps", "write one, such as Rest for 1 hour"), 1,
                 "");
        }
        for (auto& step : protocol_.steps) {
            for (const auto& ending : stops_) {
                if (senseless(step.control, ending).empty()) {
                    step.until.push_back(ending);
                }
            }
        }
        if (stop_after_ && !protocol_.steps.empty()) {
            protocol_.loops.push_back({0, protocol_.steps.size() - 1, 1, stop_after_});
        }
    }

    kinetics::Area<> area_;
    const TextOrigin& origin_;
    const RecordReader& read_record_;
    Protocol protocol_;
    std::vector<Level> levels_{Level{}};
    std::vector<Ending> stops_;
    std::optional<kinetics::Time<>> stop_after_;
    std::vector<InputFault> faults_;
    int line_number_ = 0;
};

void check_area(kinetics::Area<> area)
{
    if (!(area.si > 0.0) || !std::isfinite(area.si)) {
        throw std::invalid_argument("the electrode area is not above 0");
    }
}

} // namespace

Protocol parse_protocol(std::string_view text, kinetics::Area<> area, const TextOrigin& origin,
                        const RecordReader& read_record)
{
    check_area(area);
    return ProtocolReader{area, origin, read_record}.read(text);
}

std::vector<model::Condition> parse_condition(std::string_view text, kinetics::Area<> area,
                                              const TextOrigin& origin)
{
    check_area(area);
    std::vector<model::Condition> conditions;
    try {
        Line line{text};
        if (line.done()) {
            throw Fault(0, "the condition is empty", "write as in thickness of working > 10 um");
        }
        EndingReader endings{line, Drive::any, area};
        line.accept({"stop"});
        line.accept({"if", "when", "until"});
        endings.read_comparison(true);
        while (!line.done()) {
            if (!line.accept({"or"}) && !line.accept_sign(",")) {
                line.unexpected({}, "join comparisons with \"or\"");
            }
            line.accept({"or"});
            endings.read_comparison(true);
        }
        for (const auto& ending : endings.take()) {
            if (!ending.condition) {
                throw Fault(0, in_quotes(ending.text) + " is no threshold of the cell",
                            "put it into the protocol");
            }
            conditions.push_back(*ending.condition);
        }
    } catch (const Fault& fault) {
        throw InputError(fault_in(origin, 1, text, fault));
    }
    return conditions;
}

} // namespace percolith::runs

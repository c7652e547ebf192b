#include "runs/protocol/sentence_parts.hpp"

#include "runs/protocol/quantities.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace percolith::runs::language
{
namespace
{

constexpr std::array<std::string_view, 9> words{
    "at", "for", "until", "stop if", "or", "working", "counter", "electrode", "repeat",
};

/// 200, 1e9; nothing where it is no whole number above 0.
std::optional<std::uint64_t> whole_number(const Token& token)
{
    std::uint64_t count = 0;
    const auto* begin = token.text.data();
    const auto* end = begin + token.text.size();
    const auto read = std::from_chars(begin, end, count);
    if (read.ec == std::errc{} && read.ptr == end) {
        return count > 0 ? std::optional{count} : std::nullopt;
    }
    constexpr double exact = 9e15;
    const bool whole =
        token.number >= 1.0 && token.number <= exact && token.number == std::floor(token.number);
    return whole ? std::optional{static_cast<std::uint64_t>(token.number)} : std::nullopt;
}

} // namespace

std::span<const std::string_view> clause_words()
{
    return words;
}

double sign_of(bool strips, model::Side side)
{
    return strips == (side == model::Side::working) ? 1.0 : -1.0;
}

void once(const Line& line, bool already, const char* what)
{
    if (already) {
        throw Fault(line.peek().at, std::string{"a second "} + what, "keep one");
    }
}

Step finished(const Line& line, std::size_t begin, Control control, EndingReader& endings)
{
    Step step{.control = std::move(control)};
    step.until = endings.take(step.control);
    step.text = line.text_since(begin);
    const bool ends_itself = std::holds_alternative<CurrentRamp>(step.control) ||
                             std::holds_alternative<MeasuredCurrent>(step.control);
    if (step.until.empty() && !ends_itself) {
        throw Fault(line.peek().at, in_quotes(step.text) + " never ends",
                    std::holds_alternative<Hold>(step.control)
                        ? "add \"for 10 hours\" or \"until |I| < 1 uA/cm^2\""
                    : std::holds_alternative<Rest>(step.control)
                        ? "add \"for 1 hour\""
                        : "add \"for 1 hour\" or \"until |V| > 5 V\"");
    }
    return step;
}

Repetition read_repetition(Line& line)
{
    Repetition repetition;
    bool counted = false;
    if (line.accept({"forever"})) {
        counted = true;
    } else if (at_quantity(line)) {
        const auto& token = line.take();
        const auto count = whole_number(token);
        if (!count) {
            throw Fault(token.at, in_quotes(token.text) + " is no number of times",
                        "give a whole number above 0, or \"forever\"");
        }
        repetition.repeats = *count;
        counted = true;
        line.accept({"times", "time", "x", "cycle", "cycles"});
    }
    if (counted && (line.is_word({"for"}, 1) && (line.is_sign(",") || line.is_word({"or"})))) {
        line.take();
    }
    if (line.accept({"for"})) {
        repetition.duration = read_duration(line);
    } else if (!counted) {
        line.unexpected(words, "write \"repeat 200 times\", \"repeat for 400 hours\" or \"repeat "
                               "forever\"");
    }
    return repetition;
}

} // namespace percolith::runs::language

#include "runs/case/layout.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

/// Length of the comment or string that starts `rest`, 0 if neither does.
std::size_t skipped(std::string_view rest)
{
    if (rest.front() == '#') {
        return rest.substr(0, rest.find('\n')).size();
    }
    for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"}) {
        if (!rest.starts_with(quote)) {
            continue;
        }
        const bool escapes = quote.front() == '"';
        const bool one_line = quote.size() == 1;
        for (auto at = quote.size(); at < rest.size(); ++at) {
            if (escapes && rest[at] == '\\') {
                ++at;
            } else if (one_line && rest[at] == '\n') {
                return at;
            } else if (rest.substr(at).starts_with(quote)) {
                return at + quote.size();
            }
        }
        return rest.size();
    }
    return 0;
}

} // namespace

std::optional<TextPosition> too_deep(std::string_view text, int limit)
{
    TextPosition here;
    int open = 0;
    int dots = 0;
    const auto pass = [&here](std::string_view piece) {
        for (const char c : piece) {
            here.column = c == '\n' ? 1 : here.column + 1;
            here.line += c == '\n' ? 1 : 0;
        }
    };
    while (!text.empty()) {
        if (const auto length = skipped(text); length > 0) {
            pass(text.substr(0, length));
            text.remove_prefix(length);
            continue;
        }
        const char c = text.front();
        if (c == '[' || c == '{') {
            ++open;
        } else if ((c == ']' || c == '}') && open > 0) {
            --open;
        } else if (c == '.') {
            ++dots;
        }
        if (c == '\n' || c == '=' || c == ',' || c == '{') {
            dots = 0;
        }
        if (open > limit || dots > limit) {
            return here;
        }
        pass(text.substr(0, 1));
        text.remove_prefix(1);
    }
    return std::nullopt;
}

Place text_start(std::string_view text, Place string)
{
    std::size_t at = 0;
    for (int line = 1; line < string.line && at < text.size(); ++line) {
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    }
    for (int column = 1; column < string.column && at < text.size(); ++at) {
        const auto next = static_cast<unsigned char>(text[std::min(at + 1, text.size() - 1)]);
        column += (next & 0xc0U) == 0x80U ? 0 : 1; // bytes that continue a character
    }
    const auto rest = text.substr(std::min(at, text.size()));
    const bool three = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    if (three && (rest.substr(3).starts_with("\n") || rest.substr(3).starts_with("\r\n"))) {
        return {std::move(string.file), string.line + 1, 1};
    }
    string.column += three ? 3 : 1;
    return string;
}

} // namespace percolith::runs

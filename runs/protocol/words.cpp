#include "runs/protocol/words.hpp"

#include "runs/case/suggest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace percolith::runs::language
{
namespace
{

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Bytes beyond ASCII belong to words: they are letters or unit signs, left to the unit reader.
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

constexpr std::string_view minus_sign = "\u2212";
constexpr std::array<std::string_view, 8> long_signs{
    "<=", ">=", "\u2264", "\u2265", "\u00a0", "\u2009", "\u202f", "\ufeff",
};

/// Length of the signed number that starts `text`, 0 if none does.
std::size_t number_length(std::string_view text, double& value)
{
    std::size_t sign = 0;
    if (text.starts_with('-') || text.starts_with('+')) {
        sign = 1;
    } else if (text.starts_with(minus_sign)) {
        sign = minus_sign.size();
    }
    const bool negative = sign > 0 && text.front() != '+';
    const auto digits = text.substr(sign);
    const bool starts =
        !digits.empty() &&
        (is_digit(digits[0]) || (digits[0] == '.' && digits.size() > 1 && is_digit(digits[1])));
    if (!starts) {
        return 0;
    }
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (fault != std::errc{}) {
        value = std::nan("");
    }
    value = negative ? -value : value;
    return sign + static_cast<std::size_t>(end - digits.data());
}

std::size_t word_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() &&
           (is_letter(text[length]) || (length > 0 && is_digit(text[length])))) {
        const auto rest = text.substr(length);
        const bool sign = rest.starts_with(minus_sign) ||
                          std::any_of(long_signs.begin(), long_signs.end(),
                                      [&](auto s) { return rest.starts_with(s); });
        if (sign) {
            break;
        }
        ++length;
    }
    return length;
}

std::size_t sign_length(std::string_view text)
{
    for (const auto sign : long_signs) {
        if (text.starts_with(sign)) {
            return sign.size();
        }
    }
    return text.starts_with(minus_sign) ? minus_sign.size() : 1;
}

bool is_wide_space(std::string_view sign)
{
    return sign == "\u00a0" || sign == "\u2009" || sign == "\u202f" || sign == "\ufeff";
}

Token quoted_at(std::string_view line, std::size_t at)
{
    const auto rest = line.substr(at);
    const auto close = rest.find(rest.front(), 1);
    if (close == std::string_view::npos) {
        throw Fault(at, "a quote is not closed", "close it on the same line");
    }
    return {.kind = Token::Kind::quoted, .text = rest.substr(1, close - 1), .at = at};
}

/// The token at byte `at`, which is no space.
Token token_at(std::string_view line, std::size_t at)
{
    const auto rest = line.substr(at);
    if (rest.front() == '"' || rest.front() == '\'') {
        return quoted_at(line, at);
    }
    double number = 0.0;
    if (const auto length = number_length(rest, number); length > 0) {
        const auto text = rest.substr(0, length);
        if (!std::isfinite(number)) {
            throw Fault(at, in_quotes(text) + " is beyond the range of numbers",
                        "give a number between 1e-300 and 1e300");
        }
        return {.kind = Token::Kind::number, .text = text, .at = at, .number = number};
    }
    if (const auto length = word_length(rest); length > 0) {
        return {.kind = Token::Kind::word, .text = rest.substr(0, length), .at = at};
    }
    return {.kind = Token::Kind::sign, .text = rest.substr(0, sign_length(rest)), .at = at};
}

} // namespace

bool same_word(std::string_view text, std::string_view keyword)
{
    return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t longest = 60;
    return '"' + std::string{text.substr(0, longest)} + (text.size() > longest ? "..." : "") + '"';
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> keywords)
{
    constexpr std::size_t longest = 24;
    if (word.size() < 2 || word.size() > longest) {
        return {};
    }
    std::string_view nearest;
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const auto keyword : keywords) {
        const auto edits = edit_distance(word, keyword);
        if (edits < fewest) {
            fewest = edits;
            nearest = keyword;
        }
    }
    return nearest;
}

Line::Line(std::string_view text) : text_(text)
{
    constexpr std::size_t longest = 65536;
    if (text.size() > longest) {
        throw Fault(0, "the line is longer than 65536 bytes", "begin sentences on new lines");
    }
    std::size_t at = 0;
    bool glued = false;
    while (at < text.size() && text[at] != '#') {
        if (is_space(text[at])) {
            glued = false;
            ++at;
            continue;
        }
        auto token = token_at(text, at);
        at += token.text.size() + (token.kind == Token::Kind::quoted ? 2 : 0);
        if (token.kind == Token::Kind::sign && is_wide_space(token.text)) {
            glued = false;
            continue;
        }
        token.glued = glued;
        glued = true;
        tokens_.push_back(token);
    }
    // A full stop after the last word is punctuation.
    if (tokens_.size() > 1 && tokens_.back().text == "." &&
        tokens_.back().kind == Token::Kind::sign) {
        tokens_.pop_back();
    }
    tokens_.push_back({.at = std::min(at, text.size())});
}

const Token& Line::peek(std::size_t ahead) const
{
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

const Token& Line::take()
{
    const auto& token = peek();
    next_ = std::min(next_ + 1, tokens_.size() - 1);
    return token;
}

bool Line::at_statement_end() const
{
    return done() || is_sign(";") || is_sign("{") || is_sign("}");
}

bool Line::is_word(std::initializer_list<std::string_view> keywords, std::size_t ahead) const
{
    const auto& token = peek(ahead);
    return token.kind == Token::Kind::word &&
           std::any_of(keywords.begin(), keywords.end(),
                       [&](auto keyword) { return same_word(token.text, keyword); });
}

bool Line::is_sign(std::string_view sign, std::size_t ahead) const
{
    return peek(ahead).kind == Token::Kind::sign && peek(ahead).text == sign;
}

bool Line::accept(std::initializer_list<std::string_view> keywords)
{
    const bool found = is_word(keywords);
    if (found) {
        take();
    }
    return found;
}

bool Line::accept_sign(std::string_view sign)
{
    const bool found = is_sign(sign);
    if (found) {
        take();
    }
    return found;
}

std::string_view Line::text_since(std::size_t from) const
{
    if (next_ == 0) {
        return {};
    }
    const auto& last = tokens_[next_ - 1];
    const auto end = last.at + last.text.size() + (last.kind == Token::Kind::quoted ? 2 : 0);
    return end > from ? text_.substr(from, end - from) : std::string_view{};
}

void Line::unexpected(std::span<const std::string_view> keywords, const std::string& mend) const
{
    const auto& token = peek();
    if (at_statement_end()) {
        throw Fault(token.at, "the sentence ends too early", mend);
    }
    const auto nearest =
        token.kind == Token::Kind::word ? nearest_word(token.text, keywords) : std::string_view{};
    throw Fault(token.at, "unexpected " + in_quotes(token.text),
                nearest.empty() || same_word(nearest, token.text)
                    ? mend
                    : "did you mean " + in_quotes(nearest) + "?");
}

} // namespace percolith::runs::language

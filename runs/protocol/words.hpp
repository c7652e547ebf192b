#pragma once
/// The words of a protocol line: what stands between spaces, signs and numbers. No grammar here.

#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::language
{

/// What is wrong at byte `at` of a line, and how to mend it. Caught where the line's number is
/// known.
struct Fault : std::runtime_error {
    Fault(std::size_t position, const std::string& wrong, std::string how)
        : std::runtime_error(wrong), at(position), mend(std::move(how))
    {
    }
    std::size_t at;
    std::string mend;
};

struct Token {
    enum class Kind { word, number, sign, quoted, end };
    Kind kind = Kind::end;
    std::string_view text{}; ///< without the quotes of `quoted`
    std::size_t at = 0; ///< byte in the line
    double number = 0.0; ///< of a `number`
    bool glued = false; ///< nothing stands between this and the token before
};

/// Whether `text` is `keyword` but for the case of its letters.
bool same_word(std::string_view text, std::string_view keyword);

/// In quotes and shortened, for messages.
std::string in_quotes(std::string_view text);

/// The keyword most like `word`, or "" when none is near.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> keywords);

/// A line and the place reached in it. A `#` outside quotes begins a comment.
/// The text must outlive the `Line`. Throws `Fault` for an open quote, a number beyond range, or a
/// line too long for a person to have written.
class Line
{
public:
    explicit Line(std::string_view text);

    const Token& peek(std::size_t ahead = 0) const;
    const Token& take();
    bool done() const { return peek().kind == Token::Kind::end; }
    /// At the end of the line, or at a sign that separates statements: ; { }
    bool at_statement_end() const;

    bool is_word(std::initializer_list<std::string_view> keywords, std::size_t ahead = 0) const;
    bool is_sign(std::string_view sign, std::size_t ahead = 0) const;
    /// Take the next token if it is one of these.
    bool accept(std::initializer_list<std::string_view> keywords);
    bool accept_sign(std::string_view sign);

    /// What was written from byte `from` to the token taken last.
    std::string_view text_since(std::size_t from) const;
    std::string_view text() const { return text_; }

    /// Fault at the next token: unexpected here, with the nearest of `keywords` offered.
    [[noreturn]] void unexpected(std::span<const std::string_view> keywords,
                                 const std::string& mend) const;

private:
    std::string_view text_;
    std::vector<Token> tokens_; ///< closed by an `end`
    std::size_t next_ = 0;
};

} // namespace percolith::runs::language

#pragma once
/// Lines and fields of a table in text: separators, quotes, comments, numbers. Knows nothing of
/// what the columns mean.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// Without blanks and quotes around it.
std::string_view trimmed_field(std::string_view field);

struct Field {
    std::string_view text; ///< trimmed; a quote within is still doubled
    std::size_t at = 0; ///< where it begins in its line, from 0
};

/// Walks through the lines of a text, skipping empty ones and comments (`#`). Fields are views into
/// the text, which must outlive them.
class TextTable
{
public:
    /// A byte order mark is skipped.
    TextTable(std::string_view text, std::string_view source);

    /// Moves to the next line that holds something; false at the end.
    bool next();
    /// The separator of the fields: by default the tab, semicolon or comma that the first line
    /// holds, in this order.
    char separator() const { return separator_; }
    /// From this line on.
    void separate_by(char separator);
    /// Of this line. Throws `InputError` for a quote that is never closed.
    const std::vector<Field>& fields() const { return fields_; }

    std::string_view text() const { return current_; } ///< of this line
    long line() const { return line_; } ///< from 1
    std::string_view source() const { return source_; }
    std::size_t length() const { return current_.size(); } ///< of this line, in bytes
    /// Whether this line ended with a line break: one that did not may have been cut short.
    bool ended() const { return ended_; }

    /// Throws the `InputError` for this line, at byte `at`.
    [[noreturn]] void fail(std::size_t at, std::string_view wrong, std::string_view mend) const;

private:
    void split();

    std::string_view rest_;
    std::string_view source_;
    std::string_view current_;
    std::vector<Field> fields_;
    char separator_ = '\0';
    long line_ = 0;
    bool ended_ = true;
};

/// The separator that `line` holds outside quotes: tab, else semicolon, else comma, else none
/// ('\0').
char separator_of(std::string_view line);

/// How a field is no number.
enum class NotNumber { empty, clock, comma, words, not_finite };

struct NumberField {
    double value = 0.0;
    std::optional<NotNumber> fault{};
};

/// A finite number as in 0.5, +5e-1 or, where `decimal` is a comma, 0,5. What is too small for a
/// double is 0; what says that it is none (NaN, inf, `1.#QNAN`) or is too large is not finite.
NumberField number_of(std::string_view text, char decimal = '.');

} // namespace percolith::runs::cycler

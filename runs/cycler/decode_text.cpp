#include "runs/cycler/decode_text.hpp"

#include "runs/case/errors.hpp"

#include <array>
#include <cerrno>
#include <iconv.h>
#include <optional>

namespace percolith::runs::cycler
{
namespace
{

bool is_high(char c)
{
    return (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// An iconv descriptor that closes itself.
class Conversion
{
public:
    explicit Conversion(const char* from) : handle_(iconv_open("UTF-8", from)) {}
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;
    ~Conversion()
    {
        if (known()) {
            iconv_close(handle_);
        }
    }

    /// The whole text, or nothing where it is not of this encoding.
    std::optional<std::string> operator()(std::string_view bytes)
    {
        if (!known()) {
            return std::nullopt;
        }
        std::string text;
        std::array<char, 65536> block{};
        auto* from = const_cast<char*>(bytes.data()); // POSIX asks for it and does not write
        std::size_t left = bytes.size();
        while (left > 0) {
            auto* to = block.data();
            std::size_t room = block.size();
            const auto before = left;
            const auto done = iconv(handle_, &from, &left, &to, &room);
            text.append(block.data(), block.size() - room);
            if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
                return std::nullopt;
            }
            if (left == before && room == block.size()) {
                return std::nullopt;
            }
        }
        return text;
    }

private:
    bool known() const
    {
        return handle_ !=
               reinterpret_cast<iconv_t>(-1); // NOLINT(performance-no-int-to-ptr): POSIX's failure
    }

    iconv_t handle_;
};

std::optional<std::string> converted(const char* from, std::string_view bytes)
{
    return Conversion{from}(bytes);
}

/// How long the UTF-8 sequence at the start of `text` is; 0 for none.
std::size_t utf8_sequence(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead >= 0xf5 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80) {
            return 0;
        }
    }
    // Overlong forms, surrogates and what lies beyond Unicode.
    const auto second = static_cast<unsigned char>(text[1]);
    const bool wrong = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second >= 0xa0) ||
                       (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second >= 0x90);
    return wrong ? 0 : length;
}

/// What the high bytes of one line could be.
struct LineKind {
    bool has_high = false;
    bool is_utf8 = true;
    std::size_t pairs = 0; ///< runs of high bytes of even length, as GB2312 has them
    std::size_t singles = 0; ///< of odd length, as latin-1 has them
};

LineKind kind_of(std::string_view line)
{
    LineKind kind;
    for (std::size_t at = 0; at < line.size() && kind.is_utf8;) {
        if (!is_high(line[at])) {
            ++at;
            continue;
        }
        kind.has_high = true;
        const auto length = utf8_sequence(line.substr(at));
        kind.is_utf8 = length > 0;
        at += length;
    }
    for (std::size_t at = 0; at < line.size();) {
        auto end = at;
        while (end < line.size() && is_high(line[end])) {
            ++end;
        }
        kind.pairs += end > at && (end - at) % 2 == 0 ? 1 : 0;
        kind.singles += (end - at) % 2;
        at = end + 1;
    }
    return kind;
}

struct Census {
    int utf8_line = 0; ///< the first with characters that only UTF-8 explains; 0 for none
    int other_line = 0; ///< the first that is no UTF-8
    std::size_t pairs = 0; ///< in the lines that are no UTF-8
    std::size_t singles = 0;
};

Census census_of(std::string_view bytes)
{
    Census census;
    for (int number = 1; !bytes.empty(); ++number) {
        const auto end = bytes.find('\n');
        const auto kind = kind_of(bytes.substr(0, end));
        bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
        if (!kind.has_high) {
            continue;
        }
        auto& first = kind.is_utf8 ? census.utf8_line : census.other_line;
        first = first == 0 ? number : first;
        if (!kind.is_utf8) {
            census.pairs += kind.pairs;
            census.singles += kind.singles;
        }
    }
    return census;
}

std::optional<DecodedText> marked(std::string_view bytes, const std::string& source)
{
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
        const auto* from = bytes.front() == '\xff' ? "UTF-16LE" : "UTF-16BE";
        const auto text = converted(from, bytes.substr(2));
        if (!text) {
            throw InputError({.file = source}, "", "begins as UTF-16 and does not go on so",
                             "export it again as UTF-8");
        }
        return DecodedText{*text, "UTF-16"};
    }
    return std::nullopt;
}

} // namespace

bool is_utf8(std::string_view text)
{
    return kind_of(text).is_utf8;
}

DecodedText decode_text(std::string_view bytes, const std::string& source)
{
    if (bytes.empty()) {
        throw InputError({.file = source}, "", "the file is empty", "export it again");
    }
    if (auto text = marked(bytes, source)) {
        return *text;
    }
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (bytes.starts_with(byte_order_mark)) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    if (const auto at = bytes.find('\0'); at != std::string_view::npos) {
        throw InputError({.file = source}, "",
                         "holds the byte 0 at place " + std::to_string(at) + ", so it is no text",
                         "export it from the tester's program as text or CSV");
    }
    const auto census = census_of(bytes);
    if (census.other_line == 0) {
        return {std::string{bytes}, census.utf8_line == 0 ? "ASCII" : "UTF-8"};
    }
    if (census.utf8_line != 0) {
        const bool later = census.other_line > census.utf8_line;
        throw InputError({source, later ? census.other_line : census.utf8_line, 1}, "",
                         std::string{"the file mixes encodings: this line is "} +
                             (later ? "no UTF-8, line " : "UTF-8, line ") +
                             std::to_string(later ? census.utf8_line : census.other_line) +
                             (later ? " is" : " is not"),
                         "export it again in one encoding");
    }
    if (census.pairs > census.singles) {
        if (auto text = converted("GB18030", bytes)) {
            return {std::move(*text), "GB18030"};
        }
    }
    // The five codes that Windows left without character are as good as any other high byte.
    auto text = converted("WINDOWS-1252", bytes);
    if (!text) {
        text = converted("ISO-8859-1", bytes);
    }
    if (!text) {
        throw InputError({source, census.other_line, 1}, "", "the characters are of no encoding",
                         "export it again as UTF-8");
    }
    return {std::move(*text), "latin-1"};
}

} // namespace percolith::runs::cycler

#include "kinetics/chemical_text.hpp"

#include <charconv>
#include <sstream>

namespace percolith::kinetics::detail
{

namespace
{

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string quoted(std::string_view text)
{
    constexpr std::size_t shown = 60;
    std::string out{"\""};
    for (const char c : text.substr(0, shown)) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        out += control ? '?' : c;
    }
    return out + (text.size() > shown ? "...\"" : "\"");
}

std::string number(double value)
{
    std::ostringstream out;
    out.precision(10);
    out << value;
    return out.str();
}

std::optional<double> take_number(std::string_view& text)
{
    // The first character is checked here because from_chars also reads "inf" and "nan".
    if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) {
        return std::nullopt;
    }
    double value = 0.0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error == std::errc::invalid_argument) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc{} ? value : 0.0;
}

bool countable(double value, double largest)
{
    return value > 0.0 && value <= largest;
}

} // namespace percolith::kinetics::detail

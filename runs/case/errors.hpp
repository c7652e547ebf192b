#pragma once
/// Faults in what a user wrote. One fault is one line: place, key, what is wrong, how to mend it.
///
///     throw InputError({"case.toml", 3, 12}, "cell.area", "\"5 s\" is not a quantity in cm^2",
///                      "write it as in \"0.785 cm^2\"");
///     // what(): case.toml:3:12: cell.area: "5 s" is not a quantity in cm^2; write it as ...
///
/// A reader that goes on after a fault collects lines and throws `InputErrors` at its end. Whoever
/// catches `InputError` catches both and prints `what()`.

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace percolith::runs
{

/// Where in the input: a file (or "--set key" for an override); line and column from 1, or 0 if
/// unknown.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
};

/// Control characters and line breaks become spaces and very long text is cut: whatever a user
/// wrote, its message stays one line.
inline std::string one_line(std::string_view text, std::size_t longest = 400)
{
    std::string line;
    for (const char c : text.substr(0, longest)) {
        const auto code = static_cast<unsigned char>(c);
        line += code < 0x20 || code == 0x7f ? ' ' : c;
    }
    return text.size() > longest ? line + "..." : line;
}

/// The line of a fault. Empty `key` or `mend` are left out.
inline std::string fault_line(const Place& place, std::string_view key, std::string_view wrong,
                              std::string_view mend)
{
    std::string line = one_line(place.file);
    if (place.line > 0) {
        line += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    if (!key.empty()) {
        line += (line.empty() ? "" : ": ") + one_line(key);
    }
    line += (line.empty() ? "" : ": ") + one_line(wrong);
    return mend.empty() ? line : line + "; " + one_line(mend);
}

/// One fault: what() is one line.
class InputError : public std::runtime_error
{
public:
    explicit InputError(const std::string& line) : std::runtime_error(line) {}
    InputError(const Place& place, std::string_view key, std::string_view wrong,
               std::string_view mend = {})
        : InputError(fault_line(place, key, wrong, mend))
    {
    }
};

/// All faults of one reading: what() is one line each, joined by line breaks.
class InputErrors : public InputError
{
public:
    explicit InputErrors(std::vector<std::string> lines)
        : InputError(joined(lines)), lines_(std::move(lines))
    {
    }
    const std::vector<std::string>& lines() const { return lines_; }

private:
    static std::string joined(const std::vector<std::string>& lines)
    {
        std::string text;
        for (const auto& line : lines) {
            text += (text.empty() ? "" : "\n") + line;
        }
        return text;
    }
    std::vector<std::string> lines_;
};

} // namespace percolith::runs

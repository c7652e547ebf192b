#pragma once
/// Faults in what a user wrote. One fault is one line: place, key, what is wrong, how to mend it.
///
///     throw InputError({"case.toml", 3, 12}, "cell.area", "\"5 s\" is not a quantity in cm^2",
///                      "write it as in \"0.785 cm^2\"");
///     // what(): case.toml:3:12: cell.area: "5 s" is not a quantity in cm^2; write it as ...
///
/// A reader that goes on after a fault collects lines and throws `InputErrors` at its end. Whoever
/// catches `InputError` catches both and prints `what()`, or asks for `faults()`.

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace percolith::runs
{

/// Text is not what is wanted. what() is "<what is wrong>; <how to mend it>", without place or key,
/// which whoever knows them adds.
class TextError : public std::runtime_error
{
public:
    TextError(std::string wrong, std::string mend)
        : std::runtime_error(wrong + "; " + mend), wrong_(std::move(wrong)), mend_(std::move(mend))
    {
    }
    const std::string& wrong() const { return wrong_; }
    const std::string& mend() const { return mend_; }

private:
    std::string wrong_;
    std::string mend_;
};

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

/// A fault taken apart, for programs. Place and key are empty where only the line is known.
struct InputFault {
    Place place{};
    std::string key{};
    std::string line{}; ///< complete
};

inline InputFault fault_at(const Place& place, std::string_view key, std::string_view wrong,
                           std::string_view mend)
{
    return {place, std::string(key), fault_line(place, key, wrong, mend)};
}

/// One fault: what() is one line.
class InputError : public std::runtime_error
{
public:
    explicit InputError(const std::string& line) : InputError(InputFault{.line = line}) {}
    InputError(const Place& place, std::string_view key, std::string_view wrong,
               std::string_view mend = {})
        : InputError(fault_at(place, key, wrong, mend))
    {
    }
    explicit InputError(InputFault fault) : InputError(std::vector{std::move(fault)}) {}

    /// At least one where there is something to say.
    const std::vector<InputFault>& faults() const { return faults_; }

protected:
    explicit InputError(std::vector<InputFault> faults)
        : std::runtime_error(joined(faults)), faults_(std::move(faults))
    {
    }

private:
    static std::string joined(const std::vector<InputFault>& faults)
    {
        std::string text;
        for (const auto& fault : faults) {
            text += (text.empty() ? "" : "\n") + fault.line;
        }
        return text;
    }
    std::vector<InputFault> faults_;
};

/// All faults of one reading: what() is one line each, joined by line breaks.
class InputErrors : public InputError
{
public:
    explicit InputErrors(const std::vector<std::string>& lines) : InputErrors(as_faults(lines)) {}
    explicit InputErrors(std::vector<InputFault> faults) : InputError(std::move(faults))
    {
        for (const auto& fault : this->faults()) {
            lines_.push_back(fault.line);
        }
    }
    /// The one fault of a reader that stops at it.
    InputErrors(const Place& place, std::string_view key, std::string_view wrong,
                std::string_view mend)
        : InputErrors(std::vector{fault_at(place, key, wrong, mend)})
    {
    }
    const std::vector<std::string>& lines() const { return lines_; }

private:
    static std::vector<InputFault> as_faults(const std::vector<std::string>& lines)
    {
        std::vector<InputFault> faults;
        faults.reserve(lines.size());
        for (const auto& line : lines) {
            faults.push_back({.line = line});
        }
        return faults;
    }
    std::vector<std::string> lines_;
};

} // namespace percolith::runs

#pragma once
/// A case file whose numbers a sweep or a fit may change (case_reader.hpp reads it with them).

#include "runs/case/case.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

/// A number put under a key in place of what the case says.
struct Setting {
    std::string key; ///< dotted, as for --set
    double value = 0.0;
    std::string unit; ///< empty for a plain number
};

/// As --set takes it: "cell.area=\"1 cm^2\"".
std::string as_override(const Setting& setting);

class CellSource
{
public:
    /// Reads the case with `overrides` ("dotted.key=value"), whole and checked. Throws
    /// `InputErrors`.
    explicit CellSource(const std::filesystem::path& file, std::vector<std::string> overrides = {});

    /// The same case with more overrides laid over it. Throws `InputErrors`.
    CellSource overlaid(std::span<const std::string> more) const;

    /// The case as the file and the overrides have it.
    const Case& as_written() const { return case_; }

    /// The case with `setting` laid over it. Throws `InputErrors` where the number is out of range
    /// or the case contradicts itself, each line naming the key.
    Case whole_with(const Setting& setting) const;

    /// Whether the cell has a number under this key, given or default, once `setting` is laid over
    /// it. Throws `InputErrors` as `whole_with` does, for the cell alone.
    bool knows(const Setting& setting) const;

    /// Full names of all numbers of the case, to suggest from.
    std::vector<std::string> number_keys() const;
    /// The key that must have been meant by `key`, where this `complaint` about the case with a
    /// setting laid over it says that there is no such key.
    std::optional<std::string> meant(const std::string& key, const std::string& complaint) const;

private:
    explicit CellSource(Case as_written);

    Case case_;
};

} // namespace percolith::runs

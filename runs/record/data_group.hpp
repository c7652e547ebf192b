#pragma once
/// A group of whole datasets over named axes, written and read at once. Included by the sources of
/// this folder only; all members within a `hdf5::Session`.

#include "runs/record/hdf5.hpp"
#include "runs/record/table.hpp"
#include "runs/record/text_dataset.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

/// A dimension scale and its length.
struct Axis {
    hdf5::Dataset scale;
    std::size_t length = 0;
};
using Axes = std::vector<const Axis*>;

class DataGroup
{
public:
    /// Makes the group. `dimensions` must outlive it.
    DataGroup(hid_t file, const std::string& name, Dimensions& dimensions);

    hid_t id() const { return group_.id(); }
    /// Axes live as long as the group; they hold at least one place.
    const Axis& axis(const Column& column, std::span<const double> values);
    const Axis& axis(const Column& column, const std::vector<std::string>& words);
    /// 0, 1, 2, ...
    const Axis& counted(const Column& column, std::size_t count);
    /// Values row by row, the last axis fastest. Throws `std::invalid_argument` unless they fill
    /// the axes.
    void numbers(const Column& column, std::span<const double> values, const Axes& axes);
    void words(const Column& column, const std::vector<std::string>& words, const Axis& axis);
    /// One number without axes.
    void number(const Column& column, double value);
    /// One text, as long as it is.
    void text(const Column& column, const std::string& text);

private:
    hdf5::Group group_;
    Dimensions& dimensions_;
    TextWidths widths_;
    std::deque<Axis> axes_;
};

/// Reads such a group; what does not fit is an `hdf5::Error` that names it.
class GroupReader
{
public:
    GroupReader(hid_t file, const std::string& name);

    hid_t id() const { return group_.id(); }
    bool has(const std::string& name) const;
    std::vector<double> numbers(const std::string& name) const;
    /// Throws unless there are `count` of them.
    std::vector<double> numbers(const std::string& name, std::size_t count) const;
    std::vector<std::string> words(const std::string& name) const;
    std::vector<std::string> words(const std::string& name, std::size_t count) const;
    double number(const std::string& name) const { return numbers(name, 1).front(); }

private:
    std::string name_;
    hdf5::Group group_;
};

/// The name of one of several groups, counted from 1: "cell1" for number 0.
std::string numbered(const char* name, std::size_t number);

/// Sentences as one text, a line each, and back.
std::string as_lines(const std::vector<std::string>& sentences);
std::vector<std::string> lines_of(const std::string& text);

} // namespace percolith::runs

#pragma once
/// The parts of a fit's file. Internal: includes HDF5.

#include "runs/record/data_group.hpp"
#include "runs/record/described.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/sealed_file.hpp"

#include <string>
#include <vector>

namespace percolith::runs
{

/// What each mechanism found: parameters, intervals, profiles, minima, samples.
void write_mechanisms(SealedFile& file, const FitRecord& record);
/// What was measured, and what each mechanism says in its place: cells, points, events, exponents.
void write_measured(SealedFile& file, const FitRecord& record);

/// One number of each of several things.
template <class Thing, class Of> std::vector<double> each(const std::vector<Thing>& things, Of of)
{
    std::vector<double> values;
    values.reserve(things.size());
    for (const auto& thing : things) {
        values.push_back(static_cast<double>(of(thing)));
    }
    return values;
}

template <class Thing, class Of>
std::vector<std::string> words_of(const std::vector<Thing>& things, Of of)
{
    std::vector<std::string> words;
    words.reserve(things.size());
    for (const auto& thing : things) {
        words.push_back(of(thing));
    }
    return words;
}

/// A list of every mechanism, one after the other.
template <class Of> std::vector<double> joined(const FitRecord& record, Of of)
{
    std::vector<double> all;
    for (const auto& mechanism : record.mechanisms) {
        const std::vector<double> own = of(mechanism);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

inline const Axis& mechanism_axis(DataGroup& group, const FitRecord& record)
{
    return group.axis({"mechanism", "1", "name of the mechanism, empty for the cases as they are"},
                      words_of(record.mechanisms, [](const auto& m) { return m.name; }));
}

} // namespace percolith::runs

#pragma once
/// What of a map is drawn: one or two axes, the outputs over them, all in the units shown.

#include "runs/plot/plot.hpp"
#include "runs/plot/quantity.hpp"
#include "runs/record/map.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

struct ShownAxis {
    Quantity quantity{};
    /// Of a grid in rising order, else of every member.
    std::vector<double> values{};
    bool logarithmic = false;
};

struct ShownOutput {
    Quantity quantity{};
    std::string about{}; ///< what it is, in words
    std::string missing{}; ///< what a member without a number means
    std::vector<std::string> words{}; ///< empty: numbers
    std::vector<double> values{}; ///< of every place: NaN or a blank word where there is none

    /// Whether there is anything to show at a place.
    bool has(std::size_t place) const;
};

struct MapView {
    std::string title{};
    /// Of each axis that is held, where: "Lithium, working 20 µm"; and how many members are shown.
    std::vector<std::string> held{};
    bool grid = true;
    /// One or two: along x and along y. On a grid the first varies fastest from place to place.
    std::vector<ShownAxis> axes{};
    std::vector<ShownOutput> outputs{}; ///< at least one; exactly one over two axes
    std::vector<bool> refused{}; ///< of every place: could not be computed
};

/// Throws `InputError` for a request that this map does not meet.
MapView view_of(const RecordedMap& map, const MapRequest& request,
                const std::filesystem::path& file);

} // namespace percolith::runs

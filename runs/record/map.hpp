#pragma once
/// Maps of ensembles in HDF5 (docs/files/sweep.md): a labelled array, written member after member,
/// so that memory does not grow with it.

#include "runs/record/table.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

struct MapFormat {
    static constexpr const char* name = "percolith-map";
    static constexpr int version = 1;
};

/// A key that varies. On a grid it is a dimension, elsewhere a coordinate of the members.
struct MapAxis {
    Column column{};
    std::vector<double> values{}; ///< of a grid's dimension, in the column's unit
};

/// What a map shows. Words are kept as their places in `words`, as CF's flags.
struct MapOutput {
    Column column{};
    std::vector<std::string> words{}; ///< empty: numbers
};

/// What every map says about itself.
struct MapHeader {
    std::string title{};
    std::string design{}; ///< "grid", "list", "latin hypercube", "sobol"
    std::uint64_t seed = 1;
    std::uint64_t members = 0;
    std::vector<MapAxis> axes{};
    std::vector<MapOutput> outputs{};
    std::string sweep_text{}; ///< the sweep file, byte for byte
    std::vector<std::string> sweep_overrides{};
    std::string case_text{}; ///< the case file, byte for byte
    std::vector<std::string> case_overrides{};
    std::string program_version{};
    std::string commit{};

    bool is_grid() const { return design == "grid"; }
};

/// A member that could not be computed.
struct RefusedMember {
    std::uint64_t member = 0;
    std::string reason{};
    bool operator==(const RefusedMember&) const = default;
};

/// A map in the making: it takes its name when it is whole. Every member throws `OutputError`.
class MapFile
{
public:
    /// Takes the name at once, so that a place that takes no file is known before the work.
    explicit MapFile(const std::filesystem::path& path);
    MapFile(const MapFile&) = delete;
    MapFile& operator=(const MapFile&) = delete;
    ~MapFile();

    /// First.
    void begin(const MapHeader& header);
    /// The next members, in order. Of each the values of the axes (not on a grid), in the axes'
    /// units, then those of the outputs.
    void append(std::span<const double> rows, std::span<const RefusedMember> refused);
    /// Last, once all members are there.
    void finish();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// A map read back whole. Coordinates and outputs stand member after member; on a grid the last
/// axis varies fastest.
struct RecordedMap {
    MapHeader header{}; ///< a grid's axes with their values
    std::vector<std::vector<double>> coordinates{}; ///< one an axis, unless it is a grid
    std::vector<std::vector<double>> outputs{};
    std::vector<RefusedMember> refused{};
};

/// Throws `InputError` for a file that is no map, is damaged or of a later version.
RecordedMap read_map(const std::filesystem::path& file);

/// Whether `file` is a whole map.
bool is_map(const std::filesystem::path& file);

} // namespace percolith::runs

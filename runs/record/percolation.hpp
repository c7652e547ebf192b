#pragma once
/// Results of the microstructure engine in HDF5 (docs/files/percolation.md): thresholds with all
/// that they were estimated from, and conductivities of films.

#include "model/microstructure/film_scaling.hpp"
#include "model/microstructure/films.hpp"
#include "model/microstructure/threshold.hpp"
#include "runs/record/table.hpp"

#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

struct PercolationFormat {
    static constexpr const char* name = "percolith-percolation";
    static constexpr int version = 1;
};

/// What every result says about itself.
struct PercolationHeader {
    std::string title{};
    std::string kind{}; ///< of structure: "particles"
    std::string structure_text{}; ///< the structure file, byte for byte
    std::vector<std::string> overrides{};
    std::string program_version{};
    std::string commit{};
    std::string varied{}; ///< key that takes several values; empty: none
    std::vector<Entry> parameters{};
};

/// One threshold; several where a key is varied.
struct ThresholdRecord {
    bool percolates() const { return std::isfinite(answer.fraction); }

    Entry value{}; ///< of the varied key, named by how it is written
    kinetics::Length<> unit_length{};
    microstructure::Threshold answer{}; ///< NaN and no sizes where it does not percolate
    std::vector<double> edges{}; ///< of the box of each realisation
    std::vector<microstructure::Crossing> crossings{}; ///< of each realisation
    std::string refusal{}; ///< why it does not percolate; not kept in the file
};

/// Two electrolytes mixed: the interphase of the second one holds the metal, in grains.
struct MixtureRecord {
    std::array<std::string, 2> electrolytes{};
    std::vector<std::string> ratios{}; ///< molar, as written: "16:1"
    std::vector<double> grain_fractions{}; ///< share of metal grains in the interphase
    std::vector<double> metal_fractions{}; ///< of the whole interphase
    double metal_inside = 0.0; ///< metal fraction of a metal grain
};

/// What was computed of the inside of metal grains, cube by cube.
struct InsideRecord {
    microstructure::FilmEntry entry{};
    std::vector<microstructure::FilmSample> samples{}; ///< as many in turn for each realisation
};

/// What films have in common, and in which units.
struct FilmScalingRecord {
    microstructure::FilmScaling answer{};
    kinetics::Length<> unit_length{};
    kinetics::Conductivity<> metal_conductivity{};
};

struct FilmRecord {
    std::vector<double> metal_fractions{};
    std::vector<kinetics::Length<>> thicknesses{};
    /// Asked for, of each fraction and thickness; the entries have how many there are.
    std::uint32_t realisations = 0;
    std::vector<microstructure::FilmEntry> entries{}; ///< thicknesses within fractions
    std::vector<microstructure::FilmSample> samples{}; ///< realisations within thicknesses
    std::optional<MixtureRecord> mixture{};
    std::optional<InsideRecord> inside{};
    std::optional<FilmScalingRecord> scaling{}; ///< where a threshold was given
};

class SealedFile;

/// A result in the making: it takes its name when it is whole. Every member throws `OutputError`.
class PercolationFile
{
public:
    /// Takes the name at once, so that a place that takes no file is known before the work.
    explicit PercolationFile(const std::filesystem::path& path);
    PercolationFile(const PercolationFile&) = delete;
    PercolationFile& operator=(const PercolationFile&) = delete;
    ~PercolationFile();

    /// One of the two, once.
    void write(const PercolationHeader& header, std::span<const ThresholdRecord> thresholds);
    void write(const PercolationHeader& header, const FilmRecord& films);

private:
    std::unique_ptr<SealedFile> file_;
};

/// What is read back; crossings, samples and insides are left out.
struct RecordedPercolation {
    PercolationHeader header{};
    std::vector<ThresholdRecord> thresholds{}; ///< or
    FilmRecord films{};
};

/// Throws `InputError` for a file that is no such result, is damaged or of a later version.
RecordedPercolation read_percolation(const std::filesystem::path& file);

/// Whether `file` claims to be such a result.
bool is_percolation(const std::filesystem::path& file);

} // namespace percolith::runs

#pragma once
/// The design of a test as the user asked for it, read and checked (docs/files/design.md): which
/// interphases are to be told apart, with what is believed of them, how often the answer may be
/// wrong, and what the bench can do.

#include "kinetics/quantity.hpp"
#include "runs/case/cell_source.hpp"
#include "runs/case/document.hpp"
#include "runs/case/written.hpp"
#include "runs/ensemble/outputs.hpp"
#include "runs/ensemble/plan.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// What the test is to say of an interphase.
enum class Verdict {
    pass, ///< worth going on with
    fail, ///< it eats the lithium
};

/// One interphase that may be in the cell, with what is believed of its numbers.
struct Candidate {
    std::string name;
    std::optional<CellSource> source; ///< its case with `set` laid over it; there once read
    ensemble::Plan beliefs; ///< Design::sobol over what is uncertain; its axes may be none
    std::optional<Verdict> verdict; ///< where it is known beforehand; else the criterion tells
};

/// What decides over a candidate's draws where no verdict is known beforehand.
struct Criterion {
    std::string quantity; ///< dotted key of an uncertain number, or name of an output
    std::string unit; ///< of `bound`: as the key's numbers have it, or SI for an output
    std::optional<ensemble::Output> output; ///< of the candidate's own test, as its case has it
    double bound = 0.0;
    bool passes_below = true; ///< else at `bound` and above

    Verdict operator()(double value) const
    {
        return (value < bound) == passes_below ? Verdict::pass : Verdict::fail;
    }
};

/// A lithium foil that can be had.
struct Foil {
    kinetics::Length<> thickness;
    kinetics::ArealCharge<> lithium; ///< by the `cell.foil_capacity` of the first candidate
};

/// What the bench can do.
struct Bench {
    std::vector<Foil> foils; ///< at least one, the thinnest first
    double foil_tolerance = 0.0; ///< standard deviation of a foil's lithium, as a share of it
    std::vector<kinetics::CurrentDensity<>> currents; ///< to choose from, rising
    kinetics::ArealCharge<> least_capacity; ///< of a half cycle
    std::optional<kinetics::ArealCharge<>> largest_capacity; ///< else what a foil holds
    std::size_t capacity_points = 8; ///< capacities tried from the least to the largest
    kinetics::Voltage<> voltage_range{5.0}; ///< of the instrument, of |V|
    kinetics::Voltage<> alarm{5.0}; ///< |V| that says "fail"; at most `voltage_range`
    kinetics::Voltage<> voltage_noise{}; ///< standard deviation of a reading
    /// Standard deviation of a charge as it is read, as a share of it: of the anode-free limit
    /// alone, since the test itself reads no charge.
    double charge_accuracy = 0.0;
    kinetics::Time<> hours{}; ///< at most for one test
    std::uint64_t least_cycles = 1; ///< whole ones that a decision rests on at least
};

struct DesignCase : Written {
    std::string title;
    std::vector<Candidate> candidates; ///< at least one; all with a verdict, or none
    std::optional<Criterion> criterion; ///< there if no candidate has a verdict
    double false_alarm = 0.05; ///< share of passing cells that may be failed
    double miss = 0.05; ///< share of failing cells that may be passed
    Bench bench;
    std::uint64_t tests = 2048; ///< draws of each candidate that the final answer rests on
    std::uint64_t seed = 1;
    double confidence = 0.95; ///< of all intervals
};

/// Reads the design in `file`, with `overrides` ("dotted.key=value") laid over it. Cases are found
/// relative to its folder. Throws `InputErrors` with one line for each fault.
DesignCase read_design(const std::filesystem::path& file,
                       std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages.
DesignCase parse_design(std::string_view text, const std::string& name,
                        std::span<const std::string> overrides = {},
                        const std::filesystem::path& folder = {});

/// Every key of a design file, in the order in which they are read.
std::vector<KeyEntry> describe_design();

} // namespace percolith::runs

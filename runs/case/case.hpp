#pragma once
/// A case as the user wrote it, read and checked: everything a run needs (docs/files/case.md).

#include "cells/cell.hpp"
#include "model/condition.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/written.hpp"
#include "runs/integrate/tolerances.hpp"
#include "runs/protocol/protocol.hpp"
#include "runs/record/table.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

struct SolverOptions {
    Engine engine = Engine::sundials;
    std::optional<double> relative_tolerance; ///< else the engine's own (tolerances.hpp)
};

/// What a step does when the instrument reaches its voltage limit.
enum class AtLimit { stop, next_step };

/// Limits of the instrument, kept apart from what happens in the cell.
struct Instrument {
    kinetics::Voltage<> voltage_limit{5.0}; ///< of |V|
    AtLimit at_limit = AtLimit::stop;
};

enum class RecordShape {
    full, ///< time series and per-cycle table
    cycles, ///< per-cycle table and events alone
};

struct Recording {
    RecordShape shape = RecordShape::full;
};

struct Case : Written {
    std::string title;
    cells::CellDescription cell;
    Protocol protocol;
    Instrument instrument;
    std::vector<StopCondition> stop_when;
    SolverOptions solver;
    Recording record;
    std::vector<Entry> values; ///< every parameter read, given or default
};

/// Reads the case in `file`, with `overrides` ("dotted.key=value") laid over it. Files that the
/// case names are found relative to its folder. Throws `InputErrors` with one line for each fault.
Case read_case(const std::filesystem::path& file, std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages, `folder` is where relative files are found.
Case parse_case(std::string_view text, const std::string& name,
                std::span<const std::string> overrides = {},
                const std::filesystem::path& folder = {});

/// The case file and the files it names.
std::vector<std::filesystem::path> inputs_of(const Case& given);

} // namespace percolith::runs

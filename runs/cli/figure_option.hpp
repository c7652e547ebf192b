#pragma once
/// The figure that a command draws of its answer.

#include "runs/plot/drawing.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace percolith::runs
{

/// --figure PICTURE and --width LENGTH.
struct FigureOption {
    std::optional<std::string> picture{};
    std::string width{};

    /// Adds both; the option for the picture, for what excludes it.
    CLI::Option* add_to(CLI::App& app, const std::string& about);

    /// Nothing where none is wanted. Throws `InputError` for a name that is no picture's, and for a
    /// width that is none.
    std::optional<Drawing> drawing() const;
};

} // namespace percolith::runs

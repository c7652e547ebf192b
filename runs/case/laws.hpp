#pragma once
/// The conductivity laws a case may name, and how their keys are read.

#include "kinetics/conductivity.hpp"
#include "kinetics/host.hpp"
#include "runs/case/section.hpp"

#include <filesystem>
#include <optional>

namespace percolith::runs
{

/// What a law needs to know beside its own keys.
struct LawSurroundings {
    std::filesystem::path folder; ///< relative files are found from here: the folder of the case
    /// Share of the interphase whose domains hold metal; absent where V_f-M is imposed.
    std::optional<double> metal_bearing_fraction;
};

/// The electronic conductivity of an interphase: either key `electronic_conductivity` (a number) or
/// the table `electronic` (a law). Exactly one must be given.
kinetics::ElectronicLaw<> read_electronic(Section& interphase, const LawSurroundings& around);

/// The table `host`: open-circuit potential of the alloy host; linear from 0.4 V where absent.
kinetics::HostCurve<> read_host(Section& interphase);

} // namespace percolith::runs

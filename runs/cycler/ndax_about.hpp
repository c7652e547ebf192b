#pragma once
/// What the descriptions (XML) in an .ndax say of its tables.

#include "runs/cycler/ndax_archive.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// An auxiliary channel: its table is data_AUX_<channel>_<type - 100>_<number>.ndc.
struct NdaxChannel {
    int channel = 0;
    int type = 0; ///< Neware's code of what is measured
    int number = 0;
};

/// From TestInfo.xml; empty where that is missing or does not say.
struct NdaxAbout {
    std::optional<double> start; ///< s since 1970-01-01, by the tester's clock, without time zone
    std::vector<NdaxChannel> channels;
};

/// Throws `InputError` where TestInfo.xml is no XML.
NdaxAbout read_about(const Archive& archive);

} // namespace percolith::runs::cycler

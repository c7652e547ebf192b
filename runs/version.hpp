#pragma once
/// Which percolith this is, as every result and `percolith --version` say it.

#include <string_view>

namespace percolith::runs
{

/// Of the release: "0.1.0".
std::string_view version();

/// Of the sources built: an abbreviated git commit, with "+changes" if they differ from it, or
/// "unknown" outside a git checkout.
std::string_view commit();

} // namespace percolith::runs

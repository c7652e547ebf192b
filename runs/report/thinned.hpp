#pragma once
/// Which rows of a table a page needs: those between which the others lie on straight lines.

#include <cstddef>
#include <span>
#include <vector>

namespace percolith::runs::report
{

/// Rows of columns over `x`, which never falls, such that straight lines between them pass every
/// other row of column k within `tolerances[k]`. The first and the last row are kept, and both
/// sides of a jump (rows that share their x). A row where a column begins or ends to be NaN is kept
/// as well. At least one column, all as long as `x`.
std::vector<std::size_t> kept_rows(std::span<const double> x,
                                   std::span<const std::vector<double>> columns,
                                   std::span<const double> tolerances);

/// The same within a share of each column's range, as small as leaves at most `most` rows: from
/// `share` on it is doubled until they do. Where no straight lines will do, the extremes of the
/// first column and its ends in neighbouring stretches of rows.
struct Thinned {
    std::vector<std::size_t> rows;
    double share = 0.0; ///< of each column's range that a curve may be off; infinite for extremes
};
Thinned thinned(std::span<const double> x, std::span<const std::vector<double>> columns,
                double share, std::size_t most);

/// The values at these rows.
std::vector<double> at_rows(std::span<const double> values, std::span<const std::size_t> rows);

} // namespace percolith::runs::report

#pragma once
/// What the article says of its cells, statement by statement, and what the cells show.

#include "validation/check.hpp"
#include "validation/reference.hpp"
#include "validation/twelve_cells/cells.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace percolith::validation
{

/// The twelve cells, each run once.
class Cells
{
public:
    Cells()
    {
        for (const auto interphase : interphases) {
            for (const int foil : foils) {
                cells_.emplace(std::pair{interphase, foil}, run_cell(interphase, foil));
            }
        }
    }
    const Trial& at(Interphase interphase, int foil) const { return cells_.at({interphase, foil}); }
    const Trial& symmetric(Interphase interphase) const { return at(interphase, 100); }

private:
    std::map<std::pair<Interphase, int>, Trial> cells_;
};

/// h.
double life(const Trial& cell);

/// "ended by short circuit at 103.42 h".
std::string ending(const Trial& cell);

/// No metal ran out in any of the three cells, and how much is left.
Check no_depletion(const Cells& cells, Interphase interphase, const std::string& prefix);

/// What the article reports of the asymmetric cells of MII-1 and MII-2.
void add_depletion(std::vector<Check>& checks, const Cells& cells, Interphase interphase,
                   const std::string& prefix);

// The statements on one interphase each; `article` holds its numbers.
void add_mii_1(std::vector<Check>& checks, const Cells& cells);
void add_mii_2(std::vector<Check>& checks, const Cells& cells, const Reference& article);
void add_mii_3(std::vector<Check>& checks, const Cells& cells);
void add_sei(std::vector<Check>& checks, const Cells& cells, const Reference& article);

} // namespace percolith::validation

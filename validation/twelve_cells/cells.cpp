#include "validation/twelve_cells/cells.hpp"

#include <fmt/core.h>

namespace percolith::validation
{

const char* name(Interphase interphase)
{
    switch (interphase) {
    case Interphase::mii_1:
        return "MII-1";
    case Interphase::mii_2:
        return "MII-2";
    case Interphase::mii_3:
        return "MII-3";
    case Interphase::sei:
        break;
    }
    return "SEI";
}

const char* file(Interphase interphase)
{
    switch (interphase) {
    case Interphase::mii_1:
        return "twelve_cells/mii_1_lgps.toml";
    case Interphase::mii_2:
        return "twelve_cells/mii_2_lpsc_lgps_4_1.toml";
    case Interphase::mii_3:
        return "twelve_cells/mii_3_lpsc_lgps_16_1.toml";
    case Interphase::sei:
        break;
    }
    return "twelve_cells/sei_lpsc.toml";
}

Overrides with_foil(int micrometre)
{
    return {fmt::format("cell.kind=\"{}\"", micrometre == 100 ? "symmetric" : "asymmetric"),
            fmt::format("cell.working={{lithium = \"{} um\"}}", micrometre)};
}

Trial run_cell(Interphase interphase, int foil, const Overrides& more)
{
    auto overrides = with_foil(foil);
    overrides.insert(overrides.end(), more.begin(), more.end());
    return Trial(file(interphase), overrides);
}

} // namespace percolith::validation

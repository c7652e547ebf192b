#pragma once
/// The cells the benchmark runs: the shipped parameter set of the source article's interphases.

#include "bench/trial.hpp"

#include <string_view>

namespace percolith::bench
{

enum class Interphase { lpsc, lpsc_lgps_4_1, lgps };

std::string_view name(Interphase interphase);

/// Half cycles of 0.5 mA/cm2 and 1 h between two electrodes that do not run out of lithium (1e9
/// C/m2 each), with a separator as thick as it takes. All sub-models on; core physics leaves them
/// out.
Trial trial(Interphase interphase, std::size_t half_cycles);

} // namespace percolith::bench

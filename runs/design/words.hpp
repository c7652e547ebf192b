#pragma once
/// Words that an answer is told in.

#include "runs/design/answer.hpp"

#include <string>

namespace percolith::runs::design::words
{

/// "5.47 %"
std::string percent(double share);
/// "17.4 h"
std::string hours(double seconds);
/// "0.5 V", "5 mV"
std::string volts(double volts);
/// "5.47 % (2.14 % .. 9.91 %)"
std::string with_interval(const Share& share);
/// "20 um"
std::string thickness(const Foil& foil);
/// "0.2 mA/cm2, 0.5 mAh/cm2"
std::string setting(const Choice& choice);
/// What keeps a foil from a decision, in one clause.
std::string why_not(const Answer& answer, const FoilAnswer& foil);

} // namespace percolith::runs::design::words

#pragma once
/// Reads the text BioLogic's EC-Lab and BT-Lab export (.mpt): a header whose second line counts its
/// lines, the last of them the column titles, and rows separated by tabs; or the titles and rows
/// alone. Latin-1 or UTF-8; decimal points or commas.
///
/// Columns by their titles, in units of any size (A, mA, uA; C, mA.h, A.h; ...):
///   - test_time from time/s; where it holds dates (EC-Lab's "absolute time"), date too;
///   - voltage of the working against the counter electrode: Ewe-Ece or Ecell; else Ewe less Ece,
///     where the file has both; else Ewe or `<Ewe>`, which is the cell's where the reference lead
///     sits on the counter electrode. `said` names the one taken;
///   - current from I, else `<I>` (the mean since the row before), else the one set (control/mA);
///     positive when the working electrode is oxidised;
///   - net_charge from Q-Qo, made continuous where EC-Lab starts it again at a loop (which dq
///   shows);
///     charge_in and charge_out from Q charge and Q discharge, which start again each half cycle;
///   - step from Ns (EC-Lab's sequence, from 0); cycle from cycle number, else from the header's
///     loops, both from 0;
///   - frequency and impedance, NaN at rows without a frequency: of the working electrode against
///     the reference, Re(Z) and -Im(Z), whose sign is turned. Those of the whole cell, Zwe-ce, are
///     kept beside them.
/// Every other column is kept as `other`, values in its own unit; "step time/s" too, since EC-Lab
/// counts it from the start of the file in the first step. `kind` follows from mode, the sign of
/// the current and the frequency. `area` is the header's, unless that is zero or EC-Lab's default.

#include "runs/cycler/raw_record.hpp"

namespace percolith::runs::cycler
{

/// Throws `InputError`, one line with the line (and column) of the file, for what is no such text,
/// is cut short, holds no rows, no time or neither voltage nor impedance, or a field that is no
/// number.
RawRecord read_mpt(std::string_view bytes, const std::string& source);

} // namespace percolith::runs::cycler

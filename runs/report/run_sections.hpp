#pragma once
/// Sections of a report on runs, in the order in which an electrochemist reads them.

#include "runs/report/run_view.hpp"

namespace percolith::runs::report
{

/// Charts of these share their window of time.
inline constexpr const char* time_group = "time";

/// What ended each test, when and on which electrode; whether the interphase conducts electrons.
void add_verdicts(Page& page, const RunsView& view);
void add_voltage(Page& page, const RunsView& view);
/// The current that a tester recorded.
void add_current(Page& page, const RunsView& view);
void add_polarization(Page& page, const RunsView& view);
void add_thickness(Page& page, const RunsView& view);
void add_lithium(Page& page, const RunsView& view);
/// The leak beside what electrons, ions and the reaction at the front would let through alone.
void add_leakage(Page& page, const RunsView& view);
/// The terms that add up to the voltage.
void add_voltage_terms(Page& page, const RunsView& view);
void add_impedance(Page& page, const RunsView& view);
void add_cell_drawings(Page& page, const RunsView& view);
void add_ledger(Page& page, const RunsView& view);
void add_events(Page& page, const RunsView& view);
/// Parts of the sections on the verdict and on provenance.
void add_measured_verdicts(Page& page, const RunsView& view);
void add_measured_provenance(Page& page, const RunsView& view);
/// What reading a tester's file found, assumed and left out.
void add_findings(Page& page, const RunsView& view);
/// The impedance that a tester recorded; a part of the section on impedance.
void add_measured_spectra(Page& page, const RunsView& view);
/// Where the numbers come from: file, program, parameters, case.
void add_provenance(Page& page, const RunsView& view);

} // namespace percolith::runs::report

#pragma once
/// A test written down: for whoever types it into a tester, for programs that load testers, and
/// for percolith itself (docs/files/test_sheets.md).
///
/// Signs: working is the thin foil, on the positive lead. A positive current strips it, which
/// testers call charge.

#include "kinetics/quantity.hpp"
#include "runs/case/case.hpp"
#include "runs/case/design.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// A test that tells interphases apart: half cycles of one current and one charge, until the
/// voltage passes the alarm ("fail") or the time to decide has come ("pass").
struct Exam {
    std::string title;
    kinetics::Length<> foil; ///< of working, as it is bought; 0 where there is none
    kinetics::ArealCharge<> foil_lithium; ///< what that holds
    kinetics::Area<> area; ///< of the cell, so that currents can be given in mA
    kinetics::CurrentDensity<> current; ///< magnitude
    kinetics::ArealCharge<> capacity; ///< of a half cycle
    std::uint64_t cycles = 0; ///< whole ones, at most
    kinetics::Time<> hours; ///< when to decide
    kinetics::Voltage<> alarm; ///< |V| that says "fail"
    kinetics::Voltage<> voltage_range; ///< of the instrument, of |V|; at least `alarm`
    bool strips_first = true;
};

/// All functions here throw `std::invalid_argument` for an exam with a number that is not finite
/// or not above 0 (lithium: below 0), or with an alarm above the voltage range.

/// The steps in the words of Neware's BTS and of BioLogic's EC-Lab, how to wire the cell and how
/// to read the result. Currents are those of the whole cell.
std::string step_list(const Exam& exam);

/// The test as a JSON file of aurora-unicycler
/// (https://github.com/EmpaEconversion/aurora-unicycler), which turns it into files for testers.
std::string unicycler_json(const Exam& exam);

/// `cell` under this test, as a case file: its own text with the lithium of working, the area and
/// the protocol changed, and files that it names found from anywhere. Reads back as the numbers of
/// the exam: those of the protocol bit for bit, area and lithium but for what a conversion of units
/// rounds.
std::string percolith_case(const Exam& exam, const Case& cell, const std::string& title);

/// Writes steps.txt, protocol.json and a case for each candidate into `folder`, which is made if
/// need be: case.toml, or case-NAME.toml where there are several. Each is written aside and
/// renamed. Returns their paths. Throws `OutputError`; nothing is written if anything cannot be
/// said.
std::vector<std::filesystem::path> write_sheets(const Exam& exam,
                                                std::span<const Candidate> candidates,
                                                const std::filesystem::path& folder);

} // namespace percolith::runs::design

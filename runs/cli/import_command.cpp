#include "runs/cli/import_command.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/cycler/write_bdf.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/record/measured.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <optional>

namespace percolith::runs
{
namespace
{

struct ImportOptions {
    std::string input;
    std::optional<std::string> output;
    std::optional<std::string> area;
    std::optional<std::string> sign;
    std::vector<std::string> columns;
    bool json = false;
};

enum class Target { none, bdf, hdf5 };

Target target_of(const std::optional<std::string>& output)
{
    if (!output) {
        return Target::none;
    }
    if (output->ends_with(".h5")) {
        return Target::hdf5;
    }
    if (output->ends_with(".csv")) {
        return Target::bdf;
    }
    throw InputError({}, "--output", "\"" + *output + "\" has no known ending",
                     "end the name in .bdf.csv or .h5");
}

std::optional<double> area_of(const std::optional<std::string>& written)
{
    if (!written) {
        return std::nullopt;
    }
    const double area = quantity_option("--area", *written, "m^2", "cm^2");
    if (!(area > 0.0)) {
        throw InputError({}, "--area", "\"" + *written + "\" is out of range",
                         "give an area > 0, as in \"0.785 cm^2\"");
    }
    return area;
}

const std::map<std::string, cycler::FileSign>& signs()
{
    static const std::map<std::string, cycler::FileSign> known{
        {"charge-positive", cycler::FileSign::charge_positive},
        {"discharge-positive", cycler::FileSign::discharge_positive},
        {"magnitude", cycler::FileSign::magnitude}};
    return known;
}

int run_import(const ImportOptions& options)
{
    const auto target = target_of(options.output);
    const auto area = area_of(options.area);
    const auto sign = options.sign ? std::optional{signs().at(*options.sign)} : std::nullopt;
    const auto choices = cycler::parse_columns(options.columns);
    if (options.output) {
        keep_apart(*options.output, {options.input});
    }
    const auto raw = cycler::read_file(options.input, {choices, area});
    auto record = cycler::interpret(raw, {area, sign});
    // What is written is written in a moment; a signal waits for its end.
    const InterruptFlag interrupt;
    if (target == Target::bdf) {
        if (!record.spectra.empty()) {
            record.said.emplace_back(
                "left out of the Battery Data Format, which has no columns for "
                "them: the impedance spectra; an .h5 file keeps them");
        }
        cycler::write_bdf(record, *options.output);
    } else if (target == Target::hdf5) {
        write_measured(record, *options.output);
    }
    print(options.json ? cycler::as_json(record) : cycler::as_text(record));
    if (options.output && !options.json) {
        print("  written to " + one_line(*options.output) + "\n");
    }
    return static_cast<int>(Exit::ok);
}

} // namespace

Command import_command()
{
    return {"import", "read a tester's file: check signs, units and times, and write BDF or HDF5",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<ImportOptions>();
                app.add_option("FILE", options->input,
                               "Neware text or .ndax, BioLogic .mpt, Battery Data Format, or CSV")
                    ->required()
                    ->type_name("");
                app.add_option("-o,--output", options->output,
                               "measured record to write: .bdf.csv or .h5")
                    ->type_name("DATA");
                app.add_option("--area", options->area, "of the electrode, as in \"0.785 cm^2\"")
                    ->type_name("AREA");
                app.add_option("--column", options->columns,
                               "which column is which quantity, as in \"current=Strom [mA]\", "
                               "\"time=#1 [s]\" or \"step_charge=none\"; may be repeated")
                    ->expected(1)
                    ->take_all()
                    ->type_name("QUANTITY=HEADING");
                app.add_option("--sign", options->sign,
                               "what a positive current does: charge-positive, discharge-positive, "
                               "or magnitude where it has no sign")
                    ->check(CLI::IsMember({"charge-positive", "discharge-positive", "magnitude"}))
                    ->type_name("SIGN");
                app.add_flag("--json", options->json, "what was found, as JSON");
                return [options] { return run_import(*options); };
            }};
}

} // namespace percolith::runs

#include "runs/cli/import_command.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cycler/import_file.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/output/measured_output.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

namespace percolith::runs
{
namespace
{

struct ImportOptions {
    std::string input;
    std::optional<std::string> output;
    cycler::ImportWords words;
    bool json = false;
};

int run_import(const ImportOptions& options)
{
    std::optional<MeasuredOutput> output;
    if (options.output) {
        output.emplace(*options.output);
        keep_apart(*options.output, {options.input});
    }
    auto record = cycler::import_file(options.input, options.words);
    // What is written is written in a moment; a signal waits for its end.
    const InterruptFlag interrupt;
    if (output) {
        const auto left_out = output->write(record);
        record.said.insert(record.said.end(), left_out.begin(), left_out.end());
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
                app.add_option("--area", options->words.area,
                               "of the electrode, as in \"0.785 cm^2\"")
                    ->type_name("AREA");
                app.add_option("--column", options->words.columns,
                               "which column is which quantity, as in \"current=Strom [mA]\", "
                               "\"time=#1 [s]\" or \"step_charge=none\"; may be repeated")
                    ->expected(1)
                    ->take_all()
                    ->type_name("QUANTITY=HEADING");
                app.add_option("--sign", options->words.sign,
                               "what a positive current does: charge-positive, discharge-positive, "
                               "or magnitude where it has no sign")
                    ->check(CLI::IsMember(cycler::sign_words()))
                    ->type_name("SIGN");
                app.add_flag("--json", options->json, "what was found, as JSON");
                return [options] { return run_import(*options); };
            }};
}

} // namespace percolith::runs

#include "runs/cli/predict_command.hpp"

#include "runs/cli/ensemble_run.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/figure_option.hpp"
#include "runs/cli/output.hpp"
#include "runs/ensemble/prediction.hpp"
#include "runs/ensemble/without_test.hpp"
#include "runs/plot/plot.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>
#include <optional>

namespace percolith::runs
{

namespace
{

struct PredictOptions {
    std::string file;
    std::optional<std::string> output;
    FigureOption figure;
    std::vector<std::string> overrides;
    unsigned threads = 0;
    bool check = false;
    bool json = false;
};

/// The prediction said back in a few lines.
std::string outline_of(const PredictionCase& asked)
{
    auto text = asked.title.empty() ? std::string() : asked.title + "\n";
    text += fmt::format("{} tests, {}\n", asked.plan.size, ensemble::name_of(asked.plan.design));
    for (const auto& axis : asked.plan.axes) {
        const auto unit = axis.unit.empty() ? std::string() : " " + axis.unit;
        if (axis.belief) {
            text += fmt::format("  {}: median {:.4g}{}, 90 % within {:.4g} .. {:.4g}\n", axis.key,
                                quantile(*axis.belief, 0.5), unit, quantile(*axis.belief, 0.05),
                                quantile(*axis.belief, 0.95));
        } else {
            text +=
                fmt::format("  {}: {} draws of a posterior\n", axis.key, asked.plan.draws.rows());
        }
    }
    return text;
}

int run_predict(const PredictOptions& options)
{
    const Ranks ranks;
    std::optional<Drawing> figure;
    const auto read = read_in_turn(ranks, [&] {
        figure = options.figure.drawing();
        return read_prediction(options.file, options.overrides);
    });
    if (!read) {
        return static_cast<int>(Exit::ok); // the first process says why
    }
    const auto& asked = *read;
    if (options.check && !ranks.is_first()) {
        return static_cast<int>(Exit::ok);
    }
    if (options.check) {
        if (const auto refusal = ensemble::why_no_cell(asked)) {
            throw ensemble::no_test(asked, *refusal);
        }
        print(one_line(options.file) + ": sound\n" + outline_of(asked));
        return static_cast<int>(Exit::ok);
    }
    ensemble::Prediction prediction;
    const auto written = compute_ensemble(
        ranks, asked, options.file, options.output, options.threads,
        [&](const ensemble::Chunking& chunks, const WorkFolder& folder) {
            prediction = ensemble::predict(asked, chunks, folder);
            if (figure) { // before the chunks go: what fails here can be tried again
                plot_prediction(prediction, *figure);
            }
        });
    if (written.interrupted || written.elsewhere) {
        return written.interrupted.value_or(static_cast<int>(Exit::ok));
    }
    print(options.json ? as_json(prediction)
                       : as_text(prediction) +
                             fmt::format("tests written to {}\n", one_line(*options.output)));
    return static_cast<int>(Exit::ok);
}

} // namespace

Command predict_command()
{
    return {"predict", "cycle life and its uncertainty, from what is believed or was fitted",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<PredictOptions>();
                app.add_option("PREDICTION", options->file, "prediction file (TOML)")
                    ->required()
                    ->type_name("");
                auto* output =
                    app.add_option(
                           "-o,--output", options->output,
                           "where all tests are written (HDF5); an interrupted prediction keeps "
                           "its finished chunks beside it, and the same command goes on from "
                           "there")
                        ->type_name("TESTS.h5");
                auto* figure =
                    options->figure.add_to(app, "draw the survival curve and what it hangs on");
                app.add_option("--set", options->overrides,
                               "override one key of the prediction file, as in --set "
                               "sample.tests=1000; repeatable")
                    ->expected(1)
                    ->take_all()
                    ->type_name("KEY=VALUE");
                app.add_option(
                       "--threads", options->threads,
                       "cores to use, all by default; the answer is the same for any number")
                    ->check(CLI::Range(1U, 1024U))
                    ->type_name("N");
                app.add_flag("--check", options->check, "only read the file and say it back")
                    ->excludes(output)
                    ->excludes(figure);
                app.add_flag("--json", options->json, "print the prediction as JSON");
                return [options] { return run_predict(*options); };
            }};
}

} // namespace percolith::runs

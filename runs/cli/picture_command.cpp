#include "runs/cli/picture_command.hpp"

#include "runs/case/structure.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/percolation/picture.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace percolith::runs
{

namespace
{

struct PictureOptions {
    std::string file;
    std::string output;
    std::vector<std::string> overrides;
    PictureRequest request;
};

int run_picture(const PictureOptions& options)
{
    const auto given = read_structure(options.file, StructurePurpose::picture, options.overrides);
    keep_apart(options.output, inputs_of(given));
    const InterruptFlag interrupt; // a signal waits for the end, so that nothing is left behind
    write_picture(given, options.request, options.output);
    return static_cast<int>(Exit::ok);
}

} // namespace

Command picture_command()
{
    return {"picture", "a cut through the structure, the spanning cluster highlighted",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<PictureOptions>();
                app.add_option("STRUCTURE", options->file, "structure file (TOML)")
                    ->required()
                    ->type_name("");
                app.add_option("-o,--output", options->output,
                               "picture to write: .svg, .png or .pdf, or .vti with all voxels for "
                               "ParaView")
                    ->required()
                    ->type_name("PICTURE");
                app.add_option("--fraction", options->request.fraction,
                               "metal fraction; the last of the structure file by default")
                    ->type_name("NUMBER");
                app.add_option("--thickness", options->request.thickness,
                               "of the film, as in \"50 nm\"; the first of the structure file, or "
                               "20 unit lengths, by default")
                    ->type_name("LENGTH");
                app.add_option("--realisation", options->request.realisation,
                               "number of the realisation, from 0")
                    ->check(CLI::Range(0U, 999999U))
                    ->type_name("N");
                app.add_option("--set", options->overrides,
                               "override one key of the structure; repeatable")
                    ->expected(1)
                    ->take_all()
                    ->type_name("KEY=VALUE");
                return [options] { return run_picture(*options); };
            }};
}

} // namespace percolith::runs

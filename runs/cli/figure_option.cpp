#include "runs/cli/figure_option.hpp"

#include "runs/case/errors.hpp"
#include "runs/output/endings.hpp"
#include "runs/plot/plot_files.hpp"

namespace percolith::runs
{

CLI::Option* FigureOption::add_to(CLI::App& app, const std::string& about)
{
    auto* figure =
        app.add_option("--figure", picture, about + " (.svg, .png or .pdf)")->type_name("PICTURE");
    app.add_option("--width", width,
                   "of the figure, for a paper: single (82 mm), double (170 mm) or a length")
        ->needs(figure)
        ->type_name("LENGTH");
    return figure;
}

std::optional<Drawing> FigureOption::drawing() const
{
    if (!picture) {
        return std::nullopt;
    }
    if (!is_picture(*picture)) {
        throw InputError({}, "--figure", "\"" + *picture + "\" is no picture",
                         "name it .svg, .png or .pdf");
    }
    return Drawing(*picture, width_in_mm(width));
}

} // namespace percolith::runs

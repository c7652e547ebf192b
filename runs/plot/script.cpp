#include "runs/plot/script.hpp"

#include "runs/plot/key.hpp"
#include "runs/plot/script_axes.hpp"
#include "runs/plot/script_words.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{
namespace
{

using script::small_text;
using script::text_size;
constexpr double mm_per_inch = 25.4;
constexpr double points_per_inch = 72.0;
constexpr double dots_per_inch = 300.0; // of a PNG, as journals ask
constexpr const char* fonts = "Liberation Sans, Arial, Helvetica, sans-serif";

std::string terminal(const Figure& figure, Picture picture)
{
    const double width = figure.width / mm_per_inch;
    const double height = figure.height / mm_per_inch;
    switch (picture) {
    case Picture::svg:
        return say("set terminal svg enhanced size ", std::round(width * points_per_inch), ",",
                   std::round(height * points_per_inch), " font '", fonts, ",", text_size,
                   "' background '#ffffff' linewidth 1\n");
    case Picture::pdf:
        return say("set terminal pdfcairo enhanced color size ", width, "in,", height,
                   "in font 'Liberation Sans,", text_size, "' fontscale 0.75 linewidth 2\n");
    default: {
        const double scale = dots_per_inch / points_per_inch;
        // Of this terminal a point is a 96th of an inch to letters, a 72nd to lines.
        return say("set terminal pngcairo enhanced size ", std::round(width * dots_per_inch), ",",
                   std::round(height * dots_per_inch), " font 'Liberation Sans,", text_size,
                   "' fontscale ", dots_per_inch / 96.0, " linewidth ", scale, " pointscale ",
                   scale, "\n");
    }
    }
}

std::string label(const Text& text, const Figure& figure)
{
    const auto words = text.markup ? text.text : plain(text.text);
    return say("set label ", quoted(text.bold ? "{/:Bold " + words + "}" : words), " at screen ",
               text.left / figure.width, ",", text.bottom / figure.height,
               text.centered ? " center" : " left", text.upwards ? " rotate by 90" : "", " font ',",
               text.size, "' textcolor rgb '", text.color, "'\n");
}

std::string data_block(const Curve& curve, std::size_t number)
{
    std::string text = say("$d", number, " << EOD\n");
    const auto number_or_gap = [&text](double value) {
        text += ' ';
        if (std::isfinite(value)) {
            append_number(text, value);
        } else {
            text += "NaN";
        }
    };
    for (std::size_t n = 0; n < curve.points.x.size(); ++n) {
        append_number(text, curve.points.x[n]);
        number_or_gap(curve.points.y[n]);
        if (!curve.errors.empty()) {
            number_or_gap(curve.errors[n]);
        }
        text += '\n';
    }
    return text + "EOD\n";
}

std::string pen(const Curve& curve)
{
    return say("lw ", curve.width, curve.stroke == Stroke::dashed ? " dt (6,4)" : "", " lc rgb '",
               curve.color, "'");
}

/// gnuplot's points of the strokes that are marks: dots, rings, crosses.
std::string mark(const Curve& curve)
{
    const int type = curve.stroke == Stroke::rings ? 6 : curve.stroke == Stroke::crosses ? 2 : 7;
    return say("points pt ", type, " ps ", curve.mark_size, " ", pen(curve));
}

bool is_mark(Stroke stroke)
{
    return stroke == Stroke::points || stroke == Stroke::rings || stroke == Stroke::crosses;
}

/// Columns of the data block `data` and how they are drawn.
std::string style(const Curve& curve, const std::string& data)
{
    switch (curve.stroke) {
    case Stroke::ticks:
        return "using 1:($2-0.35):(0):(0.7) with vectors nohead " + pen(curve);
    case Stroke::rings:
    case Stroke::crosses:
    case Stroke::points: {
        // Error bars of gnuplot's own wipe out what lies around their points.
        const auto bars = "using 1:($2-$3):(0):(2*$3) with vectors nohead " + pen(curve) +
                          " notitle, " + data + " ";
        return (curve.errors.empty() ? "" : bars) + "using 1:2 with " + mark(curve);
    }
    default:
        return "using 1:2 with lines " + pen(curve);
    }
}

/// Squares of one colour each, in the middle of their places.
std::string raster_block(const Panel& panel)
{
    const auto& raster = *panel.raster;
    const auto rows = raster.color.size() / std::max<std::size_t>(raster.columns, 1);
    const double width = (panel.x.high - panel.x.low) / static_cast<double>(raster.columns);
    const double height = (panel.y.high - panel.y.low) / static_cast<double>(rows);
    std::vector<std::string> parts;
    for (const auto& color : raster.colors) {
        std::string numbers;
        for (const std::size_t at : {1U, 3U, 5U}) {
            numbers += " " + std::to_string(std::stoi(color.substr(at, 2), nullptr, 16));
        }
        parts.push_back(std::move(numbers));
    }
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < raster.columns; ++column) {
            text += say(panel.x.low + (static_cast<double>(column) + 0.5) * width, " ",
                        panel.y.low + (static_cast<double>(row) + 0.5) * height,
                        parts.at(raster.color[row * raster.columns + column]), "\n");
        }
    }
    return text + "e\n";
}

/// A title, or as much of it as there is room for.
std::string cut(const std::string& title, double room)
{
    constexpr double letter = 1.5; // mm
    auto most = static_cast<std::size_t>(room / letter);
    if (!(room > 0.0) || title.size() <= most) {
        return title;
    }
    while (most > 0 && (static_cast<unsigned char>(title[most]) & 0xC0U) == 0x80U) {
        --most; // not within a letter of several bytes
    }
    return title.substr(0, most) + "…";
}

/// The letter, the title and the names of the axes, at the same places for every panel.
std::string captions(const Panel& panel, const Figure& figure)
{
    const double middle = panel.left + 0.5 * panel.width;
    const double top = panel.bottom + panel.height;
    std::string text;
    for (const auto& each : {
             Text{.left = panel.left - panel.y_label_away - 2.0,
                  .bottom = top + 1.5,
                  .text = panel.letter,
                  .size = 9.0,
                  .bold = true},
             Text{.left = middle,
                  .bottom = top + panel.title_away,
                  .text = cut(panel.title, panel.title_width),
                  .centered = true},
             Text{.left = middle,
                  .bottom = panel.bottom - panel.x_label_away,
                  .text = panel.x_label,
                  .centered = true,
                  .markup = true},
             Text{.left = panel.beside ? panel.left + panel.width + panel.y_label_away
                                       : panel.left - panel.y_label_away,
                  .bottom = panel.bottom + 0.5 * panel.height,
                  .text = panel.y_label,
                  .upwards = true,
                  .centered = true,
                  .markup = true},
         }) {
        text += each.text.empty() ? "" : label(each, figure);
    }
    return text;
}

std::string decorations(const Panel& panel)
{
    std::string text;
    for (const auto& note : panel.notes) {
        text += say("set label ", quoted(plain(note.text)), " at graph ", note.x, ",", note.y,
                    note.right_aligned ? " right" : " left", " font ',", small_text,
                    "' textcolor rgb '", note.color, "' front\n");
    }
    for (const auto& mark : panel.marks) {
        text += say("set arrow from first ", mark.x, ",graph 0 to first ", mark.x,
                    ",graph 1 nohead lw 0.5 ", mark.name.empty() ? "dt (3,3) " : "", "lc rgb '",
                    mark.color, "' back\n");
        // Along the line, on its left.
        text += mark.name.empty()
                    ? ""
                    : say("set label ", quoted(plain(mark.name)), " at first ", mark.x,
                          ",graph 0.97 right rotate by 90 offset -0.9,0 font ',", small_text,
                          "' textcolor rgb '", mark.color, "' front\n");
    }
    return text;
}

std::string place(const Panel& panel, const Figure& figure)
{
    return say("set lmargin at screen ", panel.left / figure.width, "\nset rmargin at screen ",
               (panel.left + panel.width) / figure.width, "\nset bmargin at screen ",
               panel.bottom / figure.height, "\nset tmargin at screen ",
               (panel.bottom + panel.height) / figure.height, "\n");
}

/// Squares are drawn before the axes, on even ones of their own.
std::string raster(const Panel& panel)
{
    // Read as it comes: kept in a block of gnuplot's, a fine raster would take seconds.
    return say("unset xtics\nunset ytics\nunset border\nunset logscale\nset xrange [", panel.x.low,
               ":", panel.x.high, "]\nset yrange [", panel.y.low, ":", panel.y.high,
               "]\nplot '-' using 1:2:3:4:5 with rgbimage notitle\n") +
           raster_block(panel);
}

std::string draw(const Panel& panel, const Figure& figure)
{
    std::string text = "unset label\nunset arrow\nunset y2tics\n" + place(panel, figure) +
                       (panel.raster ? raster(panel) : "") + axes_script(panel) +
                       captions(panel, figure) + decorations(panel);
    std::string plots;
    for (std::size_t k = 0; k < panel.curves.size(); ++k) {
        const auto& curve = panel.curves[k];
        text += data_block(curve, k);
        const auto data = say("$d", k);
        plots += say(plots.empty() ? "plot " : ", ", data, " ", style(curve, data), " notitle");
    }
    // An empty panel still has its frame.
    return text + (plots.empty() ? "plot NaN notitle" : plots) + "\n";
}

/// What lies over the whole figure, in mm: a line or a dot and a name for each named curve, in a
/// row above the frame of its panel, and the texts of the figure.
std::string overlay(const Figure& figure)
{
    std::string text =
        "unset label\nunset arrow\nunset border\nunset xtics\nunset ytics\n"
        "unset y2tics\nunset logscale\nset lmargin at screen 0\nset rmargin at screen 1\n"
        "set bmargin at screen 0\nset tmargin at screen 1\n";
    text += say("set xrange [0:", figure.width, "]\nset yrange [0:", figure.height, "]\n");
    std::string samples = "plot NaN notitle";
    for (const auto& panel : figure.panels) {
        for (const auto& place : key_places(panel)) {
            const auto& curve = panel.curves[place.curve];
            const double height = panel.bottom + panel.height + key::above_frame +
                                  key::row_height * static_cast<double>(place.row);
            samples += is_mark(curve.stroke)
                           ? say(", '+' every ::0::0 using (", place.left + 0.5 * key::sample,
                                 "):(", height, ") with ", mark(curve), " notitle")
                           : say(", '+' every ::0::0 using (", place.left, "):(", height, "):(",
                                 key::sample, "):(0) with vectors nohead ", pen(curve), " notitle");
            text += label({.left = place.left + key::sample + 1.0,
                           .bottom = height,
                           .text = curve.name,
                           .size = small_text},
                          figure);
        }
    }
    for (const auto& each : figure.texts) {
        text += label(each, figure);
    }
    return text + samples + "\n";
}

} // namespace

std::string gnuplot_script(const Figure& figure, Picture picture, const std::string& output)
{
    std::string text = terminal(figure, picture) + "set output " + quoted(output) +
                       "\nset encoding utf8\nset minussign\nset multiplot\nset clip two\n";
    for (const auto& panel : figure.panels) {
        text += draw(panel, figure);
    }
    text += overlay(figure);
    return text + "unset multiplot\nunset output\n";
}

} // namespace percolith::runs

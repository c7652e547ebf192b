#include "runs/report/blocks.hpp"

namespace percolith::runs::report
{
namespace
{

Json of(const Axis& axis, Json values)
{
    Json json{{"label", axis.label}, {"unit", axis.unit}, {"log", axis.logarithmic}};
    if (!values.is_null()) {
        json["values"] = std::move(values);
    }
    if (axis.range) {
        json["range"] = *axis.range;
    }
    return json;
}

Json of(const std::vector<Mark>& marks)
{
    auto json = Json::array();
    for (const auto& mark : marks) {
        json.push_back({{"at", mark.at}, {"text", mark.text}, {"role", mark.role}});
    }
    return json;
}

Json titled(const char* kind, const std::string& title, const std::string& description)
{
    return {{"kind", kind}, {"title", title}, {"description", description}};
}

void add_caption(Json& json, const std::string& caption)
{
    if (!caption.empty()) {
        json["caption"] = caption;
    }
}

} // namespace

Json block(const Chart& chart)
{
    auto json = titled("chart", chart.title, chart.description);
    if (!chart.group.empty()) {
        json["group"] = chart.group;
    }
    json["x"] = of(chart.x, chart.x_values);
    json["y"] = of(chart.y, nullptr);
    json["series"] = Json::array();
    for (const auto& series : chart.series) {
        Json one{{"name", series.name},
                 {"values", series.values},
                 {"role", series.role},
                 {"style", series.style}};
        if (!series.x.is_null()) {
            one["x"] = series.x;
        }
        if (!series.file.empty()) {
            one["tie"] = series.file;
        }
        json["series"].push_back(std::move(one));
    }
    json["bands"] = Json::array();
    for (const auto& band : chart.bands) {
        json["bands"].push_back({{"name", band.name},
                                 {"lower", band.lower},
                                 {"upper", band.upper},
                                 {"role", band.role},
                                 {"style", band.style}});
    }
    json["marks"] = of(chart.marks);
    json["levels"] = of(chart.levels);
    if (chart.equal) {
        json["equal"] = true;
    }
    add_caption(json, chart.caption);
    return json;
}

Json verdict(const char* tone, const std::string& headline, const std::vector<std::string>& lines)
{
    return {{"kind", "verdict"}, {"tone", tone}, {"headline", headline}, {"lines", lines}};
}

Json text(const std::vector<std::string>& paragraphs)
{
    return {{"kind", "text"}, {"paragraphs", paragraphs}};
}

Json block(const TableBlock& table)
{
    Json json{{"kind", "table"}, {"fold", table.folded}, {"columns", Json::array()}};
    if (!table.title.empty()) {
        json["title"] = table.title;
    }
    for (const auto& column : table.columns) {
        json["columns"].push_back({{"title", column.title},
                                   {"unit", column.unit},
                                   {"align", column.number ? "right" : "left"}});
    }
    json["rows"] = table.rows;
    add_caption(json, table.caption);
    return json;
}

Json block(const CellDrawing& drawing)
{
    auto json = titled("cell", drawing.title, drawing.description);
    json["time"] = {{"unit", drawing.time_unit}, {"values", drawing.time}};
    if (!drawing.group.empty()) {
        json["group"] = drawing.group;
    }
    json["layers"] = Json::array();
    for (const auto& layer : drawing.layers) {
        json["layers"].push_back(
            {{"name", layer.name},
             {"role", layer.role},
             {layer.thickness.is_number() ? "value" : "values", layer.thickness},
             {"unit", drawing.unit}});
    }
    add_caption(json, drawing.caption);
    return json;
}

Json block(const MapDrawing& map)
{
    auto json = titled("map", map.title, map.description);
    json["x"] = of(map.x, map.x_values);
    json["y"] = of(map.y, map.y_values);
    json["quantities"] = Json::array();
    for (const auto& quantity : map.quantities) {
        json["quantities"].push_back({{"name", quantity.name},
                                      {"unit", quantity.unit},
                                      {"log", quantity.logarithmic},
                                      {"values", quantity.values}});
    }
    if (!map.classes.empty()) {
        json["classes"] = {{"names", map.classes}, {"values", map.class_of}};
    }
    json["curves"] = Json::array();
    for (const auto& curve : map.curves) {
        json["curves"].push_back(
            {{"name", curve.name}, {"x", curve.x}, {"y", curve.y}, {"style", curve.style}});
    }
    add_caption(json, map.caption);
    return json;
}

Json picture(const std::string& title, const std::string& description, const std::string& svg)
{
    auto json = titled("picture", title, description);
    json["svg"] = svg;
    return json;
}

Json source(const std::string& title, const std::string& file_text)
{
    return {{"kind", "source"}, {"title", title}, {"text", file_text}, {"language", "toml"}};
}

} // namespace percolith::runs::report

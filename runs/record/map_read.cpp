// The reading side of maps.

#include "runs/record/data_group.hpp"
#include "runs/record/map.hpp"
#include "runs/record/result_file.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace percolith::runs
{
namespace
{

const ResultFormat& map_format()
{
    static const ResultFormat format{MapFormat::name,   MapFormat::version, "map",
                                     "a percolith map", "percolith sweep",  "sweep again"};
    return format;
}

std::vector<std::string> words_of(const std::string& text)
{
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

std::uint64_t whole_of(const std::string& text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw hdf5::Error("\"" + text + "\" is no number of members");
    }
    return number;
}

Column column_of(hid_t file, const std::string& name)
{
    const hdf5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT));
    return {name, hdf5::read_text_attribute(dataset.id(), "units"),
            hdf5::read_text_attribute(dataset.id(), "long_name")};
}

MapOutput output_of(hid_t file, const std::string& name)
{
    MapOutput output{column_of(file, name)};
    const hdf5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT));
    if (hdf5::has_attribute(dataset.id(), "flag_meanings")) {
        output.words = words_of(hdf5::read_text_attribute(dataset.id(), "flag_meanings"));
        for (auto& word : output.words) {
            std::ranges::replace(word, '_', ' ');
        }
    }
    return output;
}

MapHeader read_header(hid_t file)
{
    MapHeader header;
    header.title = hdf5::read_text_attribute(file, "title");
    header.program_version = hdf5::read_text_attribute(file, "program_version");
    header.commit = hdf5::read_text_attribute(file, "commit");
    header.design = hdf5::read_text_attribute(file, "design");
    header.seed = whole_of(hdf5::read_text_attribute(file, "seed"));
    header.members = whole_of(hdf5::read_text_attribute(file, "members"));
    header.sweep_text = hdf5::read_texts(file, "sweep").at(0);
    header.sweep_overrides = lines_of(hdf5::read_texts(file, "sweep_overrides").at(0));
    header.case_text = hdf5::read_texts(file, "case").at(0);
    header.case_overrides = lines_of(hdf5::read_texts(file, "case_overrides").at(0));
    for (const auto& name : lines_of(hdf5::read_text_attribute(file, "axes"))) {
        header.axes.push_back({column_of(file, name)});
    }
    for (const auto& name : lines_of(hdf5::read_text_attribute(file, "outputs"))) {
        header.outputs.push_back(output_of(file, name));
    }
    return header;
}

} // namespace

RecordedMap read_map(const std::filesystem::path& file)
{
    return read_result(file, map_format(), [](hid_t root) {
        RecordedMap map{.header = read_header(root)};
        auto& header = map.header;
        const GroupReader group(root, "/");
        std::uint64_t members = header.is_grid() ? 1 : header.members;
        for (auto& axis : header.axes) {
            if (header.is_grid()) {
                axis.values = group.numbers(axis.column.name);
                members *= axis.values.size();
            } else {
                map.coordinates.push_back(group.numbers(axis.column.name, members));
            }
        }
        if (members != header.members) {
            throw hdf5::Error("the axes do not make as many members as there are");
        }
        for (const auto& output : header.outputs) {
            map.outputs.push_back(group.numbers(output.column.name, members));
        }
        if (group.has("refusal")) {
            const auto numbers = group.numbers("refused_member");
            const auto reasons = group.words("refusal", numbers.size());
            for (std::size_t k = 0; k < numbers.size(); ++k) {
                map.refused.push_back({static_cast<std::uint64_t>(numbers[k]), reasons[k]});
            }
        }
        return map;
    });
}

bool is_map(const std::filesystem::path& file)
{
    return is_result(file, map_format());
}

} // namespace percolith::runs

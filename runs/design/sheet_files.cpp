// The sheets as files of one folder.

#include "runs/design/sheet.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/part_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace percolith::runs::design
{
namespace
{

namespace fs = std::filesystem;

/// Letters, digits and "-" of a name, for a file's.
std::string for_a_file(const std::string& name)
{
    std::string text;
    for (const char c : name) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (kept) {
            text += c;
        } else if (!text.empty() && text.back() != '-') {
            text += '-';
        }
    }
    return text;
}

/// case.toml for one candidate; else case-NAME.toml, numbered where names come out the same.
std::vector<std::string> file_names(std::span<const Candidate> candidates)
{
    std::vector<std::string> names;
    for (const auto& candidate : candidates) {
        const auto name = candidates.size() == 1 ? "case" : "case-" + for_a_file(candidate.name);
        auto free = name + ".toml";
        for (int number = 2; std::find(names.begin(), names.end(), free) != names.end(); ++number) {
            free = name + "-" + std::to_string(number) + ".toml";
        }
        names.push_back(free);
    }
    return names;
}

void make_folder(const fs::path& folder)
{
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        throw OutputError(folder, "this is a file", "name a folder for the sheets");
    }
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder)) {
        throw OutputError(folder, "cannot be made: " + error.message(),
                          "name a folder in a place that can be written");
    }
}

std::string title_of(const Exam& exam, const Candidate& candidate)
{
    return candidate.name.empty() ? exam.title : exam.title + " (" + candidate.name + ")";
}

} // namespace

std::vector<fs::path> write_sheets(const Exam& exam, std::span<const Candidate> candidates,
                                   const fs::path& folder)
{
    std::vector<std::pair<std::string, std::string>> sheets{
        {"steps.txt", step_list(exam)}, {"protocol.json", unicycler_json(exam)}};
    const auto names = file_names(candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto& candidate = candidates[i];
        if (candidate.source) {
            sheets.emplace_back(names[i], percolith_case(exam, candidate.source->as_written(),
                                                         title_of(exam, candidate)));
        }
    }
    make_folder(folder);
    std::vector<fs::path> files;
    for (const auto& [name, text] : sheets) {
        TextFile file(folder / name);
        file.write(text);
        file.commit();
        files.push_back(folder / name);
    }
    return files;
}

} // namespace percolith::runs::design

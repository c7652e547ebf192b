#include "runs/report/answer_sections.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/file_text.hpp"
#include "runs/report/result_sections.hpp"

#include <fmt/format.h>

#include <fstream>
#include <limits>

namespace percolith::runs::report
{
namespace
{

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& key,
                         const std::string& wrong)
{
    throw InputError({.file = file.string()}, key, wrong,
                     "write it again with percolith predict --json, or percolith design -o");
}

} // namespace

bool is_answer(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return in.peek() == '{';
}

double number_of(const Json& value)
{
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

std::vector<double> numbers_of(const Json& rows, const char* name)
{
    std::vector<double> numbers;
    for (const auto& row : rows) {
        numbers.push_back(number_of(row.at(name)));
    }
    return numbers;
}

void add_provenance(Page& page, const Json& answer, const std::filesystem::path& file,
                    const std::string& title)
{
    if (!answer.contains("provenance")) {
        return;
    }
    const auto& from = answer.at("provenance");
    page.section("provenance", "Where this comes from");
    add_origin(page, file, from.at("program_version").get<std::string>(),
               from.at("commit").get<std::string>());
    const auto tell = [&](const char* words, const char* name) {
        const auto list = from.at(name).get<std::vector<std::string>>();
        if (!list.empty()) {
            page.add(text({fmt::format("{}: {}.", words, fmt::join(list, ", "))}));
        }
    };
    tell("Made of", "inputs");
    tell("Laid over the file", "overrides");
    page.add(source(title, from.at("input").get<std::string>()));
}

Page page_of_answer(const std::filesystem::path& file)
{
    try {
        constexpr std::size_t longest = 256U << 20U;
        const auto answer =
            Json::parse(read_text_file(file, longest, "no answer is as long as that"));
        const auto format = answer.value("format", std::string());
        if (format != "percolith-prediction" && format != "percolith-design") {
            refuse(file, "format", "\"" + format + "\" is no answer that can be shown");
        }
        if (answer.at("version").get<int>() != 1) {
            refuse(file, "version", "it was written by a later percolith");
        }
        return format == "percolith-design" ? page_of_design(answer, file)
                                            : page_of_prediction(answer, file);
    } catch (const Json::parse_error& e) {
        refuse(file, "",
               fmt::format("damaged, or no JSON: it ends to make sense at byte {}", e.byte));
    } catch (const Json::exception&) {
        refuse(file, "", "it lacks a part of such an answer, or holds another thing in its place");
    }
}

} // namespace percolith::runs::report

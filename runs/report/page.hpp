#pragma once
/// A page in the making: sections of blocks, and the numbers they show (docs/files/report.md).

#include "runs/report/packed.hpp"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::report
{

using Json = nlohmann::ordered_json;

class Page
{
public:
    /// `files` are the names of what it shows.
    Page(const std::string& title, const std::vector<std::string>& files);

    /// Keeps numbers and returns what stands for them in a block.
    Json numbers(std::span<const double> values, Exactness exactness = Exactness::shown);

    /// What is added from now on belongs to it. A section without blocks is left out. `id` is
    /// unique and fit for an address: "voltage".
    void section(const std::string& id, const std::string& title);
    void add(Json block);

    /// The whole page, one HTML text.
    std::string html() const;

private:
    Json contents_;
    std::vector<std::string> arrays_;
};

} // namespace percolith::runs::report

#include "runs/record/fit_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace percolith::runs
{

using nlohmann::json;

json finite_or_null(double value)
{
    return std::isfinite(value) ? json(value) : json(nullptr);
}

json json_of(const AssumedNumber& number, const std::vector<std::string>& parameters)
{
    json moves = json::object();
    for (std::size_t k = 0; k < number.moves.size(); ++k) {
        if (std::isfinite(number.moves[k])) {
            moves[parameters[k]] = number.moves[k];
        }
    }
    return {{"name", number.name},
            {"key", number.key},
            {"unit", number.unit == "1" ? "" : number.unit},
            {"value", number.value},
            {"change", number.change},
            {"moves", moves},
            {"noticed", finite_or_null(number.noticed)}};
}

} // namespace percolith::runs

#pragma once
/// Dates as EC-Lab writes them in the place of seconds: 03/02/2021 16:17:59.250. Day and month
/// stand in the order of the computer that wrote them.

#include <optional>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

class MptDates
{
public:
    /// False where the text is no date in any order.
    bool add(std::string_view text);
    std::size_t size() const { return all_.size(); }

    struct Read {
        std::vector<double> seconds; ///< since 1970-01-01, no time zone
        bool is_day_first = false;
        bool is_certain = true;
    };
    /// Month first, as EC-Lab does by itself, unless that is impossible or makes a longer test.
    /// Nothing where both orders are impossible.
    std::optional<Read> seconds() const;

private:
    struct Parts {
        int first = 0;
        int second = 0;
        int year = 0;
        double of_day = 0.0; ///< s
    };
    std::optional<std::vector<double>> in_order(bool is_day_first) const;
    std::vector<Parts> all_;
};

} // namespace percolith::runs::cycler

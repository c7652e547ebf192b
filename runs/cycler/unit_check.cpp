#include "runs/cycler/unit_check.hpp"

#include "runs/case/units.hpp"
#include "runs/cycler/column_names.hpp"
#include "runs/cycler/rows.hpp"
#include "runs/cycler/step_charge.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::runs::cycler
{
namespace
{

constexpr double no_cell = 10.5; // V: testers of single cells end at 5 or 10 V
constexpr double most_density = 1000.0; // A/m2, 100 mA/cm2
constexpr double least_density = 1e-4; // A/m2: testers resolve no less through any cell
constexpr double alike = 0.05; // two witnesses of one number
constexpr double tolerance = 0.02; // of a step's charge: calibration of the tester's counter

bool same(double a, double b)
{
    return std::abs(a / b - 1.0) < alike;
}

Column& column_of(RawRecord& raw, Quantity what)
{
    return *std::find_if(raw.columns.begin(), raw.columns.end(),
                         [&](const Column& column) { return column.what == what; });
}

/// "mA" for a column in A that is 1000 times too large.
std::string true_unit(const Column& column, double too_large)
{
    const std::string kept{unit_of(column.what)};
    const auto base = kept == "C" ? std::string{"Ah"} : kept;
    for (const auto* prefix : {"", "m", "u", "n"}) {
        const auto unit = prefix + base;
        if (!column.unit.empty() && measures(column.unit, unit) &&
            same(convert(1.0, column.unit, unit), too_large)) {
            return unit;
        }
    }
    return "another unit";
}

std::string stating(const Column& column, double too_large)
{
    const auto unit = true_unit(column, too_large);
    return "--column \"" + name_of(Meaning{column.what}) + "=" + column.heading + " [" +
           (unit == "another unit" ? std::string{"unit"} : unit) + "]\"";
}

class UnitCheck
{
public:
    UnitCheck(RawRecord& raw, const UnitWitnesses& given, std::vector<std::string>& said)
        : raw_(raw), given_(given), said_(said), current_(column_of(raw, Quantity::current)),
          voltage_(column_of(raw, Quantity::voltage)), counters_(counters_of(raw))
    {
    }

    void run()
    {
        settle_current();
        settle_voltage();
        check_density();
        for (const auto& counter : counters_) {
            if (const auto steps = check_steps(counter); steps > 0) {
                said_.push_back("the charge by \"" + counter.called + "\" fits the current in " +
                                std::to_string(steps) + (steps == 1 ? " step" : " steps"));
            }
        }
        report_power();
    }

private:
    std::span<const double> part(const std::vector<double>& values, std::size_t first,
                                 std::size_t end) const
    {
        return std::span{values}.subspan(first, end - first);
    }
    std::size_t end_of(std::size_t k) const { return step_end(given_.starts, k, raw_.rows()); }

    ChargeByCurrent by_current(std::size_t k) const
    {
        const auto first = given_.starts[k];
        return charge_by_current(given_.time.subspan(first, end_of(k) - first),
                                 part(current_.values, first, end_of(k)));
    }

    /// Charge by the current over charge by the counter, in the steps that pass most; 0 for none.
    double ratio_to(const ChargeCounter& counter) const
    {
        std::vector<double> ratios;
        double largest = 0.0;
        std::vector<std::pair<double, double>> steps;
        for (std::size_t k = 0; k < given_.starts.size(); ++k) {
            const double charge = counted(counter, given_.starts[k], end_of(k));
            steps.emplace_back(by_current(k).middle, charge);
            largest = std::max(largest, charge);
        }
        constexpr double much = 0.1; // of the largest step
        constexpr double many_digits = 20.0; // then the last one makes less than 5 %
        for (const auto& [flowed, charge] : steps) {
            if (charge > much * largest && charge > many_digits * counter.last_digit) {
                ratios.push_back(flowed / charge);
            }
        }
        return median(ratios);
    }

    /// Power by its column over |V I|; 0 without such a column.
    double power_ratio() const
    {
        const auto* power = raw_.find(Quantity::power);
        if (power == nullptr) {
            return 0.0;
        }
        const double most = largest_magnitude(power->values);
        std::vector<double> ratios;
        for (std::size_t row = 0; row < raw_.rows(); ++row) {
            const double product = std::abs(current_.values[row] * voltage_.values[row]);
            if (std::abs(power->values[row]) > 0.1 * most && product > 0.0) {
                ratios.push_back(std::abs(power->values[row]) / product);
            }
        }
        return median(ratios);
    }

    double typical_density(double factor) const
    {
        std::vector<double> flowing;
        const double most = largest_magnitude(current_.values);
        for (const double current : current_.values) {
            if (std::abs(current) > 0.01 * most) {
                flowing.push_back(std::abs(current) * factor);
            }
        }
        return given_.area ? median(flowing) / *given_.area : 0.0;
    }

    static bool is_plausible(double density)
    {
        return density > least_density && density < most_density;
    }

    std::size_t first_flowing() const
    {
        const double most = largest_magnitude(current_.values);
        for (std::size_t row = 0; row < raw_.rows(); ++row) {
            if (std::abs(current_.values[row]) > 0.5 * most) {
                return row;
            }
        }
        return 0;
    }

    enum class Wrong { current, charge, unknown };

    /// Who is wrong where current and counter differ by `ratio`.
    Wrong culprit(double ratio, const ChargeCounter& counter, std::string& because) const
    {
        const auto* column = counter.columns.front();
        if (current_.is_stated != column->is_stated) {
            because = "the other unit is stated";
            return current_.is_stated ? Wrong::charge : Wrong::current;
        }
        const double power = power_ratio();
        if (power > 0.0 && same(power, 1.0 / ratio)) {
            because = "charge and power agree";
            return Wrong::current;
        }
        if (power > 0.0 && same(power, 1.0)) {
            because = "power and voltage agree with the current";
            return Wrong::charge;
        }
        for (const auto& other : counters_) {
            if (&other != &counter && same(ratio_to(other), 1.0)) {
                because = other.called + " agrees with the current";
                return Wrong::charge;
            }
        }
        if (given_.area &&
            is_plausible(typical_density(1.0)) != is_plausible(typical_density(1.0 / ratio))) {
            const bool as_it_is = is_plausible(typical_density(1.0));
            because = in_words(typical_density(as_it_is ? 1.0 / ratio : 1.0) / 10.0, "mA/cm2") +
                      " through this area would be the other way";
            return as_it_is ? Wrong::charge : Wrong::current;
        }
        return Wrong::unknown;
    }

    void settle_current()
    {
        std::vector<ChargeCounter> kept;
        for (const auto& counter : counters_) {
            const double ratio = ratio_to(counter);
            constexpr std::array<double, 4> mistakes{1e3, 1e-3, 1e6, 1e-6};
            const auto* mistake = std::find_if(mistakes.begin(), mistakes.end(),
                                               [&](double factor) { return same(ratio, factor); });
            if (ratio == 0.0 || mistake == mistakes.end()) {
                kept.push_back(counter);
                continue;
            }
            std::string because;
            const auto wrong = culprit(*mistake, counter, because);
            if (wrong == Wrong::unknown) {
                refuse_disagreement(*mistake, counter);
            }
            if (wrong == Wrong::current) {
                mend(current_, *mistake, because);
                kept.push_back(counter);
            } else {
                said_.push_back("\"" + counter.called + "\" is not in " +
                                counter.columns.front()->unit + " but in " +
                                true_unit(*counter.columns.front(), 1.0 / *mistake) + ": " +
                                because + "; it is not used");
            }
        }
        counters_ = std::move(kept);
    }

    [[noreturn]] void refuse_disagreement(double factor, const ChargeCounter& counter) const
    {
        refuse_row(raw_, first_flowing(),
                   "current and charge differ by " + in_words(factor, "") + ": \"" +
                       current_.heading + "\" or \"" + counter.called +
                       "\" has another unit than its heading says",
                   "say which, as in " + stating(current_, factor) + " or " +
                       stating(*counter.columns.front(), 1.0 / factor) +
                       ", or give the electrode's --area");
    }

    void mend(Column& column, double too_large, const std::string& because)
    {
        said_.push_back("\"" + column.heading + "\" is not in " + column.unit + " but in " +
                        true_unit(column, too_large) + ": " + because + "; it is read so");
        for (auto& value : column.values) {
            value /= too_large;
        }
    }

    void settle_voltage()
    {
        const auto too_high = std::find_if(voltage_.values.begin(), voltage_.values.end(),
                                           [](double v) { return std::abs(v) > no_cell; });
        const double power = power_ratio();
        if (too_high != voltage_.values.end() && !voltage_.is_stated) {
            if (power > 0.0 && same(power, 1e-3)) {
                mend(voltage_, 1e3, "current and power agree");
                return;
            }
            const auto row = static_cast<std::size_t>(too_high - voltage_.values.begin());
            refuse_row(raw_, row,
                       in_words(*too_high, "V") + " is no voltage of a cell: \"" +
                           voltage_.heading + "\" may be in mV",
                       "state its unit, as in " + stating(voltage_, 1e3));
        }
        if (power > 0.0 && !same(power, 1.0)) {
            said_.push_back("the power differs from voltage times current by a factor of " +
                            in_words(power, "") + "; it is not used");
        }
    }

    void check_density() const
    {
        if (!given_.area || current_.is_stated || !(typical_density(1.0) > most_density)) {
            return;
        }
        refuse_row(raw_, first_flowing(),
                   in_words(current_.values[first_flowing()], "A") + " through " +
                       in_words(*given_.area * 1e4, "cm2") + " are " +
                       in_words(typical_density(1.0) / 10.0, "mA/cm2"),
                   "mend the area or the unit of the current; if both are right, say so with "
                   "--column \"current=" +
                       current_.heading + " [" + current_.unit + "]\"");
    }

    /// In how many steps charge passed and fits.
    std::size_t check_steps(const ChargeCounter& counter) const
    {
        std::size_t fitting = 0;
        for (std::size_t k = 0; k < given_.starts.size(); ++k) {
            const auto first = given_.starts[k];
            const double charge = counted(counter, first, end_of(k));
            if (charge < 0.0) {
                continue;
            }
            const auto flowed = by_current(k);
            constexpr double late = 2.0; // s, by which testers round their times
            const double slack = 3.0 * counter.last_digit + late * flowed.largest_current;
            const bool too_little = charge < (1.0 - tolerance) * flowed.low - slack;
            const bool too_much = charge > (1.0 + tolerance) * flowed.high + slack;
            if (too_little || too_much) {
                refuse_row(raw_, first,
                           "in the step that begins at this row \"" + counter.called +
                               "\" counts " + in_words(charge / 3600.0, "Ah") +
                               ", the current gives " + in_words(flowed.middle / 3600.0, "Ah"),
                           "mend the unit with --column, or leave the charge out as in --column " +
                               name_of(Meaning{counter.columns.front()->what}) + "=none");
            }
            fitting += charge > 0.0 ? 1 : 0;
        }
        return fitting;
    }

    void report_power() const
    {
        const double power = power_ratio();
        if (power > 0.0 && same(power, 1.0)) {
            said_.push_back("the power fits voltage times current");
            return;
        }
        const bool current = counters_.empty() && !current_.is_stated;
        const bool voltage = !voltage_.is_stated;
        if (raw_.units_are_fixed || !(current || voltage)) {
            return;
        }
        const std::string no_power = power > 0.0 ? "no power that fits" : "no power";
        said_.push_back((current ? "no charge and " : "") + no_power + " in the file: the unit" +
                        (current && voltage ? "s of current and voltage stand"
                         : current          ? " of the current stands"
                                            : " of the voltage stands") +
                        " unchecked");
    }

    RawRecord& raw_;
    const UnitWitnesses& given_;
    std::vector<std::string>& said_;
    Column& current_;
    Column& voltage_;
    std::vector<ChargeCounter> counters_;
};

} // namespace

void check_units(RawRecord& raw, const UnitWitnesses& given, std::vector<std::string>& said)
{
    UnitCheck{raw, given, said}.run();
}

} // namespace percolith::runs::cycler

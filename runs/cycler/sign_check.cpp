#include "runs/cycler/sign_check.hpp"

#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::cycler
{
namespace
{

constexpr double notable = 0.01; // of the largest current: below, noise may have any sign

const char* words_of(FileSign sign)
{
    switch (sign) {
    case FileSign::charge_positive:
        return "positive current charges";
    case FileSign::discharge_positive:
        return "positive current discharges";
    case FileSign::magnitude:
        return "the current has no sign";
    }
    return "";
}

class SignCheck
{
public:
    SignCheck(RawRecord& raw, std::span<const std::size_t> starts, std::vector<std::string>& said)
        : raw_(raw), starts_(starts), said_(said),
          current_(*std::find_if(raw.columns.begin(), raw.columns.end(), [](const Column& column) {
              return column.what == Quantity::current;
          }))
    {
        smallest_ = notable * largest_magnitude(current_.values);
        find_directions();
    }

    FileSign settle(std::optional<FileSign> stated)
    {
        check_rests();
        const auto shown = by_rows();
        auto sign = stated;
        std::string because = ", as stated";
        if (sign && shown && *shown != *sign && *shown != FileSign::magnitude) {
            said_.push_back(std::string{"the file shows otherwise: there "} + words_of(*shown));
        }
        if (!sign && shown) {
            sign = shown;
            because = raw_.kind.empty() ? ", as the charges tell" : ", as the step types tell";
            if (raw_.sign && *raw_.sign != *shown) {
                because += ", against the rule of its format";
            }
        }
        if (!sign && raw_.sign) {
            sign = raw_.sign;
            because = ", by the rule of its format";
        }
        if (!sign) {
            sign = FileSign::charge_positive;
            because = ": assumed, nothing in the file tells";
        }
        turn(*sign);
        said_.push_back(std::string{words_of(*sign)} + because +
                        "; charging strips the working electrode, taken as the positive terminal");
        return *sign;
    }

private:
    /// 1 for a row that charges, -1 for one that discharges, 0 where the file does not tell: by the
    /// step's type, else by which charge grows in its step.
    void find_directions()
    {
        direction_.assign(raw_.rows(), 0);
        const auto* in = raw_.find(Quantity::charge_in);
        const auto* out = raw_.find(Quantity::charge_out);
        for (std::size_t k = 0; k < starts_.size(); ++k) {
            const auto end = step_end(starts_, k, raw_.rows());
            const int grown =
                in != nullptr && out != nullptr ? grows(*in, *out, starts_[k], end) : 0;
            for (auto row = starts_[k]; row < end; ++row) {
                const auto kind = raw_.kind.empty() ? StepKind::unknown : raw_.kind[row];
                direction_[row] = kind == StepKind::charge      ? 1
                                  : kind == StepKind::discharge ? -1
                                  : kind == StepKind::rest      ? 0
                                                                : grown;
            }
        }
    }

    static int grows(const Column& in, const Column& out, std::size_t first, std::size_t end)
    {
        const double charged = in.values[end - 1] - in.values[first];
        const double discharged = out.values[end - 1] - out.values[first];
        return charged > 0.0 && !(discharged > 0.0)   ? 1
               : discharged > 0.0 && !(charged > 0.0) ? -1
                                                      : 0;
    }

    bool begins_step(std::size_t row) const
    {
        return std::binary_search(starts_.begin(), starts_.end(), row);
    }

    /// Some testers write the last current into the first row of the next step.
    void check_rests() const
    {
        for (std::size_t row = 0; row < raw_.kind.size(); ++row) {
            if (raw_.kind[row] == StepKind::rest && std::abs(current_.values[row]) > smallest_ &&
                !begins_step(row)) {
                refuse_row(raw_, row,
                           in_words(current_.values[row], "A") + " flow in a step that is a rest",
                           "mend the row, or leave the types out with --column step_kind=none");
            }
        }
    }

    std::optional<FileSign> by_rows() const
    {
        std::size_t charge_up = 0, charge_down = 0, discharge_up = 0, discharge_down = 0;
        for (std::size_t row = 0; row < raw_.rows(); ++row) {
            const double current = current_.values[row];
            if (direction_[row] == 0 || std::abs(current) <= smallest_ || begins_step(row)) {
                continue;
            }
            auto& count = direction_[row] > 0 ? (current > 0.0 ? charge_up : charge_down)
                                              : (current > 0.0 ? discharge_up : discharge_down);
            ++count;
        }
        const auto with = charge_up + discharge_down, against = charge_down + discharge_up;
        if (with + against == 0) {
            return std::nullopt;
        }
        if (charge_down + discharge_down == 0 && charge_up > 0 && discharge_up > 0) {
            return FileSign::magnitude;
        }
        if (with > 0 && against > 0) {
            refuse_minority(against < with);
        }
        return with > 0 ? FileSign::charge_positive : FileSign::discharge_positive;
    }

    [[noreturn]] void refuse_minority(bool discharge_positive_ones) const
    {
        for (std::size_t row = 0; row < raw_.rows(); ++row) {
            const double current = current_.values[row];
            const bool against = direction_[row] * current < 0.0;
            if (direction_[row] != 0 && std::abs(current) > smallest_ && !begins_step(row) &&
                against == discharge_positive_ones) {
                refuse_row(raw_, row,
                           std::string{"the row is of a "} +
                               (direction_[row] > 0 ? "charge" : "discharge") +
                               " and its current " + in_words(current, "A") +
                               ", which has the other sign in most such rows",
                           "mend the rows, or leave the types out with --column step_kind=none");
            }
        }
        refuse_row(raw_, 0, "the signs of the currents contradict each other", "mend the rows");
    }

    void turn(FileSign sign)
    {
        for (std::size_t row = 0; row < raw_.rows(); ++row) {
            auto& current = current_.values[row];
            if (sign == FileSign::discharge_positive) {
                current = current == 0.0 ? 0.0 : -current;
            } else if (sign == FileSign::magnitude) {
                turn_magnitude(row);
            }
        }
    }

    void turn_magnitude(std::size_t row)
    {
        auto& current = current_.values[row];
        if (direction_[row] == 0 && std::abs(current) > smallest_ && !begins_step(row)) {
            refuse_row(raw_, row,
                       "nothing tells which way " + in_words(current, "A") + " flow in this row",
                       "name a column of step types, or of charges in and out, with --column");
        }
        current = direction_[row] < 0 && current != 0.0 ? -std::abs(current) : current;
    }

    RawRecord& raw_;
    std::span<const std::size_t> starts_;
    std::vector<std::string>& said_;
    Column& current_;
    std::vector<int> direction_;
    double smallest_ = 0.0;
};

} // namespace

FileSign settle_signs(RawRecord& raw, std::span<const std::size_t> starts,
                      std::optional<FileSign> stated, std::vector<std::string>& said)
{
    return SignCheck{raw, starts, said}.settle(stated);
}

} // namespace percolith::runs::cycler

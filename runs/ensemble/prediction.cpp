#include "runs/ensemble/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

constexpr std::array<double, 5> told_shares{0.05, 0.25, 0.5, 0.75, 0.95};

/// Where the outputs of a prediction stand in a row.
class Columns
{
public:
    explicit Columns(std::span<const Output> outputs) : outputs_(outputs) {}

    double number(const Row& row, std::string_view name) const { return row.numbers[at(name)]; }
    const std::string& word(const Row& row, std::string_view name) const
    {
        const auto k = at(name);
        return outputs_[k].words.at(static_cast<std::size_t>(row.numbers[k]));
    }

private:
    std::size_t at(std::string_view name) const
    {
        const auto found = std::ranges::find(outputs_, name, [](const Output& output) {
            return std::string_view(output.column.name);
        });
        return static_cast<std::size_t>(found - outputs_.begin());
    }

    std::span<const Output> outputs_;
};

/// Gathers the rows of an ensemble, in order.
class Gathering
{
public:
    explicit Gathering(const PredictionCase& asked)
        : plan_(asked.plan), columns_(asked.outputs), sensitivity_(plan_.inputs()),
          pick_freeze_(plan_.design == Design::pick_freeze)
    {
        out_.title = asked.title;
        out_.confidence = asked.confidence;
        out_.provenance = provenance_of(asked, inputs_of(asked));
        if (asked.cathode_capacity) {
            out_.full_cell.emplace().cathode_capacity = asked.cathode_capacity->si;
        }
    }

    void add(std::uint64_t member, const Row& row)
    {
        const auto place = pick_freeze_ ? member % plan_.row_length() : 0;
        if (pick_freeze_) {
            add_answer(member / plan_.row_length(), place, row);
        }
        if (place < 2) { // the others repeat these but for one input
            add_test(row);
        }
    }

    Prediction close() &&
    {
        for (const double share : told_shares) {
            out_.quantiles.push_back(out_.lives.quantile(share, out_.confidence));
        }
        for (const auto& [way, count] : ends_) {
            out_.ends.push_back(
                {way.first, way.second, share_of(count, out_.lives.size(), out_.confidence)});
        }
        std::ranges::stable_sort(out_.ends, std::greater{},
                                 [](const WayToEnd& way) { return way.share.count; });
        close_influences();
        close_full_cell();
        return std::move(out_);
    }

private:
    void add_answer(std::uint64_t number, std::uint64_t place, const Row& row)
    {
        if (place == 0) {
            answers_.clear();
        }
        if (row.refusal.empty()) {
            answers_.push_back(columns_.number(row, "cycle_life"));
        }
        // A row that lacks a test tells nothing about the inputs.
        if (answers_.size() == plan_.row_length()) {
            first_answer_ = first_answer_ ? first_answer_ : answers_.front();
            sensitivity_.add(number, answers_, *first_answer_);
        }
    }

    void add_test(const Row& row)
    {
        ++out_.tests;
        if (!row.refusal.empty()) {
            out_.first_refusal = out_.refused++ == 0 ? row.refusal : out_.first_refusal;
            return;
        }
        const auto& event = columns_.word(row, "ended_by");
        const auto cycles = static_cast<std::uint64_t>(columns_.number(row, "cycle_life"));
        out_.lives.add(cycles, event != "protocol finished");
        ++ends_[{event, columns_.word(row, "ended_on")}];
        if (out_.full_cell) {
            auto& full = *out_.full_cell;
            const double depleted = columns_.number(row, "working_depletion_cycle");
            const bool used_up = !std::isnan(depleted);
            full.lives.add(used_up ? static_cast<std::uint64_t>(depleted) : cycles, used_up);
            full.largest_half_cycle =
                std::max(full.largest_half_cycle, columns_.number(row, "largest_half_cycle"));
            excess_.push_back(columns_.number(row, "working_initial_lithium") /
                              full.cathode_capacity);
        }
    }

    void close_influences()
    {
        std::vector<std::string> names;
        std::string drawn;
        for (const auto& axis : plan_.axes) {
            if (axis.drawn) {
                drawn += (drawn.empty() ? "posterior of " : ", ") + axis.key;
            } else {
                names.push_back(axis.key);
            }
        }
        if (!drawn.empty()) {
            names.push_back(drawn);
        }
        const auto indices = sensitivity_.indices();
        for (std::size_t k = 0; k < indices.size(); ++k) {
            out_.influences.push_back({names[k], indices[k]});
        }
        std::ranges::stable_sort(out_.influences, std::greater{},
                                 [](const Influence& i) { return i.index.total; });
    }

    void close_full_cell()
    {
        if (!out_.full_cell || excess_.empty()) {
            return;
        }
        auto& full = *out_.full_cell;
        std::ranges::sort(excess_);
        const auto last = static_cast<double>(excess_.size() - 1);
        full.excess = {excess_[static_cast<std::size_t>(0.05 * last)],
                       excess_[static_cast<std::size_t>(0.5 * last)],
                       excess_[static_cast<std::size_t>(0.95 * last)]};
        for (const double share : told_shares) {
            full.quantiles.push_back(full.lives.quantile(share, out_.confidence));
        }
    }

    const Plan& plan_;
    Columns columns_;
    Sensitivity sensitivity_;
    bool pick_freeze_;
    std::vector<double> answers_; ///< of the row under way
    std::optional<double> first_answer_;
    std::map<std::pair<std::string, std::string>, std::uint64_t> ends_;
    std::vector<double> excess_; ///< N/P, one a test
    Prediction out_;
};

} // namespace

Prediction predict(const PredictionCase& asked, const Chunking& chunks, const WorkFolder& folder)
{
    Gathering all(asked);
    for (std::size_t chunk = 0; chunk < chunks.count(); ++chunk) {
        auto member = chunks.first(chunk);
        for (const auto& row : read_chunk(asked, chunks, chunk, folder)) {
            all.add(member++, row);
        }
    }
    return std::move(all).close();
}

} // namespace percolith::runs::ensemble

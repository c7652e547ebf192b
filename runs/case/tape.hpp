#pragma once
/// What readers were told when they read a document, question by question. The same readers can run
/// again on it without the document, with other numbers under a few of its keys: they ask the same
/// questions in the same order and hear the same answers, numbers that vary excepted. About a
/// hundred times faster than reading, and the same code decides.
///
/// Not to be shared between threads.

#include "runs/case/units.hpp"
#include "runs/record/table.hpp"

#include <any>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace percolith::runs
{

struct Key;

/// A key whose number changes from reading to reading.
struct Varied {
    std::string key; ///< dotted, as for --set
    std::string unit; ///< of its numbers; empty for plain ones
};

class Tape
{
public:
    /// A reading cannot be repeated with these numbers: one is out of range, they contradict each
    /// other, or a reader asks something new. Only the document can tell.
    struct Diverged : std::exception {
        const char* what() const noexcept override { return "the document must be read again"; }
    };

    explicit Tape(std::vector<Varied> varied) : varied_(std::move(varied)) {}

    /// A reading of the document begins, these numbers under the keys that vary.
    void record(std::span<const double> values);
    /// It has ended without a fault.
    void finish();
    /// Whether it can be repeated: it read a number under every key that varies, and nothing that a
    /// tape cannot keep.
    bool ready() const { return ready_; }

    /// It is repeated with other numbers, into the object that it filled. `entries` are the values
    /// that it read, to be kept true; may be null.
    void repeat(std::span<const double> values, std::vector<Entry>* entries);
    bool repeating() const { return repeating_; }

    /// While recording: the answer to the next question, which asked for `name`. `path` is where
    /// the number was found, empty for a default; `si` its unit; `entry` its place among the values
    /// read.
    struct Number {
        std::string_view path;
        std::string_view si;
        std::optional<double> value;
        std::optional<std::size_t> entry;
    };
    void note_number(std::string_view name, const Number& number);
    template <class T> void note(std::string_view name, T answer)
    {
        slots_.push_back({.name = std::string{name}, .other = others_.size()});
        others_.emplace_back(std::move(answer));
    }
    /// What comes next cannot be repeated.
    void give_up() { possible_ = false; }

    /// While repeating: the answers. They throw `Diverged` for another question.
    std::optional<double> number(const Key& key, std::optional<double> otherwise);
    template <class T> T answer(std::string_view name)
    {
        return std::any_cast<const T&>(others_[next(name).other]);
    }

    /// What `make` returns. While repeating, what it returned before, where neither `inputs` nor a
    /// number that it reads has changed since.
    template <class Inputs, class Make>
    auto kept(const Inputs& inputs, const Make& make) -> std::shared_ptr<const decltype(make())>
    {
        using Product = std::shared_ptr<const decltype(make())>;
        const auto which = enter();
        if (repeating_ && unchanged(which)) {
            const auto* before = std::any_cast<Inputs>(&blocks_[which].inputs);
            if (before != nullptr && *before == inputs) {
                cursor_ = blocks_[which].end;
                return std::any_cast<Product>(blocks_[which].product);
            }
        }
        blocks_[which].inputs.reset(); // if `make` throws, nothing is known
        auto product = std::make_shared<const decltype(make())>(make());
        leave(which);
        blocks_[which].inputs = inputs;
        blocks_[which].product = product;
        return product;
    }

private:
    static constexpr auto none = static_cast<std::size_t>(-1);
    static constexpr std::string_view block_name = "[";

    /// The answer to one question.
    struct Slot {
        std::string name;
        std::optional<double> number{};
        bool given = false; ///< else a default
        std::size_t varied = none; ///< which of the numbers stands here
        std::size_t conversion = none;
        std::size_t entry = none;
        std::size_t other = none; ///< an answer of another kind, or a block
    };
    /// Questions asked on behalf of one product.
    struct Block {
        std::size_t end = 0; ///< the slot behind
        std::vector<std::pair<std::size_t, double>> read{}; ///< numbers that vary, as last read
        std::any inputs{};
        std::any product{};
    };

    Slot& next(std::string_view name);
    double varied_number(const Slot& slot) const;
    std::size_t enter();
    bool unchanged(std::size_t which) const;
    void leave(std::size_t which);

    std::vector<Varied> varied_;
    std::vector<double> values_;
    std::vector<Slot> slots_;
    std::vector<std::any> others_;
    std::vector<Block> blocks_;
    std::vector<Conversion> conversions_;
    std::vector<Entry>* entries_ = nullptr;
    std::size_t cursor_ = 0;
    bool possible_ = true;
    bool ready_ = false;
    bool repeating_ = false;
};

} // namespace percolith::runs

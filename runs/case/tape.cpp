#include "runs/case/tape.hpp"

#include "runs/case/section.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace percolith::runs
{
namespace
{

bool same_bits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Beyond these a document may hold another number than the one written: whole numbers that are no
/// doubles, and what is read as zero.
constexpr double most_plain = 9007199254740992.0; // 2^53
constexpr double least = std::numeric_limits<double>::min();

} // namespace

void Tape::record(std::span<const double> values)
{
    values_.assign(values.begin(), values.end());
    slots_.clear();
    others_.clear();
    blocks_.clear();
    conversions_.clear();
    entries_ = nullptr;
    possible_ = true;
    ready_ = false;
    repeating_ = false;
}

void Tape::finish()
{
    ready_ = possible_;
    for (std::size_t k = 0; k < varied_.size(); ++k) {
        ready_ = ready_ &&
                 std::ranges::any_of(slots_, [k](const Slot& slot) { return slot.varied == k; });
    }
}

void Tape::repeat(std::span<const double> values, std::vector<Entry>* entries)
{
    values_.assign(values.begin(), values.end());
    entries_ = entries;
    cursor_ = 0;
    repeating_ = true;
}

void Tape::note_number(std::string_view name, const Number& number)
{
    Slot slot{.name = std::string{name},
              .number = number.value,
              .given = !number.path.empty(),
              .entry = number.entry.value_or(none)};
    for (std::size_t k = 0; slot.given && k < varied_.size(); ++k) {
        slot.varied = varied_[k].key == number.path ? k : slot.varied; // the last one counts
    }
    if (slot.varied != none && !varied_[slot.varied].unit.empty()) {
        try {
            // The unit as it is found behind a number.
            const auto unit = split_quantity("1 " + varied_[slot.varied].unit).unit;
            slot.conversion = conversions_.size();
            conversions_.emplace_back(unit, number.si);
        } catch (const UnitError&) {
            give_up();
        }
    }
    slots_.push_back(std::move(slot));
}

std::optional<double> Tape::number(const Key& key, std::optional<double> otherwise)
{
    auto& slot = next(key.name);
    if (slot.varied != none) {
        const double value = varied_number(slot);
        if (!key.range.holds(value)) {
            throw Diverged{};
        }
        slot.number = value;
    } else if (slot.given || (slot.number && otherwise && same_bits(*slot.number, *otherwise))) {
        return slot.number;
    } else {
        slot.number = otherwise; // a default that follows from other numbers
    }
    if (entries_ != nullptr && slot.entry != none && slot.number) {
        (*entries_)[slot.entry].value = *slot.number;
    }
    return slot.number;
}

/// As a document would tell it, where the number stands as text.
double Tape::varied_number(const Slot& slot) const
{
    const double value = values_[slot.varied];
    if (!std::isfinite(value) || (value != 0.0 && std::abs(value) < least)) {
        throw Diverged{};
    }
    if (slot.conversion != none) {
        return conversions_[slot.conversion](value);
    }
    if (std::abs(value) >= most_plain) {
        throw Diverged{};
    }
    return value == 0.0 ? 0.0 : value; // -0 is a whole number there, which has no sign
}

Tape::Slot& Tape::next(std::string_view name)
{
    if (cursor_ >= slots_.size() || slots_[cursor_].name != name) {
        throw Diverged{};
    }
    return slots_[cursor_++];
}

std::size_t Tape::enter()
{
    if (repeating_) {
        return next(block_name).other;
    }
    slots_.push_back({.name = std::string{block_name}, .other = blocks_.size()});
    blocks_.push_back({.end = slots_.size()});
    return blocks_.size() - 1;
}

bool Tape::unchanged(std::size_t which) const
{
    return std::ranges::all_of(blocks_[which].read, [&](const auto& read) {
        return same_bits(values_[read.first], read.second);
    });
}

void Tape::leave(std::size_t which)
{
    auto& block = blocks_[which];
    if (repeating_) {
        if (cursor_ != block.end) {
            throw Diverged{};
        }
    } else {
        for (auto slot = block.end; slot < slots_.size(); ++slot) {
            if (slots_[slot].varied != none) {
                block.read.emplace_back(slots_[slot].varied, 0.0);
            }
        }
        block.end = slots_.size();
    }
    for (auto& [varied, value] : block.read) {
        value = values_[varied];
    }
}

} // namespace percolith::runs

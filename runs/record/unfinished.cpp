#include "runs/record/unfinished.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace percolith::runs
{

Unfinished::Unfinished(const std::filesystem::path& output, std::string fingerprint,
                       std::size_t count, std::size_t width)
    : folder_(output, std::move(fingerprint)), width_(width), there_(count, 0),
      numbers_(count * width, 0.0)
{
    for (const auto number : folder_.chunks()) {
        next_chunk_ = std::max(next_chunk_, number + 1);
        // A chunk that is not whole is computed again.
        if (const auto bytes = folder_.read(number)) {
            take_up(*bytes);
        }
    }
}

std::size_t Unfinished::count_there() const
{
    return static_cast<std::size_t>(std::count(there_.begin(), there_.end(), 1));
}

void Unfinished::take_up(std::string_view bytes)
{
    const std::size_t row = sizeof(std::uint64_t) + width_ * sizeof(double);
    if (bytes.size() % row != 0) {
        return;
    }
    for (std::size_t at = 0; at < bytes.size(); at += row) {
        std::uint64_t number = 0;
        std::memcpy(&number, bytes.data() + at, sizeof number);
        if (number < there_.size()) {
            there_[number] = 1;
            std::memcpy(numbers_.data() + number * width_, bytes.data() + at + sizeof number,
                        width_ * sizeof(double));
        }
    }
}

void Unfinished::keep(std::size_t number, std::span<const double> result)
{
    const std::scoped_lock alone(mutex_);
    there_[number] = 1;
    pending_.push_back({number, {result.begin(), result.end()}});
}

void Unfinished::flush()
{
    std::vector<Result> results;
    {
        const std::scoped_lock alone(mutex_);
        results.swap(pending_);
    }
    if (results.empty()) {
        return;
    }
    std::string bytes;
    for (const auto& result : results) {
        bytes.append(reinterpret_cast<const char*>(&result.number), sizeof result.number);
        bytes.append(reinterpret_cast<const char*>(result.values.data()),
                     result.values.size() * sizeof(double));
    }
    folder_.write(next_chunk_++, bytes);
}

} // namespace percolith::runs

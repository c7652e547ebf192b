#pragma once
/// Processes side by side on one machine or many, started by mpirun. The first one hands work out
/// in pieces, whoever is free asks for the next, and the first one takes in what comes of them.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// The processes, as long as it lives; at most one in a program's life. Alone where mpirun did not
/// start this one, or where the program was built without MPI.
class Ranks
{
public:
    Ranks();
    ~Ranks(); // NOLINT(performance-trivially-destructible): with MPI it has something to do
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    int size() const { return size_; }
    bool alone() const { return size_ == 1; }
    bool is_first() const { return rank_ == 0; }

    /// What the first one says, to all; every one must ask. `saying` counts on the first one alone.
    std::uint64_t told_by_first(std::uint64_t saying) const;

    /// Ends all of them at once, after this one has said why.
    [[noreturn]] void abort(int status) const;

private:
    int rank_ = 0;
    int size_ = 1;
    [[maybe_unused]] bool joined_ = false; ///< with MPI only
};

/// Result of piece `number`, or nothing where it was stopped.
using ComputePiece = std::function<std::optional<std::string>(std::size_t number)>;

/// What the first process hands out.
struct HandOut {
    std::vector<std::size_t> pieces{}; ///< numbers, in the order in which they go out
    ComputePiece compute{}; ///< it computes, too, in a thread of its own
    std::function<void(std::size_t number, std::string_view result)> take{};
    std::function<void(std::size_t done)> progress{}; ///< called a few times a second
    const std::atomic<bool>* stop = nullptr; ///< once raised, no further piece goes out
};

/// On the first process, while the others `work_for_first`. Whether all pieces were taken in.
/// Throws what `compute` here and `take` throw, once the others have been sent home.
bool hand_out(const Ranks& ranks, const HandOut& work);

/// On all others: computes pieces until there are no more.
void work_for_first(const Ranks& ranks, const ComputePiece& compute);

} // namespace percolith::runs

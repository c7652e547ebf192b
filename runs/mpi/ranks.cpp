#include "runs/mpi/ranks.hpp"

#ifdef PERCOLITH_MPI

#include <mpi.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace percolith::runs
{
namespace
{

constexpr int result_tag = 1; ///< to the first: a result, or an empty one with a wish for the first
constexpr int piece_tag = 2; ///< from the first: the number of a piece
constexpr std::uint64_t no_piece = ~std::uint64_t{0};

/// Under mpirun, or a launcher that speaks PMIx or PMI. Initialising MPI costs a second otherwise.
bool started_by_mpirun()
{
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"}) {
        if (std::getenv(name) != nullptr) { // NOLINT(concurrency-mt-unsafe): before any thread
            return true;
        }
    }
    return false;
}

/// A result with the number of its piece before it.
std::string addressed(std::uint64_t number, std::string_view result)
{
    std::string message(reinterpret_cast<const char*>(&number), sizeof number);
    return message.append(result);
}

std::pair<std::uint64_t, std::string_view> read_address(std::string_view message)
{
    std::uint64_t number = no_piece;
    message.copy(reinterpret_cast<char*>(&number), sizeof number);
    return {number, message.substr(sizeof number)};
}

/// The first process at its desk.
class Desk
{
public:
    Desk(const Ranks& ranks, const HandOut& work)
        : work_(work), waiting_(work.pieces.begin(), work.pieces.end()),
          away_(static_cast<std::size_t>(ranks.size()) - 1)
    {
    }

    bool operator()()
    {
        std::thread own([this] { compute_here(); });
        while (away_ > 0 || !here_is_done()) {
            const bool heard = listen() || take_own();
            if (work_.progress) {
                work_.progress(taken_);
            }
            if (!heard) {
                std::this_thread::sleep_for(std::chrono::microseconds(200));
            }
        }
        own.join();
        while (take_own()) {
        }
        if (fault_) {
            std::rethrow_exception(fault_);
        }
        return taken_ == work_.pieces.size();
    }

private:
    std::uint64_t next()
    {
        const std::scoped_lock alone(mutex_);
        const bool stopped = work_.stop != nullptr && work_.stop->load();
        if (stopped || fault_ || waiting_.empty()) {
            return no_piece;
        }
        const auto number = waiting_.front();
        waiting_.pop_front();
        return number;
    }

    void note_fault()
    {
        const std::scoped_lock alone(mutex_);
        fault_ = fault_ ? fault_ : std::current_exception();
    }

    void compute_here()
    {
        try {
            for (auto number = next(); number != no_piece; number = next()) {
                if (auto result = work_.compute(number)) {
                    const std::scoped_lock alone(mutex_);
                    own_.emplace_back(number, std::move(*result));
                }
            }
        } catch (...) {
            note_fault();
        }
        here_done_ = true;
    }

    bool here_is_done() const { return here_done_; }

    void take(std::size_t number, std::string_view result)
    {
        try {
            work_.take(number, result);
            ++taken_;
        } catch (...) {
            note_fault();
        }
    }

    bool take_own()
    {
        std::unique_lock alone(mutex_);
        if (own_.empty()) {
            return false;
        }
        const auto [number, result] = std::move(own_.front());
        own_.pop_front();
        alone.unlock();
        take(number, result);
        return true;
    }

    /// Takes in one result and answers with the next piece, if anybody has spoken.
    bool listen()
    {
        int there = 0;
        MPI_Status status{};
        MPI_Iprobe(MPI_ANY_SOURCE, result_tag, MPI_COMM_WORLD, &there, &status);
        if (there == 0) {
            return false;
        }
        int size = 0;
        MPI_Get_count(&status, MPI_CHAR, &size);
        std::string message(static_cast<std::size_t>(size), '\0');
        MPI_Recv(message.data(), size, MPI_CHAR, status.MPI_SOURCE, result_tag, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
        if (const auto [number, result] = read_address(message); number != no_piece) {
            take(number, result);
        }
        const auto piece = next();
        MPI_Send(&piece, 1, MPI_UINT64_T, status.MPI_SOURCE, piece_tag, MPI_COMM_WORLD);
        away_ -= piece == no_piece ? 1 : 0;
        return true;
    }

    const HandOut& work_;
    std::mutex mutex_;
    std::deque<std::size_t> waiting_;
    std::deque<std::pair<std::size_t, std::string>> own_; ///< computed here, not taken yet
    std::size_t away_; ///< processes that have not been sent home
    std::size_t taken_ = 0;
    std::exception_ptr fault_;
    std::atomic<bool> here_done_{false};
};

} // namespace

Ranks::Ranks()
{
    if (!started_by_mpirun()) {
        return;
    }
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    joined_ = true;
}

Ranks::~Ranks()
{
    if (joined_) {
        MPI_Finalize();
    }
}

std::uint64_t Ranks::told_by_first(std::uint64_t saying) const
{
    if (joined_) {
        MPI_Bcast(&saying, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
    }
    return saying;
}

void Ranks::abort(int status) const
{
    if (joined_) {
        MPI_Abort(MPI_COMM_WORLD, status);
    }
    std::exit(status); // NOLINT(concurrency-mt-unsafe): all of it ends
}

bool hand_out(const Ranks& ranks, const HandOut& work)
{
    return Desk(ranks, work)();
}

void work_for_first(const Ranks& /*ranks*/, const ComputePiece& compute)
{
    auto message = addressed(no_piece, {});
    while (true) {
        MPI_Send(message.data(), static_cast<int>(message.size()), MPI_CHAR, 0, result_tag,
                 MPI_COMM_WORLD);
        std::uint64_t piece = no_piece;
        MPI_Recv(&piece, 1, MPI_UINT64_T, 0, piece_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (piece == no_piece) {
            return;
        }
        const auto result = compute(piece);
        message = result ? addressed(piece, *result) : addressed(no_piece, {});
    }
}

} // namespace percolith::runs

#else

#include "runs/case/errors.hpp"

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

namespace percolith::runs
{
namespace
{

/// What a launcher has put into the environment; 0 where it has not.
int number_of_launcher(const char* name)
{
    const char* const text = std::getenv(name); // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr ? 0 : std::atoi(text); // NOLINT(cert-err34-c): what is none counts as 0
}

} // namespace

Ranks::Ranks()
{
    constexpr std::array<std::pair<const char*, const char*>, 2> launchers{
        {{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"}, {"PMI_SIZE", "PMI_RANK"}}};
    for (const auto& [size, rank] : launchers) {
        const int processes = number_of_launcher(size);
        if (processes <= 1) {
            continue;
        }
        // Side by side they would all write one file. The first says so, the others leave.
        size_ = processes;
        rank_ = number_of_launcher(rank);
        if (rank_ == 0) {
            throw InputError({}, "mpirun",
                             "started " + std::to_string(processes) +
                                 " processes, and this program is built without MPI",
                             "build it with cmake --preset mpi (PERCOLITH_MPI=ON), or run it once: "
                             "it uses all cores of a machine by itself");
        }
    }
}

Ranks::~Ranks() = default;

std::uint64_t Ranks::told_by_first(std::uint64_t saying) const
{
    return saying;
}

void Ranks::abort(int status) const
{
    std::exit(status); // NOLINT(concurrency-mt-unsafe): all of it ends
}

bool hand_out(const Ranks& /*ranks*/, const HandOut& /*work*/)
{
    throw std::logic_error("built without MPI: there is nobody to hand work to");
}

void work_for_first(const Ranks& /*ranks*/, const ComputePiece& /*compute*/)
{
    throw std::logic_error("built without MPI: there is nobody to work for");
}

} // namespace percolith::runs

#endif

#pragma once
/// Independent tasks on all cores, and a way to stop them.

#include <atomic>
#include <cstddef>
#include <functional>

namespace percolith::microstructure
{

/// Runs work(k) for k = 0 .. count - 1, each once, on up to `threads` threads (0: one per core).
/// Results must not depend on who runs what: tasks share nothing. Where `stop` rises, no further
/// task begins. The first exception of a task ends the others' queue and is thrown again here.
/// Returns whether all tasks ran.
bool run_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                  const std::atomic<bool>* stop = nullptr);

/// Threads meant by a number that a user gave; 0: one per core this process may use.
unsigned thread_count(unsigned asked);

} // namespace percolith::microstructure

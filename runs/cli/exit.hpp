#pragma once
/// How the program leaves, and how it says what went wrong: one line each, on standard error.

#include <functional>

namespace percolith::runs
{

/// Exit status of the program. A test that ran is a success, whatever ended it.
enum class Exit : int {
    ok = 0,
    failed_checks = 1, ///< `validate`: a check failed
    bad_input = 2, ///< what the user wrote
    solver_failure = 3, ///< the solver gave up
    output_failure = 4, ///< a disk, a place, a helper program
    fault = 70, ///< our own mistake
    interrupted = 130, ///< SIGINT; SIGTERM leaves with 143
};

/// Runs `work`, turns what it throws into a line and a status.
int guarded_main(const std::function<int()>& work);

} // namespace percolith::runs

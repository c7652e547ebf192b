#pragma once
/// Standard output, with its failures noticed: a full disk or a reader that has gone.

#include <string_view>

namespace percolith::runs
{

/// Whoever read our standard output has closed it (`percolith describe | head`): no fault of ours,
/// and nobody to tell.
struct ReaderGone {
};

/// Writes `text` to standard output at once. Throws `OutputError`, or `ReaderGone`.
void print(std::string_view text);

/// Makes the three standard streams safe to use: a closed one would lend its number to the next
/// file opened, and a reader that goes away would kill the program. Call first.
void secure_standard_streams();

} // namespace percolith::runs

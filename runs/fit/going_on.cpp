#include "runs/fit/going_on.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace percolith::runs::fit
{

namespace
{

/// 1 or -1 by what flows in the middle of a piece, 0 for none.
int direction(const CurrentPiece& piece)
{
    const double middle = piece.current + 0.5 * piece.ramp * piece.duration;
    return middle > 0.0 ? 1 : middle < 0.0 ? -1 : 0;
}

/// First pieces of the half cycles: where another direction begins. Ramps of a sample or so between
/// plateaus belong to whichever side their middle lies on.
std::vector<std::size_t> half_cycles(const std::vector<CurrentPiece>& pieces)
{
    std::vector<std::size_t> starts;
    int last = 0;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        const int now = direction(pieces[k]);
        if (now != 0 && now != last) {
            starts.push_back(k);
            last = now;
        }
    }
    return starts;
}

} // namespace

std::vector<CurrentPiece> going_on(std::vector<CurrentPiece> pieces, double end)
{
    double now = length_of(pieces);
    const auto add = [&](CurrentPiece piece) {
        piece.duration = std::min(piece.duration, end - now);
        if (piece.duration > 0.0) {
            pieces.push_back(piece);
            now += piece.duration;
        }
    };
    const auto starts = half_cycles(pieces);
    if (now >= end) {
        return pieces;
    }
    if (starts.size() < 3) {
        const auto& last = pieces.back();
        add({end - now, last.current + last.ramp * last.duration, 0.0});
        return pieces;
    }
    const auto last = starts.back();
    const std::vector<CurrentPiece> cycle(
        pieces.begin() + static_cast<std::ptrdiff_t>(starts[starts.size() - 3]),
        pieces.begin() + static_cast<std::ptrdiff_t>(last));
    // What the record's last half cycle still lacks of the one two before it, which ran the same
    // way, and then whole cycles.
    const auto half = starts[starts.size() - 2] - starts[starts.size() - 3];
    double done = length_of(std::span(pieces).subspan(last));
    std::size_t k = 0;
    while (now < end) {
        auto piece = cycle[k];
        if (done > 0.0 && k < half) {
            const double skipped = std::min(done, piece.duration);
            done -= skipped;
            piece.current += piece.ramp * skipped;
            piece.duration -= skipped;
        } else {
            done = 0.0;
        }
        add(piece);
        k = (k + 1) % cycle.size();
    }
    return pieces;
}

} // namespace percolith::runs::fit

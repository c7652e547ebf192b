#pragma once
/// Percolation of overlapping particles that are added one by one.

#include "model/microstructure/particles.hpp"
#include "model/microstructure/threshold.hpp"

namespace percolith::microstructure
{

/// Metal fractions at which a cluster first winds around the periodic box of `edge` unit lengths:
/// where the endless structure has that fraction, such a box just percolates.
/// Anywhere: 1 - exp(-particles per volume x their mean volume), exact for particles placed without
/// regard to each other. In domains: the share of random points that particles cover. The box is
/// stretched along the common axis of aligned particles as they are, for then their thresholds are
/// those of isotropic ones at the same finite size.
Crossing particle_crossing(const Particles& particles, double edge, const RandomSource& random,
                           unsigned threads, DrawDirection direction = uniform_direction);

/// Bytes that one crossing takes. Where domains keep the metal apart, up to twenty times as much
/// before that is given up.
double particle_memory(const Particles& particles, double edge);

/// The box meant by one edge: of that edge's cube in volume, stretched for aligned particles.
Box box_of(const Particles& particles, double edge);

} // namespace percolith::microstructure

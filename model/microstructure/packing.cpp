#include "model/microstructure/packing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// Imbalance of a sphere over the force of a contact: while the size is sought, and at the end.
constexpr double loose_tolerance = 0.05;
constexpr double fine_tolerance = 0.02;
constexpr int most_steps = 5000; ///< rarely needed: a few rattlers keep rolling

/// Spheres that repel like springs where they overlap, on the way to the least energy.
class SoftSpheres
{
public:
    explicit SoftSpheres(Spheres spheres)
        : spheres_(std::move(spheres)), force_(spheres_.size()), velocity_(spheres_.size())
    {
        smallest_ = *std::min_element(spheres_.radius.begin(), spheres_.radius.end());
        skin_ = 0.6 * smallest_;
        list_neighbours();
        push();
    }

    const Spheres& spheres() const { return spheres_; }
    /// Mean over the contacts of depth over distance of the centres.
    double overlap() const { return overlap_; }

    void scale_radii(double factor)
    {
        for (double& radius : spheres_.radius) {
            radius *= factor;
        }
        smallest_ *= factor;
        list_neighbours();
        push();
    }

    /// FIRE (Bitzek et al. 2006, DOI 10.1103/PhysRevLett.97.170201), until the mean square of the
    /// net force is `tolerance`^2 of that of a contact.
    void settle(double tolerance)
    {
        double time_step = 0.2;
        double mixing = 0.2;
        int downhill = 0;
        std::fill(velocity_.begin(), velocity_.end(), Vector{});
        for (int step = 0; step < most_steps; ++step) {
            // Where they are free they end all but apart, and contacts say nothing.
            if (unbalanced_ <= tolerance * tolerance * contact_square_ ||
                overlap_ < 0.01 * packing_overlap) {
                return;
            }
            const double power = steer(mixing);
            if (power >= 0.0) {
                if (++downhill > 5) {
                    time_step = std::min(1.1 * time_step, 0.5);
                    mixing *= 0.99;
                }
            } else {
                downhill = 0;
                time_step *= 0.5;
                mixing = 0.2;
                std::fill(velocity_.begin(), velocity_.end(), Vector{});
            }
            move(time_step);
        }
    }

private:
    struct Pair {
        std::uint32_t first;
        std::uint32_t second;
        std::uint32_t image;
    };

    /// Where the spheres themselves have got to since, they find new neighbours.
    void list_neighbours()
    {
        for (auto& centre : spheres_.centre) {
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const double edge = spheres_.box.edge[axis];
                centre[axis] -= edge * std::floor(centre[axis] / edge);
                centre[axis] = centre[axis] < edge ? centre[axis] : 0.0;
            }
        }
        pairs_.clear();
        for (const auto& pair : close_pairs(spheres_, skin_)) {
            const int image = (pair.step[2] + 1) * 9 + (pair.step[1] + 1) * 3 + (pair.step[0] + 1);
            pairs_.push_back({pair.first, pair.second, static_cast<std::uint32_t>(image)});
        }
        for (std::size_t image = 0; image < shift_.size(); ++image) {
            for (std::size_t axis = 0; axis < 3; ++axis) {
                shift_[image][axis] = image_steps()[image][axis] * spheres_.box.edge[axis];
            }
        }
        listed_ = spheres_.centre;
    }

    bool list_is_stale() const
    {
        double farthest = 0.0;
        for (std::size_t k = 0; k < listed_.size(); ++k) {
            Vector moved{};
            for (std::size_t axis = 0; axis < 3; ++axis) {
                moved[axis] = spheres_.centre[k][axis] - listed_[k][axis];
            }
            farthest = std::max(farthest, dot(moved, moved));
        }
        return 4.0 * farthest > skin_ * skin_;
    }

    /// Forces: each overlap pushes with its depth.
    void push()
    {
        std::fill(force_.begin(), force_.end(), Vector{});
        double depths = 0.0;
        double squares = 0.0;
        std::size_t count = 0;
        for (const auto& pair : pairs_) {
            const Vector& a = spheres_.centre[pair.first];
            const Vector& b = spheres_.centre[pair.second];
            const Vector& shift = shift_[pair.image];
            const Vector way{b[0] + shift[0] - a[0], b[1] + shift[1] - a[1],
                             b[2] + shift[2] - a[2]};
            const double touching = spheres_.radius[pair.first] + spheres_.radius[pair.second];
            const double square = dot(way, way);
            if (square >= touching * touching) {
                continue;
            }
            const double distance = std::max(std::sqrt(square), 1e-12 * touching);
            const double depth = touching - distance;
            depths += depth / touching;
            squares += depth * depth;
            ++count;
            const double pull = depth / distance;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                force_[pair.first][axis] -= pull * way[axis];
                force_[pair.second][axis] += pull * way[axis];
            }
        }
        overlap_ = count == 0 ? 0.0 : depths / static_cast<double>(count);
        contact_square_ = count == 0 ? 0.0 : squares / static_cast<double>(count);
        unbalanced_ = 0.0;
        for (const Vector& force : force_) {
            unbalanced_ += dot(force, force);
        }
        unbalanced_ /= static_cast<double>(force_.size());
    }

    /// Large spheres have contacts, and so stiffness, by their surface: so much the heavier they
    /// are.
    double mass(std::size_t k) const
    {
        const double ratio = spheres_.radius[k] / smallest_;
        return ratio * ratio;
    }

    /// Turns the velocities towards the forces; returns the power.
    double steer(double mixing)
    {
        double power = 0.0;
        double velocities = 0.0;
        double forces = 0.0;
        for (std::size_t k = 0; k < force_.size(); ++k) {
            power += dot(force_[k], velocity_[k]);
            velocities += dot(velocity_[k], velocity_[k]) * mass(k);
            forces += dot(force_[k], force_[k]) / mass(k);
        }
        const double along = forces > 0.0 ? mixing * std::sqrt(velocities / forces) : 0.0;
        for (std::size_t k = 0; k < force_.size(); ++k) {
            const double weight = along / mass(k);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                velocity_[k][axis] = (1.0 - mixing) * velocity_[k][axis] + weight * force_[k][axis];
            }
        }
        return power;
    }

    void move(double time_step)
    {
        // No sphere leaps over another while the first, deep overlaps relax.
        const double leap = 0.2 * smallest_;
        for (std::size_t k = 0; k < force_.size(); ++k) {
            const double weight = time_step / mass(k);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                velocity_[k][axis] += weight * force_[k][axis];
                spheres_.centre[k][axis] += std::clamp(time_step * velocity_[k][axis], -leap, leap);
            }
        }
        if (list_is_stale()) {
            list_neighbours();
        }
        push();
    }

    Spheres spheres_;
    std::vector<Vector> force_;
    std::vector<Vector> velocity_;
    std::vector<Vector> listed_{};
    std::vector<Pair> pairs_{};
    std::array<Vector, 27> shift_{};
    double smallest_ = 0.0;
    double skin_ = 0.0;
    double overlap_ = 0.0;
    double contact_square_ = 0.0;
    double unbalanced_ = 0.0;
};

Spheres scattered(const Box& box, std::vector<double> radii, const RandomSource& source)
{
    Spheres spheres{box, std::vector<Vector>(radii.size()), std::move(radii)};
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        const auto at = source.uniforms(Purpose::grain_place, k);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            spheres.centre[k][axis] = at[axis] * box.edge[axis];
        }
    }
    return spheres;
}

/// Numbers of the spheres from place to place: those side by side then lie side by side in memory.
std::vector<std::uint32_t> by_place(const Spheres& spheres)
{
    const double cells = std::cbrt(static_cast<double>(spheres.size()));
    std::vector<std::array<int, 3>> cell(spheres.size());
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            cell[k][axis] =
                static_cast<int>(cells * spheres.centre[k][axis] / spheres.box.edge[axis] / 3.0);
        }
    }
    std::vector<std::uint32_t> order(spheres.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return cell[a] != cell[b] ? cell[a] < cell[b] : a < b;
    });
    return order;
}

Spheres reordered(const Spheres& spheres, const std::vector<std::uint32_t>& order)
{
    Spheres sorted = spheres;
    for (std::size_t k = 0; k < order.size(); ++k) {
        sorted.centre[k] = spheres.centre[order[k]];
        sorted.radius[k] = spheres.radius[order[k]];
    }
    return sorted;
}

std::vector<std::uint32_t> inverse(const std::vector<std::uint32_t>& order)
{
    std::vector<std::uint32_t> back(order.size());
    for (std::uint32_t k = 0; k < order.size(); ++k) {
        back[order[k]] = k;
    }
    return back;
}

} // namespace

Spheres jammed_packing(const Box& box, std::vector<double> radii, double usual_fraction,
                       const RandomSource& source)
{
    const auto positive = [](double x) { return x > 0.0 && std::isfinite(x); };
    if (radii.size() < 2 || !std::all_of(radii.begin(), radii.end(), positive) ||
        !std::all_of(box.edge.begin(), box.edge.end(), positive)) {
        throw std::invalid_argument("packing: wants two spheres or more, and positive lengths");
    }
    // Pressed together further than wanted at first, then let go: from the jammed side.
    const double start = usual_fraction + 0.03;
    Spheres loose = scattered(box, std::move(radii), source);
    const double factor = std::cbrt(start / solid_fraction(loose));
    for (double& radius : loose.radius) {
        radius *= factor;
    }
    const auto order = by_place(loose);
    SoftSpheres soft(reordered(loose, order));
    bool near = false;
    for (int round = 0; round < 100; ++round) {
        soft.settle(near ? fine_tolerance : loose_tolerance);
        const double miss = soft.overlap() / packing_overlap;
        if (near && miss > 0.6 && miss < 1.25) {
            return reordered(soft.spheres(), inverse(order));
        }
        if (!near && miss > 0.1 && miss < 1.25) {
            near = true; // settles further before it is judged again
            continue;
        }
        // Overlaps change by less than the radii, since the spheres yield: no overshoot.
        const double change = packing_overlap - soft.overlap();
        soft.scale_radii(1.0 + (near || miss > 0.1 ? change : 0.005));
    }
    throw std::runtime_error("packing: the spheres do not settle");
}

double contact_number(const Spheres& spheres, const std::vector<Neighbours>& contacts)
{
    std::vector<char> held(spheres.size(), 1);
    std::vector<int> hands;
    for (bool changed = true; changed;) {
        hands.assign(spheres.size(), 0);
        for (const auto& pair : contacts) {
            if (held[pair.first] != 0 && held[pair.second] != 0) {
                ++hands[pair.first];
                ++hands[pair.second];
            }
        }
        changed = false;
        for (std::size_t k = 0; k < held.size(); ++k) {
            if (held[k] != 0 && hands[k] < 4) {
                held[k] = 0;
                changed = true;
            }
        }
    }
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t k = 0; k < held.size(); ++k) {
        sum += hands[k] * held[k];
        count += held[k];
    }
    return count > 0.0 ? sum / count : 0.0;
}

} // namespace percolith::microstructure

#pragma once
/// Exact solutions of the balances where b = l, in SI. Written from the equations of
/// docs/concepts, not from the code they are held against.

#include "model/parameters.hpp"

namespace percolith::validation
{

/// One interphase on metal in full contact, without renewal: U = 0, theta = 1, b = l.
struct GrowingFilm {
    double growth = 0.0; ///< v, m3/C
    double electronic = 0.0; ///< sigma_e, S/m
    double ionic = 0.0; ///< sigma_i, S/m
    double front = 0.0; ///< R_k, Ohm m2
    double potential = 0.0; ///< E_red, V
    double initial = 0.0; ///< b_0, m

    explicit GrowingFilm(const model::ElectrodeParameters<>& p);

    /// sigma_e sigma_i / (sigma_e + sigma_i).
    double ambipolar() const;
    /// Thickness after `time` s at rest: (b^2 - b0^2)/(2 sigma_amb) + R_k (b - b0) = v E_red t.
    double at_rest(double time) const;
    /// The same under a constant current j (A/m2, > 0 strips), beta = j/sigma_i:
    /// -(b - b0)/(beta sigma_amb)
    ///   - (E_red/(beta^2 sigma_amb) + R_k/beta) ln[(E_red - beta b)/(E_red - beta b0)] = v t.
    double under_current(double current, double time) const;
    /// Rate of growth where renewal k_f holds the barrier and ions do not limit:
    /// dl/dt = sqrt(v E_red sigma_e k_f |j|).
    double renewed_rate(double renewal, double current) const;
};

/// Thickness at which a plated bare collector stops starving, J = |j|/(1 - u f_rev):
/// l = (E_red - U_host(0) - J R_k)/(J/sigma_e + (J - |j|)/sigma_i).
double starved_exit(const model::ElectrodeParameters<>& p, double current);

/// Contact fraction while stripping at j, voids growing:
/// theta = T + (theta_0 - T) e^(L t), L = j_rep/Q_h - k_c, T = (j/Q_h - k_c)/L.
double contact_stripping(const model::ContactParameters<>& c, double current, double start,
                         double time);

/// Contact fraction while plating, 1 - theta = D e^(-mu t), mu = w |j|/Q_h + k_c, and the integral
/// of dt/theta, ln[(e^(mu t) - D)/(1 - D)]/mu, in s.
struct Plated {
    double contact = 1.0;
    double integral = 0.0;
};
Plated contact_plating(const model::ContactParameters<>& c, double magnitude, double start,
                       double time);

} // namespace percolith::validation

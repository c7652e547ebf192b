#include "runs/integrate/forward_sensitivities.hpp"

#include "runs/integrate/advance.hpp"
#include "runs/integrate/sundials_bridge.hpp"
#include "runs/integrate/sundials_handles.hpp"

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <algorithm>

namespace percolith::runs
{

namespace
{

/// Derivatives are asked for with this many times the error of the state: they go through numbers
/// that are themselves differences.
constexpr double looser = 100.0;

void copy(N_Vector from, std::span<double> to)
{
    std::copy_n(N_VGetArrayPointer(from), to.size(), to.begin());
}

void copy(std::span<const double> from, N_Vector to)
{
    std::copy(from.begin(), from.end(), N_VGetArrayPointer(to));
}

} // namespace

struct ForwardSensitivities::Parts {
    CvodesBridge bridge;
    const SensitiveSegment* segment = nullptr;
    SundialsContext context;
    OwnedVector y;
    OwnedVector floor;
    std::vector<OwnedVector> sensitivity;
    std::vector<OwnedVector> sensitivity_floor;
    std::vector<OwnedVector> between;
    OwnedMatrix matrix;
    OwnedLinearSolver linear;
    OwnedCvodes memory;
    double relative = 0.0;
    std::vector<double> s_in;
    std::vector<double> s_out;
    std::vector<int> directions;
    std::vector<int> fell;

    std::size_t size() const { return static_cast<std::size_t>(N_VGetLength(y.get())); }
    std::size_t parameters() const { return sensitivity.size(); }

    static std::vector<N_Vector> handles(const std::vector<OwnedVector>& owned)
    {
        std::vector<N_Vector> raw;
        std::transform(owned.begin(), owned.end(), std::back_inserter(raw),
                       [](const OwnedVector& v) { return v.get(); });
        return raw;
    }

    void gather(const N_Vector* vectors, std::vector<double>& to) const
    {
        for (std::size_t k = 0; k < parameters(); ++k) {
            copy(vectors[k], std::span(to).subspan(k * size(), size()));
        }
    }

    static int rates_of_sensitivities(int, double t, N_Vector y, N_Vector, N_Vector* s,
                                      N_Vector* ds, void* data, N_Vector, N_Vector)
    {
        auto& self = *static_cast<Parts*>(static_cast<CvodesBridge*>(data)->owner);
        return guarded(self.bridge, [&] {
            self.gather(s, self.s_in);
            self.segment->sensitivity_rates(t, read(y), self.s_in, self.s_out);
            for (std::size_t k = 0; k < self.parameters(); ++k) {
                copy(std::span<const double>(self.s_out).subspan(k * self.size(), self.size()),
                     ds[k]);
            }
        });
    }

    /// How large the derivatives will be by the segment's end, per parameter, in units of what they
    /// are derivatives of: what counts as nothing.
    void set_floors(std::span<const double> s)
    {
        segment->sensitivity_rates(0.0, read(y.get()), s, s_out);
        for (std::size_t k = 0; k < parameters(); ++k) {
            double scale = 0.0;
            const double* const least = N_VGetArrayPointer(floor.get());
            for (std::size_t i = 0; i < size(); ++i) {
                const double expected = std::abs(s[k * size() + i]) +
                                        segment->duration * std::abs(s_out[k * size() + i]);
                const double of = std::abs(read(y.get())[i]) + least[i] / relative;
                scale = std::max(scale, std::isfinite(expected) ? expected / of : 0.0);
            }
            for (std::size_t i = 0; i < size(); ++i) {
                N_VGetArrayPointer(sensitivity_floor[k].get())[i] =
                    looser * least[i] * (scale > 0.0 ? scale : 1.0);
            }
        }
    }

    void start(std::span<const double> from, std::span<const double> s)
    {
        auto* const cvodes = memory.get();
        copy(from, y.get());
        check_cvodes(CVodeReInit(cvodes, 0.0, y.get()), "restart");
        if (parameters() > 0) {
            for (std::size_t k = 0; k < parameters(); ++k) {
                copy(s.subspan(k * size(), size()), sensitivity[k].get());
            }
            auto raw = handles(sensitivity);
            check_cvodes(CVodeSensReInit(cvodes, CV_STAGGERED, raw.data()),
                         "restart of sensitivities");
            set_floors(s);
            auto floors = handles(sensitivity_floor);
            check_cvodes(CVodeSensSVtolerances(cvodes, looser * relative, floors.data()),
                         "tolerances of sensitivities");
        }
        const auto guards = segment->equations.guard_count();
        if (guards != directions.size()) {
            directions.assign(guards, -1);
            fell.assign(guards, 0);
            check_cvodes(CVodeRootInit(cvodes, static_cast<int>(guards), guard_roots), "roots");
            check_cvodes(CVodeSetRootDirection(cvodes, directions.data()), "root directions");
        }
        check_cvodes(CVodeSetStopTime(cvodes, segment->duration), "stop time");
    }

    /// Where CVODES has arrived.
    void arrived(std::span<double> to, std::span<double> s)
    {
        copy(y.get(), to);
        if (parameters() > 0) {
            double t = 0.0;
            auto raw = handles(sensitivity);
            check_cvodes(CVodeGetSens(memory.get(), &t, raw.data()), "sensitivities");
            for (std::size_t k = 0; k < parameters(); ++k) {
                copy(raw[k], s.subspan(k * size(), size()));
            }
        }
    }

    void interpolate(double t, std::span<double> to, std::span<double> s)
    {
        check_cvodes(CVodeGetDky(memory.get(), t, 0, between.back().get()), "interpolation");
        copy(between.back().get(), to);
        for (std::size_t k = 0; k < parameters(); ++k) {
            check_cvodes(
                CVodeGetSensDky1(memory.get(), t, 0, static_cast<int>(k), between[k].get()),
                "interpolation of sensitivities");
            copy(between[k].get(), s.subspan(k * size(), size()));
        }
    }
};

ForwardSensitivities::ForwardSensitivities(const model::Layout& layout, std::size_t parameters,
                                           const Tolerances& tolerances)
    : parts_(std::make_unique<Parts>())
{
    auto& p = *parts_;
    const auto n = static_cast<sunindextype>(layout.size());
    const auto vector = [&] { return OwnedVector(N_VNew_Serial(n, p.context.get())); };
    p.bridge.owner = &p;
    p.relative = tolerances.relative;
    p.y = vector();
    p.floor = vector();
    N_VConst(0.0, p.y.get());
    for (std::size_t k = 0; k < layout.size(); ++k) {
        N_VGetArrayPointer(p.floor.get())[k] = tolerances.absolute * layout[k].scale;
    }
    for (std::size_t k = 0; k < parameters; ++k) {
        p.sensitivity.push_back(vector());
        p.sensitivity_floor.push_back(vector());
        p.between.push_back(vector());
        N_VConst(0.0, p.sensitivity.back().get());
    }
    p.between.push_back(vector());
    p.s_in.resize(parameters * layout.size());
    p.s_out.resize(parameters * layout.size());
    p.matrix.reset(SUNDenseMatrix(n, n, p.context.get()));
    p.linear.reset(SUNLinSol_Dense(p.y.get(), p.matrix.get(), p.context.get()));
    p.memory.reset(CVodeCreate(CV_BDF, p.context.get()));
    auto* const cvodes = p.memory.get();
    check_cvodes(CVodeInit(cvodes, plain_rates, 0.0, p.y.get()), "initialisation");
    check_cvodes(CVodeSVtolerances(cvodes, p.relative, p.floor.get()), "tolerances");
    check_cvodes(CVodeSetLinearSolver(cvodes, p.linear.get(), p.matrix.get()), "linear solver");
    check_cvodes(CVodeSetJacFn(cvodes, dense_jacobian), "Jacobian");
    // As in the engine without sensitivities: the Jacobian of a stiffer past misleads.
    check_cvodes(CVodeSetJacEvalFrequency(cvodes, 1), "Jacobian frequency");
    check_cvodes(CVodeSetUserData(cvodes, &p.bridge), "user data");
    check_cvodes(CVodeSetErrHandlerFn(cvodes, keep_complaint, &p.bridge), "error handler");
    check_cvodes(CVodeSetMaxNumSteps(cvodes, -1), "step limit");
    check_cvodes(CVodeSetNoInactiveRootWarn(cvodes), "root warnings");
    if (parameters > 0) {
        auto raw = Parts::handles(p.sensitivity);
        check_cvodes(CVodeSensInit(cvodes, static_cast<int>(parameters), CV_STAGGERED,
                                   Parts::rates_of_sensitivities, raw.data()),
                     "initialisation of sensitivities");
        check_cvodes(CVodeSetSensErrCon(cvodes, SUNTRUE), "error control of sensitivities");
    }
}

ForwardSensitivities::~ForwardSensitivities() = default;

/// A segment takes hundreds of implicit steps, tens of thousands at the tightest tolerances. Far
/// from any cell, where a search looks too, it would take millions: minutes for a place that the
/// next step leaves.
constexpr decltype(Arrival::steps) most_steps = 200000;

Arrival ForwardSensitivities::advance(const SensitiveSegment& segment, std::span<double> y,
                                      std::span<double> s, const SensitiveObserver& observer)
{
    auto& p = *parts_;
    p.segment = &segment;
    p.bridge.equations = &segment.equations;
    Arrival out;
    if (!(segment.duration > 0.0)) {
        out.reached_end = true;
        return out;
    }
    p.start(y, s);
    double t = 0.0;
    for (;;) {
        const double from = t;
        const int flag = CVode(p.memory.get(), segment.duration, p.y.get(), &t, CV_ONE_STEP);
        p.bridge.require_success(flag, t);
        if (++out.steps > most_steps) {
            throw SolverFailure("no progress after 200000 implicit steps in one segment");
        }
        if (observer && t > from) {
            observer(from, t, [&](double at, std::span<double> to, std::span<double> derivatives) {
                if (at >= t) {
                    p.arrived(to, derivatives);
                } else {
                    p.interpolate(at, to, derivatives);
                }
            });
        }
        if (flag == CV_ROOT_RETURN) {
            check_cvodes(CVodeGetRootInfo(p.memory.get(), p.fell.data()), "root information");
            for (std::size_t k = 0; k < p.fell.size(); ++k) {
                if (p.fell[k] != 0) {
                    out.fallen.push_back(k);
                }
            }
            break;
        }
        out.reached_end = flag == CV_TSTOP_RETURN;
        out.interrupted = !out.reached_end && raised(segment.interrupted);
        if (out.reached_end || out.interrupted) {
            break;
        }
    }
    out.elapsed = out.reached_end ? segment.duration : t;
    p.arrived(y, s);
    return out;
}

} // namespace percolith::runs

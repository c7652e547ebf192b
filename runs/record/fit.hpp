#pragma once
/// Results of a fit in HDF5 (docs/files/fit.md), as plain data.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace percolith::runs
{

struct FitFormat {
    static constexpr const char* name = "percolith-fit";
    static constexpr int version = 1;
};

/// What every result says about itself.
struct FitHeader {
    std::string title{};
    std::string fit_text{}; ///< the fit file, byte for byte
    std::vector<std::string> overrides{};
    std::vector<std::string> inputs{}; ///< cases and records, as the fit file names them
    std::string program_version{};
    std::string commit{};
    double confidence = 0.95; ///< of all intervals
};

/// A value to compare a profile with, in the parameter's unit.
struct ParameterMark {
    double value = 0.0;
    std::string name{};
};

/// One free parameter at the best fit. Values are in `unit`, theta is the value or its logarithm.
struct FittedParameter {
    std::string name{};
    std::string key{};
    std::string unit{}; ///< "1" for a plain number
    bool logarithmic = false;
    double value = 0.0;
    double error = 0.0; ///< of theta: relative on a logarithmic scale; infinite: not determined
    double low = 0.0, high = 0.0; ///< interval; an end that was not found is infinite, or 0 below
    bool profiled = false; ///< interval by profile likelihood, else from the curvature
    /// Names of other parameters whose bounds set an end of the interval.
    std::vector<std::string> low_set_by{}, high_set_by{};
    int at_bound = 0; ///< -1 pressed against its lower bound, 1 against its upper one
    double start = 0.0;
    double lower_bound = 0.0, upper_bound = 0.0;
    std::vector<ParameterMark> marks{};
};

/// -2 ln L over one parameter, all others following.
struct FitProfile {
    std::size_t parameter = 0;
    std::vector<double> theta{}; ///< rising
    std::vector<double> value{}; ///< the same in the parameter's unit
    std::vector<double> rise{}; ///< over the minimum
};

struct FitMinimum {
    double misfit = 0.0; ///< sum of squares of the residuals, in the noise the search began with
    std::size_t reached = 0; ///< by how many starts
    std::vector<double> values{}; ///< of each parameter
};

/// A number that is not free, and what the answer owes to it (slopes at the best fit).
struct AssumedNumber {
    std::string name{}; ///< "interphase.front_resistance", "thin: separator.thickness"
    std::string key{};
    std::string unit{}; ///< coherent SI, "1" for a plain number
    double value = 0.0;
    double change =
        0.0; ///< relative, of which sentences speak: 0.1, or -0.1 where more is forbidden
    /// Change of each parameter's theta per relative change of the number; NaN where the parameter
    /// is not determined.
    std::vector<double> moves{};
    double noticed = 0.0; ///< relative change that raises -2 ln L by 1; infinite: it tells nothing
};

/// What one mechanism says of one cell.
struct FittedCell {
    double noise = 0.0; ///< V, standard deviation of one voltage sample
    bool noise_is_estimated = false;
    std::vector<double> voltage{}; ///< V, of the model; NaN after its end
    std::vector<double> residual{}; ///< of each voltage, standard deviations
};

/// What one mechanism says of a point or an event.
struct FittedNumber {
    double value = 0.0; ///< in SI; NaN where the model does not reach it
    double residual = 0.0; ///< standard deviations
};

struct FittedMechanism {
    std::string name{}; ///< empty: the cases as they are
    std::string ending{}; ///< how the best fit was found, a sentence
    bool converged = false;
    double minus_two_log_likelihood = 0.0; ///< priors are in it
    std::vector<FittedParameter> parameters{};
    std::vector<double> correlation{}; ///< of theta, row by row; NaN: not determined
    std::vector<FitProfile> profiles{};
    double threshold = 0.0; ///< rise of -2 ln L at the ends of an interval
    std::vector<FitMinimum> minima{}; ///< the best first
    std::vector<std::string> findings{}; ///< what the data determine, a sentence each
    std::vector<std::string> assumptions{}; ///< what the answer owes to what is not free, likewise
    std::vector<AssumedNumber> assumed{}; ///< those that move the answer most first
    std::vector<std::string> diagnostics{}; ///< where the model fails, a sentence each
    std::vector<double> samples{}; ///< of the posterior, row by row, a value per parameter
    std::vector<FittedCell> cells{}; ///< as many as cells
    std::vector<FittedNumber> points{}; ///< as many as points
    std::vector<FittedNumber> events{}; ///< as many as events
};

/// What was measured on one cell, as far as it was fitted.
struct MeasuredCell {
    std::string name{};
    double area = 0.0; ///< m2
    std::vector<double> time{}; ///< s
    std::vector<double> voltage{}; ///< V
    std::vector<double> current{}; ///< A, of the whole electrode
    std::vector<std::string> said{}; ///< how the record was read, a sentence each
};

/// A resistance, charge or thickness; SI.
struct MeasuredPoint {
    std::size_t cell = 0;
    std::string kind{}; ///< "resistance"
    std::string part{}; ///< "cell", "working" or "counter"
    std::string unit{}; ///< "ohm m2"
    double time = 0.0; ///< s
    double value = 0.0;
    double error = 0.0;
};

struct MeasuredEvent {
    std::size_t cell = 0;
    std::string what{}; ///< "end", "metal depleted"
    std::string electrode{}; ///< empty for the end of the cell
    double time = 0.0; ///< s
    double error = 0.0; ///< s
    std::string seen{}; ///< "when", "not before" or "not after": what `time` says of it
};

/// Growth with time to a power, of the points of one kind on one cell, without a model.
struct GrowthExponent {
    std::size_t cell = 0;
    std::string quantity{}; ///< as `MeasuredPoint::kind`
    std::string part{};
    double exponent = 0.0;
    double low = 0.0, high = 0.0; ///< interval; infinite where an end was not found
    std::size_t points = 0; ///< how many it stands on
};

struct FitRecord {
    FitHeader header{};
    std::vector<MeasuredCell> cells{};
    std::vector<MeasuredPoint> points{};
    std::vector<MeasuredEvent> events{};
    std::vector<GrowthExponent> exponents{};
    std::vector<FittedMechanism> mechanisms{}; ///< at least one
    std::vector<std::string> comparison{}; ///< of mechanisms, a sentence each
    std::size_t data = 0; ///< measured numbers
};

/// The best by AIC, which is what is shown where nobody asks for another.
const FittedMechanism& best_mechanism(const FitRecord& fit);

class SealedFile;

/// A result in the making: it takes its name when it is whole. Every member throws `OutputError`.
class FitFile
{
public:
    /// Takes the name at once, so that a place that takes no file is known before the work.
    explicit FitFile(const std::filesystem::path& path);
    FitFile(const FitFile&) = delete;
    FitFile& operator=(const FitFile&) = delete;
    ~FitFile();

    /// Once.
    void write(const FitRecord& record);

private:
    std::unique_ptr<SealedFile> file_;
};

/// What `FitFile` wrote. Throws `InputError` for a file that is no fit, is damaged or of a later
/// version.
FitRecord read_fit_file(const std::filesystem::path& file);

/// Whether `file` claims to be such a result.
bool is_fit(const std::filesystem::path& file);

} // namespace percolith::runs

#pragma once
/// From a case as read to a test that can run, and to the head of its run file.

#include "runs/case/case.hpp"
#include "runs/record/table.hpp"
#include "runs/simulate/simulation.hpp"
#include "runs/simulate/summary.hpp"

namespace percolith::runs
{

/// Owns what a TestSetup refers to; stays where it is.
class ReadyTest
{
public:
    /// `given` must outlive the test. Throws `std::invalid_argument` where the parts contradict
    /// each other.
    explicit ReadyTest(const Case& given);
    /// The same where the numbers of the balances are there already.
    ReadyTest(const Case& given, model::CellParameters<> cell);
    ~ReadyTest() = default;
    ReadyTest(const ReadyTest&) = delete;
    ReadyTest& operator=(const ReadyTest&) = delete;

    const TestSetup& setup() const { return setup_; }
    /// For the summary.
    CaseFacts facts() const;
    /// The same without the notes: what the summary's numbers need.
    CaseFacts numbers() const;
    /// Of the run file: columns, parameters, the case text.
    RecordHeader header() const;

private:
    const Case& case_;
    model::CellParameters<> cell_;
    TestSetup setup_;
};

} // namespace percolith::runs

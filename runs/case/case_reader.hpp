#pragma once
/// A case, or its cell alone, read again and again with other numbers under the same keys: what a
/// sweep and a fit do thousands of times.

#include "model/parameters.hpp"
#include "runs/case/case.hpp"
#include "runs/case/cell_source.hpp"
#include "runs/case/document.hpp"
#include "runs/case/tape.hpp"

#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace percolith::runs
{

/// What was read, and the numbers of the balances it makes (`cells::assemble`).
template <class What> struct Assembled {
    What given;
    model::CellParameters<> cell;
};

/// The first reading is one of the text; those after it repeat it and take a few microseconds. All
/// it gives is what a fresh reading with the same `Setting`s would give, bit by bit and word for
/// word. Not to be shared between threads.
template <class What> class RepeatedReader
{
public:
    /// `source` must outlive the reader. A key that stands twice counts where it stands last.
    RepeatedReader(const CellSource& source, std::vector<Varied> keys);

    /// With `values` under the keys, in their order and units. What is returned is true until the
    /// next call. Throws `InputErrors` where a number is out of range, a key or a unit is not the
    /// case's, or the numbers contradict each other, each line naming the key.
    const Assembled<What>& operator()(std::span<const double> values);

private:
    /// As the case has it with `values`, by its text, kept on `tape`.
    Assembled<What> read(std::span<const double> values, Tape& tape) const;
    bool repeat(std::span<const double> values);

    const CellSource* source_;
    std::vector<Varied> keys_;
    std::unique_ptr<Tape> tape_; ///< null before the first reading
    std::unique_ptr<Document> document_; ///< stands for the text while the tape is repeated
    Assembled<What> read_;
};

using CaseReader = RepeatedReader<Case>;
/// Of the case only what belongs to its cell: neither its protocol nor its options are read.
using CellReader = RepeatedReader<cells::CellDescription>;

extern template class RepeatedReader<Case>;
extern template class RepeatedReader<cells::CellDescription>;

/// Readers of one cell for as many threads as ask at once.
class CellReaders
{
public:
    CellReaders(const CellSource& source, std::vector<Varied> keys);

    /// use(reader), which nobody else uses meanwhile.
    template <class Use> auto with(const Use& use)
    {
        Taken reader(*this);
        return use(*reader.own);
    }

private:
    /// A reader while it is in use.
    struct Taken {
        explicit Taken(CellReaders& from) : all(from), own(from.take()) {}
        ~Taken() { all.give_back(std::move(own)); }
        Taken(const Taken&) = delete;
        Taken& operator=(const Taken&) = delete;
        CellReaders& all;
        std::unique_ptr<CellReader> own;
    };
    std::unique_ptr<CellReader> take();
    void give_back(std::unique_ptr<CellReader> reader) noexcept;

    const CellSource* source_;
    std::vector<Varied> keys_;
    std::mutex lock_;
    std::vector<std::unique_ptr<CellReader>> free_;
};

} // namespace percolith::runs

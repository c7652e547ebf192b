#include "runs/case/case_reader.hpp"

#include "runs/case/readers.hpp"

#include <exception>
#include <type_traits>
#include <utility>

namespace percolith::runs
{
namespace
{

std::optional<model::CellParameters<>> read_into(Section root, const std::filesystem::path& folder,
                                                 Case& all)
{
    return read_root(std::move(root), folder, all);
}
std::optional<model::CellParameters<>> read_into(Section root, const std::filesystem::path& folder,
                                                 cells::CellDescription& cell)
{
    return read_cell_alone(std::move(root), folder, cell);
}

/// What a case keeps beside what its sections say.
void keep_written(Case& all, Written&& written, const Document& document)
{
    all.values = document.values();
    static_cast<Written&>(all) = std::move(written);
}
void keep_written(cells::CellDescription& /*cell*/, Written&& /*written*/,
                  const Document& /*document*/)
{
}

std::string setting(const Varied& key, double value)
{
    return as_override({key.key, value, key.unit});
}

} // namespace

template <class What>
RepeatedReader<What>::RepeatedReader(const CellSource& source, std::vector<Varied> keys)
    : source_(&source), keys_(std::move(keys))
{
}

template <class What>
const Assembled<What>& RepeatedReader<What>::operator()(std::span<const double> values)
{
    if (tape_ == nullptr || !tape_->ready() || !repeat(values)) {
        auto tape = std::make_unique<Tape>(keys_);
        read_ = read(values, *tape); // where it throws, the tape before is as good as ever
        tape_ = std::move(tape);
        document_ = std::make_unique<Document>(Document::repeated(*tape_));
    }
    return read_;
}

template <class What>
Assembled<What> RepeatedReader<What>::read(std::span<const double> values, Tape& tape) const
{
    const Written& as_written = source_->as_written();
    auto written = as_written;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
        written.overrides.push_back(setting(keys_[k], values[k]));
    }
    auto document = document_of(written);
    tape.record(values);
    document.record(tape);
    Assembled<What> fresh;
    const auto cell = read_into(document.root(), written.folder, fresh.given);
    document.finish();
    tape.finish();
    fresh.cell = cell.value(); // nothing was wrong
    keep_written(fresh.given, std::move(written), document);
    return fresh;
}

template <class What> bool RepeatedReader<What>::repeat(std::span<const double> values)
{
    try {
        std::vector<Entry>* entries = nullptr;
        if constexpr (std::is_same_v<What, Case>) {
            entries = &read_.given.values;
            auto& overrides = read_.given.overrides;
            const auto first = overrides.size() - keys_.size();
            for (std::size_t k = 0; k < keys_.size(); ++k) {
                overrides[first + k] = setting(keys_[k], values[k]);
            }
        }
        tape_->repeat(values, entries);
        auto cell = read_into(document_->root(), source_->as_written().folder, read_.given);
        read_.cell = std::move(cell).value();
        return true;
    } catch (const std::exception&) {
        return false; // whatever is wrong, the text tells it with its place
    }
}

template class RepeatedReader<Case>;
template class RepeatedReader<cells::CellDescription>;

CellReaders::CellReaders(const CellSource& source, std::vector<Varied> keys)
    : source_(&source), keys_(std::move(keys))
{
}

std::unique_ptr<CellReader> CellReaders::take()
{
    const std::lock_guard hold(lock_);
    if (free_.empty()) {
        free_.reserve(free_.capacity() + 1); // there will be room to give it back
        return std::make_unique<CellReader>(*source_, keys_);
    }
    auto reader = std::move(free_.back());
    free_.pop_back();
    return reader;
}

void CellReaders::give_back(std::unique_ptr<CellReader> reader) noexcept
{
    const std::lock_guard hold(lock_);
    free_.push_back(std::move(reader));
}

} // namespace percolith::runs

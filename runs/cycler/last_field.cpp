#include "runs/cycler/last_field.hpp"

#include <algorithm>

namespace percolith::runs::cycler
{
namespace
{

/// Characters behind the last point, comma or colon.
std::size_t tail_of(std::string_view text)
{
    const auto mark = text.find_last_of(".,:");
    return mark == std::string_view::npos ? 0 : text.size() - mark - 1;
}

} // namespace

void LastField::note(const TextTable& table)
{
    longest_tail_ = std::max(longest_tail_, tail_of(now_));
    before_ = now_;
    now_ = table.fields().back().text;
    const auto line = table.text();
    closed_ = table.ended() || line.ends_with('\r') || line.ends_with('"');
}

std::string LastField::may_be_cut() const
{
    // An exponent that lacks a digit is one still.
    const bool has_exponent = now_.find_first_of("eE") != std::string_view::npos;
    const bool as_long = !has_exponent && longest_tail_ > 0 && tail_of(now_) >= longest_tail_;
    return closed_ || now_.empty() || now_ == before_ || as_long ? std::string{}
                                                                 : std::string{now_};
}

} // namespace percolith::runs::cycler

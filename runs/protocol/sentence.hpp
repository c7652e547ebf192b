#pragma once
/// One sentence of a protocol: a step, or a titration, which is two steps in a loop.

#include "runs/protocol/parse.hpp"
#include "runs/protocol/sentence_parts.hpp"
#include "runs/protocol/words.hpp"

#include <span>
#include <string_view>

namespace percolith::runs::language
{

/// Reads the sentence that starts here, up to the end of the statement. Throws `Fault`.
Sentence read_sentence(Line& line, kinetics::Area<> area, const RecordReader& read_record);

/// The words a statement may begin with.
std::span<const std::string_view> first_words();

} // namespace percolith::runs::language

#pragma once
/// Every kind of file whose keys can be described, and keys by a word.

#include "runs/case/document.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// A kind of file, by the word that the program has for it.
struct KeyReference {
    const char* kind; ///< "case", "materials", ...
    const char* meaning;
    std::vector<KeyEntry> (*keys)();
};

/// All of them, a case first.
std::span<const KeyReference> key_references();

/// The keys whose full name contains `word`, all where it is empty. Throws `InputError` where there
/// is none.
std::vector<KeyEntry> keys_with(std::string_view word, const std::vector<KeyEntry>& all);

} // namespace percolith::runs

#pragma once
/// Provenance in the JSON of an answer.

#include "runs/record/provenance.hpp"

#include <nlohmann/json_fwd.hpp>

namespace percolith::runs
{

/// `provenance` of an answer (docs/files/prediction.md, docs/files/design.md).
nlohmann::ordered_json json_of(const Provenance& provenance);

/// The JSON of an answer as text. A path that is no UTF-8 has its odd bytes replaced.
std::string answer_text(const nlohmann::ordered_json& answer);

} // namespace percolith::runs

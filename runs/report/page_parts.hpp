#pragma once
/// The fixed parts of a page, from runs/report/page and from dygraphs; made when percolith is
/// built.

#include <string_view>

namespace percolith::runs::report::page_parts
{

/// HTML with places for the other parts, in this order: {{title}}, {{style}}, {{scripts}},
/// {{data}}.
extern const std::string_view skeleton;
extern const std::string_view style;
extern const std::string_view scripts;

} // namespace percolith::runs::report::page_parts

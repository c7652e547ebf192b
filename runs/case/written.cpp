#include "runs/case/written.hpp"

#include "runs/case/document.hpp"
#include "runs/case/file_text.hpp"

namespace percolith::runs
{

Written read_written(const std::filesystem::path& file, std::span<const std::string> overrides,
                     std::string_view advice)
{
    return written(read_text_file(file, Document::longest_text, advice), file.string(), overrides,
                   file.parent_path());
}

Written written(std::string_view text, const std::string& name,
                std::span<const std::string> overrides, const std::filesystem::path& folder)
{
    return {name, std::string(text), {overrides.begin(), overrides.end()}, folder};
}

Document document_of(const Written& written)
{
    return Document::parse(written.text, written.file, written.overrides);
}

} // namespace percolith::runs

#include "runs/cycler/ndax_archive.hpp"

#include "runs/case/errors.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <zip.h>

namespace percolith::runs::cycler
{

namespace
{

/// libzip's own words for a fault while opening.
class Fault
{
public:
    Fault() { zip_error_init(&error_); }
    ~Fault() { zip_error_fini(&error_); }
    Fault(const Fault&) = delete;
    Fault& operator=(const Fault&) = delete;
    zip_error_t* get() { return &error_; }
    std::string text() { return zip_error_strerror(&error_); }

private:
    zip_error_t error_{};
};

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

struct Archive::Handle {
    struct Discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    std::unique_ptr<zip_t, Discard> zip;
};

Archive::Archive(std::string_view bytes, std::string source)
    : source_(std::move(source)), handle_(std::make_unique<Handle>())
{
    Fault fault;
    auto* buffer = zip_source_buffer_create(bytes.data(), bytes.size(), 0, fault.get());
    handle_->zip.reset(buffer == nullptr ? nullptr
                                         : zip_open_from_source(buffer, ZIP_RDONLY, fault.get()));
    if (!handle_->zip) {
        zip_source_free(buffer);
        throw InputError({source_}, {},
                         "is a zip archive that is damaged or cut short: " + fault.text(),
                         copy_again);
    }
    const auto count = zip_get_num_entries(handle_->zip.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto* name = zip_get_name(handle_->zip.get(), static_cast<zip_uint64_t>(i), 0);
        names_.push_back(one_line(name == nullptr ? "" : name));
    }
}

Archive::~Archive() = default;

bool Archive::holds(std::string_view name) const
{
    return std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::string Archive::unpack(const std::string& name) const
{
    const auto place = std::find(names_.begin(), names_.end(), name);
    if (place == names_.end()) {
        throw InputError({source_}, name, "is not in the archive");
    }
    const auto index = static_cast<zip_uint64_t>(place - names_.begin());
    auto* zip = handle_->zip.get();
    zip_stat_t about{};
    if (zip_stat_index(zip, index, 0, &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0) {
        throw InputError({source_}, name, "has no size in the archive's directory", copy_again);
    }
    if (about.size > largest_unpacked) {
        throw InputError({source_}, name,
                         fmt::format("would unpack to {} MiB, more than the {} MiB that are read",
                                     about.size >> 20, largest_unpacked >> 20),
                         "export a shorter stretch of the test");
    }
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(zip, index, 0));
    if (!file) {
        throw InputError({source_}, name, std::string("cannot be unpacked: ") + zip_strerror(zip),
                         copy_again);
    }
    // Grows as it fills: a directory that promises much costs nothing.
    std::string content;
    constexpr std::size_t block = std::size_t{1} << 20;
    while (content.size() <= about.size) {
        const auto before = content.size();
        content.resize(std::min<std::size_t>(before + block, about.size + 1));
        const auto got = zip_fread(file.get(), content.data() + before, content.size() - before);
        content.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
        if (got < 0) {
            throw InputError({source_}, name,
                             std::string("is damaged or cut short: ") +
                                 zip_file_strerror(file.get()),
                             copy_again);
        }
        if (got == 0) {
            break;
        }
    }
    if (content.size() != about.size) {
        throw InputError({source_}, name,
                         fmt::format("unpacks to {} {} bytes where the archive says {}",
                                     content.size() > about.size ? "more than" : "only",
                                     std::min<std::size_t>(content.size(), about.size), about.size),
                         copy_again);
    }
    return content;
}

} // namespace percolith::runs::cycler

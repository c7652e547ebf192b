#include "runs/plot/gnuplot.hpp"

#include "runs/case/errors.hpp"
#include "runs/plot/column.hpp"
#include "runs/plot/script.hpp"
#include "runs/record/file_size_signal.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/part_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

Picture picture_of(const fs::path& output)
{
    auto ending = output.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [known, picture] :
         {std::pair{".svg", Picture::svg}, {".png", Picture::png}, {".pdf", Picture::pdf}}) {
        if (ending == known) {
            return picture;
        }
    }
    throw InputError({.file = output.string()}, "", "no kind of picture ends so",
                     "end the name in .svg, .png or .pdf");
}

/// A file in memory, without a name.
class MemoryFile
{
public:
    MemoryFile() : descriptor_(::memfd_create("percolith", MFD_CLOEXEC)) {}
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile()
    {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }

    int descriptor() const { return descriptor_; }
    bool holds(std::string_view text) const
    {
        const auto written = ::pwrite(descriptor_, text.data(), text.size(), 0);
        return written >= 0 && static_cast<std::size_t>(written) == text.size();
    }
    std::string text() const
    {
        std::string all(4096, '\0');
        const auto got = ::pread(descriptor_, all.data(), all.size(), 0);
        all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return all;
    }

private:
    int descriptor_;
};

/// The environment without what would change gnuplot's mind.
std::vector<std::string> environment()
{
    std::vector<std::string> kept{"LC_ALL=C.UTF-8"};
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view entry(*each);
        const bool is_theirs = entry.starts_with("GNUPLOT") || entry.starts_with("GNUTERM") ||
                               entry.starts_with("LC_") || entry.starts_with("LANG");
        if (!is_theirs) {
            kept.emplace_back(entry);
        }
    }
    return kept;
}

/// Descriptor under which gnuplot finds the picture, whatever its path.
constexpr int picture_descriptor = 3;

/// Starts gnuplot on a script and waits. Returns errno of the start, or 0 and the exit status.
std::pair<int, int> run_gnuplot(int script, int picture, int complaints)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, script, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, picture, picture_descriptor);

    // -d: no settings of the user's own. As a file, since gnuplot reads its standard input letter
    // by letter.
    std::array<std::string, 3> words{"gnuplot", "-d", "/dev/fd/0"};
    std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
    auto kept = environment();
    std::vector<char*> variables;
    variables.reserve(kept.size() + 1);
    for (auto& each : kept) {
        variables.push_back(each.data());
    }
    variables.push_back(nullptr);

    pid_t child = 0;
    const int error = ::posix_spawnp(&child, words[0].c_str(), &actions, nullptr, arguments.data(),
                                     variables.data());
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (error == 0) {
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    return {error, status};
}

/// gnuplot does not say when a disk is full; a picture that was cut lacks its end.
bool is_whole(int descriptor, Picture picture)
{
    const std::string_view end = picture == Picture::svg   ? "</svg>"
                                 : picture == Picture::png ? "IEND"
                                                           : "%%EOF";
    std::string tail(64, '\0');
    const auto size = ::lseek(descriptor, 0, SEEK_END);
    const auto from = std::max<off_t>(size - off_t(tail.size()), 0);
    const auto got = ::pread(descriptor, tail.data(), tail.size(), from);
    tail.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return tail.find(end) != std::string::npos;
}

} // namespace

void draw(const Figure& figure, const Drawing& to)
{
    const auto& output = to.output;
    const auto picture = picture_of(output);
    if (to.width && *to.width < least_width(figure)) {
        throw InputError(
            {.file = output.string()}, "width",
            fmt::format("at {:.4g} mm its panels would be too small to read", *to.width),
            fmt::format("give at least {:.0f} mm", std::ceil(least_width(figure))));
    }
    const FileSizeSignalBlocked blocked;
    PartFile part(output);
    const MemoryFile script;
    const MemoryFile complaints;
    const auto target = "/dev/fd/" + std::to_string(picture_descriptor);
    if (!script.holds(
            gnuplot_script(to.width ? in_a_column(figure, *to.width) : figure, picture, target))) {
        throw OutputError(output, "no room for the script of the picture",
                          "free some memory, or raise the limit on file sizes (ulimit -f)");
    }
    const auto [error, status] =
        run_gnuplot(script.descriptor(), part.descriptor(), complaints.descriptor());
    if (error != 0) {
        throw OutputError(output, "the program gnuplot cannot be started",
                          "install it (Debian: apt-get install gnuplot-nox)");
    }
    const auto said = complaints.text();
    if (status != 0) {
        throw OutputError(output, "gnuplot failed: " + one_line(said),
                          "please report it with the run file");
    }
    if (!is_whole(part.descriptor(), picture)) {
        throw OutputError(output, "gnuplot could not write the whole picture",
                          "free some space, or name a file on another disk");
    }
    part.commit();
}

} // namespace percolith::runs

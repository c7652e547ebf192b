#include "runs/cli/output.hpp"

#include "runs/record/output_error.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace percolith::runs
{

void print(std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw ReaderGone{};
        } else if (errno != EINTR && errno != EAGAIN) {
            throw OutputError("standard output",
                              "cannot be written: " + std::generic_category().message(errno),
                              "give it a file or a terminal with room");
        }
    }
}

void secure_standard_streams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // The lowest free number is the closed stream's own. Opened for the wrong direction, so
        // that using it fails as it should.
        if (::fcntl(stream, F_GETFD) < 0) {
            static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace percolith::runs

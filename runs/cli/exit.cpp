#include "runs/cli/exit.hpp"

#include "runs/case/errors.hpp"
#include "runs/cli/output.hpp"
#include "runs/integrate/arrival.hpp"
#include "runs/record/output_error.hpp"

#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>

namespace percolith::runs
{

namespace
{

int leave(const char* line, Exit status)
{
    std::fprintf(stderr, "%s\n", line);
    return static_cast<int>(status);
}

} // namespace

int guarded_main(const std::function<int()>& work)
{
    try {
        return work();
    } catch (const ReaderGone&) {
        return static_cast<int>(Exit::output_failure);
    } catch (const InputError& e) {
        return leave(e.what(), Exit::bad_input);
    } catch (const OutputError& e) {
        return leave(e.what(), Exit::output_failure);
    } catch (const SolverFailure& e) {
        return leave((std::string("the solver gave up: ") + e.what()).c_str(),
                     Exit::solver_failure);
    } catch (const std::invalid_argument& e) {
        return leave(e.what(), Exit::bad_input);
    } catch (const std::domain_error& e) {
        return leave(e.what(), Exit::bad_input);
    } catch (const std::bad_alloc&) {
        return leave("not enough memory for this; give the machine more, or ask for less",
                     Exit::fault);
    } catch (const std::exception& e) {
        return leave((std::string("internal error: ") + e.what() +
                      "; please report it with the case that shows it")
                         .c_str(),
                     Exit::fault);
    }
}

} // namespace percolith::runs

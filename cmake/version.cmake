# Run at build time: writes OUTPUT from TEMPLATE with the version and the commit, and only if they changed.
cmake_minimum_required(VERSION 3.25)
set(commit "")
find_program(git git)
if(git)
    execute_process(
        COMMAND ${git} -c safe.directory=* describe --always --dirty=+changes --abbrev=12 --exclude=*
        WORKING_DIRECTORY ${ROOT} OUTPUT_VARIABLE commit ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT commit OR NOT EXISTS ${ROOT}/.git)
    set(commit unknown)
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)

# One target per room; links give the direction, tests/layers.cmake enforces it for headers.

add_library(percolith_warnings INTERFACE)
target_compile_options(percolith_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion
    # Where sources are compiled together, a local hides nothing of its neighbour's.
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
    # g++ 12 finds overruns at -O3 that are not there, in std::string and in arrays of derivatives.
    $<$<CONFIG:Release>:-Wno-restrict;-Wno-array-bounds>)

set(percolith_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/percolith)

# percolith_needs(ROOM PACKAGE ARGUMENTS...): finds an outside package now, and again wherever the
# installed room is used.
macro(percolith_needs room)
    find_package(${ARGN} REQUIRED)
    string(REPLACE ";" " " percolith_needed "${ARGN}")
    set_property(GLOBAL APPEND_STRING PROPERTY percolith_needs_${room}
                 "find_dependency(${percolith_needed})\n")
endmacro()

# percolith_room(NAME [SOURCES ...] [USES ...] [HIDES ...])
# USES are linked publicly, HIDES privately. A room without sources is header-only.
function(percolith_room name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;HIDES")
    if(arg_SOURCES)
        set(reach PUBLIC)
        add_library(percolith_${name} ${arg_SOURCES})
        target_link_libraries(percolith_${name} PRIVATE ${arg_HIDES} $<BUILD_INTERFACE:percolith_warnings>)
        percolith_together(percolith_${name} ${arg_SOURCES})
    else()
        set(reach INTERFACE)
        add_library(percolith_${name} INTERFACE)
    endif()
    add_library(percolith::${name} ALIAS percolith_${name})
    target_compile_features(percolith_${name} ${reach} cxx_std_20)
    target_include_directories(percolith_${name} ${reach}
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/percolith>)
    target_link_libraries(percolith_${name} ${reach} ${arg_USES})
    set_target_properties(percolith_${name} PROPERTIES CXX_EXTENSIONS OFF EXPORT_NAME ${name})
    percolith_install_room(${name})
endfunction()

# Each room is an export of its own, so that using kinetics alone asks for nothing of the rooms above.
function(percolith_install_room name)
    install(TARGETS percolith_${name} EXPORT percolith_${name}
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT percolith_${name} NAMESPACE percolith:: FILE percolith_${name}.cmake
            DESTINATION ${percolith_package_dir})
    install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/percolith
            FILES_MATCHING PATTERN "*.hpp")
endfunction()

# percolith_together(TARGET SOURCES...): where sources are compiled several at once (./bootstrap, and the presets `sanitize`
# and `tidy`), neighbours in a folder are, eight at most: headers are far longer than sources.
function(percolith_together target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
    foreach(source IN LISTS ARGN)
        cmake_path(GET source PARENT_PATH folder)
        string(MAKE_C_IDENTIFIER "in_${folder}" folder)
        math(EXPR count_${folder} "${count_${folder}} + 1")
        math(EXPR group "(${count_${folder}} - 1) / 8")
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${folder}_${group})
    endforeach()
endfunction()

# percolith_apart(SOURCES...): these are compiled on their own all the same. Needed where two neighbours have names of
# their own in common that had better stay: otherwise one of them is told apart, or both get it from a header.
function(percolith_apart)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

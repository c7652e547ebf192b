# Lanes compiled for instruction sets that not every machine has; which of them run is chosen at run
# time (runs/ensemble/lane_tests.cpp). Templates and inline functions that such an object shares with
# the rest of the program would be linked once, perhaps with its instructions: all its symbols but the
# entry become its own.

# percolith_lane_width(SET FLAGS...): sets lane_object_SET.
function(percolith_lane_width set)
    set(lanes percolith_lanes_${set})
    add_library(${lanes} OBJECT ensemble/lanes_of_a_width.cpp)
    target_compile_features(${lanes} PRIVATE cxx_std_20)
    target_compile_definitions(${lanes} PRIVATE PERCOLITH_LANES=${lanes})
    # Bits are the same for all sets: nothing is fused. Unique symbols would not become its own.
    target_compile_options(${lanes} PRIVATE ${ARGN} -ffp-contract=off
        $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    target_include_directories(${lanes} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${lanes} PRIVATE percolith::cells percolith_warnings)
    set_target_properties(${lanes} PROPERTIES CXX_EXTENSIONS OFF INTERPROCEDURAL_OPTIMIZATION OFF)
    set(object ${CMAKE_CURRENT_BINARY_DIR}/${lanes}.o)
    add_custom_command(OUTPUT ${object} DEPENDS ${lanes} $<TARGET_OBJECTS:${lanes}>
        COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${object} $<TARGET_OBJECTS:${lanes}>
        COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=${lanes} ${object}
        COMMENT "Lanes for ${set}" VERBATIM COMMAND_EXPAND_LISTS)
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
    set(lane_object_${set} ${object} PARENT_SCOPE)
endfunction()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$" AND PERCOLITH_WIDE_LANES)
    percolith_lane_width(avx2 -mavx2)
    # g++ 12 takes the undefined operand of its own AVX-512 intrinsics for a mistake.
    percolith_lane_width(avx512 -mavx512f -mavx512dq -mavx512vl -mavx512bw
        $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_sources(percolith_runs PRIVATE ${lane_object_avx2} ${lane_object_avx512})
    set_source_files_properties(ensemble/lane_tests.cpp PROPERTIES
        COMPILE_DEFINITIONS PERCOLITH_WIDE_LANES)
endif()
set(lane_options -ffp-contract=off)
if(NOT PERCOLITH_WIDE_LANES)
    # Instrumented builds: undefined behaviour is looked for in the same templates on doubles; on packs it takes g++ ten
    # minutes.
    list(APPEND lane_options -fno-sanitize=undefined)
endif()
set_source_files_properties(ensemble/lanes_of_a_width.cpp PROPERTIES COMPILE_OPTIONS "${lane_options}")

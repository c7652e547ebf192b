# clang-tidy reads compile commands, and a header has none: one source per room that includes them all.
foreach(room kinetics model cells runs validation)
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/${room}/*.hpp)
    if(NOT TARGET percolith_python)
        list(FILTER headers EXCLUDE REGEX "^runs/python/")
    endif()
    if(headers AND TARGET percolith::${room})
        list(TRANSFORM headers PREPEND "#include \"")
        list(TRANSFORM headers APPEND "\"\n")
        string(JOIN "" text ${headers})
        file(CONFIGURE OUTPUT headers/${room}.cpp CONTENT "${text}")
        add_library(headers_${room} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/headers/${room}.cpp)
        target_link_libraries(headers_${room} PRIVATE percolith::${room}
                              $<TARGET_PROPERTY:percolith_${room},LINK_LIBRARIES>
                              $<$<TARGET_EXISTS:percolith_python>:$<$<STREQUAL:${room},runs>:pybind11::module>>)
    endif()
endforeach()

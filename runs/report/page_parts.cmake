# The fixed parts of a report's page become a source: our own scripts and style, and dygraphs as Debian packages it.
set(page_folder ${CMAKE_CURRENT_LIST_DIR}/page)
set(page_source ${CMAKE_CURRENT_BINARY_DIR}/page_parts.cpp)
find_file(PERCOLITH_DYGRAPHS dygraph.min.js PATHS /usr/share/javascript/dygraphs NO_DEFAULT_PATH REQUIRED
    DOC "dygraphs 2, minified (Debian: libjs-dygraphs)")
# In the order in which they need each other.
file(STRINGS ${page_folder}/scripts.txt page_scripts)
list(TRANSFORM page_scripts PREPEND ${page_folder}/)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_folder}/scripts.txt)

# page_part(NAME FILES...): appends one text to `page_text`, the files one after the other.
set(page_text "#include \"runs/report/page_parts.hpp\"\n\nnamespace percolith::runs::report::page_parts\n{\n\n")
macro(page_part name)
    string(APPEND page_text "extern const std::string_view ${name} = R\"part(")
    foreach(file ${ARGN})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        file(READ ${file} text)
        # A browser would look for the map beside the page.
        string(REGEX REPLACE "\n//# sourceMappingURL[^\n]*" "" text "${text}")
        string(APPEND page_text "${text}\n")
    endforeach()
    string(APPEND page_text ")part\";\n")
endmacro()
page_part(skeleton ${page_folder}/page.html)
page_part(style ${page_folder}/style.css)
page_part(scripts ${PERCOLITH_DYGRAPHS} ${page_scripts})
string(APPEND page_text "\n} // namespace percolith::runs::report::page_parts\n")
if(EXISTS ${page_source})
    file(READ ${page_source} page_text_before)
endif()
if(NOT page_text STREQUAL "${page_text_before}")
    file(WRITE ${page_source} "${page_text}")
endif()

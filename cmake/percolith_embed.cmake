# percolith_embed(RESULT FOLDER FILES...): sets RESULT to the entries of an array of {path, text},
# for a template that is configured into a source. Paths are relative to FOLDER.
function(percolith_embed result folder)
    set(entries)
    foreach(file IN LISTS ARGN)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${file})
        file(READ ${folder}/${file} text)
        string(APPEND entries "        {\"${file}\", R\"embedded(${text})embedded\"},\n")
    endforeach()
    set(${result} "${entries}" PARENT_SCOPE)
endfunction()
